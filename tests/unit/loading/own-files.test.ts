import { describe, expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { minuteUs } from '$lib/datasets/utc';
import { createOwnFiles } from '$lib/loading/own-files';
import { OwnFileRegistry } from '$lib/loading/own-registry';
import type { OwnFrames } from '$lib/model/own-file';
import { file as fileAnswer, json, never } from '../services/counting-fetch';
import { createBench, fakeDecoder, minuteBytes, minuteFile, minuteOf, wish } from './bench';

const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null };
const startUs = minuteFile(0).startUs;
const range = { startUs, endUs: startUs + 5 * minuteUs };

function framesOf(index: number): OwnFrames {
  const { dataset, siteUid, deviceUid, startUs: minuteStart, url } = minuteFile(index);
  const path = url.slice('https://data.phys.ucalgary.ca/sort_by_project/'.length);
  const times = { frames: 20, firstUs: minuteStart, lastUs: minuteStart + 57e6 };
  return { kind: 'frames', dataset, siteUid, deviceUid, startUs: minuteStart, path, ...times };
}

/** The archive has minutes 0, 1 and 2; the person has 2 (of other content) and 3. */
function bench({ archive = true } = {}) {
  const registry = new OwnFileRegistry();
  const parts = createBench({
    cache: createMemoryCache({ budgetBytes: 1e6 }),
    answer: (url) => {
      if (!archive) throw new TypeError('Failed to fetch');
      if (url.includes('SKYMAP')) return json({ urls: [], count: 0, total_bytes: null });
      if (url.includes('/api/'))
        return json({ urls: [0, 1, 2].map((index) => minuteFile(index).url), count: 3, total_bytes: 300 });
      return fileAnswer(minuteBytes(minuteOf(url)));
    },
  });
  const loading = createOwnFiles(parts.loading, registry, parts.decoder);
  return { ...parts, registry, loading };
}

function withOwn(options?: { archive?: boolean }) {
  const all = bench(options);
  for (const index of [2, 3])
    all.registry.addFrames(new Blob([new Uint8Array(100).fill(200 + index)]), framesOf(index));
  return all;
}

async function minutesListed(loading: ReturnType<typeof bench>['loading']) {
  const listing = await loading.listFiles(camera, range, never());
  if (!listing.ok) throw new Error(listing.failure.message);
  return { ...listing.value, minutes: listing.value.files.map(({ url }) => minuteOf(url)) };
}

test('without own files everything is the archive’s', async () => {
  const { loading, asked } = bench();
  expect(await minutesListed(loading)).toMatchObject({ minutes: [0, 1, 2], found: 'listing service' });
  expect(asked).toHaveLength(1);
});

test('own files join the archive’s and win over them; their bytes come from where they lie and are kept nowhere', async () => {
  const { loading, asked, cache, decoder } = withOwn();
  const listing = await minutesListed(loading);
  expect(listing).toMatchObject({ minutes: [0, 1, 2, 3], found: 'listing service', ownFiles: 2, known: [range] });
  const first = async (index: number) => {
    const columns = await loading.columns(listing.files[index]!, wish());
    const frames = await loading.frames(listing.files[index]!, wish());
    return columns.ok && frames.ok && [columns.value.counts[0], frames.value.counts[0]];
  };
  expect([await first(0), await first(2), await first(3)]).toEqual([
    [0, 0],
    [202, 202],
    [203, 203],
  ]);
  expect(asked.filter((url) => !url.includes('/api/')).map(minuteOf)).toEqual([0]);
  expect(await cache.files.has(minuteFile(2).url)).toBe(false);
  expect((await cache.products.getMany('columns', [minuteFile(2).url])).size).toBe(0);
  // Asked again, nothing is read again.
  const calls = decoder.calls.length;
  await first(2);
  expect(decoder.calls).toHaveLength(calls);
  // What is held by the browser or the person need not be agreed to.
  const held = await loading.keptFiles(listing.files, never());
  expect([...held].map(minuteOf).sort()).toEqual([0, 2, 3]);
});

