import { expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { prefixedCache } from '$lib/cache/prefixed-cache';

const url = 'https://data.phys.ucalgary.ca/sort_by_project/a.pgm.gz';
const about = { dataset: 'THEMIS_ASI_RAW', name: 'a.pgm.gz', address: url, etag: null, lastModified: null };

test('a shelf of its own: neither sees, replaces or removes the documents that the other keeps', async () => {
  const usual = createMemoryCache({ budgetBytes: 1000, now: () => 42 });
  const { documents } = usual;
  const own = prefixedCache(usual, 'sample ').documents;
  expect(await documents.put('files gill', ['real'])).toBe(true);
  expect(await own.get('files gill')).toBeUndefined();
  expect(await own.put('files gill', ['made'])).toBe(true);
  expect(await documents.get('files gill')).toEqual({ value: ['real'], keptMs: 42 });
  expect(await own.get('files gill')).toEqual({ value: ['made'], keptMs: 42 });
  expect([await documents.keys('files'), await own.keys('files')]).toEqual([['files gill'], ['files gill']]);
  await documents.delete('files gill');
  expect(await own.get('files gill')).toEqual({ value: ['made'], keptMs: 42 });
  await own.delete('files gill');
  expect(await own.get('files gill')).toBeUndefined();
});

test('nor files, nor what was made of them', async () => {
  const usual = createMemoryCache({ budgetBytes: 1000, now: () => 42 });
  const own = prefixedCache(usual, 'sample one ');
  const newer = prefixedCache(usual, 'sample two ');
  expect(await own.files.put(url, new Blob(['old']), about)).toBe(true);
  expect(await own.products.put('columns', url, ['old'], 10)).toBe(true);
  for (const { files, products } of [usual, newer]) {
    expect([await files.has(url), await files.get(url)]).toEqual([false, undefined]);
    expect([...(await products.getMany('columns', [url]))]).toEqual([]);
  }
  expect(await newer.files.put(url, new Blob(['new']), about)).toBe(true);
  expect(await newer.products.put('columns', url, ['new'], 10)).toBe(true);
  expect(await (await own.files.get(url))?.text()).toBe('old');
  expect([...(await own.products.getMany('columns', [url]))]).toEqual([[url, ['old']]]);
  await own.files.delete(url);
  await own.products.delete(url);
  expect([await own.files.has(url), await newer.files.has(url)]).toEqual([false, true]);
  expect([...(await newer.products.getMany('columns', [url]))]).toEqual([[url, ['new']]]);
});

test('nor lists or pins the files of the other', async () => {
  const usual = createMemoryCache({ budgetBytes: 1000, now: () => 42 });
  const own = prefixedCache(usual, 'sample one ').files;
  for (const { files } of [usual, { files: own }])
    for (const key of [url, `${url}.2`, `${url}.3`]) await files.put(key, new Blob(['x']), about);
  expect(await own.pin(url, 'ab')).toBe(true);
  expect((await own.about(url))?.pin?.sha256).toBe('ab');
  expect((await usual.files.about(url))?.pin).toBeNull();
  expect((await own.list(null, 2)).map((file) => file.url)).toEqual([url, `${url}.2`]);
  expect((await own.list(`${url}.2`, 9)).map((file) => file.url)).toEqual([`${url}.3`]);
  expect(await usual.files.list(null, 9)).toHaveLength(6);
  await own.unpin([url]);
  expect((await own.about(url))?.pin).toBeNull();
  await own.deleteMany([url, `${url}.2`]);
  expect([await own.has(url), await own.has(`${url}.3`), await usual.files.has(url)]).toEqual([false, true, true]);
});
