import type { Failure } from '$lib/model/failure';
import type { Pack } from '$lib/model/pack';
import { BoundedMap } from './bounded-map';
import type { Cache } from './cache';
import type { KeptDocument } from './document-store';
import { createFileStore, type HeldFile } from './file-store';

interface Options {
  readonly budgetBytes: number;
  readonly now?: () => number;
  /** Why nothing is kept for longer; asked anew each time. */
  readonly problem?: () => Failure | null;
}

/** A budget is meant for a disk; in memory it is not used up to more than this. */
const mostBytes = 256_000_000;

/** What products may take of that. */
const productShare = 0.25;

/** Of documents nobody says the size. */
const mostDocuments = 1000;

/** The cache of a browser that allows no storage: all is forgotten with the tab. */
export function createMemoryCache({ budgetBytes, now = Date.now, problem = () => null }: Options): Cache {
  const held = {
    files: new BoundedMap<HeldFile>(0),
    pinned: new BoundedMap<HeldFile>(0),
    products: new BoundedMap<{ readonly kind: string; readonly url: string; readonly value: unknown }>(0),
    documents: new BoundedMap<KeptDocument>(mostDocuments),
    packs: new Map<string, Pack>(),
  };
  const setBudget = (bytes: number) => {
    const budget = Math.min(bytes, mostBytes);
    held.products.budgetBytes = budget * productShare;
    held.files.budgetBytes = budget * (1 - productShare);
  };
  // Pinned ones are not driven out by each other: what finds no room is not pinned.
  held.pinned.budgetBytes = mostBytes;
  setBudget(budgetBytes);
  const productKey = (kind: string, url: string) => `${kind} ${url}`;

  return {
    files: createFileStore(budgetBytes, { loose: held.files, pinned: held.pinned, now }),
    products: {
      getMany: (kind, urls) => {
        const found = urls.flatMap((url) => held.products.get(productKey(kind, url)) ?? []);
        return Promise.resolve(new Map(found.map(({ url, value }) => [url, value])));
      },
      put: (kind, url, value, bytes) =>
        Promise.resolve(held.products.set(productKey(kind, url), { kind, url, value }, bytes)),
      delete: (url) => {
        for (const key of held.products.keys()) if (key.slice(key.indexOf(' ') + 1) === url) held.products.delete(key);
        return Promise.resolve();
      },
    },
    documents: {
      get: (key) => Promise.resolve(held.documents.get(key)),
      put: (key, value) => Promise.resolve(held.documents.set(key, { value, keptMs: now() }, 1)),
      keys: (prefix) => {
        const keptMs = (key: string) => held.documents.peek(key)?.keptMs ?? 0;
        const found = held.documents.keys().filter((key) => key.startsWith(prefix));
        // Sorting is stable: of what was kept within one millisecond the one used last comes first.
        return Promise.resolve(found.reverse().sort((a, b) => keptMs(b) - keptMs(a)));
      },
      delete: (key) => Promise.resolve(held.documents.delete(key)),
    },
    packs: {
      list: () => Promise.resolve([...held.packs.values()]),
      put: (pack) => Promise.resolve(Boolean(held.packs.set(pack.id, pack))),
      delete: (id) => Promise.resolve(void held.packs.delete(id)),
    },
    usage: () =>
      Promise.resolve({
        files: held.files.size + held.pinned.size,
        fileBytes: held.files.usedBytes + held.pinned.usedBytes,
        pinnedFiles: held.pinned.size,
        pinnedBytes: held.pinned.usedBytes,
        products: held.products.size,
        productBytes: held.products.usedBytes,
        budgetBytes: held.files.budgetBytes + held.products.budgetBytes,
        browser: null,
        lasting: false,
        problem: problem(),
      }),
    setBudget: (bytes) => Promise.resolve(setBudget(bytes)),
    clear: () => {
      for (const map of Object.values(held)) map.clear();
      return Promise.resolve();
    },
  };
}
