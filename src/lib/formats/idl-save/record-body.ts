import { FlateErrorCode, Inflate, type FlateError } from 'fflate';
import { ByteCursor } from '../byte-cursor';
import { FormatError } from '../format-error';
import { GrowingBytes } from '../growing-bytes';
import type { RecordHeader } from './record-header';

/** What the compressed records of one file may still cost. */
export interface UnpackBudget {
  /** Unpacked bytes to keep; the largest skymaps need a tenth of the start. */
  bytesLeft: number;
  /** Bytes unpacked in vain: of records that turn out damaged or too large. */
  discardsLeft: number;
}

/** What goes into the stream at once: deflate makes at most a thousand times as much of it before one can stop. */
const pieceBytes = 65536;

/** Header, one empty block, checksum. */
const shortestStream = 8;

/** A cursor at the start of a plain record's body that cannot leave the record; offsets are those of the file. */
export function openPlainBody(bytes: Uint8Array, header: RecordHeader): ByteCursor {
  const cursor = new ByteCursor(bytes.subarray(0, header.next), 'idl save');
  cursor.seek(header.bodyStart);
  return cursor;
}

/** A cursor over the unpacked body of a compressed record: each body is a zlib stream of its own. */
export async function openCompressedBody(
  bytes: Uint8Array,
  header: RecordHeader,
  budget: UnpackBudget,
): Promise<ByteCursor> {
  const packed = bytes.subarray(header.bodyStart, header.next);
  const unpacked = new GrowingBytes(4 * packed.length, Math.min(budget.bytesLeft, budget.discardsLeft));
  const end = await unpack(packed, unpacked);
  if (end === 'whole') {
    budget.bytesLeft -= unpacked.length;
    return new ByteCursor(unpacked.bytes(), 'idl save');
  }
  budget.discardsLeft -= unpacked.length;
  if (end === 'too large') throw problemAt(header, 'unsupported', 'the record unpacks to more than this reader takes');
  throw endsEarly(packed)
    ? problemAt(header, 'truncated', 'the compressed record ends in the middle')
    : problemAt(header, 'corrupt', 'the compressed record does not unpack');
}

async function unpack(packed: Uint8Array, unpacked: GrowingBytes): Promise<'whole' | 'too large' | 'damaged'> {
  const stream = new DecompressionStream('deflate');
  // The reader below meets the same error; unobserved, this one would count as unhandled.
  feed(stream.writable.getWriter(), packed).catch(() => undefined);
  const reader = stream.readable.getReader();
  for (;;) {
    // Engines word the error each in their own way, so the bytes are asked again what is wrong.
    const next = await reader.read().catch(() => null);
    if (!next) return 'damaged';
    if (next.done) return 'whole';
    if (!unpacked.append(next.value)) {
      await reader.cancel().catch(() => undefined); // the stream is given up, whatever it says
      return 'too large';
    }
  }
}

async function feed(writer: WritableStreamDefaultWriter<BufferSource>, packed: Uint8Array): Promise<void> {
  for (let start = 0; start < packed.length; start += pieceBytes) {
    await writer.ready;
    // Bytes in shared memory are not used in this app; the types of the streams insist on saying so.
    await writer.write(packed.subarray(start, start + pieceBytes) as Uint8Array<ArrayBuffer>);
  }
  await writer.close();
}

/** Whether nothing is wrong with a zlib stream but that its end is missing. */
function endsEarly(packed: Uint8Array): boolean {
  if (packed.length < shortestStream) return true;
  const [method, flags] = [packed[0]!, packed[1]!];
  if ((method & 0x0f) !== 8 || (256 * method + flags) % 31 !== 0) return false; // not the header of RFC 1950
  // The last four bytes are the checksum; of a stream that was cut they belong to a block, which then lacks them.
  const blocks = packed.subarray(2, -4);
  const inflater = new Inflate(() => undefined);
  try {
    for (let start = 0; start < blocks.length; start += pieceBytes) {
      inflater.push(blocks.subarray(start, start + pieceBytes), start + pieceBytes >= blocks.length);
    }
    return false; // only its checksum can be wrong
  } catch (error) {
    return (error as Partial<FlateError>).code === FlateErrorCode.UnexpectedEOF;
  }
}

/** Damage inside an unpacked body, told by where its record lies in the file. */
export function relocate(error: FormatError, header: RecordHeader): FormatError {
  return problemAt(header, error.kind, `${error.message} (byte ${error.offset} of the unpacked record)`);
}

function problemAt(header: RecordHeader, kind: FormatError['kind'], message: string): FormatError {
  return new FormatError(kind, 'idl save', header.start, message);
}
