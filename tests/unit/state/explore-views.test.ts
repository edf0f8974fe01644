import { describe, expect, test } from 'vitest';
import { emptyProductTable, readProductTable } from '$lib/datasets/product-table';
import { dayUs } from '$lib/datasets/utc';
import type { FoundProducts, Products } from '$lib/loading/products';
import type { ProductQuery, ProductTable } from '$lib/model/data-product';
import type { ExploreChoice } from '$lib/model/explore';
import type { Failure, Outcome } from '$lib/model/failure';
import { noChoice } from '$lib/state/explore-link';
import { ExploreViews } from '$lib/state/explore-views.svelte';
import { fakeWallLoading, offline, turn } from './keogram-wall-bench';
import { daily, firstUs } from './wall-bench';

const rgb = { program: 'trex', instrumentType: 'RGB ASI' };
const choice: ExploreChoice = { ...noChoice, range: { startUs: firstUs, endUs: firstUs + 9 * dayUs }, array: rgb };

/** What a search found: keograms of so many days. */
function keograms(count: number): ProductTable {
  const source = { identifier: 1, program: 'trex', platform: 'gillam', instrument_type: 'RGB ASI' };
  const records = Array.from({ length: count }, (_, day) => ({
    ...{ start: `2020-02-0${day + 1}T00:00:00`, end: `2020-02-0${day + 1}T23:59:00`, data_product_type: 'keogram' },
    data_source: { ...source, source_type: 'ground', display_name: 'TREx RGB GILL' },
    ...{ url: `https://data.phys.ucalgary.ca/2020020${day + 1}__gill_rgb-04_full-keogram.jpg`, metadata: {} },
  }));
  const table = readProductTable(JSON.stringify(records));
  return typeof table === 'string' ? emptyProductTable() : table;
}

function bench() {
  const asked: {
    query: ProductQuery | string;
    signal: AbortSignal;
    answer: (table: ProductTable | Failure, change?: Partial<FoundProducts>) => Promise<void>;
  }[] = [];
  const sources: (() => Promise<void>)[] = [];
  const atOnce: ProductQuery[] = [];
  const wait = (query: ProductQuery | string, requestId: string | null, signal: AbortSignal) =>
    new Promise<Outcome<FoundProducts>>((resolve) => {
      asked.push({
        ...{ query, signal },
        answer(found, change) {
          if ('message' in found) resolve({ ok: false, failure: found });
          else {
            const rest = { requestId, status: null, origin: 'service', asOfMs: 0, newestMs: 0 } as const;
            resolve({ ok: true, value: { table: found, ...rest, missing: [], failure: null, ...change } });
          }
          return turn();
        },
      });
    });
  const products: Products = {
    search: (query, requestId, { signal }) => wait(query, requestId, signal),
    searchAtOnce: (query, { signal }) => {
      atOnce.push(query);
      return wait(query, null, signal);
    },
    reopen: (requestId, { signal }) => wait(requestId, requestId, signal),
    cancel: () => Promise.resolve({ ok: true, value: null }),
    sources: () =>
      new Promise((resolve) =>
        sources.push(() => {
          resolve({ ok: true, value: { value: [], origin: 'service', asOfMs: 0, failure: null } });
          return turn();
        }),
      ),
    counts: () => Promise.reject(new Error('nobody asks')),
  };
  const desk = fakeWallLoading();
  const season = {
    nights: () => Promise.resolve(),
    sky: () => Promise.resolve({ ok: false, failure: offline } as const),
  };
  const labels = { labels: () => Promise.reject(new Error('nobody asks')) };
  const views = new ExploreViews({ products, wall: desk.loading, season, labels });
  return { views, asked, atOnce, sources, folders: desk.folders };
}

/** Sources are known. */
async function opened() {
  const desk = bench();
  const show = async (wanted: ExploreChoice, anew?: boolean) => {
    void desk.views.show(wanted, anew);
    await turn();
  };
  await show(choice);
  await desk.sources[0]!();
  return { ...desk, show };
}

