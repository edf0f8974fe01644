import { describe, expect, test } from 'vitest';
import { dayUs, hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import { observatory } from '$lib/datasets/observatories';
import { seasonSky } from '$lib/geometry/season-sky';
import type { NightsWatch, SeasonLoading } from '$lib/loading/season-nights';
import type { Failure } from '$lib/model/failure';
import { binsOfDay, noData, type NightColumn } from '$lib/model/season';
import type { WallPicture } from '$lib/model/wall';
import { Season } from '$lib/state/season.svelte';
import type { SeasonSite } from '$lib/state/season-sites';

const at = (text: string) => parseInstant(text)!;
const gill: SeasonSite = { platform: 'gillam', name: 'TREx RGB GILL', place: observatory('gill') };
const fsmi: SeasonSite = { platform: 'fort smith', name: 'TREx RGB FSMI', place: observatory('fsmi') };
const range = { startUs: at('2020-01-01'), endUs: at('2020-01-11') };

function picture(siteUid: string, date: string, kind = 'daily'): WallPicture {
  const startUs = at(date);
  const name = `TREx RGB ${siteUid.toUpperCase()}`;
  return {
    ...{ url: `${siteUid} ${date} ${kind}`, name: date, range: { startUs, endUs: startUs + dayUs }, kind },
    ...{ span: 'daily', camera: { name, dataset: 'TREX_RGB_RAW_NOMINAL', siteUid, deviceUid: 'rgb-04' } },
  };
}

/** Answers when the test does. */
class FakeSeason implements SeasonLoading {
  readonly asked: {
    readonly urls: readonly string[];
    readonly pictures: readonly WallPicture[];
    watch: NightsWatch;
  }[] = [];
  readonly #ends: (() => void)[] = [];
  skies = 0;

  nights(pictures: readonly WallPicture[], watch: NightsWatch): Promise<void> {
    this.asked.push({ urls: pictures.map(({ url }) => url), pictures, watch });
    return new Promise((resolve) => this.#ends.push(resolve));
  }

  sky(...[wanted, place]: Parameters<SeasonLoading['sky']>): ReturnType<SeasonLoading['sky']> {
    this.skies++;
    return Promise.resolve({ ok: true, value: seasonSky(wanted, place) });
  }

  give(url: string, value: number, isKept = false): void {
    const column: NightColumn = new Uint8Array(binsOfDay).fill(value);
    this.asked.at(-1)!.watch.onColumns(new Map([[url, column]]), isKept);
  }

  refuse(place: number, failure: Failure): void {
    const { watch, pictures } = this.asked.at(-1)!;
    watch.onFailure(pictures[place]!, failure);
  }

  async end(): Promise<void> {
    this.#ends.at(-1)!();
    await Promise.resolve();
    await Promise.resolve();
  }
}

function bench() {
  const loading = new FakeSeason();
  let ms = 0;
  const season = new Season(loading, () => ms);
  return { loading, season, pass: (by: number) => (ms += by) };
}

const pictures = [picture('gill', '2020-01-02'), picture('gill', '2020-01-09'), picture('fsmi', '2020-01-05')];
const missing: Failure = { kind: 'missing', message: 'none' };
const day = (season: Season, site: SeasonSite, at: number) =>
  new Set(season.gridOf(site)!.subarray(at * binsOfDay, (at + 1) * binsOfDay));

describe('nights of a season', () => {
  test('the latest come first, each to its site and day; the others stay gaps', async () => {
    const { loading, season } = bench();
    season.show({ range, sites: [fsmi, gill], pictures: [...pictures, picture('rabb', '2020-01-03')] });
    expect(loading.asked[0]!.urls).toEqual(['gill 2020-01-09 daily', 'fsmi 2020-01-05 daily', 'gill 2020-01-02 daily']);
    loading.give('gill 2020-01-09 daily', 7, true);
    expect(season.progress).toEqual({ kind: 'loading', done: 1, total: 3, leftMs: null });
    loading.give('fsmi 2020-01-05 daily', 9);
    await loading.end();
    expect(season.progress?.kind).toBe('done');
    expect([day(season, gill, 8), day(season, gill, 1), day(season, fsmi, 4)]).toEqual(
      [7, noData, 9].map((value) => new Set([value])),
    );
  });

  test('rows that begin at noon have halves of two nights', () => {
    const { loading, season } = bench();
    const shifted = { startUs: range.startUs + dayUs / 2, endUs: range.endUs + dayUs / 2 };
    season.show({ range: shifted, sites: [gill], pictures });
    loading.give('gill 2020-01-02 daily', 7);
    const grid = season.gridOf(gill)!;
    const filled = [...grid.keys()].filter((part) => grid[part] === 7);
    expect([filled[0], filled.length]).toEqual([binsOfDay / 2, binsOfDay]);
  });

  test('of several pictures of a night one is asked for', () => {
    const { loading, season } = bench();
    const twice = [picture('gill', '2020-01-02', 'daily_moviederived'), picture('gill', '2020-01-02')];
    season.show({ range, sites: [gill], pictures: twice });
    expect(loading.asked[0]!.urls).toEqual(['gill 2020-01-02 daily']);
  });

  test('the same again asks nothing; more pictures ask for the new ones only; another season starts anew', () => {
    const { loading, season } = bench();
    season.show({ range, sites: [gill], pictures });
    season.show({ range, sites: [gill], pictures });
    expect(loading.asked).toHaveLength(1);
    loading.give('gill 2020-01-09 daily', 7);
    season.show({ range, sites: [gill], pictures: [...pictures, picture('gill', '2020-01-03')] });
    expect(loading.asked[0]!.watch.signal.aborted).toBe(true);
    expect(loading.asked[1]!.urls).toEqual(['gill 2020-01-03 daily', 'gill 2020-01-02 daily']);
    expect(season.progress).toMatchObject({ done: 1, total: 3 });
    season.show({ range: { startUs: range.startUs - 366 * dayUs, endUs: range.startUs }, sites: [gill], pictures: [] });
    expect(new Set(season.gridOf(gill))).toEqual(new Set([noData]));
  });

  test('how long it will take is told once some have come over the network', () => {
    const { loading, season, pass } = bench();
    const many = Array.from({ length: 10 }, (_, at) => picture('gill', `2020-01-${String(at + 1).padStart(2, '0')}`));
    season.show({ range, sites: [gill], pictures: many });
    const { urls } = loading.asked[0]!;
    for (const url of urls.slice(0, 4)) {
      pass(1000);
      loading.give(url, 1);
    }
    expect(season.progress?.leftMs).toBeNull();
    pass(1000);
    loading.give(urls[4]!, 1);
    expect(season.progress).toEqual({ kind: 'loading', done: 5, total: 10, leftMs: 5000 });
  });

  test('what was stopped goes on; what failed is asked for again', async () => {
    const { loading, season } = bench();
    season.show({ range, sites: [gill], pictures });
    loading.give('gill 2020-01-09 daily', 7);
    season.stop();
    expect(season.progress).toMatchObject({ kind: 'stopped', done: 1, total: 2 });
    season.goOn();
    expect(loading.asked[1]!.urls).toEqual(['gill 2020-01-02 daily']);
    loading.refuse(0, missing);
    await loading.end();
    expect([season.progress?.kind, [...season.failures.values()]]).toEqual(['done', [missing]]);
    season.goOn();
    expect([loading.asked[2]!.urls, season.failures.size]).toEqual([['gill 2020-01-02 daily'], 0]);
  });
});

test('the sky of a place is reckoned once for a season', async () => {
  const { loading, season } = bench();
  await season.wantSky(range, gill.place!);
  await season.wantSky(range, gill.place!);
  await season.wantSky(range, fsmi.place!);
  expect([loading.skies, [...season.skies.keys()]]).toEqual([2, ['gill', 'fsmi']]);
  expect(season.skies.get('gill')!.darkUs[0]! / hourUs).toBeGreaterThan(11);
  await season.wantSky({ startUs: range.endUs, endUs: range.endUs + dayUs }, gill.place!);
  expect([...season.skies.keys()]).toEqual(['gill']);
  expect(season.skies.get('gill')!.darkUs[0]! % minuteUs).toBeGreaterThan(0);
});
