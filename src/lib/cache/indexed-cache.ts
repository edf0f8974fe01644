import { type Estimate, estimateOfBrowser } from './browser-quota';
import type { Cache } from './cache';
import { Connection } from './connection';
import type { FileAbout } from './file-store';
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
 * the app has written it, or as long as it does not open, things are kept in memory, and `usage()` says why. Files
 * from that time are moved over when it does open, as far as there is room.
 * Never rejects, nor does any store; a budget that is no number is a `RangeError`.
 */
export async function openCache(options: CacheOptions): Promise<OpenCache> {
  const { version, budgetBytes, now = Date.now, name = 'nightside' } = options;
  let tidying: Promise<void> | null = null;
  let moving: Promise<void> | null = null;
  /** Files that are held in memory. */
  const meanwhile = new Map<string, FileAbout>();
  const connection = new Connection({
    name,
    patienceMs: options.patienceMs ?? 3000,
    onOpen: () => {
      tidying ??= lasting.tidy();
      moving = moveFiles();
    },
  });
  const estimate = options.estimate ?? estimateOfBrowser;
  const lasting = createIndexedStores({ connection, version, budgetBytes, now, estimate });
  const passing = createMemoryCache({ budgetBytes, now, problem: () => connection.trouble });
  const current = (): Cache => (connection.trouble ? passing : lasting);

  const moveFiles = async (): Promise<void> => {
    for (const [url, about] of meanwhile) {
      const blob = await passing.files.get(url);
      const pin = (await passing.files.about(url))?.pin;
      // What is there by now, from another tab perhaps, is as good.
      if (blob && !(await lasting.files.has(url))) await lasting.files.put(url, blob, about);
      if (pin) await lasting.files.pin(url, pin.sha256, pin.byHand);
      // Lost again under way: the next opening goes on from here.
      if (connection.trouble) return;
      await forgetPassing(url);
    }
    await passing.clear();
  };
  const forgetPassing = async (url: string): Promise<void> => {
    meanwhile.delete(url);
    await passing.files.delete(url);
  };

  // What went wrong is remembered by the connection.
  await connection.open().catch(() => undefined);

  return {
    files: {
      // In memory first: until a file is moved over it is only there.
      get: async (url) => (await passing.files.get(url)) ?? (await current().files.get(url)),
      peek: async (url) => (await passing.files.peek(url)) ?? (await current().files.peek(url)),
      has: async (url) => (await passing.files.has(url)) || (await current().files.has(url)),
      put: async (url, blob, about) => {
        await forgetPassing(url);
        if (connection.trouble) meanwhile.set(url, about);
        return current().files.put(url, blob, about);
      },
      renew: async (url, blob, about, sha256) =>
        (await passing.files.renew(url, blob, about, sha256)) ||
        (!connection.trouble && (await lasting.files.renew(url, blob, about, sha256))),
      delete: async (url) => {
        await forgetPassing(url);
        await current().files.delete(url);
      },
      deleteMany: async (urls) => {
        for (const url of urls) await forgetPassing(url);
        await current().files.deleteMany(urls);
      },
      deleteLoose: async (urls) => {
        const staying = new Set(await passing.files.deleteLoose(urls));
        const others = urls.filter((url) => !staying.has(url));
        for (const url of others) meanwhile.delete(url);
        if (!connection.trouble) for (const url of await lasting.files.deleteLoose(others)) staying.add(url);
        return [...staying];
      },
      about: async (url) => (await passing.files.about(url)) ?? (await current().files.about(url)),
      list: (after, most) => current().files.list(after, most),
      pin: async (url, sha256, byHand) =>
        (await passing.files.pin(url, sha256, byHand)) || (await current().files.pin(url, sha256, byHand)),
      unpin: async (urls, spareByHand) => {
        await passing.files.unpin(urls, spareByHand);
        if (!connection.trouble) await lasting.files.unpin(urls, spareByHand);
      },
    },
    products: {
      getMany: (kind, urls) => current().products.getMany(kind, urls),
      put: (kind, url, value, bytes) => current().products.put(kind, url, value, bytes),
      delete: (url) => current().products.delete(url),
    },
    documents: {
      get: (key) => current().documents.get(key),
      put: (key, value) => current().documents.put(key, value),
      keys: (prefix) => current().documents.keys(prefix),
      delete: (key) => current().documents.delete(key),
    },
    packs: {
      list: () => current().packs.list(),
      put: (pack) => current().packs.put(pack),
      delete: (id) => current().packs.delete(id),
    },
    usage: () => current().usage(),
    setBudget: async (bytes) => {
      await passing.setBudget(bytes);
      const shrinking = lasting.setBudget(bytes);
      if (!connection.trouble) await shrinking;
    },
    clear: async () => {
      meanwhile.clear();
      await passing.clear();
      await current().clear();
    },
    settle: async () => {
      await tidying;
      await moving;
      if (!connection.trouble) await lasting.flush();
    },
    close: async () => {
      await tidying;
      await moving;
      if (!connection.trouble) await lasting.flush();
      connection.close();
    },
  };
}
