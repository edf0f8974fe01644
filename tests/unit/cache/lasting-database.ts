import { afterEach, describe, expect, test, vi } from 'vitest';
import { about, agree, blobOf, bytesOf, fresh, present, quota, tidyUp } from './cache-bench';
import { breakPuts, contentOf, deleteRaw, inRaw, makeFirstLayout, makeSecondLayout, openRaw } from './raw-database';

/*
 * What the cache promises about the database: the same in a real browser and in the stand-in for Node.
 */

export function testLastingDatabase(): void {
  afterEach(tidyUp);

  describe('the database', () => {
    test('of the first layout keeps its files when it is upgraded', async () => {
      const { name, open } = fresh();
      const raw = await openRaw(name, 1, makeFirstLayout);
      raw.close();
      await inRaw(name, (tx) => {
        for (const [url, size, usedMs] of [
          ['u1', 300, 20],
          ['u2', 400, 10],
        ] as const) {
          tx.objectStore('files').put(blobOf(size), url);
          tx.objectStore('fileInfo').put({ url, ...about, bytes: size, keptMs: 5, usedMs });
        }
        tx.objectStore('documents').put({ key: 'day', value: 'kept', keptMs: 5 });
      });
      const cache = await open();
      expect((await cache.usage()).fileBytes).toBe(700);
      expect(await bytesOf(await cache.files.get('u1'))).toEqual(Array.from({ length: 300 }, () => 7));
      expect((await cache.documents.get('day'))?.value).toBe('kept');
      expect(await cache.products.put('columns', 'u1', 1, 10)).toBe(true);
      await cache.files.put('u3', blobOf(400), about);
      expect(await present(cache, 'u1', 'u2', 'u3')).toBe('u1u3');
      await agree(name);
    });

    test('of the second layout, too; nothing of it is pinned, and all of it may be', async () => {
      const { name, open } = fresh();
      const raw = await openRaw(name, 2, makeSecondLayout);
      raw.close();
      await inRaw(name, (tx) => {
        for (const [url, usedMs] of [
          ['u1', 10],
          ['u2', 20],
        ] as const) {
          tx.objectStore('files').put(blobOf(300), url);
          tx.objectStore('fileInfo').put({ url, ...about, bytes: 300, keptMs: 5, usedMs });
        }
        tx.objectStore('products').put('made', ['v1', 'columns', 'u1']);
        tx.objectStore('productInfo').put({ key: ['v1', 'columns', 'u1'], url: 'u1', bytes: 10, usedMs: 1 });
        const totals = { files: { count: 2, bytes: 600 }, products: { count: 1, bytes: 10 } };
        tx.objectStore('meta').put(totals, 'totals');
      });
      const cache = await open();
      expect((await agree(name)).pinned).toEqual({ count: 0, bytes: 0 });
      expect((await cache.files.about('u1'))?.pin).toBeNull();
      expect((await cache.products.getMany('columns', ['u1'])).get('u1')).toBe('made');
      expect(await cache.files.pin('u1', 'ab')).toBe(true);
      expect(await cache.packs.list()).toEqual([]);
      // u1 is the older one, and stays.
      await cache.files.put('u3', blobOf(800), about);
      expect(await present(cache, 'u1', 'u2', 'u3')).toBe('u1u3');
      await agree(name);
    });

    test('written by a newer version is left alone: work goes on in memory, and says so', async () => {
      const { name, open } = fresh();
      const newer = await openRaw(name, 99, (db) => db.createObjectStore('theirs').put('untouched', 'key'));
      newer.close();
      const cache = await open();
      expect(await cache.files.put('u1', blobOf(10), about)).toBe(true);
      expect(await cache.files.has('u1')).toBe(true);
      expect(await cache.usage()).toMatchObject({
        files: 1,
        lasting: false,
        problem: { kind: 'unsupported', message: expect.stringContaining('newer version') as string },
      });
      await cache.close();
      expect((await contentOf(name, 'theirs')).values).toEqual(['untouched']);
    });

    test('gives way to a tab with a newer version, and goes on in memory', async () => {
      const { name, open } = fresh();
      const cache = await open();
      await cache.files.put('u1', blobOf(10), about);
      const newer = await openRaw(name, 99);
      newer.close();
      await cache.files.put('u2', blobOf(10), about);
      expect(await cache.files.put('u3', blobOf(10), about)).toBe(true);
      expect(await cache.files.has('u3')).toBe(true);
      expect((await cache.usage()).lasting).toBe(false);
    });

    test('deleted while it is open is made anew when it is needed', async () => {
      const { name, open } = fresh();
      const cache = await open();
      await cache.files.put('u1', blobOf(10), about);
      await deleteRaw(name);
      expect(await cache.files.get('u1')).toBeUndefined();
      expect(await cache.files.put('u2', blobOf(10), about)).toBe(true);
      expect(await cache.usage()).toMatchObject({ files: 1, lasting: true, problem: null });
      await agree(name);
    });

    test('held back by an older tab lets work go on in memory, until it opens', async () => {
      const { name, open } = fresh();
      const older = await openRaw(name, 1, makeFirstLayout);
      const cache = await open({ patienceMs: 50 });
      const urls = Array.from({ length: 20 }, (_, index) => `u${index}`);
      for (const url of [...urls, 'dropped']) expect(await cache.files.put(url, blobOf(10), about)).toBe(true);
      await cache.files.delete('dropped');
      expect(await cache.usage()).toMatchObject({ files: 20, lasting: false, problem: { kind: 'unsupported' } });
      older.close();
      // What came in the meantime is there at every moment, and then for good.
      const isThere = async (url: string) => (await cache.files.has(url)) && (await cache.files.get(url))?.size === 10;
      for (let seen = await cache.usage(); !seen.lasting || seen.files < 20; seen = await cache.usage()) {
        expect(await Promise.all(urls.map(isThere))).toEqual(urls.map(() => true));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      expect((await cache.files.get('u19'))?.size).toBe(10);
      await cache.settle();
      expect(await cache.usage()).toMatchObject({ files: 20, problem: null });
      expect((await contentOf(name, 'files')).keys).toEqual([...urls].sort());
      expect(await cache.files.put('u1', blobOf(11), about)).toBe(true);
      expect((await cache.files.get('u1'))?.size).toBe(11);
      await agree(name);
    });

    test('opened late and without room for what came in the meantime: the app goes on', async () => {
      const { name, open } = fresh();
      const older = await openRaw(name, 1, makeFirstLayout);
      const cache = await open({ patienceMs: 50, budgetBytes: 25 });
      const memory = await Promise.all(['a', 'b'].map((url) => cache.files.put(url, blobOf(9), about)));
      expect(memory).toEqual([true, true]);
      older.close();
      await vi.waitFor(async () => expect((await cache.usage()).lasting).toBe(true));
      const mend = breakPuts('files', 'QuotaExceededError');
      await cache.settle();
      mend();
      expect(await cache.files.put('c', blobOf(9), about)).toBe(true);
      expect((await cache.files.get('c'))?.size).toBe(9);
      await agree(name);
    });
  });

  describe('out of room', () => {
    test.each([[null], ['QuotaExceededError']])('(%s): some of what is kept makes room', async (error) => {
      const { name, open } = fresh({ budgetBytes: 1e6 });
      const cache = await open();
      for (const url of ['a', 'b', 'c', 'd']) await cache.files.put(url, blobOf(100), about);
      const mend = breakPuts('files', error, 1);
      expect(await cache.files.put('e', blobOf(150), about)).toBe(true);
      expect(mend()).toBe(1);
      expect(await present(cache, 'a', 'b', 'c', 'd', 'e')).toBe('cde');
      expect((await cache.usage()).problem).toBeNull();
      await agree(name);
    });

    test('for good: says so, leaves nothing half, and does not give up one thing after another', async () => {
      const { name, open, sleep } = fresh({ budgetBytes: 1e6 });
      const cache = await open();
      for (let index = 0; index < 20; index++) await cache.files.put(`k${index}`, blobOf(100), about);
      const mend = breakPuts('files', null);
      for (let index = 0; index < 10; index++)
        expect(await cache.files.put(`n${index}`, blobOf(100), about)).toBe(false);
      expect((await cache.usage()).problem).toMatchObject(quota);
      // A tenth of 2000 bytes was given up, once; and once more after a long time.
      expect((await agree(name)).files).toEqual({ count: 18, bytes: 1800 });
      sleep(3_600_000);
      expect(await cache.files.put('n10', blobOf(100), about)).toBe(false);
      expect(mend()).toBe(13);
      expect((await agree(name)).files).toEqual({ count: 16, bytes: 1600 });
    });

    test('until the browser has room again: then all is as before', async () => {
      const { name, open } = fresh({ budgetBytes: 1e6 });
      const cache = await open();
      for (let index = 0; index < 20; index++) await cache.files.put(`k${index}`, blobOf(100), about);
      const mend = breakPuts('files', null);
      expect(await cache.files.put('in vain', blobOf(100), about)).toBe(false);
      mend();
      expect(await cache.products.put('columns', 'small', 1, 10)).toBe(true);
      expect((await cache.usage()).problem).toMatchObject(quota);
      expect(await cache.files.put('later', blobOf(100), about)).toBe(true);
      expect((await cache.usage()).problem).toBeNull();
      const mendAgain = breakPuts('files', null, 1);
      expect(await cache.files.put('and later', blobOf(100), about)).toBe(true);
      expect(mendAgain()).toBe(1);
      await agree(name);
    });

    test('an entry whose writing is broken off is not there at all, nor is what it replaced lost', async () => {
      const { name, open } = fresh({ budgetBytes: 1e6 });
      const cache = await open();
      await cache.files.put('a', blobOf(100, 1), about);
      for (const store of ['files', 'fileInfo', 'meta']) {
        const mend = breakPuts(store, 'UnknownError');
        expect(await cache.files.put('a', blobOf(50, 2), about)).toBe(false);
        expect(await cache.files.put('b', blobOf(50, 2), about)).toBe(false);
        expect(mend()).toBeGreaterThan(1);
      }
      expect((await bytesOf(await cache.files.get('a')))?.[0]).toBe(1);
      expect(await cache.files.has('b')).toBe(false);
      expect((await agree(name)).files).toEqual({ count: 1, bytes: 100 });
    });
  });

  describe('two tabs', () => {
    test('that write at once keep exact sums, and one entry of what both write', async () => {
      const { name, open } = fresh({ budgetBytes: 5000 });
      const tabs = [await open(), await open()];
      await Promise.all(
        tabs.flatMap((cache, tab) =>
          Array.from({ length: 60 }, async (_, index) => {
            // Every other file is written by both, in sizes of their own.
            const url = index % 2 ? `shared ${index}` : `${tab} ${index}`;
            await cache.files.put(url, blobOf(100 + tab), about);
            await cache.products.put('columns', url, url, 10 + tab);
            if (index % 7 === 0) await cache.files.delete(url);
            if (index % 11 === 0) await cache.products.delete(url);
          }),
        ),
      );
      const { files, products } = await agree(name);
      expect(files!.count).toBeGreaterThan(10);
      expect(products!.count).toBeGreaterThan(10);
      expect(files!.bytes + products!.bytes).toBeLessThanOrEqual(5000);
      const [one, other] = await Promise.all(tabs.map((cache) => cache.usage()));
      expect(one).toEqual(other);
    });

    test('see what the other has kept', async () => {
      const { open } = fresh();
      const [one, other] = [await open(), await open()];
      await Promise.all([one.files.put('u', blobOf(10, 1), about), other.files.put('u', blobOf(20, 2), about)]);
      const kept = await bytesOf(await one.files.get('u'));
      expect(await bytesOf(await other.files.get('u'))).toEqual(kept);
      expect((await one.usage()).fileBytes).toBe(kept?.length);
      await other.clear();
      expect(await one.files.has('u')).toBe(false);
      expect(await one.usage()).toMatchObject({ files: 0, fileBytes: 0 });
    });
  });

  describe('entries of which half is lost', () => {
    const spoil = (tx: IDBTransaction) => {
      tx.objectStore('files').delete('no blob');
      tx.objectStore('fileInfo').delete('no info');
      tx.objectStore('files').put(blobOf(7), 'short');
      tx.objectStore('products').delete(['v1', 'columns', 'no value']);
      tx.objectStore('productInfo').delete(['v1', 'columns', 'no info']);
    };
    const spoiled = async () => {
      const { name, open } = fresh();
      const cache = await open();
      for (const url of ['no blob', 'no info', 'short', 'whole']) await cache.files.put(url, blobOf(100), about);
      for (const url of ['no value', 'no info', 'whole']) await cache.products.put('columns', url, url, 10);
      await cache.settle();
      await inRaw(name, spoil);
      return { name, open, cache };
    };

    test('are not there, and are removed when they are met', async () => {
      const { name, cache } = await spoiled();
      for (const url of ['no blob', 'no info', 'short']) expect(await cache.files.get(url)).toBeUndefined();
      expect(await present(cache, 'no blob', 'no info', 'short')).toBe('');
      expect(await bytesOf(await cache.files.get('whole'))).toHaveLength(100);
      expect((await contentOf(name, 'files')).keys).toEqual(['whole']);
      expect((await contentOf(name, 'fileInfo')).keys).toEqual(['whole']);
    });

    test('are removed at the next opening, and the sums are right again', async () => {
      const { name, open, cache } = await spoiled();
      await cache.close();
      const next = await open();
      await next.settle();
      expect(await agree(name)).toMatchObject({ files: { count: 2, bytes: 200 }, products: { count: 1, bytes: 10 } });
      expect(await next.files.get('short')).toBeUndefined();
      expect((await agree(name)).files).toEqual({ count: 1, bytes: 100 });
    });
  });
}
