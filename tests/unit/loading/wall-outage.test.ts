import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { sitesOfArray } from '$lib/datasets/source-camera';
import { dayUs, formatDate, parseInstant } from '$lib/datasets/utc';
import { createWallLoading } from '$lib/loading/keogram-wall';
import { createLoading } from '$lib/loading/loading';
import type { Failure } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import type { WallPicture } from '$lib/model/wall';
import { directHosts } from '$lib/services/hosts';
import { countingFetch, json, never } from '../services/counting-fetch';
import { fakeDecoder } from './bench';

const themis = { program: 'themis-asi', instrumentType: 'panchromatic ASI' };
const offline: Failure = { kind: 'offline', message: 'no network' };
const silent: Failure = { kind: 'refused', host: 'api', reason: 'unreachable', message: 'nobody' };
const root = `${directHosts.data}/sort_by_project/THEMIS/asi/stream2`;

/** Days of March 2014, the last one included. */
const days = (first: number, last: number): TimeRange => ({
  startUs: parseInstant('2014-03-01')! + (first - 1) * dayUs,
  endUs: parseInstant('2014-03-01')! + last * dayUs,
});

/** The listing service knows a keogram of Gillam for each day that is asked about. */
function listOf(url: string): Response {
  const query = new URL(url).searchParams;
  if (query.get('site_uid') !== 'gill') return json({ urls: [], count: 0, total_bytes: null });
  const [startUs, endUs] = ['start', 'end'].map((name) => parseInstant(query.get(name)!)!) as [number, number];
  const urls = [];
  for (let us = startUs; us <= endUs; us += dayUs) {
    const date = formatDate(us);
    urls.push(
      `${root}/${date.replaceAll('-', '/')}/gill_themis19/${date.replaceAll('-', '')}__gill_themis19_full-keogram.pgm.jpg`,
    );
  }
  return json({ urls, count: urls.length, total_bytes: null });
}

function bench() {
  let isAway = false;
  const net = countingFetch((url) => {
    if (isAway) throw new TypeError('Failed to fetch');
    return listOf(url);
  });
  const cache = createMemoryCache({ budgetBytes: 1e6 });
  const loading = createLoading({ hosts: directHosts, decoder: fakeDecoder(), cache, fetch: net.fetch });
  const wall = createWallLoading({ loading, hosts: directHosts, allowed: () => true });
  const look = async (range: TimeRange, platforms: readonly string[], why: Failure | null) => {
    const found: WallPicture[] = [];
    const onPortion = (pictures: readonly WallPicture[]) => void found.push(...pictures);
    net.asked.length = 0;
    const outcome = await wall.fromFolders(themis, platforms, range, { signal: never(), why, onPortion });
    return { outcome, found, asked: net.asked.length };
  };
  const away = (onLine: boolean) => {
    isAway = true;
    vi.stubGlobal('navigator', { onLine });
  };
  return { look, away, loading };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** By the app's own clock, which runs as fast as there is nothing to do. */
async function timed<T>(work: Promise<T>): Promise<{ readonly value: T; readonly tookMs: number }> {
  const begunMs = performance.now();
  let isOver = false;
  void work.finally(() => (isOver = true));
  while (!isOver && performance.now() - begunMs < 300_000) {
    await vi.advanceTimersByTimeAsync(20);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { value: await work, tookMs: performance.now() - begunMs };
}

describe('an array of many sites, and nobody answers', () => {
  test('where there is no network, the folders are hardly asked', async () => {
    const { look, away } = bench();
    away(false);
    const { value, tookMs } = await timed(look(days(1, 31), [], offline));
    expect(value).toMatchObject({ outcome: { ok: false, failure: { kind: 'offline' } }, asked: 2 });
    expect(tookMs).toBeLessThan(1000);
  });

  test('nor for long where the browser thinks that there is one', async () => {
    const { look, away } = bench();
    away(true);
    const { value, tookMs } = await timed(look(days(1, 31), [], silent));
    expect(value.outcome).toMatchObject({ ok: false, failure: { kind: 'refused', reason: 'unreachable' } });
    expect(value.asked).toBeLessThan(20);
    expect(tookMs).toBeLessThan(10_000);
  });

  test('though the search service did a moment ago, it is soon seen', async () => {
    const { look, away } = bench();
    away(false);
    const { value } = await timed(look(days(1, 31), [], null));
    expect(value).toMatchObject({ outcome: { ok: false, failure: { kind: 'offline' } }, asked: 2 });
  });
});

describe('lists of earlier visits', () => {
  test('tell of the days that are asked for, whatever range they were made for, and from when they are', async () => {
    const { look, away } = bench();
    const before = Date.now();
    expect((await timed(look(days(5, 10), ['gillam'], null))).value.found).toHaveLength(6);
    await timed(look(days(20, 24), ['gillam'], null));
    away(false);
    const { value } = await timed(look(days(8, 21), [], offline));
    expect(value.found.map(({ range }) => formatDate(range.startUs))).toEqual([
      ...['2014-03-08', '2014-03-09', '2014-03-10'],
      ...['2014-03-20', '2014-03-21'],
    ]);
    if (!value.outcome.ok) throw new Error(value.outcome.failure.message);
    const { missed, asOfMs } = value.outcome.value;
    expect(asOfMs).toBeGreaterThanOrEqual(before);
    // Of Gillam some days are not known, of other sites none.
    expect(missed).toHaveLength(sitesOfArray(themis, []).length);
  });

  test('tell of all that is asked for where they reach that far', async () => {
    const { look, away } = bench();
    await timed(look(days(5, 10), ['gillam'], null));
    away(false);
    const { value } = await timed(look(days(6, 7), ['gillam'], offline));
    expect(value).toMatchObject({ outcome: { ok: true, value: { missed: [] } }, asked: 2 });
    expect(value.found).toHaveLength(2);
  });

  test('of another device are not those of this one', async () => {
    const { look, away, loading } = bench();
    await timed(look(days(5, 10), ['gillam'], null));
    away(false);
    const devices = ['themis19', 'themis04'];
    const counts = await Promise.all(
      devices.map(async (deviceUid) => {
        const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid };
        const { value } = await timed(loading.listSummaries(camera, days(5, 6), 'daily', never()));
        return value.ok ? value.value.pictures.length : -1;
      }),
    );
    expect(counts).toEqual([2, 0]);
  });

  test('of one device tell nothing of others', async () => {
    const { away, loading } = bench();
    const list = async (deviceUid: string | null) => {
      const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid };
      const { value } = await timed(loading.listSummaries(camera, days(5, 6), 'daily', never()));
      return value.ok ? value.value.pictures.length : value.failure.kind;
    };
    expect(await list('themis19')).toBe(2);
    away(false);
    expect([await list('themis19'), await list('themis04'), await list(null)]).toEqual([2, 'offline', 'offline']);
  });

  test('for what suits one length are none for another', async () => {
    const { away, loading } = bench();
    const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null };
    const list = async (range: TimeRange) => (await timed(loading.listSummaries(camera, range, null, never()))).value;
    expect(await list(days(5, 6))).toMatchObject({ ok: true, value: { kept: null } });
    away(false);
    expect(await list(days(5, 6))).toMatchObject({ ok: true, value: { kept: { isWhole: true } } });
    expect(await list(days(5, 5))).toMatchObject({ ok: false, failure: { kind: 'offline' } });
  });
});
