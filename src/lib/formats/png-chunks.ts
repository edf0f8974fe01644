import type { FileProblem } from '$lib/model/failure';
import { ByteCursor } from './byte-cursor';
import { crc32 } from './crc32';
import { FormatError } from './format-error';

export interface PngChunk {
  /** Four letters: `IDAT`. */
  readonly type: string;
  /** Where the chunk begins in the file, in bytes. */
  readonly offset: number;
  /** Its content, a view of the file: what there is of it where the file ends too early. */
  readonly data: Uint8Array;
  /** `cut`: the file ends in it, so that nothing vouches for its content. */
  readonly state: 'sound' | 'damaged' | 'cut';
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/** The writers of these cameras make a chunk of every 8 kB; a few bytes each, there could be millions. */
const mostChunks = 100_000;

/**
 * The chunks of a PNG file up to its end or the first place that makes no sense, with their checksums looked at.
 *
 * @throws FormatError when the bytes do not begin with PNG's signature
 * @see https://www.w3.org/TR/png-3/#5DataRep
 */
export function findChunks(bytes: Uint8Array): { chunks: readonly PngChunk[]; problem: FileProblem | null } {
  const cursor = new ByteCursor(bytes, 'png');
  if (!signature.every((byte, index) => bytes[index] === byte)) throw cursor.error('no PNG file begins here');
  cursor.seek(signature.length);
  const chunks: PngChunk[] = [];
  let problem: FileProblem | null = null;
  try {
    while (chunks.at(-1)?.type !== 'IEND') {
      if (cursor.atEnd) throw cursor.error('the file ends before its end mark', 'truncated');
      if (chunks.length >= mostChunks) throw cursor.error(`more than ${mostChunks} chunks`, 'unsupported');
      const chunk = readChunk(cursor);
      chunks.push(chunk);
      if (chunk.state === 'damaged') {
        problem ??= problemAt(chunk, 'corrupt', `the checksum of an ${chunk.type} chunk is wrong`);
      }
      if (chunk.state === 'cut') throw problemAt(chunk, 'truncated', `the file ends in an ${chunk.type} chunk`);
    }
    if (!cursor.atEnd) throw cursor.error(`${cursor.length - cursor.offset} bytes follow the end mark`);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    problem ??= error.toProblem();
  }
  return { chunks, problem };
}

function readChunk(cursor: ByteCursor): PngChunk {
  const { offset } = cursor;
  const head = cursor.take(8);
  const length = new DataView(head.buffer, head.byteOffset, 4).getUint32(0);
  const type = String.fromCharCode(...head.subarray(4));
  if (length > 0x7fffffff || !/^[A-Za-z]{4}$/.test(type)) {
    cursor.seek(offset);
    throw cursor.error('no chunk begins here');
  }
  const left = cursor.length - cursor.offset;
  if (left < length + 4) return { type, offset, data: cursor.take(Math.min(left, length)), state: 'cut' };
  const data = cursor.take(length);
  const state = cursor.uint32() === crc32(data, crc32(head.subarray(4))) ? 'sound' : 'damaged';
  return { type, offset, data, state };
}

function problemAt({ offset }: PngChunk, kind: FileProblem['kind'], message: string): FormatError {
  return new FormatError(kind, 'png', offset, message);
}
