import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { archiveDatasets } from '$lib/datasets/archive-datasets';
import { parseInstant } from '$lib/datasets/utc';
import { createAvailability, type Availability } from '$lib/loading/availability';
import type { DayAvailability } from '$lib/model/availability';
import { directHosts } from '$lib/services/hosts';
import { startArchive, type RunningArchive } from '../../archive/server';
import { minuteFiles, temporaryTree, type TemporaryTree } from '../archive/temporary-tree';
import { never } from '../services/counting-fetch';

const day = parseInstant('2023-01-02')!;
const dayMs = 86_400_000;

const files = {
  ...minuteFiles('THEMIS/asi/stream0', 'gill_themis19', '_full.pgm.gz', [
    '20230102_0500',
    '20230102_0501',
    '20230102_0700',
  ]),
  ...minuteFiles('THEMIS/asi/stream0', 'atha_themis02', '_full.pgm.gz', ['20230102_0600']),
  'sort_by_project/THEMIS/asi/stream0/2023/01/02/gill_themis19/ut05/20230102_05_gill_themis19_row2.pgm.gz': 'row',
  'sort_by_project/THEMIS/asi/stream2/2023/01/02/gill_themis19/20230102__gill_themis19_full-keogram.pgm.jpg': 'jpg',
  'sort_by_project/THEMIS/asi/grid_files/MOSv001/2023/01/02/ut06/20230102_0600_110km_MOSv001_grid_themis-asi.h5': 'h5',
  'sort_by_project/GO-Canada/GO-Rio/txt/2023/01/02/norstar_k0_rio-fsim_20230102_v01.txt': 'k0',
  'sort_by_project/GO-Canada/GO-Rio/txt/2023/01/02/norstar_k2_rio-gill_20230102_v03.txt': 'k2',
};

