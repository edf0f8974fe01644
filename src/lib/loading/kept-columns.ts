import type { Cache } from '$lib/cache/cache';
import type { KeogramColumns } from '$lib/model/frames';

/** Read at a time, so that a night's columns come in pieces that do not hold up the page. */
const filesAtATime = 24;

/** Keogram columns that outlive the tab. */
export interface ColumnsStore {
  /** What is kept of these files, in portions. */
  read(
    urls: readonly string[],
    signal: AbortSignal,
    onPortion: (columns: ReadonlyMap<string, KeogramColumns>) => void,
  ): Promise<void>;
  put(url: string, columns: KeogramColumns): void;
  delete(url: string): Promise<void>;
}

export function createColumnsStore({ products }: Pick<Cache, 'products'>): ColumnsStore {
  return {
    read: async (urls, signal, onPortion) => {
      for (let from = 0; from < urls.length && !signal.aborted; from += filesAtATime) {
        const kept = await products.getMany('columns', urls.slice(from, from + filesAtATime));
        const columns = new Map([...kept].filter((entry): entry is [string, KeogramColumns] => isColumns(entry[1])));
        if (!signal.aborted && columns.size > 0) onPortion(columns);
      }
    },
    put: (url, columns) => {
      // A damaged file may come whole the next time: what is made of it is not kept.
      if (columns.problem === null) void products.put('columns', url, columns, bytesOfColumns(columns));
    },
    delete: (url) => products.delete(url),
  };
}

export function bytesOfColumns({ counts, timesUs, histogram, thumbnail }: KeogramColumns): number {
  return counts.byteLength + timesUs.byteLength + histogram.byteLength + thumbnail.counts.byteLength;
}

/** Written by this very version of the code, so a look at the parts that are drawn is enough. */
function isColumns(value: unknown): value is KeogramColumns {
  if (typeof value !== 'object' || value === null) return false;
  const { counts, timesUs, height, channels, histogram, thumbnail, synthetic } = value as Partial<KeogramColumns>;
  return (
    counts instanceof Uint16Array &&
    timesUs instanceof Float64Array &&
    histogram instanceof Uint32Array &&
    thumbnail?.counts instanceof Uint16Array &&
    typeof height === 'number' &&
    // Columns that do not say whether they were observed are of no use.
    typeof synthetic === 'boolean' &&
    (channels === 1 || channels === 3) &&
    counts.length === timesUs.length * height * channels
  );
}
