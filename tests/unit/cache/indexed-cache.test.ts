import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openCache } from '$lib/cache/indexed-cache';
import { blobOf, fresh } from './cache-bench';
import { testLastingContents } from './lasting-contents';
import { testLastingDatabase } from './lasting-database';
import { breakPuts, sumsOf } from './raw-database';

testLastingContents();
testLastingDatabase();

const about = { dataset: 'THEMIS_ASI_RAW', name: 'a.pgm.gz', address: 'a', etag: null, lastModified: null };

describe('a connection cut off by the browser', () => {
  const cutOff = forceCloseDatabase as unknown as (db: unknown) => void;
  /** Cuts off every connection that has been used since. */
  const watch = () => {
    const { contexts } = vi.spyOn(IDBDatabase.prototype, 'transaction').mock;
    return () => new Set(contexts).forEach((db) => cutOff(db));
  };

  test('is opened again when it is needed', async () => {
    const cutAll = watch();
    const { open } = fresh();
    const cache = await open();
    await cache.files.put('u1', blobOf(10), about);
    cutAll();
    expect((await cache.files.get('u1'))?.size).toBe(10);
    expect(await cache.usage()).toMatchObject({ lasting: true, problem: null });
  });

  test('in the middle of writing costs nothing of what is kept', async () => {
    const cutAll = watch();
    const { name, open } = fresh({ budgetBytes: 1e6 });
    const cache = await open();
    for (let index = 0; index < 20; index++) await cache.files.put(`u${index}`, blobOf(100), about);
    // What is under way is aborted first, without a reason, as it is when there is no room.
    const mend = breakPuts('files', null, 1, () => setTimeout(cutAll, 2));
    expect(await cache.files.put('late', blobOf(100), about)).toBe(true);
    expect(mend()).toBe(1);
    const { counted, said } = await sumsOf(name);
    expect(said).toEqual(counted);
    expect(counted.files).toEqual({ count: 21, bytes: 2100 });
  });
});

describe('a browser that allows no storage', () => {
  afterEach(() => void vi.unstubAllGlobals());

  test.each([
    ['has none', undefined],
    [
      'refuses',
      {
        open: () => {
          throw new DOMException('not in this frame', 'SecurityError');
        },
      },
    ],
  ])('because it %s: memory', async (_, indexedDB) => {
    vi.stubGlobal('indexedDB', indexedDB);
    const cache = await openCache({ version: 'v1', budgetBytes: 1000 });
    expect(await cache.files.put('u1', blobOf(10), about)).toBe(true);
    expect((await cache.files.get('u1'))?.size).toBe(10);
    expect(await cache.usage()).toMatchObject({ files: 1, lasting: false, problem: { kind: 'unsupported' } });
    await cache.setBudget(5);
    expect(await cache.usage()).toMatchObject({ files: 0, budgetBytes: 5 });
    await cache.close();
  });
});

test('whatever is done, in two tabs: never over budget, and the sums are those of what is there', async () => {
  const step = fc.record({
    tab: fc.constantFrom(0, 1),
    url: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    bytes: fc.nat(450),
    op: fc.constantFrom('put', 'put', 'get', 'delete', 'product', 'product', 'drop'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const { name, open } = fresh({ budgetBytes: 1000 });
      const tabs = [await open(), await open()];
      await Promise.all(
        steps.map(async ({ tab, url, bytes, op }) => {
          const { files, products } = tabs[tab]!;
          if (op === 'put') await files.put(url, blobOf(bytes), about);
          else if (op === 'get') await files.get(url);
          else if (op === 'delete') await files.delete(url);
          else if (op === 'product') await products.put('columns', url, bytes, bytes);
          else await products.delete(url);
        }),
      );
      const { counted, said } = await sumsOf(name);
      expect(said).toEqual(counted);
      expect(counted.files!.bytes + counted.products!.bytes).toBeLessThanOrEqual(1000);
      expect((await tabs[0]!.usage()).problem).toBeNull();
    }),
    { numRuns: 25 },
  );
});
