import { createBrowserQuota, type Estimate } from './browser-quota';
import type { Cache } from './cache';
import type { Connection } from './connection';
import { everyStore, noTotals } from './database';
import { createIndexedDocuments } from './indexed-documents';
import { createIndexedFiles } from './indexed-files';
import { createIndexedPacks } from './indexed-packs';
import { createIndexedProducts } from './indexed-products';
import { Keeper } from './keeper';
import { readTotals, writeTotals } from './shelf';
import { Touches } from './touches';
import { dropOtherVersions, mend } from './upkeep';

export interface IndexedStores extends Cache {
  /** Bring in order what is kept from earlier visits: entries of which half is lost, other versions, a lower budget. */
  tidy(): Promise<void>;
  /** Write when things were last used, which is otherwise done some time later. */
  flush(): Promise<void>;
}

interface Parts {
  readonly connection: Connection;
  /** Of the code that makes products. */
  readonly version: string;
  readonly budgetBytes: number;
  readonly now: () => number;
  readonly estimate: Estimate;
}

/** The cache in the browser's database. */
export function createIndexedStores(parts: Parts): IndexedStores {
  const { connection, version, now, estimate } = parts;
  let { budgetBytes } = parts;
  const touches = new Touches(connection);
  const totals = () => connection.run(['meta'], 'readonly', readTotals);
  const quota = createBrowserQuota(
    estimate,
    async () => {
      const { files, products } = await totals();
      return files.bytes + products.bytes;
    },
    now,
  );
  // Pinned files take nothing of the budget; of what the browser gives they do.
  const limit = async () => {
    const allowed = await quota.limit();
    return allowed === Infinity ? budgetBytes : Math.min(budgetBytes, allowed - (await totals()).pinned.bytes);
  };
  const keeper = new Keeper({ connection, touches, limit, now });
  const stores = { connection, keeper, touches, now, version };

  return {
    files: createIndexedFiles(stores),
    products: createIndexedProducts(stores),
    documents: createIndexedDocuments(stores),
    packs: createIndexedPacks(stores),
    usage: async () => {
      const [{ files, products, pinned }, browser] = await Promise.all([
        keeper.attempt('usage', noTotals, totals),
        estimate(),
      ]);
      return {
        files: files.count,
        fileBytes: files.bytes,
        pinnedFiles: pinned.count,
        pinnedBytes: pinned.bytes,
        products: products.count,
        productBytes: products.bytes,
        budgetBytes,
        browser,
        lasting: true,
        problem: keeper.problem,
      };
    },
    setBudget: async (bytes) => {
      if (!(bytes >= 0)) throw new RangeError(`a budget of ${bytes} bytes is none`);
      budgetBytes = bytes;
      await keeper.shrink();
    },
    clear: async () => {
      touches.forget();
      keeper.forgive();
      await keeper.attempt('clear', undefined, () =>
        connection.run(everyStore, 'readwrite', async (tx) => {
          await Promise.all(everyStore.map((name) => tx.objectStore(name).clear()));
          await writeTotals(tx, noTotals);
        }),
      );
    },
    tidy: async () => {
      await keeper.attempt('tidying', undefined, async () => {
        await mend(connection);
        await keeper.shrink();
        await dropOtherVersions(connection, version);
      });
    },
    flush: () => keeper.attempt('use', undefined, () => touches.flush()),
  };
}
