import { describe, expect, test, vi } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { productAt, readProductTable } from '$lib/datasets/product-table';
import { dayUs, formatDate, parseInstant } from '$lib/datasets/utc';
import { createSearchStore } from '$lib/loading/kept-searches';
import type { ProductQuery, ProductTable } from '$lib/model/data-product';
import type { FilterExpression, FilterGroup } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';

const sites = ['gillam', 'fort smith'];

/** Days of February 2020, the last one included. */
const days = (first: number, last = first): TimeRange => ({
  startUs: parseInstant('2020-02-01')! + (first - 1) * dayUs,
  endUs: parseInstant('2020-02-01')! + last * dayUs,
});

const ask = (range: TimeRange, change: Partial<ProductQuery> = {}): ProductQuery => ({
  ...{ range, programs: ['trex'], platforms: [], instrumentTypes: ['RGB ASI'] },
  ...{ types: ['keogram'], filters: null },
  ...change,
});

interface RecordOptions {
  readonly mark?: string;
  readonly kinds?: readonly string[];
  readonly types?: readonly string[];
}

/** A keogram and a movie for each of these days and sites; the mark stands in their addresses. */
function table(range: TimeRange, platforms = sites, options: RecordOptions = {}): ProductTable {
  const { mark = 'a', kinds = ['daily'], types = ['keogram', 'movie'] } = options;
  const records = [];
  for (let us = range.startUs; us < range.endUs; us += dayUs)
    for (const [place, platform] of platforms.entries())
      for (const type of types)
        for (const kind of kinds)
          records.push({
            ...{ start: `${formatDate(us)}T00:00:00`, end: `${formatDate(us)}T23:59:00` },
            ...{ data_product_type: type, metadata: { keogram_type: kind } },
            url: `https://host/${mark}/${formatDate(us)}/${platform.replace(' ', '-')}/${type}/${kind}`,
            data_source: {
              ...{ identifier: place + 1, program: 'trex', platform, instrument_type: 'RGB ASI' },
              ...{ source_type: 'ground', display_name: `TREx RGB ${platform}` },
            },
          });
  return tableOf(records);
}

function tableOf(records: readonly object[]): ProductTable {
  const read = readProductTable(JSON.stringify(records));
  if (typeof read === 'string') throw new Error(read);
  return read;
}

function bench() {
  let nowMs = 0;
  const { documents } = createMemoryCache({ budgetBytes: 2 ** 20, now: () => nowMs });
  const store = createSearchStore(documents);
  const keep = (atMs: number, query: ProductQuery, found: ProductTable, requestId: string | null = null) => {
    nowMs = atMs;
    return store.write(query, { table: found, requestId });
  };
  const urls = async (query: ProductQuery) => {
    const kept = await store.read(query);
    return kept && Array.from({ length: kept.table.count }, (_, index) => productAt(kept.table, index).url.slice(13));
  };
  return { documents, store, keep, urls };
}

const february = days(1, 20);
const keograms = (range: TimeRange, platforms = sites, options: RecordOptions = {}) =>
  table(range, platforms, { ...options, types: ['keogram'] });

describe('what earlier searches know', () => {
  test('of the very same question is given as it was found, with its id', async () => {
    const { store, keep } = bench();
    const found = table(february);
    await keep(5, ask(february), found, 'id');
    expect(await store.read(ask(february))).toEqual({
      ...{ table: found, requestId: 'id', asOfMs: 5, newestMs: 5, missing: [] },
    });
  });

  test('of fewer days and sites is what of it is asked for, under no id', async () => {
    const { store, keep, urls } = bench();
    await keep(5, ask(february), keograms(february), 'id');
    const fewer = ask(days(3, 4), { platforms: ['fort smith'] });
    expect(await store.read(fewer)).toMatchObject({ requestId: null, missing: [] });
    expect(await urls(fewer)).toEqual([
      'a/2020-02-03/fort-smith/keogram/daily',
      'a/2020-02-04/fort-smith/keogram/daily',
    ]);
  });

  test('of a part of the days is that part; the others are named', async () => {
    const { store, keep, urls } = bench();
    await keep(5, ask(days(3, 4)), keograms(days(3, 4), ['gillam']));
    await keep(9, ask(days(7)), keograms(days(7), ['gillam']));
    const asked = ask(days(2, 9));
    expect(await store.read(asked)).toMatchObject({
      ...{ asOfMs: 5, newestMs: 9 },
      missing: [days(2), days(5, 6), days(8, 9)],
    });
    expect(await urls(asked)).toHaveLength(3);
  });

  test('of one day is told by the newest', async () => {
    const { store, keep, urls } = bench();
    const own = (range: TimeRange, mark: string) => keograms(range, ['gillam'], { mark });
    await keep(7, ask(days(4, 6)), own(days(4, 6), 'new'));
    await keep(5, ask(days(3, 7)), own(days(3, 7), 'old'));
    const asked = ask(days(3, 5));
    expect((await urls(asked))?.sort().map((url) => url.slice(0, 14))).toEqual([
      'new/2020-02-04',
      'new/2020-02-05',
      'old/2020-02-03',
    ]);
    expect(await store.read(asked)).toMatchObject({ asOfMs: 5, newestMs: 7, missing: [] });
    // The very same question, asked before that, too.
    await keep(3, ask(days(3, 5)), own(days(3, 5), 'older'), 'id');
    expect(await store.read(asked)).toMatchObject({ requestId: null, asOfMs: 5 });
  });

  test('that there was none is known', async () => {
    const { store, keep } = bench();
    await keep(5, ask(february), table(february, []));
    expect(await store.read(ask(days(3)))).toMatchObject({ table: { count: 0 }, missing: [] });
  });

  test('lies within the days as a whole', async () => {
    const { keep, urls } = bench();
    const night = { start: '2020-02-03T20:00:00', end: '2020-02-04T06:00:00', data_product_type: 'keogram' };
    const source = { identifier: 1, program: 'trex', platform: 'gillam', instrument_type: 'RGB ASI' };
    const data_source = { ...source, source_type: 'ground', display_name: 'x' };
    await keep(5, ask(february), tableOf([{ ...night, data_source, url: 'https://host/x', metadata: {} }]));
    expect(await urls(ask(days(3)))).toHaveLength(0);
    expect(await urls(ask(days(3, 4)))).toHaveLength(1);
  });
});

