import type { KeptFile, Pin } from '$lib/model/kept';
import type { Connection } from './connection';
import type { StoredFile, Sum, Transaction } from './database';
import { pinOf, type FileAbout, type FileStore } from './file-store';
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
  /**
   * @param pinAfter what becomes of a file's pin
   * @returns whether all of them are there
   */
  const repin = (urls: readonly string[], pinAfter: (before: Pin | null) => Pin | null) =>
    keeper.attempt('files', false, () =>
      connection.run(storesOf('files'), 'readwrite', async (tx) => {
        const infos = await Promise.all(urls.map((url) => tx.objectStore('fileInfo').get(url)));
        const totals = await readTotals(tx);
        let { pinned } = totals;
        for (const info of infos) {
          if (!info) continue;
          const pin = pinAfter(info.pin);
          if (info.pinned === 1) pinned = plus(pinned, -1, info.bytes);
          if (pin) pinned = plus(pinned, 1, info.bytes);
          await tx.objectStore('fileInfo').put({ ...info, pin, pinned: pin ? 1 : 0 });
        }
        await writeTotals(tx, { ...totals, pinned });
        return infos.every((info) => info !== undefined);
      }),
    );
  const peek = async (url: string) => {
    const found = await keeper.attempt('files', nothing, () =>
      connection.run(['files', 'fileInfo'], 'readonly', (tx) => halves(tx, url)),
    );
    const file = wholeFile(found);
    if (!file && (found.blob || found.info)) await removeBroken(url);
    return file;
  };
  return {
    get: async (url) => {
      const file = await peek(url);
      if (file) touches.add('files', url, now());
      return file;
    },
    peek,
    has: (url) =>
      keeper.attempt('files', false, () =>
        connection.run(['files', 'fileInfo'], 'readonly', async (tx) => {
          const keys = await Promise.all([tx.objectStore('files').getKey(url), tx.objectStore('fileInfo').getKey(url)]);
          return keys.every((key) => key !== undefined);
        }),
      ),
    put: (url, blob, about) =>
      keeper.keep({
        part: 'files',
        key: url,
        bytes: blob.size,
        write: (tx) => write(tx, blob, storedFile(url, blob, about, now(), null)),
      }),
    renew: (url, blob, about, sha256) =>
      keeper.write('files', blob.size, () =>
        connection.run(storesOf('files'), 'readwrite', async (tx) => {
          const old = await tx.objectStore('fileInfo').get(url);
          if (!old?.pin) return 'not wanted';
          const totals = await readTotals(tx);
          const exchanged = (sum: Sum) => plus(plus(sum, -1, old.bytes), 1, blob.size);
          const info = storedFile(url, blob, about, now(), pinOf(now(), sha256, false, old.pin));
          await Promise.all([
            write(tx, blob, info),
            writeTotals(tx, { ...totals, files: exchanged(totals.files), pinned: exchanged(totals.pinned) }),
          ]);
          return 'kept';
        }),
      ),
    delete: (url) => keeper.remove('files', [url]),
    deleteMany: (urls) => keeper.remove('files', urls),
    deleteLoose: (urls) =>
      keeper.attempt('files', [], () =>
        connection.run(storesOf('files'), 'readwrite', async (tx) => {
          const infos = await Promise.all(urls.map((url) => tx.objectStore('fileInfo').get(url)));
          const urlsWith = (pinned: StoredFile['pinned']) =>
            infos.flatMap((info) => (info?.pinned === pinned ? [info.url] : []));
          await remove(tx, 'files', urlsWith(0));
          return urlsWith(1);
        }),
      ),
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
    pin: (url, sha256, byHand = false) => repin([url], (before) => pinOf(now(), sha256, byHand, before)),
    unpin: async (urls, spareByHand = false) => {
      await repin(urls, (before) => (spareByHand && before?.byHand ? before : null));
      // They count towards the budget again.
      await keeper.shrink();
    },
  };
}

function keptFile({ url, name, dataset, bytes, address, etag, lastModified, keptMs, usedMs, pin }: StoredFile) {
  return { url, name, dataset, bytes, address, etag, lastModified, keptMs, usedMs, pin };
}

function storedFile(
  url: string,
  { size }: Blob,
  { dataset, name, address, etag, lastModified }: FileAbout,
  keptMs: number,
  pin: Pin | null,
): StoredFile {
  const origin = { address, etag, lastModified };
  return { url, name, dataset, bytes: size, ...origin, keptMs, usedMs: keptMs, pin, pinned: pin ? 1 : 0 };
}

function write(tx: Transaction<'readwrite'>, blob: Blob, info: StoredFile): Promise<unknown> {
  return Promise.all([tx.objectStore('files').put(blob, info.url), tx.objectStore('fileInfo').put(info)]);
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
