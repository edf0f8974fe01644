/** What a file is, by its first bytes. */
export type Signature =
  'empty' | 'gzip' | 'pgm' | 'bzip2' | 'hdf5' | 'png' | 'tar' | 'idl save' | 'cdf' | 'html' | 'unknown';

const starts: readonly (readonly [Signature, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['hdf5', [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['idl save', [0x53, 0x52, 0x00, 0x04]],
  ['idl save', [0x53, 0x52, 0x00, 0x06]],
  ['cdf', [0xcd, 0xf3, 0x00, 0x01]],
];

const tarMark = [0x75, 0x73, 0x74, 0x61, 0x72] as const;
const tarMarkOffset = 257;

/**
 * Recognise a file by its first bytes. Names are not believed: servers answer with a web page under any name, and
 * browsers unpack a `.gz` on the way when the server labels it so.
 */
export function signatureOf(bytes: Uint8Array): Signature {
  if (bytes.length === 0) return 'empty';
  const known = starts.find(([, start]) => hasAt(bytes, 0, start));
  if (known) return known[0];
  if (hasAt(bytes, 0, [0x50, 0x35]) && isBlank(bytes[2])) return 'pgm';
  if (hasAt(bytes, tarMarkOffset, tarMark)) return 'tar';
  return firstInk(bytes) === 0x3c ? 'html' : 'unknown';
}

function hasAt(bytes: Uint8Array, offset: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[offset + index] === byte);
}

/** Web pages may begin with a byte order mark and blank lines. */
function firstInk(bytes: Uint8Array): number | undefined {
  const from = hasAt(bytes, 0, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  return bytes.subarray(from, from + 256).find((byte) => !isBlank(byte));
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}
