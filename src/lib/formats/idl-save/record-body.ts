import { ByteCursor } from '../byte-cursor';
import { FormatError } from '../format-error';
import { GrowingBytes } from '../growing-bytes';
import type { RecordHeader } from './record-header';

/** Bytes that the compressed records of one file may still unpack to; the largest skymaps need a tenth of the start. */
export interface UnpackBudget {
  bytesLeft: number;
}

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
  const reader = new Blob([bytes.slice(header.bodyStart, header.next)])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'))
    .getReader();
  const unpacked = new GrowingBytes(4 * (header.next - header.bodyStart), budget.bytesLeft);
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw problemAt(header, 'corrupt', `the record does not unpack: ${String(error)}`);
    });
    if (done) break;
    if (!unpacked.append(value)) {
      await reader.cancel().catch(() => undefined); // the stream is given up, whatever it says
      throw problemAt(header, 'unsupported', 'the record unpacks to more than this reader takes');
    }
  }
  budget.bytesLeft -= unpacked.length;
  return new ByteCursor(unpacked.bytes(), 'idl save');
}

/** Damage inside an unpacked body, told by where its record lies in the file. */
export function relocate(error: FormatError, header: RecordHeader): FormatError {
  return problemAt(header, error.kind, `${error.message} (byte ${error.offset} of the unpacked record)`);
}

function problemAt(header: RecordHeader, kind: FormatError['kind'], message: string): FormatError {
  return new FormatError(kind, 'idl save', header.start, message);
}
