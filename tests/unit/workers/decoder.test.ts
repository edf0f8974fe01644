import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { createDecoder } from '$lib/workers/decoder';
import { decodeApi } from '../../../workers/decode-api';
import { concat, latin1, timedFrame } from '../formats/pgm-bytes';
import { FakeWorker } from './fake-worker';

const decoder = createDecoder({ workers: 1, startWorker: () => new FakeWorker(decodeApi).asWorker() });
afterAll(() => decoder.dispose());

const wish = { rank: () => 0, signal: new AbortController().signal };
const source = { dataset: 'THEMIS_ASI_RAW', name: '20300101_0600_gill_themis19_full.pgm.gz' };
const file = concat(timedFrame(0, [1, 2, 3, 4, 5, 6], 3), timedFrame(3, [7, 8, 9, 10, 11, 12], 3));

function buffer(): ArrayBuffer {
  return file.slice().buffer;
}

test('frames and their reduction are the same through a worker as through plain functions', async () => {
  expect(await decoder.frames(buffer(), source, wish)).toEqual(await decodeApi.frames(buffer(), source));
  expect(await decoder.reduce(buffer(), source, wish)).toEqual(await decodeApi.reduce(buffer(), source));
});

test('a reduction holds columns, times, the size of the pictures, a histogram and one picture made small', async () => {
  const outcome = await decoder.reduce(buffer(), source, wish);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const { histogram, timesUs, thumbnail, ...rest } = outcome.value;
  expect(rest).toMatchObject({ dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: 'themis19', problem: null });
  expect(rest).toMatchObject({ height: 2, counts: Uint16Array.of(1, 4, 7, 10), frame: { height: 2, width: 3 } });
  expect(timesUs).toHaveLength(2);
  // The circle of a 3 × 2 picture has the two pixels of its middle column, twice.
  expect(histogram.reduce((sum, pixels) => sum + pixels, 0)).toBe(4);
  expect(thumbnail).toEqual({ frame: 1, height: 2, width: 3, counts: Uint16Array.of(7, 8, 9, 10, 11, 12) });
});

test('the file is given away', async () => {
  const given = buffer();
  await decoder.frames(given, source, wish);
  expect(given.byteLength).toBe(0);
  expect(await decoder.frames(given, source, wish)).toMatchObject({ ok: false });
});

test('failures cross as data', async () => {
  const page = latin1('<html>').slice().buffer;
  expect(await decoder.reduce(page, source, wish)).toMatchObject({ ok: false, failure: { kind: 'missing' } });
  const spectrum = gzipSync(file);
  const bytes = new Uint8Array(spectrum).buffer;
  const spectrograph = { ...source, dataset: 'TREX_SPECT_RAW' };
  expect(await decoder.reduce(bytes, spectrograph, wish)).toMatchObject({
    ok: false,
    failure: { kind: 'unsupported' },
  });
  const unknown = { ...source, dataset: 'SOMETHING_ELSE' };
  expect(await decoder.reduce(buffer(), unknown, wish)).toMatchObject({ ok: false, failure: { kind: 'unsupported' } });
  const skymap = await decoder.skymap(buffer(), 'themis_skymap_gako_20110305-+_vXX.sav', wish);
  expect(skymap.ok).toBe(false);
});
