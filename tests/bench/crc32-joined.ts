/** What zeros behind some bytes do to their CRC-32: a linear map, given by its image of each of the 32 bits. */
type Shift = Uint32Array;

const polynomial = 0xedb88320;

const oneZeroBit: Shift = Uint32Array.from({ length: 32 }, (_, bit) => (bit === 0 ? polynomial : 2 ** (bit - 1)));

/**
 * Makes the CRC-32 of joined bytes out of those of its parts, without the bytes.
 *
 * @param length of the second part; finding out what so many bytes do takes a while, so one joiner serves many
 * @see RFC 1952, section 8; the method is that of zlib's `crc32_combine`
 */
export function crc32Joiner(length: number): (first: number, second: number) => number {
  const shift = zeros(8 * length);
  return (first, second) => (apply(shift, first) ^ second) >>> 0;
}

function zeros(bits: number): Shift {
  let result: Shift = Uint32Array.from({ length: 32 }, (_, bit) => 2 ** bit);
  let power = oneZeroBit;
  for (let left = bits; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = power.map((image) => apply(result, image));
    power = power.map((image) => apply(power, image));
  }
  return result;
}

function apply(shift: Shift, value: number): number {
  let result = 0;
  for (let bit = 0; bit < 32; bit++) if ((value >>> bit) & 1) result ^= shift[bit]!;
  return result >>> 0;
}
