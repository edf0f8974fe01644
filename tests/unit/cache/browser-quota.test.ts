import { afterEach, expect, test, vi } from 'vitest';
import { createBrowserQuota, estimateOfBrowser } from '$lib/cache/browser-quota';

afterEach(() => void vi.unstubAllGlobals());

test('a tenth stays free, and what else the site keeps counts', async () => {
  const { limit } = createBrowserQuota(
    () => Promise.resolve({ usageBytes: 700, quotaBytes: 1000 }),
    () => Promise.resolve(600),
    () => 0,
  );
  expect(await limit()).toBe(800);
});

test('a browser that still counts what has left does not drive out everything', async () => {
  const { limit } = createBrowserQuota(
    () => Promise.resolve({ usageBytes: 5000, quotaBytes: 1000 }),
    () => Promise.resolve(0),
    () => 0,
  );
  expect(await limit()).toBe(400);
});

test('is asked now and then, and again after it failed', async () => {
  let ms = 0;
  let kept = () => Promise.reject<number>(new Error('not now'));
  const estimate = vi.fn(() => Promise.resolve({ usageBytes: 0, quotaBytes: 1000 }));
  const { limit } = createBrowserQuota(
    estimate,
    () => kept(),
    () => ms,
  );
  await expect(limit()).rejects.toThrow('not now');
  kept = () => Promise.resolve(0);
  expect([await limit(), await limit()]).toEqual([900, 900]);
  expect(estimate).toHaveBeenCalledTimes(2);
  ms += 3_600_000;
  await limit();
  expect(estimate).toHaveBeenCalledTimes(3);
});

test.each([
  ['no navigator', undefined],
  ['no storage', {}],
  ['no word', { storage: { estimate: () => Promise.resolve({}) } }],
  ['zeros', { storage: { estimate: () => Promise.resolve({ usage: 0, quota: 0 }) } }],
  ['a refusal', { storage: { estimate: () => Promise.reject(new TypeError('not here')) } }],
])('%s: the browser says nothing', async (_, navigator) => {
  vi.stubGlobal('navigator', navigator);
  expect(await estimateOfBrowser()).toBeNull();
  const { limit } = createBrowserQuota(
    estimateOfBrowser,
    () => Promise.resolve(1),
    () => 0,
  );
  expect(await limit()).toBe(Infinity);
});

test('what it says is taken over', async () => {
  vi.stubGlobal('navigator', { storage: { estimate: () => Promise.resolve({ usage: 5, quota: 10 }) } });
  expect(await estimateOfBrowser()).toEqual({ usageBytes: 5, quotaBytes: 10 });
});