describe('what there is of a day, over the stand-in for the hosts', () => {
  let tree: TemporaryTree;
  let archive: RunningArchive;
  let availability: Availability;
  let nowMs: number;

  beforeAll(async () => {
    tree = await temporaryTree(files);
    archive = await startArchive({ roots: [tree.root] });
  });
  afterAll(async () => {
    await archive.close();
    await tree.remove();
  });
  beforeEach(() => {
    archive.reset();
    nowMs = Date.now();
    const hosts = { ...directHosts, data: `${archive.url}/data`, srs: `${archive.url}/srs` };
    const network = { hosts, fetch, sleep: () => Promise.resolve() };
    const { documents } = createMemoryCache({ budgetBytes: 2 ** 20 });
    availability = createAvailability({ network, documents, nowMs: () => nowMs });
  });

  const ask = async (name: string, siteUid: string | null, anew = false): Promise<DayAvailability> => {
    const dataset = archiveDatasets.find((known) => known.name === name)!;
    const outcome = await availability.day(dataset, day, siteUid, { signal: never(), anew });
    if (!outcome.ok) throw new Error(outcome.failure.message);
    return outcome.value;
  };
  const seen = () => archive.log.seen('data').length + archive.log.seen('srs').length;
  const noService = () => archive.faults.set({ kind: 'bad-gateway', pattern: '^https://api\\.phys' });

  test('the cameras of a night by one look at the folder of the day', async () => {
    expect(await ask('THEMIS_ASI_RAW', null)).toMatchObject({
      found: 'directory listing',
      holdings: [
        { siteUid: 'atha', deviceUid: 'themis02', hours: null },
        { siteUid: 'gill', deviceUid: 'themis19', hours: null },
      ],
    });
    expect(seen()).toBe(1);
  });

  test('the hours of a site with their files by one question to the service', async () => {
    expect(await ask('THEMIS_ASI_RAW', 'gill')).toMatchObject({
      found: 'listing service',
      holdings: [
        {
          ...{ siteUid: 'gill', deviceUid: 'themis19', dayFiles: 0 },
          hours: [
            { hour: 5, files: 2 },
            { hour: 7, files: 1 },
          ],
        },
      ],
    });
    expect(seen()).toBe(1);
  });

  test('without the service the folders tell the hours, and files are not counted', async () => {
    noService();
    const found = await ask('THEMIS_ASI_RAW', 'gill');
    expect(found).toMatchObject({ found: 'directory listing', failure: { kind: 'server' }, outOfDate: false });
    expect(found.holdings).toMatchObject([
      {
        siteUid: 'gill',
        hours: [
          { hour: 5, files: null },
          { hour: 7, files: null },
        ],
      },
    ]);
  });

  test.each([
    ['THEMIS_ASI_DAILY_KEOGRAM_JPG', [{ siteUid: 'gill', hours: [], dayFiles: 1 }]],
    ['THEMIS_ASI_RAW_ROW2', [{ siteUid: 'gill', hours: [{ hour: 5, files: 1 }] }]],
    ['THEMIS_ASI_GRID_MOSV001', [{ siteUid: null, deviceUid: null, hours: [{ hour: 6, files: 1 }] }]],
    ['NORSTAR_RIOMETER_K0_TXT', [{ siteUid: 'fsim', deviceUid: null, hours: [], dayFiles: 1 }]],
    ['NORSTAR_RIOMETER_K2_TXT', [{ siteUid: 'gill', dayFiles: 1 }]],
    ['REGO_DAILY_KEOGRAM_PNG', []],
  ])('%s: all sites at once', async (name, holdings) => {
    expect((await ask(name, null)).holdings).toMatchObject(holdings);
    expect(archive.log.seen('srs')).toHaveLength(1);
  });

  test.each([
    ['THEMIS_ASI_GRID_MOSV001', null, [{ siteUid: null, hours: [{ hour: 6, files: null }] }]],
    ['NORSTAR_RIOMETER_K0_TXT', null, [{ siteUid: 'fsim', hours: [], dayFiles: 1 }]],
    ['THEMIS_ASI_DAILY_KEOGRAM_JPG', 'gill', [{ siteUid: 'gill', hours: [], dayFiles: 1 }]],
  ])('%s of %s: by the folders alone, too', async (name, siteUid, holdings) => {
    noService();
    const found = await ask(name, siteUid);
    expect([found.found, found.holdings.length]).toEqual(['directory listing', 1]);
    expect(found.holdings).toMatchObject(holdings);
  });

  test('a day without a folder has nothing', async () => {
    const dataset = archiveDatasets.find(({ name }) => name === 'REGO_RAW')!;
    const outcome = await availability.day(dataset, day, null, { signal: never() });
    expect(outcome).toMatchObject({ ok: true, value: { holdings: [] } });
  });

  test('a day long gone is asked for once, unless somebody wants to know; without the archive it is still known', async () => {
    await ask('THEMIS_ASI_RAW', 'gill');
    nowMs += 100 * dayMs;
    await ask('THEMIS_ASI_RAW', 'gill');
    expect(seen()).toBe(1);
    await ask('THEMIS_ASI_RAW', 'gill', true);
    expect(seen()).toBe(2);
    archive.faults.set({ kind: 'bad-gateway', pattern: '.' });
    const found = await ask('THEMIS_ASI_RAW', 'gill', true);
    expect(found).toMatchObject({ outOfDate: true, failure: { kind: 'server' } });
    expect(found.holdings[0]?.hours).toHaveLength(2);
  });

  test('the last day that has a folder, where there is one', async () => {
    const latest = (name: string) =>
      availability.latestDay(
        archiveDatasets.find((known) => known.name === name)!,
        never(),
      );
    expect(await latest('THEMIS_ASI_RAW')).toEqual({ ok: true, value: day });
    expect(await latest('SMILE_ASI_RAW')).toEqual({ ok: true, value: null });
  });

  test('nobody answers and nothing is kept: a failure', async () => {
    archive.faults.set({ kind: 'bad-gateway', pattern: '.' });
    const dataset = archiveDatasets.find(({ name }) => name === 'REGO_RAW')!;
    expect(await availability.day(dataset, day, 'gill', { signal: never() })).toMatchObject({ ok: false });
  });
});
