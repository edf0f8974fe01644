/**
 * The few ASN.1 values that a certificate needs, in the distinguished encoding (DER).
 *
 * @see https://www.itu.int/rec/T-REC-X.690 §8 and §10
 */

export const sequence = (...parts: readonly Buffer[]): Buffer => value(0x30, ...parts);
export const set = (...parts: readonly Buffer[]): Buffer => value(0x31, ...parts);
export const octetString = (bytes: Buffer): Buffer => value(0x04, bytes);
export const utf8String = (text: string): Buffer => value(0x0c, Buffer.from(text, 'utf8'));

/** All bits of all bytes are used. */
export const bitString = (bytes: Buffer): Buffer => value(0x03, Buffer.of(0), bytes);

/** `[tag]` around a whole value. */
export const explicit = (tag: number, inner: Buffer): Buffer => value(0xa0 | tag, inner);

/** `[tag]` in the place of a value's own tag. */
export const implicit = (tag: number, bytes: Buffer): Buffer => value(0x80 | tag, bytes);

/** A number that is not negative, from its bytes, highest first. */
export function integer(bytes: Buffer): Buffer {
  let first = 0;
  while (first < bytes.length - 1 && bytes[first] === 0) first += 1;
  const shortest = bytes.subarray(first);
  return (shortest[0] ?? 0) >= 0x80 ? value(0x02, Buffer.of(0), shortest) : value(0x02, shortest);
}

/** @param dotted `1.2.840.10045.4.3.2` */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** Years 1950 to 2049. */
export function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(2, 14);
  return value(0x17, Buffer.from(`${digits}Z`, 'ascii'));
}

function base128(number: number): number[] {
  const groups = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) groups.unshift(0x80 | (rest & 0x7f));
  return groups;
}

function value(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), length(content.length), content]);
}

function length(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.of(bytes);
  const groups: number[] = [];
  for (let rest = bytes; rest > 0; rest >>>= 8) groups.unshift(rest & 0xff);
  return Buffer.of(0x80 | groups.length, ...groups);
}
