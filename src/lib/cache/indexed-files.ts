import type { KeptFile } from '$lib/model/kept';
import type { Connection } from './connection';
import type { Transaction } from './database';
import type { FileStore } from './file-store';
import type { Keeper } from './keeper';
import { remove, storesOf } from './shelf';
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
          const info = { url, name, dataset, bytes: blob.size, ...origin, keptMs, usedMs: keptMs };
          return Promise.all([tx.objectStore('files').put(blob, url), tx.objectStore('fileInfo').put(info)]);
        },
      }),
    delete: (url) => keeper.remove('files', [url]),
  };
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
