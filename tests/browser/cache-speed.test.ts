import { afterEach, expect, test } from 'vitest';
import { openCache, type OpenCache } from '$lib/cache/indexed-cache';
import { deleteRaw } from '../unit/cache/raw-database';

/*
 * How long the sizes of a real night take. The figures are printed; only what comes back is held to anything.
 */

const name = 'cache-speed-test';
let cache: OpenCache;

afterEach(async () => {
  await cache.close();
  await deleteRaw(name);
});

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  console.info(`${what}: ${(performance.now() - start).toFixed(0)} ms`);
  return result;
}

test('an hour of files of 2.1 MB', async () => {
  cache = await openCache({ version: 'v1', budgetBytes: 1e9, name });
  const bytes = new Uint8Array(2_100_000);
  for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  const about = { dataset: 'THEMIS_ASI_RAW', name: 'f', address: '', etag: null, lastModified: null };
  const urls = Array.from({ length: 60 }, (_, minute) => `https://example.org/f${minute}`);
  const puts = await timed('put 60 files of 2.1 MB', () =>
    Promise.all(urls.map((url) => cache.files.put(url, new Blob([bytes]), about))),
  );
  expect(puts.every((kept) => kept)).toBe(true);
  const blobs = await timed('get them', () => Promise.all(urls.map((url) => cache.files.get(url))));
  const sizes = await timed('read their bytes', () =>
    Promise.all(blobs.map(async (blob) => (await blob?.arrayBuffer())?.byteLength)),
  );
  expect(sizes).toEqual(urls.map(() => bytes.length));
  await timed('note their use', () => cache.settle());
  expect(await cache.usage()).toMatchObject({ files: 60, fileBytes: 60 * bytes.length });
});

test('the columns of a night of 960 files', async () => {
  cache = await openCache({ version: 'v1', budgetBytes: 1e9, name });
  const urls = Array.from({ length: 960 }, (_, minute) => `https://example.org/ut${minute % 60}/f${minute}`);
  const columns = (fill: number) => ({
    counts: new Uint16Array(20 * 256).fill(fill),
    timesUs: new Float64Array(20),
    histogram: new Uint32Array(400),
    thumbnail: { frame: 0, height: 32, width: 32, counts: new Uint16Array(1024) },
  });
  await timed('put 960 products of 14 kB', () =>
    Promise.all(urls.map((url, index) => cache.products.put('columns', url, columns(index), 14_000))),
  );
  await cache.close();
  cache = await timed('open', () => openCache({ version: 'v1', budgetBytes: 1e9, name }));
  const found = await timed('getMany of 960', () => cache.products.getMany('columns', urls));
  expect(found.size).toBe(960);
  expect((found.get(urls[7]!) as { counts: Uint16Array }).counts[0]).toBe(7);
  await timed('getMany of 960 by 120', async () => {
    for (let from = 0; from < 960; from += 120) await cache.products.getMany('columns', urls.slice(from, from + 120));
  });
  await timed('note their use', () => cache.settle());
});
