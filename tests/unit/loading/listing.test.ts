import { describe, expect, test } from 'vitest';
import type { TimeRange } from '$lib/model/time';
import { file, json, never, page } from '../services/counting-fetch';
import { createBench } from './bench';

const root = 'https://data.phys.ucalgary.ca/sort_by_project';
const day = `${root}/THEMIS/asi/stream0/2014/03/10`;
const range: TimeRange = { startUs: Date.UTC(2014, 2, 10, 6) * 1000, endUs: Date.UTC(2014, 2, 10, 6, 10) * 1000 };
const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null };
const minute = (index: number, device = 'themis19') =>
  `${day}/gill_${device}/ut06/20140310_060${index}_gill_${device}_full.pgm.gz`;
const listed = (urls: readonly string[], total: number | null = 300) =>
  json({ urls, count: urls.length, total_bytes: total });
const isService = (url: string) => url.startsWith('https://api.phys.ucalgary.ca/');

/** The folders of one hour with minutes of 2.0M. */
function folders(url: string): Response {
  if (url === `${day}/`) return page('<a href="gill_themis19/">x</a>');
  if (url === `${day}/gill_themis19/`) return page('<a href="ut06/">x</a>');
  if (url !== `${day}/gill_themis19/ut06/`) return page('<h1>Home</h1>');
  const lines = [0, 1].map((index) => `<a href="${minute(index).split('/').at(-1)}">x</a> 10-Mar-2014 06:05  2.0M`);
  return page(lines.join('\n'));
}

describe('listFiles', () => {
  test('by the service', async () => {
    const { loading, asked } = createBench({ answer: () => listed([minute(1), minute(0)]) });
    expect(await loading.listFiles(camera, range, never())).toMatchObject({
      ok: true,
      value: {
        files: [{ url: minute(0) }, { url: minute(1) }],
        found: 'listing service',
        totalBytes: 300,
        exactBytes: true,
        deviceUid: 'themis19',
        otherDevices: [],
        serviceFailure: null,
      },
    });
    expect(asked).toHaveLength(1);
  });

  test('an empty list is an answer: no folder is opened', async () => {
    const { loading, asked } = createBench({ answer: () => listed([], 0) });
    const outcome = await loading.listFiles(camera, range, never());
    expect(outcome).toMatchObject({ ok: true, value: { files: [], totalBytes: 0, deviceUid: null } });
    expect(asked.every(isService)).toBe(true);
  });

  test.each([
    ['refused', () => Promise.reject(new TypeError('Failed to fetch')), 'refused'],
    ['unknown to it', () => json({ detail: 'Dataset name does not exist' }, 404), 'missing'],
    ['a page', () => page('<h1>Maintenance</h1>'), 'unsupported'],
    ['addresses elsewhere', () => listed(['https://evil.example/a.gz']), 'unsupported'],
  ])('a failing service (%s): the folders are looked through, and why is told', async (_, answer, kind) => {
    const { loading } = createBench({ answer: (url) => (isService(url) ? answer() : folders(url)) });
    expect(await loading.listFiles(camera, range, never())).toMatchObject({
      ok: true,
      value: {
        files: [{ url: minute(0) }, { url: minute(1) }],
        found: 'directory listing',
        totalBytes: 4 * 2 ** 20,
        exactBytes: false,
        deviceUid: 'themis19',
        serviceFailure: { kind },
      },
    });
  });

  test("both fail: the directory's failure, in words that name both", async () => {
    const { loading } = createBench({ answer: (url) => new Response(null, { status: isService(url) ? 400 : 418 }) });
    const outcome = await loading.listFiles(camera, range, never());
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'server', status: 418 } });
    expect(outcome.ok ? '' : outcome.failure.message).toMatch(/data\.phys.*418.*listing service.*400/);
  });

  test('an abort is not taken for a failing service', async () => {
    const control = new AbortController();
    const { loading, asked } = createBench({ answer: () => new Promise(() => undefined) });
    const waiting = loading.listFiles(camera, range, control.signal);
    control.abort();
    expect(await waiting).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    expect(asked.every(isService)).toBe(true);
  });

  test('what the service does not know goes straight to the folders', async () => {
    const { loading, asked } = createBench({ answer: folders });
    const outcome = await loading.listFiles({ ...camera, dataset: 'RAINBOW_RAW' }, range, never());
    expect(outcome).toMatchObject({ ok: true, value: { files: [], found: 'directory listing', serviceFailure: null } });
    expect(asked).toEqual([`${root}/GO-Canada/AGO/stream0/2014/03/10/`]);
  });

  test('one device: the one with the most files, the others named, and their bytes not counted', async () => {
    const urls = [
      minute(0, 'themis04'),
      minute(1, 'themis04'),
      minute(1),
      minute(2, 'themis01'),
      minute(3, 'themis01'),
    ];
    const { loading } = createBench({ answer: () => listed(urls) });
    expect(await loading.listFiles(camera, range, never())).toMatchObject({
      value: { deviceUid: 'themis01', otherDevices: ['themis04', 'themis19'], totalBytes: null, files: { length: 2 } },
    });
    expect(await loading.listFiles({ ...camera, deviceUid: 'themis19' }, range, never())).toMatchObject({
      value: { deviceUid: 'themis19', otherDevices: ['themis01', 'themis04'], files: [{ url: minute(1) }] },
    });
  });

  test('a dataset that nobody knows is unsupported', async () => {
    const { loading, asked } = createBench();
    const outcome = await loading.listFiles({ ...camera, dataset: 'NOPE' }, range, never());
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unsupported' } });
    expect(asked).toEqual([]);
  });
});

