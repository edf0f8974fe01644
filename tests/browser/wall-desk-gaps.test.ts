import { afterEach, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { emptyProductTable } from '$lib/datasets/product-table';
import { dayUs, hourUs } from '$lib/datasets/utc';
import type { ExploreChoice } from '$lib/model/explore';
import type { FoundProducts } from '$lib/loading/products';
import type { DescribedSource, FilterGroup } from '$lib/model/search';
import type { WallCamera } from '$lib/model/wall';
import { noChoice } from '$lib/state/explore-link';
import { KeogramWall, type WallPhase } from '$lib/state/keogram-wall.svelte';
import { LabelNights } from '$lib/state/learned-labels.svelte';
import { ProductCalendar } from '$lib/state/product-calendar.svelte';
import type { SearchPhase } from '$lib/state/product-search.svelte';
import { plainLook } from '$lib/state/wall-link';
import WallDesk from '../../src/routes/explore/WallDesk.svelte';
import { fakeWallLoading, offline } from '../unit/state/keogram-wall-bench';
import { daily, gill } from '../unit/state/wall-bench';

const walls: KeogramWall[] = [];
afterEach(() => walls.splice(0).forEach((wall) => wall.close()));

/** Nights of a camera, counted from 2020-02-01. */
async function hang(
  days: readonly number[],
  change: {
    phase?: WallPhase;
    search?: SearchPhase;
    camera?: WallCamera;
    choice?: Partial<ExploreChoice>;
    sources?: readonly DescribedSource[];
  } = {},
) {
  const wall = new KeogramWall(fakeWallLoading().loading);
  walls.push(wall);
  wall.pictures = days.map((day) => daily(day, change.camera));
  wall.phase = change.phase ?? { kind: 'searched' };
  const looks: ExploreChoice[] = [];
  const choice: ExploreChoice = { ...noChoice, range: { startUs: 0, endUs: dayUs }, ...change.choice };
  const nights = new LabelNights({ labels: () => new Promise(() => undefined) });
  const records = new ProductCalendar({ counts: () => Promise.reject(new Error('nobody asks')) });
  const { rerender } = await render(WallDesk, {
    ...{
      examples: [],
      wall,
      phase: change.search ?? ({ kind: 'idle' } as const),
      nights,
      records,
      sources: change.sources ?? [],
      choice,
    },
    ...{ isSettled: true, visit: null, onreach: () => undefined },
    onlook: (wanted: ExploreChoice) => looks.push(wanted),
  });
  return { rerender, looks, choice };
}

describe('nights without a keogram', () => {
  const told = () => [...document.querySelectorAll('[data-gap]')].map(({ textContent }) => textContent);
  const looked = { kind: 'looked', missed: [], asOfMs: null, isStopped: false, isBesides: false, why: null } as const;

  const doubt = ['No keogram found of 2 nights: 2020-02-02…03'];
  const filters: FilterGroup = {
    joined: 'AND',
    expressions: [{ key: 'keogram_type', operator: '=', values: ['daily_hires'] }],
  };

  test.each<[string, WallPhase, string | null]>([
    ['the service told', { kind: 'searched' }, '2 nights without a keogram: 2020-02-02…03'],
    ['the folders told', looked, '2 nights without a keogram: 2020-02-02…03'],
    ['looking was stopped', { ...looked, isStopped: true }, 'No keogram found of 2 nights: 2020-02-02…03'],
    ['some folders did not answer', { ...looked, missed: [offline] }, 'No keogram found of 2 nights: 2020-02-02…03'],
    ['lists of an earlier visit told', { ...looked, asOfMs: 7 }, 'No keogram found of 2 nights: 2020-02-02…03'],
    ['looking goes on', { kind: 'folders', done: 1, total: 3, why: null, isBesides: false }, null],
  ])('where %s', async (_, phase, expected) => {
    await hang([0, 3], { phase });
    await expect.poll(() => document.querySelectorAll('.room p[title]').length).toBe(2);
    expect(told()).toEqual(expected === null ? [] : [expected]);
  });

  test('what folders have is said not to be filtered', async () => {
    const words = () => document.querySelector('[data-wall] [role="status"]')!.textContent;
    const search = { kind: 'failed', failure: offline } as const;
    const { rerender, choice } = await hang([0, 3], { phase: looked, search, choice: { filters } });
    await expect.poll(words).toContain('Folders tell nothing of metadata: what hangs from there is not filtered.');
    await rerender({ choice: { ...choice, filters: null } });
    expect(words()).not.toContain('filtered');
  });

  test('are told with doubt where an earlier search told', async () => {
    const found = { origin: 'kept', table: emptyProductTable() } as FoundProducts;
    await hang([0, 3], { search: { kind: 'found', found, tookMs: 0 } });
    await expect.poll(told).toEqual(doubt);
  });

  test.each<[string, Partial<ExploreChoice>, Partial<FoundProducts>, string[]]>([
    ['are not told where records were chosen by what is said of them', { filters }, {}, []],
    ['are told with doubt of a search that was reopened', { requestId: 'x' }, {}, doubt],
    [
      'are told with doubt where records could not be read',
      {},
      { table: { ...emptyProductTable(), unreadable: 1 } },
      doubt,
    ],
  ])('%s', async (_, choice, change, expected) => {
    const found = { origin: 'service', table: emptyProductTable(), ...change } as FoundProducts;
    await hang([0, 3], { search: { kind: 'found', found, tookMs: 0 }, choice });
    await expect.poll(() => document.querySelectorAll('.room p[title]').length).toBe(2);
    expect(told()).toEqual(expected);
  });

  test('are not told between nights that were looked for by what models saw', async () => {
    const source = { identifier: 103, program: 'trex', instrumentType: 'RGB ASI', displayName: 'TREx RGB GILL' };
    const sources = [{ ...source, platform: 'gillam', sourceType: 'ground', productFields: [], ephemerisFields: [] }];
    const list = [{ field: 'cloud', verdict: 'clear', leastPercent: null }] as const;
    await hang([0, 3], { sources, choice: { labels: { joined: 'AND', leastMinutes: 1, list } } });
    await expect.poll(() => document.querySelectorAll('.room p[title]').length).toBe(2);
    expect(told()).toEqual([]);
  });
});

describe('dark hours', () => {
  const button = () => [...document.querySelectorAll('button')].find(({ textContent }) => /Dark/.test(textContent))!;
  const words = () => document.querySelector('[data-dark]')!.textContent;

  test('are put into the link as zooming does; what they leave out is said as long as they are shown', async () => {
    const { rerender, looks, choice } = await hang([0, 1]);
    button().click();
    await expect.poll(() => looks.length).toBe(1);
    const { wall } = looks[0]!;
    // Gillam in February: the Sun sinks below −6° at 23:45 UTC, before the row of that night begins.
    expect(wall).toEqual({ ...plainLook, window: { startUs: 0, endUs: expect.any(Number) as number } });
    expect(wall.window!.endUs / hourUs).toBeCloseTo(13.3, 0);
    expect(words()).toBe('');
    await rerender({ choice: { ...choice, wall } });
    expect(words()).toMatch(/^23:\d\d–24:00 UTC is left out/);
    await rerender({ choice: { ...choice, wall: plainLook } });
    expect(words()).toBe('');
  });

  test('that there are none is said, and the hours stay', async () => {
    const window = { startUs: 3 * hourUs, endUs: 9 * hourUs };
    const camera = { ...gill, siteUid: 'zzzz' };
    const { looks } = await hang([0], { camera, choice: { wall: { ...plainLook, window } } });
    button().click();
    await expect.poll(words).toBe('It is not known where these cameras stand.');
    expect(looks.at(-1)?.wall.window).toEqual(window);
  });
});

test('hours that rows have not, as those of nights elsewhere, are all of them', async () => {
  const axis = () => [...document.querySelectorAll('.axis span')].map(({ textContent }) => textContent);
  const wall = { ...plainLook, window: { startUs: 26 * hourUs, endUs: 30 * hourUs } };
  const { rerender, choice } = await hang([0, 1], { choice: { wall } });
  await expect.poll(axis).toContain('12:00');
  expect(axis().join()).not.toContain('+1');
  await rerender({ choice: { ...choice, wall: { ...wall, window: { startUs: 0, endUs: 6 * hourUs } } } });
  await expect.poll(axis).not.toContain('12:00');
});

test('where there is no mouse the help speaks of fingers', async () => {
  await hang([0]);
  const isShown = (words: string) =>
    [...document.querySelectorAll('p > span')]
      .filter(({ textContent }) => textContent.includes(words))
      .some((part) => getComputedStyle(part).display !== 'none');
  const isCoarse = matchMedia('(pointer: coarse)').matches;
  expect([isShown('Two fingers zoom'), isShown('Wheel with Ctrl')]).toEqual([isCoarse, !isCoarse]);
});
