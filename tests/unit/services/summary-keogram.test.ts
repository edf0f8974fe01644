import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { datasetByName, imagerDatasets } from '$lib/datasets/catalogue';
import type { Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { directHosts, type Hosts } from '$lib/services/hosts';
import { hasSummaryKeograms, listSummaryKeograms, type SummaryKind } from '$lib/services/summary-keogram';
import { allDatasets } from '../../archive/dataset-table';
import { startArchive, type RunningArchive } from '../../archive/server';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';
import { countingFetch, countingSleep, json, never, page } from './counting-fetch';

const range = (start: string, end: string): TimeRange => ({
  startUs: Date.parse(`${start}Z`) * 1000,
  endUs: Date.parse(`${end}Z`) * 1000,
});
const utc = (text: string) => Date.parse(`${text}Z`) * 1000;
const night = range('2023-01-01T22:30', '2023-01-02T01:10');
const wantedOf = (dataset: string, span = night, deviceUid: string | null = null) => ({
  dataset: datasetByName(dataset)!,
  range: span,
  siteUid: 'gill',
  deviceUid,
});

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.failure.kind}: ${outcome.failure.message}`);
  return outcome.value;
}

const themis = 'sort_by_project/THEMIS/asi/stream2';
const dayOf = (day: string, camera = 'gill_themis19') =>
  `${themis}/2023/01/${day}/${camera}/202301${day}__${camera}_full-keogram.pgm.jpg`;
const hourOf = (day: string, hour: string, camera = 'gill_themis19') =>
  `${themis}/2023/01/${day}/${camera}/ut${hour}/202301${day}_${hour}_${camera}_full-keogram.pgm.jpg`;
const rego = 'sort_by_project/GO-Canada/REGO/stream2/2023/01/02/gill_rego-652';

describe('over the stand-in for the hosts', () => {
  let tree: TemporaryTree;
  let archive: RunningArchive;
  let hosts: Hosts;
  const { sleep } = countingSleep();

  beforeAll(async () => {
    const names = [
      ...['01', '02', '03'].map((day) => dayOf(day)),
      dayOf('02', 'gill_themis04'),
      dayOf('02', 'fsmi_themis10'),
      dayOf('02').replace('keogram', 'montage'),
      ...['21', '22', '23'].map((hour) => hourOf('01', hour)),
      ...['00', '01', '02'].map((hour) => hourOf('02', hour)),
      `${rego}/20230102__gill_rego-652_6300-keogram.jpg`,
      `${rego}/20230102__gill_rego-652_6300-keogram.png`,
      'sort_by_project/TREx/NIR/stream0/readme.txt',
    ];
    tree = await temporaryTree(Object.fromEntries(names.map((name) => [name, 'picture'])));
    archive = await startArchive({ roots: [tree.root] });
    hosts = { ...directHosts, data: `${archive.url}/data`, srs: `${archive.url}/srs` };
  });
  afterAll(async () => {
    await archive.close();
    await tree.remove();
  });
  beforeEach(() => archive.reset());

  const list = (dataset: string, kind: SummaryKind = 'daily', span = night, deviceUid: string | null = null) =>
    listSummaryKeograms(wantedOf(dataset, span, deviceUid), { hosts, fetch, signal: never(), sleep }, kind);
  const bothWays = async (...question: Parameters<typeof list>) => {
    archive.reset();
    const byService = valueOf(await list(...question));
    expect(archive.log.seen('data')).toEqual([]);
    archive.faults.set({ pattern: 'api\\.phys', kind: 'unavailable' });
    expect(valueOf(await list(...question))).toEqual(byService);
    return byService;
  };

  test('the days of a night across midnight, by the service and by the folders', async () => {
    expect(await bothWays('THEMIS_ASI_RAW', 'daily', night, 'themis19')).toEqual([
      {
        url: `https://data.phys.ucalgary.ca/${dayOf('01')}`,
        name: '20230101__gill_themis19_full-keogram.pgm.jpg',
        range: { startUs: utc('2023-01-01T00:00'), endUs: utc('2023-01-02T00:00') },
        kind: 'daily',
        deviceUid: 'themis19',
      },
      {
        url: `https://data.phys.ucalgary.ca/${dayOf('02')}`,
        name: '20230102__gill_themis19_full-keogram.pgm.jpg',
        range: { startUs: utc('2023-01-02T00:00'), endUs: utc('2023-01-03T00:00') },
        kind: 'daily',
        deviceUid: 'themis19',
      },
    ]);
  });

  test('all devices of a site where none is named', async () => {
    const devices = (await bothWays('THEMIS_ASI_RAW')).map(({ deviceUid, range: { startUs } }) => [startUs, deviceUid]);
    expect(devices).toEqual([
      [utc('2023-01-01T00:00'), 'themis19'],
      [utc('2023-01-02T00:00'), 'themis04'],
      [utc('2023-01-02T00:00'), 'themis19'],
    ]);
  });

  test('a day that ends at midnight does not touch the next', async () => {
    const day = range('2023-01-01T00:00', '2023-01-02T00:00');
    expect(await bothWays('THEMIS_ASI_RAW', 'daily', day)).toHaveLength(1);
  });

  test('the hours of a night', async () => {
    const hours = await bothWays('THEMIS_ASI_RAW', 'hourly');
    expect(hours.map(({ name }) => name.slice(0, 11))).toEqual([
      '20230101_22',
      '20230101_23',
      '20230102_00',
      '20230102_01',
    ]);
    expect(hours[0]).toMatchObject({
      kind: 'hourly',
      range: { startUs: utc('2023-01-01T22:00'), endUs: utc('2023-01-01T23:00') },
    });
  });

  test('of two formats of one picture the one that loses nothing', async () => {
    expect((await bothWays('REGO_RAW')).map(({ name }) => name)).toEqual(['20230102__gill_rego-652_6300-keogram.png']);
  });

  test('an array without a single picture has none, even without a folder for them', async () => {
    expect(await bothWays('TREX_NIR_RAW')).toEqual([]);
    expect(await bothWays('TREX_BLUE_RAW')).toEqual([]);
  });

  test('a dataset without such pictures is not asked about', async () => {
    expect(valueOf(await list('TREX_SPECT_RAW'))).toEqual([]);
    expect(archive.log.requests).toEqual([]);
  });

  test('a bad connection is overcome', async () => {
    archive.faults.set({ pattern: '.', kind: 'refuse', times: 2 });
    expect(valueOf(await list('THEMIS_ASI_RAW'))).toHaveLength(3);
  });

  test('when nobody answers it is a failure, not an empty list', async () => {
    archive.faults.set({ pattern: '.', kind: 'bad-gateway' });
    expect(await list('THEMIS_ASI_RAW')).toMatchObject({ ok: false, failure: { kind: 'server', status: 502 } });
  });
});

