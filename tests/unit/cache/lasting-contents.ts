import { afterEach, describe, expect, test, vi } from 'vitest';
import { about, agree, blobOf, bytesOf, fresh, present, quota, tidyUp } from './cache-bench';
import { contentOf, inRaw } from './raw-database';

/*
 * What the cache promises about what is kept in it: the same in a real browser and in the stand-in for Node.
 */

export function testLastingContents(): void {
  afterEach(tidyUp);

  describe('files', () => {
    test('bytes and all that is known of a file outlive the tab', async () => {
      const { name, open } = fresh();
      const before = await open();
      expect(await before.files.put('u1', new Blob([new Uint8Array([1, 2, 3])]), about)).toBe(true);
      await before.close();

      const cache = await open();
      expect(await bytesOf(await cache.files.get('u1'))).toEqual([1, 2, 3]);
      expect([await cache.files.has('u1'), await cache.files.has('u2')]).toEqual([true, false]);
      expect(await cache.files.get('u2')).toBeUndefined();
      expect((await contentOf(name, 'fileInfo')).values).toEqual([
        {
          ...{ url: 'u1', ...about, bytes: 3, pin: null, pinned: 0 },
          ...{ keptMs: expect.any(Number) as number, usedMs: expect.any(Number) as number },
        },
      ]);
      expect(await cache.usage()).toEqual({
        files: 1,
        fileBytes: 3,
        pinnedFiles: 0,
        pinnedBytes: 0,
        products: 0,
        productBytes: 0,
        budgetBytes: 1000,
        browser: null,
        lasting: true,
        problem: null,
      });
    });

    test('over the budget, those used longest ago leave, down to nine tenths', async () => {
      const { name, open } = fresh();
      const cache = await open();
      for (const url of ['a', 'b', 'c', 'd']) await cache.files.put(url, blobOf(240), about);
      await cache.files.get('a');
      await cache.files.put('e', blobOf(240), about);
      // 1200 bytes are over 1000; down to 900 takes b and c, since a has been used.
      expect(await present(cache, 'a', 'b', 'c', 'd', 'e')).toBe('ade');
      expect((await agree(name)).files).toEqual({ count: 3, bytes: 720 });
    });

    test('a file larger than the budget is not kept and drives nothing out, not even in place of another', async () => {
      const { name, open } = fresh();
      const cache = await open();
      await cache.files.put('a', blobOf(300), about);
      await cache.files.put('b', blobOf(300), about);
      expect(await cache.files.put('a', blobOf(1001), about)).toBe(false);
      expect(await present(cache, 'a', 'b')).toBe('b');
      expect((await cache.usage()).problem).toMatchObject(quota);
      expect(await cache.files.put('c', blobOf(1000), about)).toBe(true);
      expect(await present(cache, 'a', 'b', 'c')).toBe('c');
      expect((await cache.usage()).problem).toBeNull();
      await agree(name);
    });

    test('a budget of nothing keeps nothing and is no problem', async () => {
      const { open } = fresh({ budgetBytes: 0 });
      const cache = await open();
      expect(await cache.files.put('a', blobOf(1), about)).toBe(false);
      expect((await cache.usage()).problem).toBeNull();
    });

    test('kept again, a file counts once', async () => {
      const { name, open } = fresh();
      const cache = await open();
      await cache.files.put('a', blobOf(600), about);
      await cache.files.put('a', blobOf(700, 9), about);
      expect((await bytesOf(await cache.files.get('a')))?.[0]).toBe(9);
      expect((await agree(name)).files).toEqual({ count: 1, bytes: 700 });
      await cache.files.delete('a');
      await cache.files.delete('a');
      expect(await cache.files.get('a')).toBeUndefined();
      expect((await agree(name)).files).toEqual({ count: 0, bytes: 0 });
    });

    test('a lower budget takes effect at once, and when it is found at opening', async () => {
      const { name, open } = fresh();
      const cache = await open();
      for (const url of ['a', 'b', 'c']) await cache.files.put(url, blobOf(300), about);
      await cache.setBudget(650);
      expect(await present(cache, 'a', 'b', 'c')).toBe('c');
      expect((await cache.usage()).budgetBytes).toBe(650);
      await cache.close();
      const poorer = await open({ budgetBytes: 100 });
      await poorer.settle();
      expect(await present(poorer, 'a', 'b', 'c')).toBe('');
      expect((await agree(name)).files).toEqual({ count: 0, bytes: 0 });
      await expect(poorer.setBudget(NaN)).rejects.toThrow(RangeError);
    });

    test('what the browser gives is kept below, and what else is there counts', async () => {
      const { open } = fresh({
        budgetBytes: 1e9,
        estimate: () => Promise.resolve({ usageBytes: 300, quotaBytes: 1000 }),
      });
      const cache = await open();
      for (const url of ['a', 'b', 'c']) await cache.files.put(url, blobOf(250), about);
      // 0.9 · 1000 − 300 leaves 600, nine tenths of that 540.
      expect(await present(cache, 'a', 'b', 'c')).toBe('bc');
      expect((await cache.usage()).browser).toEqual({ usageBytes: 300, quotaBytes: 1000 });
    });

    test('reading hundreds writes once, and that is what counts after opening again', async () => {
      const { open } = fresh();
      const before = await open();
      await before.settle();
      for (const url of ['a', 'b', 'c']) await before.files.put(url, blobOf(300), about);
      const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction');
      for (let round = 0; round < 100; round++) for (const url of ['a', 'b']) await before.files.get(url);
      const writes = () => transactions.mock.calls.filter(([, mode]) => mode === 'readwrite').length;
      expect(writes()).toBe(0);
      await before.settle();
      expect(writes()).toBe(1);
      await before.close();
      const cache = await open();
      await cache.files.put('d', blobOf(300), about);
      expect(await present(cache, 'a', 'b', 'c', 'd')).toBe('abd');
    });
  });

  describe('products', () => {
    test('are found by kind and address, with all their arrays', async () => {
      const { name, open } = fresh();
      const before = await open();
      const columns = { counts: new Uint16Array([1, 65535]), header: [['a', 'b']], problem: null };
      await before.products.put('columns', 'u1', columns, 100);
      await before.products.put('thumbnail', 'u1', 'small', 10);
      await before.products.put('columns', 'u2', 'second', 100);
      await before.close();
      const cache = await open();
      expect(await cache.products.getMany('columns', ['u1', 'u3', 'u2'])).toEqual(
        new Map<string, unknown>([
          ['u1', columns],
          ['u2', 'second'],
        ]),
      );
      await cache.products.delete('u1');
      expect((await cache.products.getMany('thumbnail', ['u1'])).size).toBe(0);
      expect((await cache.products.getMany('columns', ['u1', 'u2'])).size).toBe(1);
      expect((await agree(name)).products).toEqual({ count: 1, bytes: 100 });
    });

    test('outlive the files they were made from, until files alone make no room', async () => {
      const { name, open } = fresh();
      const cache = await open();
      for (const url of ['a', 'b', 'c', 'd']) await cache.products.put('columns', url, url, 50);
      await cache.files.put('a', blobOf(400), about);
      await cache.files.put('b', blobOf(390), about);
      await cache.files.put('c', blobOf(200), about);
      expect((await cache.products.getMany('columns', ['b', 'c', 'd', 'a'])).size).toBe(4);
      expect(await present(cache, 'a', 'b', 'c')).toBe('bc');
      // All files leave, and of 200 bytes of products the oldest until 50 are left: b and c and d were read before a.
      await cache.files.put('d', blobOf(850), about);
      expect([...(await cache.products.getMany('columns', ['a', 'b', 'c', 'd'])).keys()]).toEqual(['a']);
      expect((await agree(name)).files).toEqual({ count: 1, bytes: 850 });
    });

    test('beyond a quarter of the budget they leave before files', async () => {
      const { name, open } = fresh();
      const cache = await open();
      await cache.files.put('a', blobOf(400), about);
      for (let index = 0; index < 12; index++) await cache.products.put('columns', `p${index}`, index, 50);
      await cache.files.put('b', blobOf(200), about);
      expect(await present(cache, 'a', 'b')).toBe('ab');
      const { files, products } = await agree(name);
      expect([files!.bytes, products!.bytes]).toEqual([600, 300]);
    });

    test('of another version of the code are not found, and leave', async () => {
      const { name, open } = fresh({ version: 'v2', budgetBytes: 1e6 });
      const before = await open();
      for (let index = 0; index < 5; index++) await before.products.put('columns', `u${index}`, 'mine', 10);
      await before.close();
      await inRaw(name, (tx) => {
        for (const version of ['', 'v1', 'v10', 'v3'])
          for (let index = 0; index < 130; index++) {
            const key = [version, 'columns', `u${index}`];
            tx.objectStore('products').put('theirs', key);
            tx.objectStore('productInfo').put({ key, url: key[2], bytes: 10, usedMs: 1 });
          }
        const none = { count: 0, bytes: 0 };
        const totals = { files: none, products: { count: 525, bytes: 5250 }, pinned: none };
        tx.objectStore('meta').put(totals, 'totals');
      });
      const cache = await open();
      expect([...(await cache.products.getMany('columns', ['u1', 'u100']))]).toEqual([['u1', 'mine']]);
      await cache.settle();
      expect((await agree(name)).products).toEqual({ count: 5, bytes: 50 });
    });

    test('what cannot be copied is not kept, and nothing is left of it', async () => {
      const { name, open } = fresh();
      const cache = await open();
      expect(await cache.products.put('columns', 'u1', () => 1, 10)).toBe(false);
      expect((await cache.usage()).problem).toMatchObject({ kind: 'unsupported' });
      expect((await agree(name)).products).toEqual({ count: 0, bytes: 0 });
    });
  });

  describe('documents', () => {
    test('are given back with the time they were kept; the oldest leave when there are thousands', async () => {
      const { name, open } = fresh();
      const cache = await open();
      expect(await cache.documents.put('day', { files: [1, 2] })).toBe(true);
      expect(await cache.documents.get('day')).toEqual({
        value: { files: [1, 2] },
        keptMs: expect.any(Number) as number,
      });
      expect(await cache.documents.get('night')).toBeUndefined();
      await inRaw(name, (tx) => {
        for (let index = 0; index < 4000; index++)
          tx.objectStore('documents').put({ key: `k${index}`, value: index, keptMs: index });
      });
      await cache.documents.put('night', 1);
      expect((await contentOf(name, 'documents')).keys).toHaveLength(3600);
      expect(await cache.documents.get('k401')).toBeUndefined();
      expect((await cache.documents.get('k402'))?.value).toBe(402);
      expect((await cache.documents.get('day'))?.value).toEqual({ files: [1, 2] });
      expect(await cache.documents.keys('k39')).toEqual([
        ...Array.from({ length: 100 }, (_, index) => `k${3999 - index}`),
      ]);
      expect(await cache.documents.keys('')).toHaveLength(3600);
      expect((await cache.documents.keys('')).slice(0, 2)).toEqual(['night', 'day']);
      await cache.documents.delete('day');
      expect(await cache.documents.get('day')).toBeUndefined();
      await cache.clear();
      expect((await contentOf(name, 'documents')).keys).toEqual([]);
    });
  });

  test('all is forgotten at once', async () => {
    const { name, open } = fresh();
    const cache = await open();
    await cache.files.put('a', blobOf(100), about);
    await cache.products.put('columns', 'a', 1, 10);
    await cache.documents.put('day', 1);
    await cache.clear();
    expect(await cache.usage()).toMatchObject({ files: 0, fileBytes: 0, products: 0, productBytes: 0 });
    expect(await cache.documents.get('day')).toBeUndefined();
    expect(await cache.files.put('a', blobOf(100), about)).toBe(true);
    await agree(name);
  });
}
