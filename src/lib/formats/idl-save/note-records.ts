import type { ByteCursor } from '../byte-cursor';
import type { IdlSaveFile, IdlSaveNotes } from './save-file';
import { readText, readTextValue } from './text';

/** No program shares more in one block; each name would cost memory, though 4 bytes are enough to write it. */
const maxCommonVariables = 1000;

export function readTimestamp(cursor: ByteCursor): IdlSaveNotes['timestamp'] {
  cursor.take(1024); // 256 numbers, all 0
  return { date: readText(cursor), user: readText(cursor), host: readText(cursor) };
}

export function readVersion(cursor: ByteCursor): IdlSaveNotes['version'] {
  return {
    format: cursor.int32(),
    architecture: readText(cursor),
    os: readText(cursor),
    release: readText(cursor),
  };
}

export function readIdentification(cursor: ByteCursor): IdlSaveNotes['identification'] {
  return { author: readText(cursor), title: readText(cursor), idCode: readText(cursor) };
}

export function readNotice(cursor: ByteCursor): string {
  return readText(cursor);
}

/** The only note that is stored like data. */
export function readDescription(cursor: ByteCursor): string {
  return readTextValue(cursor);
}

export function readCommonBlock(cursor: ByteCursor): IdlSaveFile['commonBlocks'][number] {
  const count = cursor.int32();
  const name = readText(cursor);
  if (count < 0 || count > (cursor.length - cursor.offset) / 4)
    throw cursor.error(`common block of ${count} variables`);
  if (count > maxCommonVariables)
    throw cursor.error(`common block of more than ${maxCommonVariables} variables`, 'unsupported');
  return { name, variables: Array.from({ length: count }, () => readText(cursor)) };
}
