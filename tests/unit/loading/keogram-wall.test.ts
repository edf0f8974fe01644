import { describe, expect, test } from 'vitest';
import { dayUs, formatDate, hourUs, parseInstant } from '$lib/datasets/utc';
import { createWallLoading } from '$lib/loading/keogram-wall';
import type { ListSummaries } from '$lib/loading/summary-pictures';
import type { ExploreArray } from '$lib/model/explore';
import type { Failure, Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import type { ReadyPicture, WallPicture } from '$lib/model/wall';
import type { Wish } from '$lib/model/work';
import { directHosts, type Hosts } from '$lib/services/hosts';
import type { SummaryKeogram } from '$lib/services/summary-keogram';

const rgb = { program: 'trex', instrumentType: 'RGB ASI' };
const camera = { name: 'TREx RGB GILL', dataset: 'TREX_RGB_RAW_NOMINAL', siteUid: 'gill', deviceUid: 'rgb-04' };
const archive = directHosts.data;
const offline: Failure = { kind: 'offline', message: 'no network' };
const never = () => new AbortController().signal;
const wish = (): Wish => ({ rank: () => 0, signal: never() });

function picture(name: string, root = archive): WallPicture {
  const range = { startUs: 0, endUs: dayUs };
  return {
    url: `${root}/sort_by_project/${name}.jpg`,
    name: `${name}.jpg`,
    range,
    span: 'daily',
    kind: 'daily',
    camera,
  };
}

function listed(siteUid: string, startUs: number, kind: SummaryKeogram['kind'] = 'daily'): SummaryKeogram {
  const name = `${formatDate(startUs)} ${siteUid}`;
  const range = { startUs, endUs: startUs + (kind === 'daily' ? dayUs : hourUs) };
  return { url: `${archive}/sort_by_project/${name}.jpg`, name, range, kind, deviceUid: 'rgb-04' };
}

const listedNow = (pictures: readonly SummaryKeogram[]) => ({ ok: true, value: { pictures, kept: null } }) as const;

interface BenchOptions {
  readonly list?: ListSummaries;
  readonly bitmap?: { readonly width: number; readonly height: number };
  readonly failure?: Failure;
  readonly hosts?: Hosts;
  readonly allowed?: (origin: string) => boolean;
}

function bench({
  list,
  bitmap = { width: 720, height: 32 },
  failure,
  hosts = directHosts,
  allowed,
}: BenchOptions = {}) {
  const asked: string[] = [];
  const keptAsked: string[] = [];
  const readied: string[] = [];
  let open = 0;
  let mostOpen = 0;
  const wall = createWallLoading({
    loading: {
      async listSummaries(of, range, span, signal) {
        asked.push(`${of.siteUid} ${formatDate(range.startUs)} ${(range.endUs - range.startUs) / dayUs} ${span}`);
        mostOpen = Math.max(mostOpen, ++open);
        await Promise.resolve();
        open--;
        return list ? list(of, range, span, signal) : listedNow([listed(of.siteUid, range.startUs)]);
      },
      listKeptSummaries(of, range, _span, why) {
        keptAsked.push(`${of.siteUid} ${formatDate(range.startUs)}`);
        return Promise.resolve({ ok: false, failure: why });
      },
      summary({ url, dataset }, _range, mostRows): Promise<Outcome<ReadyPicture>> {
        readied.push(`${url.split('/').at(-1)} ${dataset} ${mostRows}`);
        if (failure) return Promise.resolve({ ok: false, failure });
        const value = { bitmap: bitmap as ImageBitmap, ...bitmap, brightness: new Float32Array(bitmap.width) };
        return Promise.resolve({ ok: true, value });
      },
      sampleOf: () => null,
    },
    hosts,
    allowed: allowed ?? ((origin) => origin === archive),
  });
  return { wall, asked, keptAsked, readied, mostOpen: () => mostOpen };
}

interface LookOptions {
  readonly array?: ExploreArray;
  readonly stopAfter?: number;
  readonly why?: Failure | null;
}

async function look(
  { wall }: ReturnType<typeof bench>,
  range: TimeRange,
  platforms: readonly string[] = ['gillam', 'fort smith'],
  { array = rgb, stopAfter = Infinity, why = null }: LookOptions = {},
) {
  const patience = new AbortController();
  const found: WallPicture[] = [];
  const steps: string[] = [];
  const outcome = await wall.fromFolders(array, platforms, range, {
    ...{ signal: patience.signal, why },
    onPortion: (pictures, done, total) => {
      found.push(...pictures);
      steps.push(`${done}/${total}`);
      if (done >= stopAfter) patience.abort();
    },
  });
  return { outcome, found, steps };
}

const days = (first: string, count: number): TimeRange => {
  const startUs = parseInstant(first)!;
  return { startUs, endUs: startUs + count * dayUs };
};

describe('the archive’s folders', () => {
  test('are looked through 62 days at a time, the latest first, a few questions at once', async () => {
    const desk = bench();
    const { outcome, found, steps } = await look(desk, days('2020-01-01', 150));
    expect(outcome).toEqual({ ok: true, value: { missed: [], asOfMs: null } });
    expect(desk.asked).toEqual([
      'fsmi 2020-03-29 62 daily',
      'gill 2020-03-29 62 daily',
      'fsmi 2020-01-27 62 daily',
      'gill 2020-01-27 62 daily',
      'fsmi 2020-01-01 26 daily',
      'gill 2020-01-01 26 daily',
    ]);
    expect(steps).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
    expect(desk.mostOpen()).toBe(4);
    expect(found).toHaveLength(6);
    expect(found.find(({ camera: { siteUid } }) => siteUid === 'gill')).toMatchObject({
      ...{ span: 'daily', kind: 'daily' },
      camera: { ...camera, deviceUid: 'rgb-04' },
    });
  });

  test('of exactly 62 days are one question; of none there is none', async () => {
    const desk = bench();
    await look(desk, days('2020-01-01', 62), ['gillam']);
    expect(desk.asked).toEqual(['gill 2020-01-01 62 daily']);
    expect(await look(desk, days('2020-01-01', 0))).toMatchObject({ outcome: { ok: true }, steps: [] });
    expect(desk.asked).toHaveLength(1);
  });

  test('have nothing of an array that is not theirs', async () => {
    const desk = bench();
    const array = { program: 'trex', instrumentType: 'spectrograph' };
    expect((await look(desk, days('2020-01-01', 9), [], { array })).outcome).toEqual({
      ok: true,
      value: { missed: [], asOfMs: null },
    });
    expect(desk.asked).toEqual([]);
  });

  test('that answer in part are shown in part, and what is missed is told', async () => {
    const list: ListSummaries = ({ siteUid }, { startUs }) =>
      Promise.resolve(siteUid === 'gill' ? listedNow([listed('gill', startUs)]) : { ok: false, failure: offline });
    const { outcome, found, steps } = await look(bench({ list }), days('2020-01-01', 100));
    expect(outcome).toEqual({ ok: true, value: { missed: [offline, offline], asOfMs: null } });
    expect([found.length, steps.at(-1)]).toEqual([2, '4/4']);
  });

  test('that do not answer at all are a failure', async () => {
    const list: ListSummaries = () => Promise.resolve({ ok: false, failure: offline });
    const { outcome, found } = await look(bench({ list }), days('2020-01-01', 100));
    expect([outcome, found]).toEqual([{ ok: false, failure: offline }, []]);
  });

  const silent: Failure = { kind: 'refused', host: 'host', reason: 'unreachable', message: 'nobody' };

  test('are asked no more once nobody answers, though the search service did', async () => {
    const list: ListSummaries = () => Promise.resolve({ ok: false, failure: silent });
    const desk = bench({ list });
    const { outcome } = await look(desk, days('2020-01-01', 1000));
    expect([desk.asked.length, desk.keptAsked.length]).toEqual([4, 30]);
    expect(outcome).toEqual({ ok: false, failure: silent });
  });

  test('are asked on once one of them answered: the next may, too', async () => {
    const first = days('2020-01-01', 1000).endUs;
    const list: ListSummaries = ({ siteUid }, { startUs, endUs }) =>
      Promise.resolve(
        siteUid === 'fsmi' && endUs === first ? listedNow([listed('fsmi', startUs)]) : { ok: false, failure: silent },
      );
    const desk = bench({ list });
    const { outcome } = await look(desk, days('2020-01-01', 1000), undefined, { why: silent });
    expect([desk.asked.length, desk.keptAsked.length]).toEqual([34, 0]);
    expect(outcome.ok && outcome.value.missed.length).toBe(33);
  });

  test('are left alone when nobody wants them any more', async () => {
    const desk = bench();
    const { outcome, steps } = await look(desk, days('2010-01-01', 3000), ['gillam'], { stopAfter: 3 });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    expect(steps).toHaveLength(3);
    expect(desk.asked.length).toBeLessThan(10);
  });
});

describe('keograms of hours', () => {
  test('are those of the camera', async () => {
    const { startUs } = days('2020-01-01', 1);
    const list: ListSummaries = ({ siteUid }) => Promise.resolve(listedNow([listed(siteUid, startUs, 'hourly')]));
    const desk = bench({ list });
    const found = await desk.wall.hourly(camera, { startUs, endUs: startUs + dayUs }, never());
    expect(found).toMatchObject({ ok: true, value: [{ span: 'hourly', kind: 'hourly', camera }] });
    expect(desk.asked).toEqual(['gill 2020-01-01 1 hourly']);
  });

  test('are not asked for where site or array are not known', async () => {
    const desk = bench();
    for (const change of [{ dataset: null }, { siteUid: null }, { dataset: 'TREX_SPECT_RAW' }])
      expect(await desk.wall.hourly({ ...camera, ...change }, days('2020-01-01', 1), never())).toEqual({
        ok: true,
        value: [],
      });
    expect(desk.asked).toEqual([]);
  });

  test('that cannot be had are a failure', async () => {
    const list: ListSummaries = () => Promise.resolve({ ok: false, failure: offline });
    const found = await bench({ list }).wall.hourly(camera, days('2020-01-01', 1), never());
    expect(found).toEqual({ ok: false, failure: offline });
  });
});

describe('a picture', () => {
  test('that is ready is held, for the number of rows it was made for', async () => {
    const { wall, readied } = bench();
    const wanted = picture('a');
    expect(wall.held(wanted, 32)).toBeNull();
    await wall.ready(wanted, 32, wish());
    expect(wall.held(wanted, 32)).toMatchObject({ width: 720 });
    expect(wall.held(wanted, 128)).toBeNull();
    expect(readied).toEqual(['a.jpg TREX_RGB_RAW_NOMINAL summary 32']);
  });

  test('that failed is not', async () => {
    const { wall } = bench({ failure: offline });
    expect(await wall.ready(picture('a'), 32, wish())).toEqual({ ok: false, failure: offline });
    expect(wall.held(picture('a'), 32)).toBeNull();
  });

  test.each([
    ['another server', 'https://example.org'],
    ['another port', `${archive}:444`],
    ['an address that only looks like the archive’s', `${archive}.example.org`],
    ['the archive without encryption', archive.replace('https', 'http')],
  ])('on %s is refused without a request', async (_, root) => {
    const { wall, readied } = bench();
    const wanted = picture('a', root);
    expect(await wall.ready(wanted, 32, wish())).toMatchObject({
      ok: false,
      failure: { kind: 'refused', host: new URL(root).host, reason: 'cross-origin' },
    });
    expect([readied, wall.shownAt(wanted)]).toEqual([[], null]);
  });

  test('of the archive is asked for where the archive is reached', () => {
    const relay = 'https://app.example/relay/data';
    const hosts: Hosts = { ...directHosts, data: relay, via: 'relay' };
    const { wall } = bench({ hosts, allowed: (origin) => origin === 'https://app.example' });
    expect(wall.shownAt(picture('a'))).toBe(`${relay}/sort_by_project/a.jpg`);
    expect(wall.shownAt(picture('a', 'https://example.org'))).toBeNull();
  });

  test('drives out those that were used longest ago, so that memory does not grow', async () => {
    const bitmap = { width: 1024, height: 4096 }; // 16 MB: of 64 MB three fit, with their brightness
    const { wall } = bench({ bitmap });
    for (const name of ['a', 'b', 'c']) await wall.ready(picture(name), 512, wish());
    expect(wall.held(picture('a'), 512)).not.toBeNull();
    await wall.ready(picture('d'), 512, wish());
    expect(['a', 'b', 'c', 'd'].map((name) => wall.held(picture(name), 512) !== null)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
});
