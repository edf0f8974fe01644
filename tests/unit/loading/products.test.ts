import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { productAt } from '$lib/datasets/product-table';
import { parseInstant } from '$lib/datasets/utc';
import { createProducts } from '$lib/loading/products';
import type { ProductQuery } from '$lib/model/data-product';
import { directHosts } from '$lib/services/hosts';
import { decodeApi } from '../../../workers/decode-api';
import { startArchive, type RunningArchive } from '../../archive/server';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';
import { countingSleep, never } from '../services/counting-fetch';

const day = 'sort_by_project/THEMIS/asi/stream2/2023/01/01/gill_themis19/20230101__gill_themis19_full-keogram.pgm.jpg';
const [one, other] = ['11111111-2222-4333-8444-555555555555', '99999999-2222-4333-8444-555555555555'];

let tree: TemporaryTree;
let archive: RunningArchive;
beforeAll(async () => {
  tree = await temporaryTree({ [day]: 'day' });
  archive = await startArchive({ roots: [tree.root], makesLabels: true });
});
afterAll(async () => {
  await archive.close();
  await tree.remove();
});
beforeEach(() => archive.reset());

const query: ProductQuery = {
  range: { startUs: parseInstant('2023-01-01')!, endUs: parseInstant('2023-02-01')! },
  ...{ programs: ['themis-asi'], platforms: [], instrumentTypes: [], types: [], filters: null },
};

function bench() {
  const { documents } = createMemoryCache({ budgetBytes: 2 ** 20 });
  const request: typeof fetch = (...asked) => fetch(...asked);
  const hosts = { ...directHosts, aurorax: `${archive.url}/aurorax` };
  const network = { hosts, fetch: request, sleep: countingSleep().sleep };
  const clock = { passedMs: 0 };
  const decoder = { productTable: (answer: ArrayBuffer) => decodeApi.productTable(answer) };
  return {
    products: createProducts({
      network,
      documents,
      decoder,
      newId: () => one,
      nowMs: () => Date.now() + clock.passedMs,
    }),
    documents,
    clock,
  };
}

const dead = () => archive.faults.set({ kind: 'refuse', pattern: 'aurorax' });

describe('a search', () => {
  test('finds its records, and is kept for when the service is away', async () => {
    const { products } = bench();
    const found = await products.search(query, one, { signal: never() });
    expect(found).toMatchObject({ ok: true, value: { requestId: one, origin: 'service', failure: null } });
    expect(found.ok && productAt(found.value.table, 0).source.displayName).toBe('THEMIS-ASI GILL');
    dead();
    const again = await products.search(query, other, { signal: never() });
    expect(again).toMatchObject({
      ok: true,
      value: {
        requestId: one,
        origin: 'kept',
        table: { count: 1 },
        missing: [],
        failure: { kind: 'refused' },
      },
    });
    // What covers another question answers it, under no id; a wider one was never answered.
    const narrower = { ...query, platforms: ['gillam'], types: ['keogram'] as const };
    expect(await products.search(narrower, other, { signal: never() })).toMatchObject({
      ok: true,
      value: { requestId: null, origin: 'kept', table: { count: 1 } },
    });
    const wider = { ...query, programs: [] };
    expect(await products.search(wider, other, { signal: never() })).toMatchObject({ ok: false });
  });

  test('can be reopened by its id, and no other text is taken for one', async () => {
    const { products } = bench();
    await products.search(query, one, { signal: never() });
    expect(await products.reopen(one, { signal: never() })).toMatchObject({ ok: true, value: { table: { count: 1 } } });
    expect(await products.reopen(other, { signal: never() })).toMatchObject({
      ok: false,
      failure: { kind: 'missing' },
    });
    archive.log.clear();
    expect(await products.reopen('../../x', { signal: never() })).toMatchObject({ ok: false });
    expect(archive.log.requests).toEqual([]);
  });

  test('tells when the service has taken it on; where nobody heard of it, nothing', async () => {
    const { products } = bench();
    const said: string[] = [];
    const watch = {
      ...{ signal: never(), onTaken: () => void said.push('taken') },
      onStatus: ({ phase }: { readonly phase: string }) => void said.push(phase),
    };
    await products.search(query, one, watch);
    expect([said[0], said.at(-1), said.filter((word) => word === 'taken').length]).toEqual(['taken', 'done', 1]);
    said.length = 0;
    dead();
    await products.search(query, other, watch);
    expect(said).toEqual([]);
  });

  test('is cancelled here and there', async () => {
    archive.search.desk.manners.runningPolls = Infinity;
    const { products } = bench();
    const patience = new AbortController();
    const onStatus = () => patience.abort();
    expect(await products.search(query, one, { signal: patience.signal, onStatus })).toMatchObject({
      ok: false,
      failure: { kind: 'cancelled' },
    });
    expect(await products.cancel(one)).toMatchObject({ ok: true });
    expect(archive.search.desk.stateOf(one)).toBe('cancelled');
  });
});

