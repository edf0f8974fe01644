import { describe, expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { prefixedCache } from '$lib/cache/prefixed-cache';
import { minuteUs } from '$lib/datasets/utc';
import { createArchives } from '$lib/loading/archives';
import { createLoading, type Loading } from '$lib/loading/loading';
import type { ArchiveFile } from '$lib/model/dataset';
import type { KeogramColumns } from '$lib/model/frames';
import type { SampleEvent } from '$lib/model/sample';
import { directHosts, type Hosts } from '$lib/services/hosts';
import { countingFetch, file as fileAnswer, json, never, settle } from '../services/counting-fetch';
import { fakeDecoder, wish } from './bench';

const at = (utc: string) => Date.parse(`${utc}Z`) * 1000;
const stretch = (start: string, end: string) => ({ startUs: at(start), endUs: at(end) });
const sampleRange = stretch('2030-02-08T08:00', '2030-02-08T08:20');
const sampleEvent: SampleEvent = {
  ...{ range: sampleRange, onsetUs: null, title: 'A substorm over Canada', computed: null },
  tracks: [{ dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: 'themis96' }],
};
const base = 'https://app.example/sample';
const sampleHosts: Hosts = {
  data: `${base}/data`,
  srs: `${base}/srs`,
  aurorax: `${base}/aurorax`,
  via: 'sample',
  label: null,
};
const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null };
const root = 'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi';

function minute(time: string, device = 'themis96'): ArchiveFile {
  const [date = '', clock = ''] = time.split('T');
  const name = `${date.replaceAll('-', '')}_${clock.replace(':', '')}_gill_${device}_full.pgm.gz`;
  const folder = `${root}/stream0/${date.replaceAll('-', '/')}/gill_${device}/ut${clock.slice(0, 2)}`;
  const plain = { name, dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: device, bytes: null };
  return { ...plain, url: `${folder}/${name}`, startUs: at(time) };
}

/** Both archives have skymaps and files of the same site; which one was asked shows in what comes back. */
function bench(cache = createMemoryCache({ budgetBytes: 1e6 }), edition = 'one') {
  const net = countingFetch((url) => {
    const isSample = url.startsWith(base);
    if (url.includes('SKYMAP')) {
      const skymap = isSample
        ? 'gill_20300101/a_skymap_gill_20300101-+_v01.sav'
        : 'gill_20110305/a_skymap_gill_20110305-+_vXX.sav';
      return json({ urls: [`${root}/skymaps/gill/${skymap}`], count: 1, total_bytes: null });
    }
    if (url.includes('KEOGRAM')) return json({ urls: [], count: 0, total_bytes: null });
    if (url.includes('/api/')) {
      const urls = isSample ? [minute('2030-02-08T08:00').url] : [minute('2014-03-10T06:00', 'themis19').url];
      return json({ urls, count: 1, total_bytes: 100 });
    }
    return fileAnswer(new Uint8Array(100).fill(isSample ? 2 : 1));
  });
  const decoder = fakeDecoder();
  const parts = { decoder, fetch: net.fetch, sleep: () => Promise.resolve() };
  const usual = createLoading({ ...parts, cache, hosts: directHosts });
  const sample = createLoading({
    ...parts,
    cache: prefixedCache(cache, `sample ${edition} `),
    hosts: sampleHosts,
    sample: sampleEvent,
  });
  const loading = createArchives(usual, { range: sampleRange, loading: sample });
  const hostsAsked = () => [...new Set(net.asked.map((url) => (url.startsWith(base) ? 'sample' : 'usual')))];
  return { ...net, decoder, cache, loading, hostsAsked };
}

describe('which archive is read', () => {
  const cases = [
    ['all of it', '2030-02-08T08:00', '2030-02-08T08:20', true],
    ['a part', '2030-02-08T08:05', '2030-02-08T08:06', true],
    ['more than it', '2030-02-08T07:00', '2030-02-08T09:00', true],
    ['its night', '2030-02-08T00:30', '2030-02-08T13:10', true],
    ['its last second', '2030-02-08T08:19:59', '2030-02-08T08:40', true],
    ['up to it', '2030-02-08T07:40', '2030-02-08T08:00', false],
    ['from its end', '2030-02-08T08:20', '2030-02-08T08:40', false],
    ['another night', '2014-03-10T06:00', '2014-03-10T06:10', false],
  ] as const;

  test.each(cases)('%s: one of them, for everything', async (_, start, end, isSample) => {
    const range = stretch(start, end);
    const { loading, hostsAsked } = bench();
    await loading.listFiles(camera, range, never());
    await loading.skymap(camera, range, never());
    await loading.summaries(camera, range, never());
    expect(hostsAsked()).toEqual([isSample ? 'sample' : 'usual']);
    expect(loading.sampleOf(range)).toBe(isSample ? sampleEvent : null);
  });

  test.each([
    ['2030-02-08T08:00', 2],
    ['2030-02-08T08:19', 2],
    ['2030-02-08T07:59', 1],
    ['2030-02-08T08:20', 1],
    ['2014-03-10T06:00', 1],
  ])('the file of %s comes from where its minute is', async (time, first) => {
    const { loading, asked, hostsAsked } = bench();
    const columns = await loading.columns(minute(time), wish());
    expect(columns.ok && columns.value.counts[0]).toBe(first);
    const frames = await loading.frames(minute(time), wish());
    expect(frames.ok && frames.value.counts[0]).toBe(first);
    expect([asked.length, hostsAsked()]).toEqual([1, [first === 2 ? 'sample' : 'usual']]);
  });
});

