import { expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';

const about = { dataset: 'THEMIS_ASI_RAW', name: 'a.pgm.gz', address: 'a', etag: null, lastModified: null };
const blob = (size: number) => new Blob([new Uint8Array(size)]);

test('keeps files, products and documents as long as it lives, and says that it is no longer', async () => {
  const problem = { kind: 'unsupported', format: 'browser storage', message: 'none here' } as const;
  const cache = createMemoryCache({ budgetBytes: 1000, now: () => 42, problem: () => problem });
  expect(await cache.files.put('u1', blob(100), about)).toBe(true);
  expect((await cache.files.get('u1'))?.size).toBe(100);
  expect(await cache.products.put('columns', 'u1', 'made', 10)).toBe(true);
  expect(await cache.products.put('thumbnail', 'u1', 'small', 5)).toBe(true);
  expect(await cache.products.put('columns', 'u2', 'other', 20)).toBe(true);
  expect(await cache.products.getMany('columns', ['u3', 'u2', 'u1'])).toEqual(
    new Map([
      ['u2', 'other'],
      ['u1', 'made'],
    ]),
  );
  expect(await cache.documents.put('day', [1])).toBe(true);
  expect(await cache.documents.get('day')).toEqual({ value: [1], keptMs: 42 });
  expect(await cache.usage()).toEqual({
    files: 1,
    fileBytes: 100,
    pinnedFiles: 0,
    pinnedBytes: 0,
    products: 3,
    productBytes: 35,
    budgetBytes: 1000,
    browser: null,
    lasting: false,
    problem,
  });
  await cache.products.delete('u1');
  expect((await cache.usage()).productBytes).toBe(20);
  await cache.clear();
  expect(await cache.usage()).toMatchObject({ files: 0, fileBytes: 0, products: 0, productBytes: 0 });
  expect(await cache.documents.get('day')).toBeUndefined();
});

test('tells the keys of documents, what was kept last first, whatever was read since', async () => {
  let nowMs = 0;
  const { documents } = createMemoryCache({ budgetBytes: 1000, now: () => ++nowMs });
  for (const key of ['day 1', 'night', 'day 3', 'day 2', 'day 1']) await documents.put(key, key);
  await documents.get('day 3');
  expect(await documents.keys('day')).toEqual(['day 1', 'day 2', 'day 3']);
  expect(await documents.keys('week')).toEqual([]);
});

test('uses no more memory than is good, whatever a disk might hold', async () => {
  const cache = createMemoryCache({ budgetBytes: 1e12 });
  expect((await cache.usage()).budgetBytes).toBeLessThan(300e6);
  await cache.setBudget(100);
  expect(await cache.files.put('u1', blob(60), about)).toBe(true);
  expect(await cache.files.put('u2', blob(60), about)).toBe(true);
  expect([await cache.files.has('u1'), await cache.files.has('u2')]).toEqual([false, true]);
  await cache.setBudget(10);
  expect(await cache.files.has('u2')).toBe(false);
});
