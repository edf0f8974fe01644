import { expect, test } from 'vitest';
import { ownKeys, remembersOwnFiles } from '$lib/state/own-memory';

const memoryOf = (kept: Readonly<Record<string, unknown>>) => ({
  get: (key: string) => Promise.resolve(key in kept ? { value: kept[key] } : undefined),
});

test.each(Object.values(ownKeys))('%s of an earlier visit are remembered', async (key) => {
  expect(await remembersOwnFiles(memoryOf({ [key]: [{ name: 'mine' }] }))).toBe(true);
});

test.each([
  ['nothing was ever open', {}],
  ['all was let go of', { [ownKeys.frames]: [], [ownKeys.curves]: [], [ownKeys.grids]: [] }],
  ['something else is there', { [ownKeys.frames]: 'mine', hosts: [1] }],
])('%s: nothing is remembered', async (_, kept) => {
  expect(await remembersOwnFiles(memoryOf(kept))).toBe(false);
});