test('lists of one site do not meet, and each is there again without a network', async () => {
  const { cache, loading } = bench();
  const real = stretch('2014-03-10T06:00', '2014-03-10T06:10');
  const names = async (of: Loading) => {
    const found = { skymaps: [] as unknown[], devices: [] as unknown[] };
    for (const range of [real, sampleRange]) {
      const chosen = await of.skymap(camera, range, never());
      found.skymaps.push(chosen.ok && chosen.value?.name);
      found.devices.push((await of.keptListing(camera, range, false))?.deviceUid);
    }
    return found;
  };
  await loading.listFiles(camera, real, never());
  await loading.listFiles(camera, sampleRange, never());
  const expected = {
    skymaps: ['a_skymap_gill_20110305-+_vXX.sav', 'a_skymap_gill_20300101-+_v01.sav'],
    devices: ['themis19', 'themis96'],
  };
  expect(await names(loading)).toEqual(expected);
  const again = bench(cache);
  expect(await names(again.loading)).toEqual(expected);
  expect(again.asked).toEqual([]);
});

test('files of both are kept in one place, asked about and forgotten by their own addresses', async () => {
  const [real, made] = [minute('2014-03-10T06:00', 'themis19'), minute('2030-02-08T08:03')];
  const other = minute('2030-02-08T08:04');
  const { cache, loading } = bench();
  for (const one of [real, made]) await loading.columns(one, wish());
  const again = bench(cache);
  const held = await again.loading.keptFiles([real, made, other], never());
  expect(held).toEqual(new Set([real.url, made.url]));
  const kept = new Map<string, KeogramColumns>();
  const read = () =>
    again.loading.keptColumns([real, made, other], never(), (portion) => {
      for (const [url, columns] of portion) kept.set(url, columns);
    });
  await read();
  expect([...kept.keys()].sort()).toEqual([real.url, made.url].sort());
  expect(again.asked).toEqual([]);
  await again.loading.forget(made);
  kept.clear();
  await read();
  expect([...kept.keys()]).toEqual([real.url]);
  // Its bytes stay until others have come.
  expect(await again.loading.keptFiles([real, made], never())).toEqual(new Set([real.url, made.url]));
  for (const one of [real, made]) await again.loading.columns(one, wish());
  expect(again.asked).toHaveLength(1);
});

test('another edition of the sample event is fetched anew; what the archive gave is kept', async () => {
  const { cache, loading } = bench();
  const [real, made] = [minute('2014-03-10T06:00', 'themis19'), minute('2030-02-08T08:03')];
  for (const one of [real, made]) await loading.columns(one, wish());
  const newer = bench(cache, 'two');
  expect(await newer.loading.keptFiles([real, made], never())).toEqual(new Set([real.url]));
  for (const one of [real, made]) expect((await newer.loading.columns(one, wish())).ok).toBe(true);
  expect(newer.asked).toHaveLength(1);
  expect(newer.hostsAsked()).toEqual(['sample']);
});

test('what is said to all, is said to both', async () => {
  const { loading, asked } = bench();
  loading.setDownloads(1);
  let paused = true;
  const held = () => ({ rank: () => (paused ? Infinity : 0), signal: never() });
  const work = ['2014-03-10T06:00', '2014-03-10T06:01', '2030-02-08T08:00', '2030-02-08T08:01'].map((time) =>
    loading.columns(minute(time), held()),
  );
  await settle();
  expect(asked).toEqual([]);
  paused = false;
  loading.reconsider();
  expect((await Promise.all(work)).every(({ ok }) => ok)).toBe(true);
  expect(asked).toHaveLength(4);
});

test('Sun and Moon are the same for both', async () => {
  const { loading, asked } = bench();
  const gill = { latDeg: 56.38, lonDeg: -94.64 };
  for (const range of [sampleRange, stretch('2014-03-10T06:00', '2014-03-10T06:10')]) {
    const marks = await loading.nightMarks({ ...range, endUs: range.startUs + 30 * minuteUs }, gill, never());
    expect(marks.ok && marks.value.darkness.map(({ darkness }) => darkness)).toEqual(['night']);
  }
  expect(asked).toEqual([]);
});
