import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { file } from '../services/counting-fetch';
import { createBench, fakeDecoder, minuteBytes, minuteFile, wish } from './bench';

/*
 * Bytes that will not do stay until others have come: a pinned night is taken where there is no network.
 */

const minute = minuteFile(3);
const range = { startUs: minute.startUs, endUs: minute.startUs + 60_000_000 };
const offline = () => Promise.reject(new TypeError('Failed to fetch'));
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Minute 3 pinned by an earlier visit; then the network and the decoder do as told. */
async function stage({ pinned = true } = {}) {
  const cache = createMemoryCache({ budgetBytes: 1e6 });
  const first = createBench({ cache });
  if (pinned) await first.loading.keeping(range).keep({ ...minute, bytes: null }, wish());
  else await first.loading.columns(minute, wish());
  const now = { answer: offline as () => Promise<Response>, spoilt: false };
  const bench = createBench({ cache, answer: () => now.answer(), decoder: fakeDecoder(() => now.spoilt) });
  return { ...bench, now };
}

test.each([true, false])('one failure to decode does not cost the bytes, pinned: %s', async (pinned) => {
  const { loading, cache, now } = await stage({ pinned });
  now.spoilt = true;
  // That the archive cannot be asked may pass, and is tried again when the network is back.
  expect(await loading.columns(minute, wish())).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  expect((await cache.files.about(minute.url))?.pin !== null).toBe(pinned);
  expect(await cache.files.has(minute.url)).toBe(true);
  now.spoilt = false;
  expect(await loading.columns(minute, wish())).toMatchObject({ ok: true });
});

test('a kept file in which nothing can be read is downloaded anew at once, and once; pinned, it stays pinned', async () => {
  const { loading, cache, now, asked } = await stage();
  const other = new Uint8Array(120).fill(9);
  now.spoilt = true;
  now.answer = () => {
    now.spoilt = false;
    return Promise.resolve(file(other));
  };
  expect(await loading.columns(minute, wish())).toMatchObject({ ok: true });
  expect(asked).toHaveLength(1);
  expect(await cache.files.about(minute.url)).toMatchObject({ bytes: 120, pin: { sha256: sha256Of(other) } });
  expect(await cache.usage()).toMatchObject({ files: 1, pinnedFiles: 1, pinnedBytes: 120 });
  // The frames come from the new bytes.
  const frames = await loading.frames(minute, wish());
  expect([frames.ok && frames.value.counts[0], asked.length]).toEqual([9, 1]);
});

test('what comes bad again is not fetched over and over in one attempt', async () => {
  const { loading, now, asked } = await stage();
  now.spoilt = true;
  now.answer = () => Promise.resolve(file(minuteBytes(4)));
  expect(await loading.columns(minute, wish())).toMatchObject({ ok: false, failure: { kind: 'corrupt' } });
  expect(asked).toHaveLength(1);
});

test('“try again” without a network gives what is here, and with one what comes', async () => {
  const { loading, cache, now, asked } = await stage();
  await loading.forget(minute);
  expect(await loading.columns(minute, wish())).toMatchObject({ ok: true });
  expect((await cache.files.about(minute.url))?.pin?.sha256).toBe(sha256Of(minuteBytes(3)));
  const attempts = asked.length;
  expect(attempts).toBeGreaterThan(0);
  now.answer = () => Promise.resolve(file(minuteBytes(8)));
  await loading.forget(minute);
  const made = await loading.columns(minute, wish());
  expect(made.ok && made.value.counts[0]).toBe(8);
  expect((await cache.files.about(minute.url))?.pin?.sha256).toBe(sha256Of(minuteBytes(8)));
  expect(asked).toHaveLength(attempts + 1);
});

test('another tab’s new bytes will do', async () => {
  const { loading, cache, asked } = await stage({ pinned: false });
  await loading.forget(minute);
  await new Promise((resolve) => setTimeout(resolve, 2));
  const about = { dataset: 'THEMIS_ASI_RAW', name: minute.name, address: '', etag: null, lastModified: null };
  await cache.files.put(minute.url, new Blob([minuteBytes(6)]), about);
  const made = await loading.columns(minute, wish());
  expect([made.ok && made.value.counts[0], asked]).toEqual([6, []]);
});

test('a kept file of another size than listed is downloaded anew before it is pinned, and stays without a network', async () => {
  const { loading, cache, now } = await stage({ pinned: false });
  const keep = () => loading.keeping(range).keep({ ...minute, bytes: 120 }, wish());
  expect(await keep()).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  expect(await cache.files.about(minute.url)).toMatchObject({ bytes: 100, pin: null });
  now.answer = () => Promise.resolve(file(new Uint8Array(120)));
  expect(await keep()).toEqual({ ok: true, value: { bytes: 120 } });
});
