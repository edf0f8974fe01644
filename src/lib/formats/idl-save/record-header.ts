import type { ByteCursor } from '../byte-cursor';
import { readUint64 } from './array-description';

export const recordType = {
  commonVariable: 1,
  variable: 2,
  systemVariable: 3,
  end: 6,
  timestamp: 10,
  identification: 13,
  version: 14,
  heapData: 16,
  promote64: 17,
  notice: 19,
  description: 20,
} as const;

export interface RecordHeader {
  readonly type: number;
  /** First byte of the header and of the body, and the first byte behind the record. */
  readonly start: number;
  readonly bodyStart: number;
  readonly next: number;
}

/**
 * The header of a record, and where the next record begins. That place must lie ahead and in the file, else records
 * could point in circles.
 *
 * @param promoted whether a PROMOTE64 record came before: the header has 20 bytes then, else 16
 */
export function readRecordHeader(cursor: ByteCursor, promoted: boolean): RecordHeader {
  const start = cursor.offset;
  const type = cursor.int32();
  if (type === recordType.end) return { type, start, bodyStart: cursor.offset, next: cursor.length }; // its `next` is 0
  const next = promoted ? readUint64(cursor) : cursor.uint32() + cursor.uint32() * 2 ** 32;
  cursor.take(promoted ? 8 : 4);
  const bodyStart = cursor.offset;
  if (next < bodyStart) {
    cursor.seek(start);
    throw cursor.error(`record ${type} gives ${next} as its end`);
  }
  if (next > cursor.length) {
    cursor.seek(start);
    throw cursor.error(`record ${type} ends at ${next}, the file at ${cursor.length}`, 'truncated');
  }
  return { type, start, bodyStart, next };
}
