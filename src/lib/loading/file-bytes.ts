import type { FileStore } from '$lib/cache/file-store';
import type { Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';
import { download } from '$lib/services/download';
import { addressOf, type Hosts } from '$lib/services/hosts';
import { hostOf } from '$lib/services/http';
import type { Sleep } from '$lib/services/retry';
import { RankedQueue } from '$lib/workers/ranked-queue';
import { Backlog } from './backlog';
import { SharedWork, type OnBytes } from './shared-work';

/** What is needed of a file to have its bytes. */
export interface FileAddress {
  /** On the public archive; the file's key. */
  readonly url: string;
  readonly name: string;
  readonly dataset: string;
}

/** Bytes as they were downloaded. */
export interface FileBytes {
  readonly blob: Blob;
  /** To be called once when the bytes are dealt with; downloads wait for it when many are not. */
  readonly done: () => void;
}

export interface BytesSource {
  /** From the store, else downloaded and kept. */
  bytes(file: FileAddress, wish: Wish, onBytes?: OnBytes): Promise<Outcome<FileBytes>>;
  /** Forget a file that turned out to be no good, so that the next attempt downloads it. */
  forget(file: FileAddress): Promise<void>;
}

/** As the published clients do; more would be rude. */
const downloadsPerHost = 5;
/** Files on their way or not decoded yet. */
const mostUndecoded = 16;

export function createBytesSource(parts: {
  readonly hosts: Hosts;
  readonly fetch: typeof globalThis.fetch;
  readonly store: FileStore;
  readonly sleep?: Sleep | undefined;
}): BytesSource {
  const { hosts, fetch, store, sleep } = parts;
  const inFlight = new SharedWork<FileBytes>();
  const queues = new Map<string, RankedQueue>();
  const backlog = new Backlog(mostUndecoded);

  const fetchFile = async (file: FileAddress, wish: Wish, onBytes: OnBytes): Promise<Outcome<FileBytes>> => {
    const kept = await store.get(file.url);
    // What the store holds is counted there: it may wait without filling the memory any further.
    if (kept) return { ok: true, value: { blob: kept, done: () => undefined } };
    const address = addressOf(file.url, hosts);
    return queueOf(queues, hostOf(address)).run(wish, async () => {
      const { signal } = wish;
      const done = await backlog.enter();
      const came = await download(address, { fetch, signal, sleep, onBytes: (received) => onBytes(received) });
      if (!came.ok) {
        done();
        return came;
      }
      // Dropped at the last moment, nobody is left to say that the bytes are dealt with.
      if (signal.aborted) done();
      else signal.addEventListener('abort', done, { once: true });
      // Whether it is kept or not, these bytes are good; kept before anyone hears of them, they are not fetched twice.
      await store.put(file.url, came.value, { dataset: file.dataset, name: file.name });
      return { ok: true, value: { blob: came.value, done } };
    });
  };

  return {
    bytes: (file, wish, onBytes) =>
      inFlight.ask(file.url, wish, (shared, tell) => fetchFile(file, shared, tell), onBytes),
    forget: (file) => store.delete(file.url),
  };
}

function queueOf(queues: Map<string, RankedQueue>, host: string): RankedQueue {
  const queue = queues.get(host) ?? new RankedQueue(downloadsPerHost);
  queues.set(host, queue);
  return queue;
}
