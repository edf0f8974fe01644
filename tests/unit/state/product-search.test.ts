import { describe, expect, test, vi } from 'vitest';
import { emptyProductTable } from '$lib/datasets/product-table';
import { dayUs } from '$lib/datasets/utc';
import type { FoundProducts } from '$lib/loading/products';
import { isRequestId } from '$lib/loading/request-id';
import type { SearchWatch } from '$lib/loading/search-records';
import type { Outcome } from '$lib/model/failure';
import type { SearchStatus } from '$lib/model/search';
import { noChoice } from '$lib/state/explore-link';
import { ProductSearch, queryOf } from '$lib/state/product-search.svelte';

const status = (phase: SearchStatus['phase']): SearchStatus => ({
  ...{ requestId: 'x', phase, requestedUs: null, completedUs: null, durationMs: null },
  ...{ resultCount: null, resultBytes: null, log: [], query: null },
});

const found = (requestId: string, change: Partial<FoundProducts> = {}): Outcome<FoundProducts> => ({
  ok: true,
  value: {
    ...{ table: emptyProductTable(), requestId, status: null, origin: 'service', asOfMs: 0 },
    ...{ newestMs: 0, missing: [], failure: null },
    ...change,
  },
});

function bench() {
  const asked: { id: string; watch: SearchWatch; answer: (outcome: Outcome<FoundProducts>) => void }[] = [];
  const cancelled: string[] = [];
  let told: Outcome<null> = { ok: true, value: null };
  const wait = (id: string, watch: SearchWatch) =>
    new Promise<Outcome<FoundProducts>>((resolve) => asked.push({ id, watch, answer: resolve }));
  const products: ConstructorParameters<typeof ProductSearch>[0] = {
    search: (_, id, watch) => wait(id, watch),
    searchAtOnce: (_, watch) => wait('at once', watch),
    reopen: wait,
    cancel: (id) => {
      cancelled.push(id);
      return Promise.resolve(told);
    },
    sources: () => Promise.reject(new Error('nobody asks')),
  };
  let nowMs = 0;
  let ids = 0;
  const search = new ProductSearch(
    products,
    () => (nowMs += 100),
    () => `id ${++ids}`,
  );
  return { search, asked, cancelled, deafness: (outcome: Outcome<null>) => (told = outcome) };
}

const query = queryOf({ ...noChoice, range: { startUs: 0, endUs: dayUs } })!;

describe('a search', () => {
  test('tells how far it is, and what it found', async () => {
    const { search, asked } = bench();
    const run = search.run(query);
    // Nobody has heard of its id yet.
    expect([search.isRunning, search.requestId]).toEqual([true, null]);
    asked[0]!.watch.onStatus?.(status('running'));
    expect([search.status?.phase, search.requestId]).toEqual(['running', 'id 1']);
    asked[0]!.watch.onBytes?.(10, 20);
    expect(search.phase).toMatchObject({ kind: 'running', bytes: { received: 10, total: 20 } });
    asked[0]!.answer(found('id 1'));
    await run;
    expect(search.phase).toMatchObject({ kind: 'found', tookMs: 100 });
  });

  test('that is given up ends here at once and on the service; what comes of it later is nobody’s', async () => {
    const { search, asked, cancelled } = bench();
    const run = search.run(query);
    await search.cancel();
    expect([search.phase, cancelled]).toEqual([{ kind: 'cancelled', failure: null }, ['id 1']]);
    expect(asked[0]!.watch.signal.aborted).toBe(true);
    asked[0]!.watch.onStatus?.(status('done'));
    asked[0]!.answer(found('id 1'));
    await run;
    expect([search.phase.kind, search.status]).toEqual(['cancelled', null]);
    await search.cancel();
    expect(cancelled).toHaveLength(1);
  });

  test('that could not be given up on the service says that it may go on there', async () => {
    const { search, deafness } = bench();
    const failure = { kind: 'offline', message: 'no network' } as const;
    deafness({ ok: false, failure });
    void search.run(query);
    await search.cancel();
    expect(search.phase).toEqual({ kind: 'cancelled', failure });
  });

  test('gives way to another; what was kept has the id of the search that found it', async () => {
    const { search, asked } = bench();
    const [first, second] = [search.run(query), search.reopen('other')];
    expect(asked[0]!.watch.signal.aborted).toBe(true);
    asked[1]!.answer(found('older', { origin: 'kept' }));
    asked[0]!.answer(found('id 1'));
    await Promise.all([first, second]);
    expect([search.requestId, search.phase.kind]).toEqual(['older', 'found']);
  });

  test('that fails says so, and has no id where the service never saw it', async () => {
    const { search, asked } = bench();
    const run = search.run(query);
    asked[0]!.answer({ ok: false, failure: { kind: 'missing', message: 'x' } });
    await run;
    expect(search.phase).toEqual({ kind: 'failed', failure: { kind: 'missing', message: 'x' } });
    expect(search.requestId).toBeNull();
    const other = search.run(query);
    // It knows the search, and is not heard of again.
    asked[1]!.watch.onTaken?.();
    asked[1]!.answer({ ok: false, failure: { kind: 'missing', message: 'x' } });
    await other;
    expect([search.requestId, search.status]).toEqual(['id 2', null]);
  });
});

test('one call has no id, and when it is given up there is nothing to end on the service', async () => {
  const { search, asked, cancelled } = bench();
  const run = search.runAtOnce(query);
  expect([asked[0]!.id, search.requestId, search.isRunning]).toEqual(['at once', null, true]);
  await search.cancel();
  expect([search.phase, cancelled, asked[0]!.watch.signal.aborted]).toEqual([
    { kind: 'cancelled', failure: null },
    [],
    true,
  ]);
  asked[0]!.answer(found('late'));
  await run;
  expect(search.phase.kind).toBe('cancelled');
});

test('nothing is asked before days are chosen, and half a filter is none', () => {
  expect(queryOf(noChoice)).toBeNull();
  const filters = { joined: 'AND', expressions: [{ key: 'keogram_type', operator: '=', values: [''] }] } as const;
  const array = { program: 'trex', instrumentType: 'RGB ASI' };
  const asked = queryOf({ ...noChoice, range: { startUs: 0, endUs: dayUs }, array, filters });
  expect(asked).toMatchObject({ programs: ['trex'], instrumentTypes: ['RGB ASI'], filters: null });
});

test('a search has an id of its own, also where the page is not secure', async () => {
  const getRandomValues = crypto.getRandomValues.bind(crypto);
  vi.stubGlobal('crypto', { getRandomValues });
  const ids: string[] = [];
  const search = (_: unknown, id: string) => (ids.push(id), Promise.resolve(found(id)));
  const nobody = () => Promise.reject(new Error('nobody asks'));
  const searches = new ProductSearch({ search, searchAtOnce: nobody, reopen: nobody, cancel: nobody, sources: nobody });
  const query = queryOf({ ...noChoice, range: { startUs: 0, endUs: dayUs } })!;
  await searches.run(query).finally(() => vi.unstubAllGlobals());
  await searches.run(query);
  expect(ids.map(isRequestId)).toEqual([true, true]);
  expect(ids[0]).not.toBe(ids[1]);
  expect(ids[0]).toMatch(/^.{14}4.{4}[89ab]/);
});