test('keograms of a month are asked for in one call, those of more by a search', async () => {
  const { show, asked, atOnce } = await opened();
  expect([asked.length, atOnce.length]).toEqual([1, 1]);
  await show({ ...choice, range: { startUs: firstUs, endUs: firstUs + 32 * dayUs } });
  expect([asked.length, atOnce.length]).toEqual([2, 1]);
  await show({ ...choice, show: 'table' });
  expect([asked.length, atOnce.length]).toEqual([3, 1]);
});

describe('one choice is one search', () => {
  test('for keograms, once it is known by what days are told from hours', async () => {
    const { views, asked, sources } = bench();
    void views.show(choice);
    await turn();
    expect(asked).toEqual([]);
    await sources[0]!();
    expect(asked.map(({ query }) => query)).toEqual([views.query]);
    expect(views.query).toMatchObject({ types: ['keogram'], programs: ['trex'] });
  });

  test('however often it is shown, and however the wall hangs', async () => {
    const { asked, show } = await opened();
    await show(choice);
    await show({
      ...choice,
      wall: { ...choice.wall, rowHeight: 96 },
      marks: [{ dataset: 'A_RAW', siteUid: 'gill', startUs: 0, endUs: 1 }],
    });
    expect(asked).toHaveLength(1);
    await show({ ...choice, platforms: ['gillam'] });
    expect(asked).toHaveLength(2);
    expect(asked[0]!.signal.aborted).toBe(true);
  });

  test('but again where that is wished', async () => {
    const { asked, show } = await opened();
    await asked[0]!.answer(offline);
    await show(choice, true);
    expect(asked).toHaveLength(2);
  });

  test('though another was looked at before the sources were known', async () => {
    const { views, asked, sources } = bench();
    void views.show(choice);
    void views.show({ ...choice, platforms: ['gillam'] });
    void views.show(choice);
    await sources[0]!();
    expect(asked).toHaveLength(1);
  });

  test('of the table for all types, at once, and nothing hangs', async () => {
    const { views, asked, folders } = bench();
    void views.show({ ...choice, show: 'table', types: ['movie'] });
    await turn();
    expect(asked.map(({ query }) => query)).toMatchObject([{ types: ['movie'] }]);
    await asked[0]!.answer(keograms(2));
    expect([views.wall.pictures, folders]).toEqual([[], []]);
  });

  test('of a season for all of it, and only with a site', async () => {
    const { asked, show } = await opened();
    await show({ ...choice, show: 'season' });
    expect(asked).toHaveLength(1);
    await show({ ...choice, show: 'season', platforms: ['gillam'] });
    const { range } = asked[1]!.query as ProductQuery;
    expect(range).toEqual({ startUs: Date.UTC(2019, 6, 1) * 1000, endUs: Date.UTC(2020, 6, 1) * 1000 });
  });

  test('without days is none', async () => {
    const { views, asked, sources } = bench();
    void views.show({ ...choice, range: null });
    await sources[0]!();
    expect([asked, views.query]).toEqual([[], null]);
  });

  test('of a page that was left before the sources came is none', async () => {
    const { views, asked, sources } = bench();
    void views.show(choice);
    views.close();
    await sources[0]!();
    expect(asked).toEqual([]);
  });
});