const stretchFrom = (startUs: number) => ({ startUs, endUs: startUs + 60_000_000 });

describe('skymap', () => {
  const folder = `${root}/THEMIS/asi/skymaps/gako`;
  const urls = ['20110305', '20090101', '20130901'].map(
    (start) => `${folder}/gako_${start}/themis_skymap_gako_${start}-+_v02.sav`,
  );
  const gako = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gako' };
  const at = (year: number) => stretchFrom(Date.UTC(year, 5, 1) * 1000);
  const answer = (url: string) => (isService(url) ? listed(urls) : file(new Uint8Array(100)));

  test('by the published rule, list and file asked for once', async () => {
    const { loading, asked } = createBench({ answer });
    const [first, same] = await Promise.all([
      loading.skymap(gako, at(2012), never()),
      loading.skymap(gako, at(2011), never()),
    ]);
    expect(first).toMatchObject({
      ok: true,
      value: { name: 'themis_skymap_gako_20110305-+_v02.sav', rule: 'valid', startUs: Date.UTC(2011, 2, 5) * 1000 },
    });
    expect(same).toEqual(first);
    expect(await loading.skymap(gako, at(2012), never())).toEqual(first);
    expect(asked).toEqual([expect.stringContaining('name=THEMIS_ASI_SKYMAP_IDLSAV') as string, urls[0]]);
  });

  test('before them all, the first, and says so', async () => {
    const { loading } = createBench({ answer });
    expect(await loading.skymap(gako, at(2005), never())).toMatchObject({
      value: { name: 'themis_skymap_gako_20090101-+_v02.sav', rule: 'first' },
    });
  });

  test('none is an answer', async () => {
    const { loading, asked } = createBench({ answer: () => listed([], 0) });
    expect(await loading.skymap(gako, at(2012), never())).toEqual({ ok: true, value: null });
    expect(await loading.skymap({ ...gako, dataset: 'RAINBOW_RAW' }, at(2012), never())).toEqual({
      ok: true,
      value: null,
    });
    expect(asked).toHaveLength(1);
  });

  test('for a time that lies ahead the list goes that far, and is not taken for today’s', async () => {
    const { loading, asked } = createBench({ answer });
    const ahead = (day: number, hour: number) => stretchFrom(Date.UTC(2095, 1, day, hour) * 1000);
    const ends = () =>
      asked.filter(isService).map((url) => new URL(url).searchParams.get('end')!.replace('T', ' ').slice(0, 13));
    expect((await loading.skymap(gako, at(2012), never())).ok).toBe(true);
    expect(Date.parse(ends()[0]!.slice(0, 10))).toBeLessThan(Date.now() + 5 * 86_400_000);
    expect(await loading.skymap(gako, ahead(8, 8), never())).toMatchObject({
      value: { name: 'themis_skymap_gako_20130901-+_v02.sav', rule: 'valid' },
    });
    await loading.skymap(gako, ahead(8, 9), never()); // no skymap begins within a day
    await loading.skymap(gako, ahead(9, 1), never());
    expect(ends().slice(1)).toEqual(['2095-02-08 08', '2095-02-09 01']);
  });

  test('a list that failed is asked for again', async () => {
    let works = false;
    const { loading } = createBench({ answer: (url) => (works ? answer(url) : new Response(null, { status: 400 })) });
    expect((await loading.skymap(gako, at(2012), never())).ok).toBe(false);
    works = true;
    expect((await loading.skymap(gako, at(2012), never())).ok).toBe(true);
  });
});
