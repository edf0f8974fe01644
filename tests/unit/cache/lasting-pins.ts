import { afterEach, describe, expect, test } from 'vitest';
import { about, agree, blobOf, fresh, present, tidyUp } from './cache-bench';
import { breakPuts, inRaw } from './raw-database';
import { testKeptAndPinned } from './kept-and-pinned';

/*
 * What only a cache promises that outlives the tab: the same in a real browser and in the stand-in for Node.
 */

export function testLastingPins(): void {
  afterEach(tidyUp);

  describe('pins', () => {
    testKeptAndPinned((budgetBytes) => fresh({ budgetBytes }).open());

    test('outlive the tab and a lower budget', async () => {
      const { name, open } = fresh();
      const before = await open();
      for (const url of ['a', 'b']) await before.files.put(url, blobOf(400), about);
      await before.files.pin('a', 'aa');
      await before.close();
      const cache = await open({ budgetBytes: 100 });
      await cache.settle();
      expect(await present(cache, 'a', 'b')).toBe('a');
      expect((await cache.files.about('a'))?.pin?.sha256).toBe('aa');
      expect((await agree(name)).pinned).toEqual({ count: 1, bytes: 400 });
    });

    test('take their part of what the browser gives', async () => {
      const { open } = fresh({
        budgetBytes: 1e9,
        estimate: () => Promise.resolve({ usageBytes: 0, quotaBytes: 1000 }),
      });
      const cache = await open();
      await cache.files.put('a', blobOf(500), about);
      await cache.files.pin('a', 'aa');
      // 0.9 · 1000 − 500 leaves 400 for all others.
      expect(await cache.files.put('b', blobOf(401), about)).toBe(false);
      expect(await cache.files.put('c', blobOf(300), about)).toBe(true);
      expect(await cache.files.put('d', blobOf(200), about)).toBe(true);
      expect(await present(cache, 'a', 'b', 'c', 'd')).toBe('ad');
    });

    test('hold when the browser runs out of room', async () => {
      const { name, open } = fresh({ budgetBytes: 1e9 });
      const cache = await open();
      for (const url of ['a', 'b', 'c']) await cache.files.put(url, blobOf(100), about);
      await cache.files.pin('a', 'aa');
      const mended = breakPuts('files', 'QuotaExceededError', 1);
      expect(await cache.files.put('d', blobOf(150), about)).toBe(true);
      expect(mended()).toBe(1);
      // 150 bytes had to go: b and c, though a is the oldest.
      expect(await present(cache, 'a', 'b', 'c', 'd')).toBe('ad');
      await agree(name);
    });

    test('are counted anew where half an entry was lost', async () => {
      const { name, open } = fresh();
      const before = await open();
      for (const url of ['a', 'b']) {
        await before.files.put(url, blobOf(100), about);
        await before.files.pin(url, url);
      }
      await before.close();
      await inRaw(name, (tx) => tx.objectStore('files').delete('a'));
      const cache = await open();
      await cache.settle();
      expect(await cache.usage()).toMatchObject({ files: 1, pinnedFiles: 1, pinnedBytes: 100 });
      await agree(name);
    });

    test('more of them than are looked at together do not hide what may leave', async () => {
      const { open } = fresh({ budgetBytes: 1000 });
      const cache = await open();
      for (let index = 0; index < 70; index++) {
        await cache.files.put(`p${index}`, blobOf(10), about);
        await cache.files.pin(`p${index}`, 'pp');
      }
      for (let index = 0; index < 12; index++) await cache.files.put(`u${index}`, blobOf(100), about);
      expect(await present(cache, 'p0', 'p69', 'u0', 'u11')).toBe('p0p69u11');
    });
  });
}
