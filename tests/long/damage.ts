/** Bytes with something done to them, and what it was, for the report of a failure. */
export interface Damaged {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly done: string;
}

type Blow = (bytes: Uint8Array<ArrayBuffer>, random: () => number) => Damaged;

const blows: readonly Blow[] = [
  flipBits,
  spoilNumber,
  cutOff,
  cutOut,
  insertNoise,
  repeatSpan,
  swapBlocks,
  overwriteSpan,
];

/**
 * One to four blows to a file, each of a kind that lines, disks and hostile people deal.
 *
 * @param bytes left untouched
 * @param random 0…1, and the only source of chance: the same numbers make the same damage
 */
export function damage(bytes: Uint8Array, random: () => number): Damaged {
  let damaged: Damaged = { bytes: Uint8Array.from(bytes), done: '' };
  for (let left = 1 + Math.floor(4 * random() ** 2); left > 0; left--) {
    const { bytes: next, done } = blows[Math.floor(random() * blows.length)]!(damaged.bytes, random);
    damaged = { bytes: next, done: damaged.done === '' ? done : `${damaged.done}; ${done}` };
  }
  return damaged;
}

function flipBits(bytes: Uint8Array<ArrayBuffer>, random: () => number): Damaged {
  const places = Array.from({ length: 1 + Math.floor(20 * random() ** 3) }, () => placeIn(bytes, random));
  for (const place of places) if (place < bytes.length) bytes[place]! ^= 1 << Math.floor(8 * random());
  return { bytes, done: `bits flipped at ${places.join(', ')}` };
}

/** Another digit in a number written as text, or a most significant byte set: sizes and counts that lie. */
function spoilNumber(bytes: Uint8Array<ArrayBuffer>, random: () => number): Damaged {
  const from = placeIn(bytes, random);
  const digit = bytes.subarray(from, from + 4096).findIndex((byte) => byte >= 0x30 && byte <= 0x39);
  const place = digit < 0 || random() < 0.3 ? from : from + digit;
  const value = place === from ? [0, 0x7f, 0x80, 0xff][Math.floor(4 * random())]! : 0x30 + Math.floor(10 * random());
  if (place < bytes.length) bytes[place] = value;
  return { bytes, done: `${value} set at ${place}` };
}

function cutOff(bytes: Uint8Array<ArrayBuffer>, random: () => number): Damaged {
  const length = random() < 0.5 ? placeIn(bytes, random) : Math.floor(random() * bytes.length);
  return { bytes: bytes.slice(0, length), done: `cut off at ${length}` };
}

function cutOut(bytes: Uint8Array<ArrayBuffer>, random: () => number): Damaged {
  const [start, end] = spanIn(bytes, random);
  return { bytes: joined(bytes.subarray(0, start), bytes.subarray(end)), done: `cut out ${start}–${end}` };
}

function insertNoise(bytes: Uint8Array<ArrayBuffer>, random: () => number): Damaged {
  const place = placeIn(bytes, random);
  const noise = Uint8Array.from({ length: 1 + Math.floor(5000 * random() ** 3) }, () => 256 * random());
  return {
    bytes: joined(bytes.subarray(0, place), noise, bytes.subarray(place)),
    done: `${noise.length} bytes of noise inserted at ${place}`,
  };
}

function repeatSpan(bytes: Uint8Array<ArrayBuffer>, random: () => number): Damaged {
  const [start, end] = spanIn(bytes, random);
  const place = placeIn(bytes, random);
  return {
    bytes: joined(bytes.subarray(0, place), bytes.subarray(start, end), bytes.subarray(place)),
    done: `${start}–${end} once more at ${place}`,
  };
}

function swapBlocks(bytes: Uint8Array<ArrayBuffer>, random: () => number): Damaged {
  const size = 2 ** (2 + Math.floor(14 * random()));
  const blocks = Math.floor(bytes.length / size);
  const [one, other] = [Math.floor(random() * blocks) * size, Math.floor(random() * blocks) * size];
  const kept = bytes.slice(one, one + size);
  bytes.copyWithin(one, other, Math.min(other + size, bytes.length));
  bytes.set(kept.subarray(0, Math.max(0, bytes.length - other)), Math.min(other, bytes.length));
  return { bytes, done: `blocks of ${size} at ${one} and ${other} swapped` };
}

function overwriteSpan(bytes: Uint8Array<ArrayBuffer>, random: () => number): Damaged {
  const [start, end] = spanIn(bytes, random);
  const value = [0, 0xff, 0x20, 0x50][Math.floor(4 * random())]!;
  bytes.fill(value, start, end);
  return { bytes, done: `${start}–${end} filled with ${value}` };
}

/** Anywhere, but headers are small and stand in front: half of all blows fall there. */
function placeIn(bytes: Uint8Array, random: () => number): number {
  return Math.floor(random() < 0.5 ? random() ** 2 * Math.min(bytes.length, 2000) : random() * bytes.length);
}

function spanIn(bytes: Uint8Array, random: () => number): [start: number, end: number] {
  const start = placeIn(bytes, random);
  return [start, Math.min(bytes.length, start + 1 + Math.floor(random() ** 4 * 300_000))];
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
