import type { ByteCursor } from '../byte-cursor';

/** Text in a description: a name, a note. Its length comes once, and the bytes are padded to a multiple of 4. */
export function readText(cursor: ByteCursor): string {
  return readCharacters(cursor, readLength(cursor));
}

/** Text as data: the length comes twice, unless it is 0. */
export function readTextValue(cursor: ByteCursor): string {
  const length = readLength(cursor);
  if (length === 0) return '';
  const repeated = readLength(cursor);
  if (repeated !== length) throw cursor.error(`text lengths ${length} and ${repeated} disagree`);
  return readCharacters(cursor, length);
}

/** Skip the padding after bytes; the last padding of a record may be missing. */
export function skipPadding(cursor: ByteCursor): void {
  cursor.seek(Math.min(Math.ceil(cursor.offset / 4) * 4, cursor.length));
}

function readLength(cursor: ByteCursor): number {
  const length = cursor.int32();
  if (length < 0) throw cursor.error(`text of ${length} characters`);
  return length;
}

function readCharacters(cursor: ByteCursor, length: number): string {
  const bytes = cursor.take(length);
  skipPadding(cursor);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return latin1(bytes.subarray(0, end));
}

/** True Latin-1: the platform's decoder of that name is windows-1252. */
function latin1(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 4096) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 4096)));
  }
  return pieces.join('');
}