describe('a search at once', () => {
  const paths = () =>
    archive.log.requests.map(({ method, path }) => `${method} ${path.replace(/^.*data_products/, '')}`);

  test.each([false, true])('is one call, whose answer may be a bare list: %s', async (bareLists) => {
    archive.search.desk.manners.bareLists = bareLists;
    const { products } = bench();
    expect(await products.searchAtOnce(query, { signal: never() })).toMatchObject({
      ok: true,
      value: { requestId: null, status: null, origin: 'service', table: { count: 1 } },
    });
    expect(paths()).toEqual(['POST /search_synchronous']);
  });

  test('is kept as the answer to the very same question, in whichever way that is asked', async () => {
    const { products } = bench();
    await products.searchAtOnce(query, { signal: never() });
    dead();
    const kept = { ok: true, value: { requestId: null, origin: 'kept', table: { count: 1 } } };
    expect(await products.searchAtOnce(query, { signal: never() })).toMatchObject(kept);
    expect(await products.search(query, one, { signal: never() })).toMatchObject(kept);
  });

  test.each([400, 404, 405] as const)('is a search where the service refuses it by %d', async (status) => {
    archive.search.desk.manners.refusesAtOnce = status;
    const { products } = bench();
    const found = await products.searchAtOnce(query, { signal: never() });
    expect(found).toMatchObject({
      ok: true,
      value: { requestId: one, status: { phase: 'done' }, table: { count: 1 } },
    });
    expect(paths()[1]).toBe('POST /search');
  });

  test('that fails for another reason is no search', async () => {
    archive.faults.set({ kind: 'bad-gateway', pattern: 'search_synchronous' });
    const { products } = bench();
    expect(await products.searchAtOnce(query, { signal: never() })).toMatchObject({ failure: { kind: 'server' } });
    expect(paths()).not.toContain('POST /search');
  });

  test('that became a search ends on the service when nobody waits for it', async () => {
    Object.assign(archive.search.desk.manners, { refusesAtOnce: 404, runningPolls: Infinity });
    const { products } = bench();
    const patience = new AbortController();
    const found = products.searchAtOnce(query, { signal: patience.signal, onStatus: () => patience.abort() });
    expect(await found).toMatchObject({ failure: { kind: 'cancelled' } });
    await expect.poll(() => archive.search.desk.stateOf(one)).toBe('cancelled');
  });
});

test('sources are asked for once a day, and kept for when nobody answers', async () => {
  const { products, clock } = bench();
  expect(await products.sources(never())).toMatchObject({ ok: true, value: { origin: 'service' } });
  dead();
  expect(await products.sources(never())).toMatchObject({ ok: true, value: { origin: 'kept', failure: null } });
  clock.passedMs = 48 * 3_600_000;
  const old = await products.sources(never());
  expect(old).toMatchObject({ ok: true, value: { origin: 'kept', failure: { kind: 'refused' } } });
  expect(old.ok && old.value.value.length).toBeGreaterThan(50);
});

test('counts are asked for once an hour, each kind by itself, and kept for when nobody answers', async () => {
  const { products, clock } = bench();
  const { range } = query;
  const wanted = {
    of: 'products',
    range,
    program: 'themis-asi',
    platform: null,
    instrumentType: null,
    type: null,
  } as const;
  const said = { origin: 'service', value: [{ source: { identifier: 46 } }] };
  expect(await products.counts(wanted, never())).toMatchObject({ ok: true, value: said });
  dead();
  expect(await products.counts(wanted, never())).toMatchObject({ value: { ...said, origin: 'kept', failure: null } });
  clock.passedMs = 2 * 3_600_000;
  const old = await products.counts(wanted, never());
  expect(old).toMatchObject({ value: { ...said, origin: 'kept', failure: { kind: 'refused' } } });
  expect(await products.counts({ ...wanted, of: 'ephemeris' }, never())).toMatchObject({ ok: false });
});