const is = (...values: string[]): FilterExpression => ({ key: 'keogram_type', operator: 'in', values });
const all = (...expressions: FilterExpression[]): FilterGroup => ({ joined: 'AND', expressions });
const either = (...expressions: FilterExpression[]): FilterGroup => ({ joined: 'OR', expressions });
const number: FilterExpression = { key: 'cloud', operator: '<', values: ['7'] };

describe('a search answers another one', () => {
  test.each<[string, Partial<ProductQuery>, Partial<ProductQuery>, boolean]>([
    ['of other sites', { platforms: ['gillam'] }, { platforms: ['fort smith'] }, false],
    ['of more sites', { platforms: ['gillam'] }, { platforms: sites }, false],
    ['of all sites, having asked for some', { platforms: sites }, {}, false],
    ['of the same sites in another order', { platforms: sites }, { platforms: [...sites].reverse() }, true],
    ['of another array', {}, { programs: ['themis-asi'], instrumentTypes: ['panchromatic ASI'] }, false],
    ['of any array', {}, { programs: [], instrumentTypes: [] }, false],
    ['of one array, having asked for any', { programs: [], instrumentTypes: [] }, {}, true],
    ['of all types', {}, { types: [] }, false],
    ['of one type, having asked for all', { types: [] }, {}, true],
    ['without its filter', { filters: all(is('daily')) }, {}, false],
    ['with a filter that is looked at here', {}, { filters: all(is('daily')) }, true],
    ['with one more such filter', { filters: all(number) }, { filters: all(number, is('daily')) }, true],
    ['with a filter by numbers', {}, { filters: all(number) }, false],
    ['with filters of which one is enough', {}, { filters: either(is('daily')) }, false],
    ['with the same such filters', { filters: either(number) }, { filters: either(number) }, true],
  ])('%s', async (_, kept, asked, isAnswer) => {
    const { store, keep } = bench();
    await keep(5, ask(february, kept), table(february));
    expect((await store.read(ask(days(3), asked))) !== null).toBe(isAnswer);
  });

  test('with what of it passes the filter', async () => {
    const { keep, urls } = bench();
    await keep(5, ask(february, { types: [] }), table(february, ['gillam'], { kinds: ['daily', 'hourly'] }));
    expect(await urls(ask(days(3), { filters: all(is('daily', 'x')) }))).toEqual(['a/2020-02-03/gillam/keogram/daily']);
  });

  test('with what passes the filter by what it says itself, and not by what others say of it', async () => {
    const { keep, urls } = bench();
    const kinds = ['daily', '"keogram_type":"daily"', 'daily_hires', 'x","keogram_type":"daily'];
    await keep(5, ask(february), table(february, ['gillam'], { kinds }));
    expect(await urls(ask(days(3), { filters: all(is('daily', 'x')) }))).toEqual(['a/2020-02-03/gillam/keogram/daily']);
  });

  test('without reading what is said of each of tens of thousands', async () => {
    const { store, keep } = bench();
    const kinds = Array.from({ length: 600 }, (_, place) => (place % 2 === 0 ? 'daily' : `other ${place}`));
    await keep(5, ask(february, { types: [] }), table(february, sites, { kinds }));
    const parse = vi.spyOn(JSON, 'parse');
    try {
      expect((await store.read(ask(february, { filters: all(is('daily', 'x')) })))?.table.count).toBe(12_000);
      expect(parse.mock.calls.length).toBeLessThan(10);
    } finally {
      parse.mockRestore();
    }
  });

  test('unless it is too large to be kept, or another version has kept it', async () => {
    const { store, keep, documents } = bench();
    await keep(5, ask(february), { ...table(february), count: 50_001 });
    await documents.put('products {"start":"2020-02-01T00:00:00"}', { table: table(february), requestId: null });
    await documents.put(`products ${JSON.stringify(ask(days(1, 9)))}`, { rows: [] });
    const whole = table(days(1, 8));
    const cut = { ...whole, urlEnds: whole.urlEnds.slice(1) };
    await documents.put(`products ${JSON.stringify(ask(days(1, 8)))}`, { table: cut, requestId: null });
    for (const key of ['products ', 'products null', 'products {"range":']) await documents.put(key, {});
    expect(await store.read(ask(days(3)))).toBeNull();
  });
});
