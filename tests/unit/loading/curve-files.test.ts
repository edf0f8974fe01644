import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { dayUs } from '$lib/datasets/utc';
import { createArchives } from '$lib/loading/archives';
import type { Loading } from '$lib/loading/loading';
import type { TimeRange } from '$lib/model/time';
import { startArchive, type RunningArchive } from '../../archive/server';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';
import { file, json, never, page } from '../services/counting-fetch';
import { createBench, fakeDecoder, wish } from './bench';

const root = 'https://data.phys.ucalgary.ca/sort_by_project';
const site = { dataset: 'NORSTAR_RIOMETER_K0_TXT', siteUid: 'FSIM' };
const span = (start: string, end: string): TimeRange => ({
  startUs: Date.parse(start) * 1000,
  endUs: Date.parse(end) * 1000,
});
const night = span('2018-05-03T22:00Z', '2018-05-04T02:00Z');
const urlOf = (day: string, version = 'v01') =>
  `${root}/GO-Canada/GO-Rio/txt/${day.replaceAll('-', '/')}/norstar_k0_rio-fsim_${day.replaceAll('-', '')}_${version}.txt`;
const listed = (...urls: string[]) => json({ urls, count: urls.length, total_bytes: null });
const isService = (url: string) => url.startsWith('https://api.phys.ucalgary.ca/');

describe('which days have a file', () => {
  test('by the service, once for all of the days that the range touches; the last version of each', async () => {
    const { loading, asked } = createBench({
      answer: () =>
        listed(
          urlOf('2018-05-04', 'v02'),
          urlOf('2018-05-04'),
          urlOf('2018-05-03'),
          urlOf('2018-05-02'), // not of the range
          urlOf('2018-05-03').replace('k0', 'k2'), // not of the dataset
          urlOf('2018-05-03').replace('fsim', 'gill'), // not of the site
        ),
    });
    expect(await loading.curveFiles(site, night, never())).toMatchObject({
      ok: true,
      value: {
        files: [{ url: urlOf('2018-05-03'), siteUid: 'fsim' }, { url: urlOf('2018-05-04', 'v02') }],
        found: 'listing service',
        knownDays: [0, 1].map((day) => Date.parse('2018-05-03') * 1000 + day * dayUs),
        serviceFailure: null,
      },
    });
    expect(asked).toHaveLength(1);
    const { searchParams } = new URL(asked[0]!);
    expect([searchParams.get('start'), searchParams.get('end')]).toEqual([
      '2018-05-03T00:00:00',
      '2018-05-04T01:59:59',
    ]);
  });

  test('without the service by the folders of the days; a folder that is not there holds nothing', async () => {
    const { loading } = createBench({
      answer: (url) => {
        if (isService(url)) return new Response(null, { status: 400 });
        if (url !== `${root}/GO-Canada/GO-Rio/txt/2018/05/03/`) return page('<h1>Home</h1>');
        return page(`<a href="norstar_k0_rio-fsim_20180503_v01.txt">x</a> 04-May-2018 01:00  524K`);
      },
    });
    expect(await loading.curveFiles(site, night, never())).toMatchObject({
      value: {
        files: [{ url: urlOf('2018-05-03'), bytes: 524 * 1024 }],
        found: 'directory listing',
        knownDays: { length: 2 },
        serviceFailure: { kind: 'server' },
      },
    });
  });

  test('an earlier visit is remembered, days without a file too, and nothing beyond them', async () => {
    const cache = createMemoryCache({ budgetBytes: 1e6 });
    const first = createBench({ cache, answer: () => listed(urlOf('2018-05-04')) });
    await first.loading.curveFiles(site, night, never());
    const { loading, asked } = createBench({ cache });
    const wider = { ...night, endUs: night.endUs + dayUs };
    expect(await loading.keptCurveFiles(site, wider)).toMatchObject({
      found: 'kept',
      files: [{ url: urlOf('2018-05-04') }],
      knownDays: { length: 2 },
    });
    expect(await loading.keptCurveFiles({ ...site, siteUid: 'gill' }, night)).toBeNull();
    expect(asked).toEqual([]);
  });

  test('too many days, or a dataset of pictures, are no question', async () => {
    const { loading, asked } = createBench();
    const decade = span('2010-01-01T00:00Z', '2020-01-01T00:00Z');
    for (const outcome of [
      await loading.curveFiles(site, decade, never()),
      await loading.curveFiles({ ...site, dataset: 'THEMIS_ASI_RAW' }, night, never()),
    ]) {
      expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unsupported' } });
    }
    expect(asked).toEqual([]);
  });
});