test('the datasets named are those of the service', () => {
  const summaries = imagerDatasets.filter(({ name }) => hasSummaryKeograms(name));
  expect(summaries.map(({ name }) => name)).toEqual([
    'THEMIS_ASI_RAW',
    'REGO_RAW',
    'TREX_RGB_RAW_NOMINAL',
    'TREX_NIR_RAW',
    'TREX_BLUE_RAW',
    'SMILE_ASI_RAW',
    'TREX_RGB_RAW_LEGACY',
  ]);
  expect(hasSummaryKeograms('toString')).toBe(false);
});

test.each(imagerDatasets.filter(({ name }) => hasSummaryKeograms(name)).map(({ name }) => name))(
  '%s: every question is about a dataset that the service knows, in the folder where it keeps it',
  async (name) => {
    for (const kind of ['daily', 'hourly'] as const) {
      const net = countingFetch(() => json({ urls: [], count: 0 }));
      await listSummaryKeograms(wantedOf(name), { hosts: directHosts, fetch: net.fetch, signal: never() }, kind);
      const asked = net.asked.map((url) => new URL(url).searchParams.get('name'));
      const known = asked.map((dataset) => allDatasets.find((listed) => listed.name === dataset));
      expect(known.map((listed) => listed?.resolution)).toEqual(asked.map(() => (kind === 'daily' ? '1day' : '1hr')));
      const folders = countingFetch((url) => (url.includes('/api/') ? page('no', 400) : page('')));
      await listSummaryKeograms(wantedOf(name), { hosts: directHosts, fetch: folders.fetch, signal: never() }, kind);
      expect(folders.asked.at(-1)).toContain(`/sort_by_project/${known[0]!.directory}/2023/01/`);
    }
  },
);

test.each([
  '20230101__fsmi_themis10_full-keogram.pgm.jpg',
  '20230101__gill_themis19_full-montage.pgm.jpg',
  '20230101__gill_themis19_full-keogram.pgm',
  '20230101__gill_themis19_full-keogram.pgm.gz',
  '20230101_0600_gill_themis19_full-keogram.pgm.jpg',
  '20230199__gill_themis19_full-keogram.pgm.jpg',
  '20230105__gill_themis19_full-keogram.pgm.jpg',
  '20230101_06_gill_themis19_full-keogram.pgm.jpg',
])('%s is not one of the wanted', async (name) => {
  const urls = [`https://data.phys.ucalgary.ca/${themis}/2023/01/01/gill_themis19/${name}`];
  const net = countingFetch(() => json({ urls, count: 1 }));
  const network = { hosts: directHosts, fetch: net.fetch, signal: never() };
  expect(await listSummaryKeograms(wantedOf('THEMIS_ASI_RAW'), network)).toEqual({ ok: true, value: [] });
});

test('a range of years is not looked through', async () => {
  const net = countingFetch(() => json({ urls: [], count: 0 }));
  const network = { hosts: directHosts, fetch: net.fetch, signal: never() };
  const outcome = await listSummaryKeograms(wantedOf('THEMIS_ASI_RAW', range('2000-01-01', '2020-01-01')), network);
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unsupported' } });
  expect(net.asked).toEqual([]);
});
