import type { KeptFile, Pin } from '$lib/model/kept';
import type { Connection } from './connection';
import type { StoredFile, Transaction } from './database';
import type { FileStore } from './file-store';
import type { Keeper } from './keeper';
import { plus, readTotals, remove, storesOf, writeTotals } from './shelf';
import type { Touches } from './touches';

interface Parts {
  readonly connection: Connection;
  readonly keeper: Keeper;
  readonly touches: Touches;
  readonly now: () => number;
}

/** Files in the browser's database. A file whose bytes and description do not belong together is not there. */
export function createIndexedFiles({ connection, keeper, touches, now }: Parts): FileStore {
  /** Looks once more: another tab may have kept the file in the meantime. */
  const removeBroken = (url: string) =>
    keeper.attempt('files', undefined, () =>
      connection.run(storesOf('files'), 'readwrite', async (tx) => {
        if (!wholeFile(await halves(tx, url))) await remove(tx, 'files', [url]);
      }),
    );
  /** @returns whether all of them are there */
  const repin = (urls: readonly string[], pin: Pin | null) =>
    keeper.attempt('files', false, () =>
      connection.run(storesOf('files'), 'readwrite', async (tx) => {
        const infos = await Promise.all(urls.map((url) => tx.objectStore('fileInfo').get(url)));
        const totals = await readTotals(tx);
        let { pinned } = totals;
        for (const info of infos) {
          if (!info) continue;
          if (info.pinned === 1) pinned = plus(pinned, -1, info.bytes);
          if (pin) pinned = plus(pinned, 1, info.bytes);
          await tx.objectStore('fileInfo').put({ ...info, pin, pinned: pin ? 1 : 0 });
        }
        await writeTotals(tx, { ...totals, pinned });
        return infos.every((info) => info !== undefined);
      }),
    );
  return {
    get: async (url) => {
      const found = await keeper.attempt('files', nothing, () =>
        connection.run(['files', 'fileInfo'], 'readonly', (tx) => halves(tx, url)),
      );
      const file = wholeFile(found);
      if (file) touches.add('files', url, now());
      else if (found.blob || found.info) await removeBroken(url);
      return file;
    },
    has: (url) =>
      keeper.attempt('files', false, () =>
        connection.run(['files', 'fileInfo'], 'readonly', async (tx) => {
          const keys = await Promise.all([tx.objectStore('files').getKey(url), tx.objectStore('fileInfo').getKey(url)]);
          return keys.every((key) => key !== undefined);
        }),
      ),
    put: (url, blob, { dataset, name, address, etag, lastModified }) =>
      keeper.keep({
        part: 'files',
        key: url,
        bytes: blob.size,
        write: (tx) => {
          const keptMs = now();
          const origin = { address, etag, lastModified };
          const times = { keptMs, usedMs: keptMs };
          const info: StoredFile = { url, name, dataset, bytes: blob.size, ...origin, ...times, pin: null, pinned: 0 };
          return Promise.all([tx.objectStore('files').put(blob, url), tx.objectStore('fileInfo').put(info)]);
        },
      }),
    delete: (url) => keeper.remove('files', [url]),
    deleteMany: (urls) => keeper.remove('files', urls),
    about: (url) =>
      keeper.attempt('files', undefined, () =>
        connection.run(['fileInfo'], 'readonly', async (tx) => {
          const info = await tx.objectStore('fileInfo').get(url);
          return info && keptFile(info);
        }),
      ),
    list: (after, most) =>
      keeper.attempt('files', [], () =>
        connection.run(['fileInfo'], 'readonly', async (tx) => {
          const range = after === null ? undefined : IDBKeyRange.lowerBound(after, true);
          return (await tx.objectStore('fileInfo').getAll(range, most)).map(keptFile);
        }),
      ),
    pin: (url, sha256) => repin([url], { sinceMs: now(), sha256 }),
    unpin: async (urls) => {
      await repin(urls, null);
      // They count towards the budget again.
      await keeper.shrink();
    },
  };
}

function keptFile({ url, name, dataset, bytes, address, etag, lastModified, keptMs, usedMs, pin }: StoredFile) {
  return { url, name, dataset, bytes, address, etag, lastModified, keptMs, usedMs, pin };
}

interface Halves {
  readonly blob: Blob | undefined;
  readonly info: KeptFile | undefined;
}

const nothing: Halves = { blob: undefined, info: undefined };

async function halves(tx: Transaction, url: string): Promise<Halves> {
  const [blob, info] = await Promise.all([tx.objectStore('files').get(url), tx.objectStore('fileInfo').get(url)]);
  return { blob, info };
}

function wholeFile({ blob, info }: Halves): Blob | undefined {
  return blob instanceof Blob && blob.size === info?.bytes ? blob : undefined;
}