describe('curves of a day', () => {
  const day = {
    ...{ url: urlOf('2018-05-03'), name: 'norstar_k0_rio-fsim_20180503_v01.txt', dataset: site.dataset },
    ...{ siteUid: 'fsim', startUs: Date.parse('2018-05-03') * 1000, bytes: null },
  };

  test('downloaded and read once, kept like any file; forgotten, downloaded again', async () => {
    const cache = createMemoryCache({ budgetBytes: 1e6 });
    const { loading, asked, decoder } = createBench({ cache, answer: () => file(Uint8Array.of(3, 4)) });
    const both = await Promise.all([loading.curves(day, wish()), loading.curves(day, wish())]);
    expect(both[0]).toMatchObject({ ok: true, value: { curves: [{ values: Float64Array.of(3, 4) }] } });
    expect(both[1]).toEqual(both[0]);
    expect(await loading.curves(day, wish())).toEqual(both[0]);
    expect([asked, decoder.calls]).toEqual([[day.url], [`curves ${day.name}`]]);
    const later = createBench({ cache });
    expect(await later.loading.curves(day, wish())).toMatchObject({ ok: true });
    expect(later.asked).toEqual([]);
    await loading.forgetCurves(day);
    await loading.curves(day, wish());
    expect(asked).toHaveLength(2);
  });

  test('a file that cannot be read is not kept', async () => {
    const decoder = fakeDecoder(() => true);
    const { loading, asked } = createBench({ decoder, answer: () => file(Uint8Array.of(3, 4)) });
    for (let attempt = 0; attempt < 2; attempt++)
      expect(await loading.curves(day, wish())).toMatchObject({ ok: false, failure: { kind: 'corrupt' } });
    expect(asked).toHaveLength(2);
  });

  test('days that touch the sample event are its own, whole', async () => {
    const usual = createBench({ answer: () => listed(urlOf('2018-05-03')) });
    const other = createBench({ answer: () => listed() });
    const range = span('2018-05-03T06:00Z', '2018-05-03T07:00Z');
    const archives = createArchives(usual.loading, { range, loading: other.loading });
    await archives.curveFiles(site, night, never());
    await archives.curves(day, wish());
    expect([usual.asked.length, other.asked.length]).toEqual([0, 2]);
    await archives.curveFiles(site, span('2018-05-04T00:00Z', '2018-05-04T06:00Z'), never());
    expect([usual.asked.length, other.asked.length]).toEqual([1, 2]);
  });
});

describe('over the stand-in for the hosts', () => {
  let tree: TemporaryTree;
  let archive: RunningArchive;
  let loading: Loading;
  const old = 'GO-Canada/GO-Rio/txt/1993/04/03/chu_rio_19930403_v1a.txt';

  beforeAll(async () => {
    tree = await temporaryTree({ [`sort_by_project/${old}`]: '03/04/93 00:00:02 0.5 2.1\n' });
    archive = await startArchive({ roots: [tree.root] });
  });
  afterAll(async () => {
    await archive.close();
    await tree.remove();
  });
  beforeEach(() => {
    archive.reset();
    loading = createBench({
      answer: (url, signal) =>
        fetch(
          url
            .replace('https://api.phys.ucalgary.ca', `${archive.url}/srs`)
            .replace('https://data.phys.ucalgary.ca', `${archive.url}/data`),
          { signal },
        ),
    }).loading;
  });

  test('the service and the folders find a day of before 2007 by its site’s new name', async () => {
    const churchill = { dataset: 'NORSTAR_RIOMETER_K2_TXT', siteUid: 'chur' };
    const range = span('1993-04-03T06:00Z', '1993-04-03T07:00Z');
    const byService = await loading.curveFiles(churchill, range, never());
    expect(byService).toMatchObject({ value: { found: 'listing service', files: [{ siteUid: 'chur' }] } });
    archive.faults.set({ pattern: 'api\\.phys', kind: 'bad-gateway' });
    const byFolders = await loading.curveFiles(churchill, range, never());
    expect(byFolders).toMatchObject({ value: { found: 'directory listing', files: [{ url: `${root}/${old}` }] } });
  });
});
