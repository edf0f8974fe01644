import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { productFields, productSearchBody } from '$lib/datasets/product-query';
import { productAt, readProductTable } from '$lib/datasets/product-table';
import { parseInstant } from '$lib/datasets/utc';
import type { ProductQuery } from '$lib/model/data-product';
import type { SearchStatus } from '$lib/model/search';
import { listDataSources } from '$lib/services/data-source-list';
import { directHosts, type Hosts } from '$lib/services/hosts';
import { countRecords } from '$lib/services/product-counts';
import { cancelSearch, followSearch, readStatus, runSearch, searchResult, searchStatus } from '$lib/services/search';
import { startArchive, type RunningArchive } from '../../archive/server';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';
import { sharedReference } from '../shared-data';
import { countingSleep, never } from './counting-fetch';

const day = 'sort_by_project/THEMIS/asi/stream2/2023/01/01/gill_themis19/20230101__gill_themis19_full-keogram.pgm.jpg';
const requestId = '11111111-2222-4333-8444-555555555555';

let tree: TemporaryTree;
let archive: RunningArchive;
let hosts: Hosts;
beforeAll(async () => {
  tree = await temporaryTree({ [day]: 'day' });
  archive = await startArchive({ roots: [tree.root], makesLabels: true });
  hosts = { ...directHosts, aurorax: `${archive.url}/aurorax` };
});
afterAll(async () => {
  await archive.close();
  await tree.remove();
});
beforeEach(() => archive.reset());

const wanted: ProductQuery = {
  range: { startUs: parseInstant('2023-01-01')!, endUs: parseInstant('2023-02-01')! },
  programs: ['themis-asi'],
  platforms: [],
  instrumentTypes: [],
  types: ['keogram'],
  filters: { joined: 'AND', expressions: [{ key: 'keogram_type', operator: 'in', values: ['daily'] }] },
};

function network(signal = never()) {
  const { sleep, waits } = countingSleep();
  return { waits, network: { hosts, fetch: (...asked: Parameters<typeof fetch>) => fetch(...asked), signal, sleep } };
}

const run = (net = network().network, onStatus?: (status: SearchStatus) => void) =>
  runSearch('data_products', productSearchBody(wanted), { network: net, requestId, onStatus });

describe('a search', () => {
  test('is asked for under an id of its own, followed, and its records are read', async () => {
    const { network: net, waits } = network();
    const phases: string[] = [];
    const done = await run(net, ({ phase, log }) => phases.push(`${phase} ${log.length}`));
    expect(phases).toEqual(['running 2', 'running 3', 'done 6']);
    expect(waits).toEqual([1000, 1000]);
    expect(done).toMatchObject({ ok: true, value: { requestId, phase: 'done', resultCount: 1, durationMs: 305 } });
    const result = await searchResult('data_products', requestId, productFields, net);
    const table = readProductTable(result.ok ? await result.value.text() : '');
    expect(typeof table === 'string' ? table : productAt(table, 0)).toMatchObject({
      startUs: parseInstant('2023-01-01'),
      source: { identifier: 46, displayName: 'THEMIS-ASI GILL', instrumentType: 'panchromatic ASI' },
      url: `https://data.phys.ucalgary.ca/${day}`,
      metadata: { keogram_type: 'daily' },
    });
  });

  test('that waits longer asks less often', async () => {
    archive.search.desk.manners.runningPolls = 5;
    const { network: net, waits } = network();
    let nowMs = 0;
    await runSearch('data_products', productSearchBody(wanted), {
      network: net,
      requestId,
      now: () => (nowMs += 6000),
    });
    expect(waits).toEqual([1000, 2400, 3600, 4800, 5000]);
  });

  test('that is never over is given up', async () => {
    archive.search.desk.manners.runningPolls = Infinity;
    let nowMs = 0;
    const now = () => (nowMs += 400_000);
    const outcome = await runSearch('data_products', {}, { network: network().network, requestId, now });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'server', status: 400 } }); // no query: not even begun
    const begun = await runSearch('data_products', productSearchBody(wanted), {
      network: network().network,
      requestId,
      now,
    });
    expect(begun).toMatchObject({ ok: false, failure: { message: expect.stringContaining('15 minutes') as unknown } });
  });

  test('that fails says why, in the words of the service', async () => {
    archive.search.desk.manners.failsWith = 'too many records';
    expect(await run()).toMatchObject({
      ok: false,
      failure: {
        kind: 'server',
        message: expect.stringMatching(/could not finish the search: too many records/) as unknown,
      },
    });
  });

  test('that a gateway did not pass on is asked for once more; of an id that is taken it is refused', async () => {
    archive.faults.set({ kind: 'bad-gateway', pattern: '/search$', times: 1 });
    expect(await run()).toMatchObject({ ok: true });
    expect(await run()).toMatchObject({ ok: false, failure: { kind: 'server', status: 409 } });
  });

  test('that was heard though its answer broke off is followed', async () => {
    const { network: net } = network();
    let isFirst = true;
    const deaf = async (...asked: Parameters<typeof fetch>) => {
      const answer = await fetch(...asked);
      if (!isFirst) return answer;
      isFirst = false;
      throw new TypeError('the connection ended');
    };
    expect(await run({ ...net, fetch: deaf })).toMatchObject({ ok: true, value: { phase: 'done' } });
  });

  test('goes on when nobody waits any more; given up, it ends on the service', async () => {
    archive.search.desk.manners.runningPolls = Infinity;
    const patience = new AbortController();
    const { network: net } = network(patience.signal);
    expect(await run(net, () => patience.abort())).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    expect(archive.search.desk.stateOf(requestId)).toBe('running');
    expect(await cancelSearch('data_products', requestId, network().network)).toMatchObject({ ok: true });
    expect(archive.search.desk.stateOf(requestId)).toBe('cancelled');
    expect(await followSearch('data_products', { network: network().network, requestId })).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('Search was cancelled') as unknown },
    });
  });

  test('that nobody knows is missing', async () => {
    expect(await searchStatus('data_products', 'nope', network().network)).toMatchObject({
      ok: false,
      failure: { kind: 'missing' },
    });
  });

  test('a service that knows no response format is asked for all', async () => {
    await run();
    const { network: net } = network();
    const picky = async (url: Parameters<typeof fetch>[0], init?: RequestInit) =>
      init?.method === 'POST' ? new Response('{"error_message":"no"}', { status: 405 }) : fetch(url, init);
    const result = await searchResult('data_products', requestId, productFields, { ...net, fetch: picky });
    expect(result.ok && (JSON.parse(await result.value.text()) as { result: unknown[] }).result).toHaveLength(1);
  });
});

