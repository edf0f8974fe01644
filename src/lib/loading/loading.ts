import { BoundedMap } from '$lib/cache/bounded-map';
import type { FileStore } from '$lib/cache/file-store';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import type { FrameSeries, KeogramColumns } from '$lib/model/frames';
import type { TimeRange } from '$lib/model/time';
import type { Wish } from '$lib/model/work';
import type { Hosts } from '$lib/services/hosts';
import type { Sleep } from '$lib/services/retry';
import type { Decoder } from '$lib/workers/decoder';
import { createSkymapLoader, type ChosenSkymap } from './camera-skymap';
import { createDecoding } from './decoding';
import { createBytesSource } from './file-bytes';
import { listCameraFiles, type Camera, type FileListing } from './file-listing';
import { SharedWork, type OnBytes } from './shared-work';

export type { ChosenSkymap } from './camera-skymap';
export type { FileListing } from './file-listing';

/**
 * Where cache, download and decode meet. What is asked for twice at the same time is fetched and decoded once; what
 * nobody wants any more is dropped, on the network and in the queues; what failed is tried anew when asked again.
 */
export interface Loading {
  /** The files of one camera: by the listing service, else by looking through the archive's folders. */
  listFiles(camera: Camera, range: TimeRange, signal: AbortSignal): Promise<Outcome<FileListing>>;
  /**
   * Keogram columns of one file: from memory, else the file from the cache, else downloaded, then reduced in a worker.
   * They are shared between all who ask: not to be changed or given away.
   */
  columns(file: ArchiveFile, wish: Wish, onBytes?: (received: number) => void): Promise<Outcome<KeogramColumns>>;
  /** Whole frames of one file, for what is on screen; from a byte-bounded cache. Shared as well. */
  frames(file: ArchiveFile, wish: Wish): Promise<Outcome<FrameSeries>>;
  /** Forgets all that is kept of a file, so that the next attempt downloads it anew. */
  forget(file: ArchiveFile): Promise<void>;
  /** The skymap by the published rule; ok with null when the archive has none for the site. */
  skymap(
    camera: { readonly dataset: string; readonly siteUid: string },
    timeUs: number,
    signal: AbortSignal,
  ): Promise<Outcome<ChosenSkymap | null>>;
}

export interface LoadingParts {
  readonly hosts: Hosts;
  readonly decoder: Decoder;
  readonly store: FileStore;
  readonly fetch: typeof globalThis.fetch;
  /** How to wait before a second attempt; tests do not. */
  readonly sleep?: Sleep;
  /** Budget for decoded frames; 96 MB by default. */
  readonly frameBudgetBytes?: number;
}

/** A night of a THEMIS camera takes some 20 MB. */
const columnBudgetBytes = 64 * 2 ** 20;

export function createLoading(parts: LoadingParts): Loading {
  const { hosts, decoder, store, fetch, sleep, frameBudgetBytes = 96 * 2 ** 20 } = parts;
  const network = { hosts, fetch, ...(sleep ? { sleep } : {}) };
  const source = createBytesSource({ hosts, fetch, store, sleep });
  const decoding = createDecoding(source);
  const columns = createKept(columnBudgetBytes, bytesOfColumns);
  const frames = createKept(frameBudgetBytes, bytesOfFrames);
  return {
    listFiles: (camera, range, signal) => listCameraFiles(camera, range, { ...network, signal }),
    columns: (file, wish, onBytes) =>
      columns.ask(file, wish, onBytes, (shared, tell) =>
        decoding(file, shared, (buffer, turn) => decoder.reduce(buffer, sourceOf(file), turn), tell),
      ),
    frames: (file, wish) =>
      frames.ask(file, wish, undefined, (shared, tell) =>
        decoding(file, shared, (buffer, turn) => decoder.frames(buffer, sourceOf(file), turn), tell),
      ),
    forget: async (file) => {
      columns.forget(file);
      frames.forget(file);
      await source.forget(file);
    },
    skymap: createSkymapLoader({ network, decoder, decoding }),
  };
}

type Make<T> = (wish: Wish, onBytes: OnBytes) => Promise<Outcome<T>>;

/** Products by file: from memory, else made once for all who ask meanwhile. Failures are not kept. */
function createKept<T>(budgetBytes: number, bytesOf: (product: T) => number) {
  const kept = new BoundedMap<T>(budgetBytes);
  const making = new SharedWork<T>();
  const ask = async (
    file: ArchiveFile,
    wish: Wish,
    onBytes: OnBytes | undefined,
    make: Make<T>,
  ): Promise<Outcome<T>> => {
    const known = kept.get(file.url);
    if (known) return { ok: true, value: known };
    const start: Make<T> = async (shared, tell) => {
      const made = await make(shared, tell);
      if (made.ok) kept.set(file.url, made.value, bytesOf(made.value));
      return made;
    };
    return making.ask(file.url, wish, start, onBytes);
  };
  return { ask, forget: ({ url }: ArchiveFile) => void kept.delete(url) };
}

/** Only what crosses to the worker. */
function sourceOf({ dataset, name }: ArchiveFile) {
  return { dataset, name };
}

function bytesOfColumns({ counts, timesUs, histogram }: KeogramColumns): number {
  return counts.byteLength + timesUs.byteLength + histogram.byteLength;
}

function bytesOfFrames({ counts, timesUs }: FrameSeries): number {
  return counts.byteLength + timesUs.byteLength;
}
