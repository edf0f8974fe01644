import type { Failure, Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';
import { RankedQueue } from '$lib/workers/ranked-queue';
import type { BytesSource, FileAddress, FileBytes } from './file-bytes';
import type { OnBytes } from './shared-work';

/** Files whose bytes are laid out for the workers at a time: one more than there ever are workers. */
const filesAtWorkers = 5;

export type Decode<T> = (buffer: ArrayBuffer, wish: Wish) => Promise<Outcome<T>>;

/**
 * Bytes, then decode. Files wait for a worker as Blobs and are read into memory only when their turn is near; the
 * buffer is then given away. Where nothing could be read of a kept file, it is downloaded anew, once; what came so and
 * cannot be read either is downloaded anew by the next attempt.
 */
export function createDecoding(source: BytesSource) {
  const queue = new RankedQueue(filesAtWorkers);
  const read = async <T>({ blob, done }: FileBytes, file: FileAddress, wish: Wish, decode: Decode<T>) => {
    try {
      // Downloads may be held back; what has come may not, it takes up room.
      const now = { rank: () => Math.min(wish.rank(), Number.MAX_VALUE), signal: wish.signal };
      return await queue.run(now, async () => {
        const buffer = await readBuffer(blob, file);
        return buffer.ok ? decode(buffer.value, now) : buffer;
      });
    } finally {
      done();
    }
  };
  return async <T>(file: FileAddress, wish: Wish, decode: Decode<T>, onBytes?: OnBytes): Promise<Outcome<T>> => {
    for (let isFirst = true; ; isFirst = false) {
      const bytes = await source.bytes(file, wish, onBytes);
      if (!bytes.ok) return bytes;
      const { isKept, refusal } = bytes.value;
      const outcome = await read(bytes.value, file, wish, decode);
      if (outcome.ok || !isBadBytes(outcome.failure)) return outcome;
      // That no other bytes can be had may pass.
      if (refusal) return { ok: false, failure: refusal };
      await source.renew(file);
      if (!isKept || !isFirst) return outcome;
    }
  };
}

/** Bytes that another download may give better; what is merely not supported would come the same again. */
function isBadBytes(failure: Failure): boolean {
  // A worker that broke down says nothing about the bytes.
  return failure.kind === 'corrupt' || (failure.kind === 'browser' && failure.part === 'bytes');
}

async function readBuffer(blob: Blob, file: FileAddress): Promise<Outcome<ArrayBuffer>> {
  try {
    return { ok: true, value: await blob.arrayBuffer() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The browser no longer gives the bytes of ${file.name} (${reason})`;
    return { ok: false, failure: { kind: 'browser', part: 'bytes', message } };
  }
}