test.each([null, [], {}, { search_request: {} }, { search_request: 1, search_result: {} }])(
  '%j is no state',
  (answer) => {
    expect(readStatus(answer, 'x')).toBeNull();
  },
);

describe.skipIf(sharedReference === null)('recorded', () => {
  const example = (name: string) =>
    JSON.parse(readFileSync(`${sharedReference}/examples/${name}.json`, 'utf8')) as object;

  test.each([
    ['data-products-status', 'done', 820, 7],
    ['conjunctions-status', 'done', 49, 13],
    ['conjunctions-status-in-progress', 'running', null, 3],
    ['conjunctions-status-cancelled', 'failed', null, null],
    ['ephemeris-status-in-progress', 'running', null, null],
  ])('%s is %s', (name, phase, resultCount, lines) => {
    const status = readStatus(example(name), 'x');
    expect(status).toMatchObject({ phase });
    if (resultCount !== null) expect(status).toMatchObject({ resultCount });
    if (lines !== null) expect(status!.log).toHaveLength(lines);
    expect(status!.log.every(({ timeUs }) => timeUs !== null)).toBe(true);
  });

  test('the query that is asked is the recorded one', () => {
    const range = { startUs: parseInstant('2020-02-01')!, endUs: parseInstant('2020-02-06')! };
    const asked = { ...wanted, range, programs: ['trex'], instrumentTypes: ['RGB ASI'], types: [], filters: null };
    expect(productSearchBody(asked)).toEqual(example('data-products-request'));
  });

  test('all records are read as they are', () => {
    const { result } = example('data-products-data') as { result: Record<string, unknown>[] };
    const table = readProductTable(JSON.stringify({ result }));
    if (typeof table === 'string') throw new Error(table);
    expect([table.count, table.unreadable]).toEqual([result.length, 0]);
    for (const [index, record] of result.entries()) {
      const product = productAt(table, index);
      expect(product).toMatchObject({
        startUs: parseInstant(record.start as string),
        endUs: parseInstant(record.end as string),
        url: record.url,
        type: record.data_product_type,
        metadata: record.metadata,
        source: { identifier: (record.data_source as { identifier: number }).identifier },
      });
    }
  });
});

test('data sources come by name, with what they can be filtered by', async () => {
  const list = await listDataSources(network().network);
  if (!list.ok) throw new Error(list.failure.message);
  expect(list.value.find(({ identifier }) => identifier === 46)).toMatchObject({
    displayName: 'THEMIS-ASI GILL',
    ephemerisFields: expect.arrayContaining([
      expect.objectContaining({
        name: 'clausen_ml_oath',
        type: 'string',
        allowed: expect.arrayContaining(['classified as arc']) as unknown,
      }),
    ]) as unknown,
  });
  expect(list.value.map(({ displayName }) => displayName)).toEqual(
    list.value.map(({ displayName }) => displayName).toSorted(),
  );
});

test('how many products and positions there are on which day', async () => {
  const { range } = wanted;
  const whose = { range, program: 'themis-asi', platform: 'gillam', instrumentType: null, type: 'keogram' };
  const counts = await countRecords({ ...whose, of: 'products' }, network().network);
  expect(counts).toMatchObject({ ok: true, value: [{ source: { identifier: 46 } }] });
  expect(counts.ok && [...counts.value[0]!.perDay]).toEqual([[parseInstant('2023-01-01'), 1]]);
  archive.log.clear();
  const positions = await countRecords({ ...whose, of: 'ephemeris' }, network().network);
  expect(positions.ok && [...positions.value[0]!.perDay][30]).toEqual([parseInstant('2023-01-31'), 1440]);
  // Positions have no type.
  expect(archive.log.requests.map(({ query }) => query)).toEqual([
    'start=2023-01-01&end=2023-01-31&program=themis-asi&platform=gillam',
  ]);
});