describe('the wall hangs', () => {
  test('what was found', async () => {
    const { views, asked, folders } = await opened();
    await asked[0]!.answer(keograms(3));
    expect([views.wall.pictures.length, views.wall.phase.kind, folders.length]).toEqual([3, 'searched', 0]);
  });

  test.each<[string, ProductTable | Failure, Failure | null]>([
    ['fails', offline, offline],
    ['knows of none', keograms(0), null],
  ])('what the archive’s folders have when the service %s', async (_, answer, why) => {
    const { views, asked, folders } = await opened();
    await asked[0]!.answer(answer);
    expect(folders.map(({ array, platforms }) => [array, platforms])).toEqual([[rgb, []]]);
    expect(views.wall.phase).toMatchObject({ kind: 'folders', why });
    folders[0]!.watch.onPortion([daily(0)], 1, 1);
    await folders[0]!.answer({ ok: true, value: { missed: [], asOfMs: null } });
    expect(views.wall.phase).toMatchObject({ kind: 'looked', missed: [], why });
  });

  test('nothing from folders, which tell nothing of metadata, where the service finds none by them', async () => {
    const { views, asked, folders, show } = await opened();
    const expressions = [{ key: 'keogram_type', operator: '=', values: ['daily'] }] as const;
    await show({ ...choice, filters: { joined: 'AND', expressions } });
    await asked[1]!.answer(keograms(0));
    expect([views.wall.phase.kind, folders.length, views.isSettled]).toEqual(['empty', 0, true]);
    await show({ ...choice, filters: { joined: 'OR', expressions } });
    await asked[2]!.answer(offline);
    expect(folders).toHaveLength(1);
  });

  test('what kept searches know, and what the folders have of the other days', async () => {
    const { views, asked, folders } = await opened();
    const day = (first: number, last = first) => ({
      startUs: firstUs + first * dayUs,
      endUs: firstUs + (last + 1) * dayUs,
    });
    await asked[0]!.answer(keograms(3), { origin: 'kept', missing: [day(3), day(5, 6)], failure: offline });
    expect(views.wall.pictures).toHaveLength(3);
    expect(folders.map(({ range, watch }) => [range, watch.why])).toEqual([[day(3, 6), offline]]);
  });

  test('what the folders have of all days where kept searches know of none', async () => {
    const { asked, folders } = await opened();
    await asked[0]!.answer(keograms(0), { origin: 'kept', missing: [], failure: offline });
    expect(folders.map(({ range, watch }) => [range, watch.why])).toEqual([[choice.range, offline]]);
  });

  test.each<[string, Partial<ExploreChoice>]>([
    ['no array was chosen', { array: null }],
    ['an older search was reopened', { requestId: '5b8d60f6-0000-4000-8000-000000000000' }],
  ])('nothing of the folders where %s', async (_, change) => {
    const { views, asked, folders, show } = await opened();
    await show({ ...choice, ...change });
    await asked[1]!.answer(keograms(0));
    expect([folders, views.wall.phase]).toEqual([[], { kind: 'empty' }]);
  });

  test('nothing after the search was given up', async () => {
    const { views, asked, folders } = await opened();
    await views.search.cancel();
    await asked[0]!.answer(keograms(2));
    expect([folders, views.wall.pictures]).toEqual([[], []]);
  });

  test('nothing of an older choice, however late its answer comes', async () => {
    const { views, asked, show } = await opened();
    await show({ ...choice, platforms: ['gillam'] });
    await asked[1]!.answer(keograms(1));
    await asked[0]!.answer(keograms(4));
    expect(views.wall.pictures).toHaveLength(1);
  });

  test('nothing anew when the same search, asked before, answers late', async () => {
    const { views, asked, folders, show } = await opened();
    await show(choice, true);
    await asked[1]!.answer(keograms(0));
    folders[0]!.watch.onPortion([daily(0)], 1, 2);
    await asked[0]!.answer(keograms(0));
    expect([views.wall.pictures.length, folders.length]).toEqual([1, 1]);
  });

  test('no folders of an older choice', async () => {
    const { views, asked, folders, show } = await opened();
    await asked[0]!.answer(offline);
    await show({ ...choice, platforms: ['gillam'] });
    expect(folders[0]!.watch.signal.aborted).toBe(true);
    folders[0]!.watch.onPortion([daily(0)], 1, 1);
    expect([views.wall.pictures, views.wall.isLooking]).toEqual([[], false]);
  });
});

test('without days nothing is searched for, and nothing of what was found before is shown', async () => {
  const { views, asked, show } = await opened();
  await asked[0]!.answer(keograms(2));
  await show({ ...choice, platforms: ['gillam'] });
  await show(noChoice);
  await asked[1]!.answer(keograms(1));
  expect(asked[1]!.signal.aborted).toBe(true);
  expect([views.search.phase, views.search.requestId]).toEqual([{ kind: 'idle' }, null]);
  expect([views.query, views.wall.phase]).toEqual([null, { kind: 'empty' }]);
});
