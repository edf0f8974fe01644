import { expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { prefixedDocuments } from '$lib/cache/prefixed-documents';

test('a shelf of its own: neither sees, replaces or removes what the other keeps', async () => {
  const { documents } = createMemoryCache({ budgetBytes: 1000, now: () => 42 });
  const own = prefixedDocuments(documents, 'sample ');
  expect(await documents.put('files gill', ['real'])).toBe(true);
  expect(await own.get('files gill')).toBeUndefined();
  expect(await own.put('files gill', ['made'])).toBe(true);
  expect(await documents.get('files gill')).toEqual({ value: ['real'], keptMs: 42 });
  expect(await own.get('files gill')).toEqual({ value: ['made'], keptMs: 42 });
  await documents.delete('files gill');
  expect(await own.get('files gill')).toEqual({ value: ['made'], keptMs: 42 });
  await own.delete('files gill');
  expect(await own.get('files gill')).toBeUndefined();
});
