import { expect, test } from 'vitest';
import { createFileStore } from '$lib/cache/file-store';

const about = { dataset: 'THEMIS_ASI_RAW', name: 'a.pgm.gz', address: 'a', etag: null, lastModified: null };
const blob = (size: number) => new Blob([new Uint8Array(size)]);

test('a file kept is given back until the budget needs its place', async () => {
  const store = createFileStore(100);
  const first = blob(60);
  expect(await store.put('u1', first, about)).toBe(true);
  expect(await store.get('u1')).toBe(first);
  expect(await store.has('u2')).toBe(false);
  expect(await store.put('u2', blob(60), about)).toBe(true);
  expect([await store.has('u1'), await store.has('u2')]).toEqual([false, true]);
  expect(await store.get('u1')).toBeUndefined();
});

test('a file larger than the budget is used and not kept', async () => {
  const store = createFileStore(100);
  expect(await store.put('u1', blob(101), about)).toBe(false);
  expect(await store.has('u1')).toBe(false);
});

test('a forgotten file is gone', async () => {
  const store = createFileStore(100);
  await store.put('u1', blob(10), about);
  await store.delete('u1');
  await store.delete('never there');
  expect(await store.has('u1')).toBe(false);
});