test('what an earlier visit made of the archive’s minute is not shown in place of the own one', async () => {
  const first = bench();
  await first.loading.columns(minuteFile(2), wish());
  const registry = new OwnFileRegistry();
  registry.addFrames(new Blob([minuteBytes(9)]), framesOf(2));
  const loading = createOwnFiles(createBench({ cache: first.cache }).loading, registry, fakeDecoder());
  const portions: string[] = [];
  await loading.keptColumns([minuteFile(2)], never(), (portion) => portions.push(...portion.keys()));
  expect(portions).toEqual([]);
});

test('when the archive fails the own files are there all the same, and before it has answered', async () => {
  const { loading } = withOwn({ archive: false });
  const early = await loading.keptListing(camera, range, false);
  expect(early).toMatchObject({ found: 'own files', deviceUid: 'themis19', ownFiles: 2 });
  const listing = await minutesListed(loading);
  expect(listing).toMatchObject({ minutes: [2, 3], found: 'own files', totalBytes: 200 });
  expect(listing.serviceFailure).not.toBeNull();
  // Of the others it is not known whether they exist.
  expect(listing.known).toEqual([{ startUs: startUs + 2 * minuteUs, endUs: startUs + 4 * minuteUs }]);
  expect((await loading.columns(listing.files[0]!, wish())).ok).toBe(true);
});

test('a file that was moved on disk fails with a sentence, and is there again when it is back', async () => {
  const { loading, registry } = bench();
  const blob = new Blob([minuteBytes(7)]);
  const slice = blob.slice.bind(blob);
  blob.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotFoundError')) }) as Blob;
  registry.addFrames(blob, framesOf(3));
  const { files } = await minutesListed(loading);
  const outcome = await loading.columns(files.at(-1)!, wish());
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'browser', part: 'own file' } });
  blob.slice = slice;
  expect((await loading.columns(files.at(-1)!, wish())).ok).toBe(true);
});

describe('after a reload', () => {
  test('minutes that came from own files say so, where the archive has none; opened again, they are back', async () => {
    const { loading, registry } = bench();
    registry.remember([minuteFile(2), minuteFile(3)]);
    const listing = await minutesListed(loading);
    expect(listing).toMatchObject({ minutes: [0, 1, 2, 3], ownFiles: 0 });
    // Minute 2 is the archive's own.
    expect((await loading.columns(listing.files[2]!, wish())).ok).toBe(true);
    const lost = await loading.columns(listing.files[3]!, wish());
    expect(lost.ok ? '' : lost.failure.message).toContain('Open it again under “Your files”');
    registry.addFrames(new Blob([minuteBytes(9)]), framesOf(3));
    expect((await loading.columns(listing.files[3]!, wish())).ok).toBe(true);
  });

  test('another camera and another time are not touched', async () => {
    const { loading, registry, asked } = bench();
    registry.remember([minuteFile(3)]);
    const later = { startUs: startUs + 60 * minuteUs, endUs: startUs + 65 * minuteUs };
    expect((await loading.listFiles(camera, later, never())).ok).toBe(true);
    expect(await loading.keptListing({ ...camera, siteUid: 'rank' }, range, true)).toBeNull();
    expect(asked).toHaveLength(1);
  });
});

test('an own skymap that holds for the time wins and says so; of others than the camera’s nothing is taken', async () => {
  const { loading, registry } = bench();
  const skymap = { kind: 'skymap', siteUid: 'gill', imagerUid: 'themis19', version: 'v02' } as const;
  const blob = new Blob([minuteBytes(1)]);
  registry.addSkymap({ ...skymap, name: 'later.sav', startUs: startUs + 1, blob });
  registry.addSkymap({ ...skymap, name: 'other.sav', imagerUid: 'rego-652', startUs: null, blob });
  expect(await loading.skymap(camera, range, never())).toEqual({ ok: true, value: null });
  registry.addSkymap({ ...skymap, name: 'mine.sav', startUs: null, blob });
  const chosen = await loading.skymap(camera, range, never());
  expect(chosen).toMatchObject({ ok: true, value: { name: 'mine.sav', rule: 'valid', own: true } });
});

test('two files of one minute: the first stays', () => {
  const registry = new OwnFileRegistry();
  expect(registry.addFrames(new Blob(['a']), framesOf(1))).toBe(true);
  expect(registry.addFrames(new Blob(['b']), framesOf(1))).toBe(false);
  expect(registry.files).toHaveLength(1);
});
