import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decodeApi } from '../../../workers/decode-api';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { createLoading, type Loading } from '$lib/loading/loading';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { directHosts, type Hosts } from '$lib/services/hosts';
import type { Decoder } from '$lib/workers/decoder';
import { startArchive, type RunningArchive } from '../../archive/server';
import { never } from '../services/counting-fetch';
import { sharedData } from '../shared-data';
import { wish } from './bench';

/** The worker's functions without a worker. */
const decoder: Decoder = {
  reduce: (buffer, source) => decodeApi.reduce(buffer, source),
  frames: (buffer, source) => decodeApi.frames(buffer, source),
  smallFrames: (buffer, source, order) => decodeApi.smallFrames(buffer, source, order),
  curves: (buffer, source) => decodeApi.curves(buffer, source),
  grids: (buffer, source) => decodeApi.grids(buffer, source),
  nightMarks: (range, place) => decodeApi.nightMarks(range, place),
  summary: (buffer, mostRows) => decodeApi.summary(buffer, mostRows),
  skymap: (buffer, name) => decodeApi.skymap(buffer, name),
  calibration: (buffer, name) => decodeApi.calibration(buffer, name),
};

const range = (start: string, end: string): TimeRange => ({
  startUs: Date.parse(`${start}Z`) * 1000,
  endUs: Date.parse(`${end}Z`) * 1000,
});
const gillam = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null };
const tenMinutes = range('2014-03-10T06:00', '2014-03-10T06:10');

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.failure.kind}: ${outcome.failure.message}`);
  return outcome.value;
}

describe.skipIf(sharedData === null)('over the stand-in for the hosts', () => {
  let archive: RunningArchive;
  let loading: Loading;

  beforeAll(async () => {
    archive = await startArchive({ roots: [sharedData!] });
  });
  afterAll(() => archive.close());
  beforeEach(() => {
    archive.reset();
    const hosts: Hosts = { ...directHosts, data: `${archive.url}/data`, srs: `${archive.url}/srs` };
    const cache = createMemoryCache({ budgetBytes: 2 ** 28 });
    loading = createLoading({ hosts, decoder, cache, fetch, sleep: () => Promise.resolve() });
  });

  const files = async (camera = gillam, span = tenMinutes): Promise<readonly ArchiveFile[]> =>
    valueOf(await loading.listFiles(camera, span, never())).files;

  test('the service and the folders name the same files', async () => {
    const byService = valueOf(await loading.listFiles(gillam, tenMinutes, never()));
    expect(byService).toMatchObject({ found: 'listing service', exactBytes: true, deviceUid: 'themis19' });
    expect(byService.files.map(({ name }) => name.slice(0, 13))).toEqual(
      ['0600', '0601', '0602', '0605'].map((hhmm) => `20140310_${hhmm}`),
    );
    const sizes = byService.files.map(({ url }) => readFileSync(`${sharedData}${new URL(url).pathname}`).length);
    expect(byService.totalBytes).toBe(sizes.reduce((sum, size) => sum + size));

    archive.faults.set({ pattern: 'api\\.phys', kind: 'refuse' });
    const byFolders = valueOf(await loading.listFiles(gillam, tenMinutes, never()));
    expect(byFolders).toMatchObject({
      found: 'directory listing',
      exactBytes: false,
      serviceFailure: { kind: 'refused' },
    });
    expect(byFolders.files.map(({ url }) => url)).toEqual(byService.files.map(({ url }) => url));
    // Apache shows two digits of a size below 10 and whole units above.
    expect(Math.abs(byFolders.totalBytes! / byService.totalBytes! - 1)).toBeLessThan(0.05);
  });

  test('a night without files has none, either way', async () => {
    const night = range('2014-03-11T23:00', '2014-03-12T03:00');
    expect(await files(gillam, night)).toEqual([]);
    archive.faults.set({ pattern: 'api\\.phys', kind: 'bad-gateway' });
    expect(await files(gillam, night)).toEqual([]);
  });

  test('a camera that only the folders know', async () => {
    const rainbow = { dataset: 'RAINBOW_RAW', siteUid: 'rabb', deviceUid: null };
    const listing = valueOf(await loading.listFiles(rainbow, range('2013-02-05T05:00', '2013-02-05T06:00'), never()));
    expect(listing.files.map(({ name }) => name)).toEqual(['20130205_0500_rabb_rainbow-08_full.pgm.gz']);
    expect(listing).toMatchObject({ deviceUid: 'rainbow-08', serviceFailure: null });
  });

  test('a minute becomes columns and frames with one download', async () => {
    const [first] = await files();
    const received: number[] = [];
    const [columns, frames] = await Promise.all([
      loading.columns(first!, wish(), (bytes) => received.push(bytes)),
      loading.frames(first!, wish()),
    ]);
    expect(valueOf(columns)).toMatchObject({ siteUid: 'gill', deviceUid: 'themis19', height: 256, problem: null });
    expect(valueOf(columns).timesUs).toHaveLength(20);
    expect(valueOf(frames).counts).toHaveLength(20 * 256 * 256);
    expect([...valueOf(frames).timesUs]).toEqual([...valueOf(columns).timesUs]);
    expect(received.at(-1)).toBe(readFileSync(`${sharedData}${new URL(first!.url).pathname}`).length);
    expect(archive.log.seen('data').map(({ path }) => path)).toEqual([new URL(first!.url).pathname]);
  });

  test.each([
    ['a truncated transfer', { kind: 'truncate', times: 1 }],
    ['a refused connection', { kind: 'refuse', times: 1 }],
    ['a bad gateway', { kind: 'bad-gateway', times: 1 }],
    ['a host that says when', { kind: 'rate-limited', retryAfterSec: 1, times: 1 }],
  ] as const)('%s is overcome', async (_, fault) => {
    const [first] = await files();
    archive.faults.set({ pattern: '\\.pgm\\.gz$', ...fault });
    expect(valueOf(await loading.columns(first!, wish())).timesUs).toHaveLength(20);
  });

  test('the home page in place of a file is a missing minute', async () => {
    const all = await files();
    archive.faults.set({ pattern: '_0601_.*\\.pgm\\.gz$', kind: 'html' });
    const outcomes = await Promise.all(all.map((file) => loading.columns(file, wish(file.startUs))));
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.failure.kind))).toEqual([
      'ok',
      'missing',
      'ok',
      'ok',
    ]);
  });

  test('a .gz that the browser unpacks on the way is no shorter and no worse', async () => {
    archive.behaviour.labelGzip = true;
    const [first] = await files();
    expect(valueOf(await loading.columns(first!, wish())).timesUs).toHaveLength(20);
  });

  test("Gakona's skymap, by the service and by the folders", async () => {
    const gakona = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gako' };
    const expected = {
      name: 'themis_skymap_gako_20110305-+_vXX.sav',
      rule: 'valid',
      startUs: Date.UTC(2011, 2, 5) * 1000,
      skymap: { siteUid: 'gako', height: 256, width: 256 },
    };
    const at = (day: string) => range(`${day}T00:00`, `${day}T00:10`);
    expect(valueOf(await loading.skymap(gakona, at('2012-01-01'), never()))).toMatchObject(expected);
    const before = valueOf(await loading.skymap(gakona, at('2011-01-06'), never()));
    expect(before).toMatchObject({ ...expected, rule: 'first' });
  });

  test("Gakona's skymap when the service is down", async () => {
    archive.faults.set({ pattern: 'api\\.phys', kind: 'unavailable' });
    const chosen = await loading.skymap(
      { dataset: 'THEMIS_ASI_RAW', siteUid: 'gako' },
      range('2012-01-01T00:00', '2012-01-01T00:10'),
      never(),
    );
    expect(valueOf(chosen)).toMatchObject({ name: 'themis_skymap_gako_20110305-+_vXX.sav', rule: 'valid' });
    expect(valueOf(await loading.skymap(gillam, tenMinutes, never()))).toBeNull();
  });

  test('the one calibration that is there, by the service and by the folder', async () => {
    const redline = { dataset: 'REGO_RAW', siteUid: 'gill', deviceUid: 'rego-651' };
    const night = range('2022-01-01T00:00', '2022-01-01T00:10');
    const find = () => loading.calibration('rayleighs', redline, night, never());
    const expected = { name: 'REGO_Rayleighs_15651_20210908-+_v02.sav', rule: 'valid' };
    const found = valueOf(await find());
    expect(found).toMatchObject(expected);
    expect(found?.calibration.rayleighsPerCountPerSecond).toBeCloseTo(13.2156, 4);
    expect(valueOf(await loading.calibration('flatfield', redline, night, never()))).toBeNull();

    archive.faults.set({ pattern: 'api\\.phys', kind: 'unavailable' });
    const hosts: Hosts = { ...directHosts, data: `${archive.url}/data`, srs: `${archive.url}/srs` };
    const cache = createMemoryCache({ budgetBytes: 2 ** 28 });
    loading = createLoading({ hosts, decoder, cache, fetch, sleep: () => Promise.resolve() });
    expect(valueOf(await find())).toEqual(found);
    expect(archive.log.seen('data').map(({ path }) => path)).toContain('/sort_by_project/GO-Canada/REGO/calibration/');
  });
});
