import { type Estimate, estimateOfBrowser } from './browser-quota';
import type { Cache } from './cache';
import { Connection } from './connection';
import { createIndexedStores } from './indexed-stores';
import { createMemoryCache } from './memory-cache';

export interface CacheOptions {
  /** Of the code that makes products: what another version made is not found, and removed by and by. */
  readonly version: string;
  /** What files and products may take together. */
  readonly budgetBytes: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Of the database; caches of one name share what they keep, across tabs too. */
  readonly name?: string;
  /** What the browser says about this site's storage. */
  readonly estimate?: Estimate;
  /** How long the browser may take to open its storage before the work goes on in memory. */
  readonly patienceMs?: number;
}

export interface OpenCache extends Cache {
  /** Wait for what is done in the background: tidying up after opening, and noting when things were used. */
  settle(): Promise<void>;
  /** Let go of the database. */
  close(): Promise<void>;
}

/**
 * Open what is kept from one visit to the next, in IndexedDB. Where the browser allows none, where a newer version of
 * the app has written it, or as long as it does not open, things are kept in memory, and `usage()` says why.
 * Never rejects, nor does any store; a budget that is no number is a `RangeError`.
 */
export async function openCache(options: CacheOptions): Promise<OpenCache> {
  const { version, budgetBytes, now = Date.now, name = 'nightside' } = options;
  let tidying: Promise<void> | null = null;
  const connection = new Connection({
    name,
    patienceMs: options.patienceMs ?? 3000,
    onOpen: () => {
      void passing.clear();
      tidying ??= lasting.tidy();
    },
  });
  const estimate = options.estimate ?? estimateOfBrowser;
  const lasting = createIndexedStores({ connection, version, budgetBytes, now, estimate });
  const passing = createMemoryCache({ budgetBytes, now, problem: () => connection.trouble });
  const current = (): Cache => (connection.trouble ? passing : lasting);

  // What went wrong is remembered by the connection.
  await connection.open().catch(() => undefined);

  return {
    files: {
      get: (url) => current().files.get(url),
      has: (url) => current().files.has(url),
      put: (url, blob, about) => current().files.put(url, blob, about),
      delete: (url) => current().files.delete(url),
    },
    products: {
      getMany: (kind, urls) => current().products.getMany(kind, urls),
      put: (kind, url, value, bytes) => current().products.put(kind, url, value, bytes),
      delete: (url) => current().products.delete(url),
    },
    documents: {
      get: (key) => current().documents.get(key),
      put: (key, value) => current().documents.put(key, value),
      delete: (key) => current().documents.delete(key),
    },
    usage: () => current().usage(),
    setBudget: async (bytes) => {
      await passing.setBudget(bytes);
      const shrinking = lasting.setBudget(bytes);
      if (!connection.trouble) await shrinking;
    },
    clear: () => current().clear(),
    settle: async () => {
      await tidying;
      if (!connection.trouble) await lasting.flush();
    },
    close: async () => {
      await tidying;
      if (!connection.trouble) await lasting.flush();
      connection.close();
    },
  };
}
