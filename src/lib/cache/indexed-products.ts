import type { Connection } from './connection';
import type { ProductKey } from './database';
import type { Keeper } from './keeper';
import type { ProductStore } from './product-store';
import { remove, storesOf } from './shelf';
import type { Touches } from './touches';

interface Parts {
  readonly connection: Connection;
  readonly keeper: Keeper;
  readonly touches: Touches;
  readonly now: () => number;
  /** Of the code that makes products. */
  readonly version: string;
}

/** Products in the browser's database; those of other versions of the code are out of reach. */
export function createIndexedProducts({ connection, keeper, touches, now, version }: Parts): ProductStore {
  const keyOf = (kind: string, url: string): ProductKey => [version, kind, url];
  return {
    getMany: async (kind, urls) => {
      const values = await keeper.attempt('products', [], () =>
        connection.run(['products'], 'readonly', (tx) => {
          const products = tx.objectStore('products');
          return Promise.all(urls.map((url) => products.get(keyOf(kind, url))));
        }),
      );
      const found = new Map<string, unknown>();
      for (const [index, value] of values.entries()) {
        if (value === undefined) continue;
        const url = urls[index]!;
        found.set(url, value);
        touches.add('products', keyOf(kind, url), now());
      }
      return found;
    },
    put: (kind, url, value, bytes) => {
      const key = keyOf(kind, url);
      return keeper.keep({
        part: 'products',
        key,
        bytes,
        write: (tx) =>
          Promise.all([
            tx.objectStore('products').put(value, key),
            tx.objectStore('productInfo').put({ key, url, bytes, usedMs: now() }),
          ]),
      });
    },
    delete: (url) =>
      keeper.attempt('products', undefined, () =>
        connection.run(storesOf('products'), 'readwrite', async (tx) => {
          const keys = await tx.objectStore('productInfo').index('url').getAllKeys(url);
          await remove(tx, 'products', keys);
        }),
      ),
  };
}
