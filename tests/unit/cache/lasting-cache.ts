import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FileAbout } from '$lib/cache/file-store';
import { openCache, type CacheOptions, type OpenCache } from '$lib/cache/indexed-cache';
import { breakPuts, contentOf, deleteRaw, inRaw, makeFirstLayout, openRaw, sumsOf } from './raw-database';

/*
 * What the cache promises about the database: the same in a real browser and in the stand-in for Node.
 */

const about: FileAbout = {
  dataset: 'THEMIS_ASI_RAW',
  name: 'a.pgm.gz',
  address: 'http://localhost:8080/relay/data/a.pgm.gz',
  etag: '"abc-1"',
  lastModified: 'Mon, 10 Mar 2014 07:00:00 GMT',
};
const quota = { kind: 'quota' };

export function blobOf(size: number, fill = 7): Blob {
  return new Blob([new Uint8Array(size).fill(fill)]);
}

export async function bytesOf(blob: Blob | undefined): Promise<number[] | undefined> {
  return blob && [...new Uint8Array(await blob.arrayBuffer())];
}

let names = 0;

/** A database of its own for each test, and a clock that goes a second further each time it is read. */
export function fresh(options: Partial<CacheOptions> = {}) {
  const name = `cache-test-${Date.now()}-${names++}`;
  let ms = 1_700_000_000_000;
  const opened: OpenCache[] = [];
  const open = async (others: Partial<CacheOptions> = {}): Promise<OpenCache> => {
    const cache = await openCache({
      version: 'v1',
      budgetBytes: 1000,
      now: () => (ms += 1000),
      estimate: () => Promise.resolve(null),
      name,
      ...options,
      ...others,
    });
    opened.push(cache);
    return cache;
  };
  fixtures.push(async () => {
    for (const cache of opened) await cache.close();
    await deleteRaw(name);
  });
  return { name, open, sleep: (moreMs: number) => (ms += moreMs) };
}

const fixtures: (() => Promise<void>)[] = [];

export function testLastingCache(): void {
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const undo of fixtures.splice(0)) await undo();
  });

  const present = async (cache: OpenCache, ...urls: string[]) =>
    (await Promise.all(urls.map(async (url) => ((await cache.files.has(url)) ? url : '')))).join('');

  const agree = async (name: string) => {
    const { counted, said } = await sumsOf(name);
    expect(said).toEqual(counted);
    return counted;
  };

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
        { url: 'u1', ...about, bytes: 3, keptMs: expect.any(Number) as number, usedMs: expect.any(Number) as number },
      ]);
      expect(await cache.usage()).toEqual({
        files: 1,
        fileBytes: 3,
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
        const totals = { files: { count: 0, bytes: 0 }, products: { count: 525, bytes: 5250 } };
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
      await cache.documents.delete('day');
      expect(await cache.documents.get('day')).toBeUndefined();
      await cache.clear();
      expect((await contentOf(name, 'documents')).keys).toEqual([]);
    });
  });

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
      expect(await agree(name)).toEqual({ files: { count: 2, bytes: 200 }, products: { count: 1, bytes: 10 } });
      expect(await next.files.get('short')).toBeUndefined();
      expect((await agree(name)).files).toEqual({ count: 1, bytes: 100 });
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
