import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startArchive, type RunningArchive } from '../../archive/server';
import { sharedReference } from '../shared-data';
import { jsonOf, rawRequest, type RawAnswer } from './raw-request';
import { temporaryTree, type TemporaryTree } from './temporary-tree';

const api = '/aurorax/api/v1/data_products';
const stream2 = 'sort_by_project/THEMIS/asi/stream2/2023/01/01/gill_themis19';

let tree: TemporaryTree;
let archive: RunningArchive;

beforeAll(async () => {
  tree = await temporaryTree({
    [`${stream2}/20230101__gill_themis19_full-keogram.pgm.jpg`]: 'day',
    [`${stream2}/ut06/20230101_06_gill_themis19_full-keogram.pgm.jpg`]: 'hour',
    [`${stream2}/20230101__gill_themis19_full-other.txt`]: 'no picture',
  });
  archive = await startArchive({ roots: [tree.root] });
});
beforeEach(() => archive.reset());
afterAll(async () => {
  await archive.close();
  await tree.remove();
});

const query = (more: object = {}, sources: object = {}) => ({
  start: '2023-01-01T00:00:00',
  end: '2023-01-31T23:59:59',
  data_sources: { programs: ['themis-asi'], platforms: [], instrument_types: [], ...sources },
  data_product_type_filters: [],
  ...more,
});

const post = (path: string, body: object) =>
  rawRequest(archive.url, path, { method: 'POST', body: JSON.stringify(body) });
const get = (path: string, method = 'GET') => rawRequest(archive.url, path, { method });

interface Status {
  readonly search_request: { readonly request_id: string; readonly request_type: string };
  readonly search_result: Readonly<Record<string, string | number | boolean | null>>;
  readonly logs: readonly { readonly summary: string; readonly level: string }[];
}
const statusOf = (answer: RawAnswer) => jsonOf(answer) as Status;

describe('a search', () => {
  const id = '63e09ea3-2465-4ea8-affe-bb17170f815d';

  test('goes from accepted over running to its records', async () => {
    const begun = await post(`${api}/search`, query({ request_id: id }));
    expect([begun.status, begun.body.length, begun.headers.location]).toEqual([
      202,
      0,
      `https://api.aurorax.space/api/v1/data_products/requests/${id}`,
    ]);
    const running = statusOf(await get(`${api}/requests/${id}`));
    expect(running.search_result).toMatchObject({ data_uri: null, completed_timestamp: null, error_condition: null });
    expect((await get(`${api}/requests/${id}/data`)).status).toBe(404);
    const later = statusOf(await get(`${api}/requests/${id}`));
    expect(later.logs.length).toBeGreaterThan(running.logs.length);
    const done = statusOf(await get(`${api}/requests/${id}`));
    expect(done.search_request).toMatchObject({ request_id: id, request_type: 'data_product' });
    expect(done.search_result).toMatchObject({ result_count: 2, error_condition: false });
    expect(jsonOf(await get(String(`/aurorax${done.search_result.data_uri}`)))).toMatchObject({
      result: [
        {
          start: '2023-01-01T00:00:00',
          end: '2023-01-01T23:59:00',
          data_source: { identifier: 46, platform: 'gillam' },
          url: `https://data.phys.ucalgary.ca/${stream2}/20230101__gill_themis19_full-keogram.pgm.jpg`,
          data_product_type: 'keogram',
          metadata: { keogram_type: 'daily' },
        },
        { start: '2023-01-01T06:00:00', metadata: { keogram_type: 'hourly' } },
      ],
    });
  });

  test('of an id that there is already is refused, and so is a malformed one', async () => {
    await post(`${api}/search`, query({ request_id: id }));
    expect((await post(`${api}/search`, query({ request_id: id }))).status).toBe(409);
    for (const wrong of [{}, query({ start: 'x' }), query({}, { programs: 'themis' }), filtered('=', ['a', 'b'])]) {
      const answer = await post(`${api}/search`, wrong);
      expect([answer.status, jsonOf(answer)]).toMatchObject([400, { error_code: 'AssertionError' }]);
    }
  });

  test('can be cancelled while it runs; of one that is over, the result goes', async () => {
    await post(`${api}/search`, query({ request_id: id }));
    expect((await get(`${api}/requests/${id}`, 'DELETE')).status).toBe(200);
    expect(statusOf(await get(`${api}/requests/${id}`)).search_result.error_condition).toBe(true);
    archive.search.desk.manners.runningPolls = 0;
    await post(`${api}/search`, query({ request_id: '2' }));
    await get(`${api}/requests/2`);
    expect((await get(`${api}/requests/2`, 'DELETE')).status).toBe(204);
    expect((await get(`${api}/requests/2/data`)).status).toBe(404);
    expect((await get(`${api}/requests/3`)).status).toBe(404);
  });

  test('fails on demand, with the reason in its last line', async () => {
    Object.assign(archive.search.desk.manners, { runningPolls: 0, failsWith: 'the database is away' });
    await post(`${api}/search`, query({ request_id: id }));
    const { search_result: result, logs } = statusOf(await get(`${api}/requests/${id}`));
    expect(result).toMatchObject({ error_condition: true, data_uri: null });
    expect(logs.at(-1)).toMatchObject({ level: 'error', summary: 'the database is away' });
  });
});

const filtered = (operator: string, values: readonly string[]) =>
  query({}, { data_product_metadata_filters: { expressions: [{ key: 'keogram_type', operator, values }] } });

describe('at once', () => {
  const ask = async (body: object) => (await post(`${api}/search_synchronous`, { query: body })).body.toString();
  const starts = async (body: object) =>
    (JSON.parse(await ask(body)) as { result: { start: string }[] }).result.map(({ start }) => start.slice(11, 16));

  test.each<[string, object, readonly string[]]>([
    ['all', query(), ['00:00', '06:00']],
    ['until an hour before', query({ end: '2023-01-01T23:58:00' }), ['06:00']],
    ['another program', query({}, { programs: ['trex'] }), []],
    ['another type', query({ data_product_type_filters: ['movie'] }), []],
    ['=', filtered('=', ['daily']), ['00:00']],
    ['in', filtered('in', ['hourly', 'x']), ['06:00']],
    ['not in', filtered('not in', ['daily']), ['06:00']],
    [
      'a key that nobody has',
      query({}, { data_product_metadata_filters: { expressions: [{ key: 'x', operator: '!=', values: ['1'] }] } }),
      [],
    ],
  ])('%s', async (_, body, expected) => expect(await starts(body)).toEqual(expected));

  test('no more than ten years', async () => {
    expect(JSON.parse(await ask(query({ start: '2003-01-01T00:00:00' })))).toMatchObject({
      error_code: 'AssertionError',
    });
  });

  test('as a bare list, where the service does as it says', async () => {
    archive.search.desk.manners.bareLists = true;
    expect(JSON.parse(await ask(query()))).toHaveLength(2);
  });
});

test('how many there are on which day', async () => {
  const counts = async (rest: string) =>
    jsonOf(await get(`/aurorax/api/v1/availability/data_products?start=2023-01-01&end=2023-01-02${rest}`));
  expect(await counts('')).toMatchObject([
    { data_source: { identifier: 46 }, available_data_products: { '2023-01-01': 2 } },
  ]);
  expect(await counts('&program=trex')).toEqual([]);
  expect((await get('/aurorax/api/v1/availability/data_products?start=1.1.2023')).status).toBe(400);
});

test.skipIf(sharedReference === null)('the recorded records answer the recorded questions', async () => {
  const read = (name: string) => JSON.parse(readFileSync(`${sharedReference}/examples/${name}.json`, 'utf8')) as object;
  const { result } = read('data-products-data') as { result: { start: string; metadata: object }[] };
  archive.search.setProducts(result);
  const records = async (name: string) =>
    (jsonOf(await post(`${api}/search_synchronous`, { query: read(name) })) as { result: typeof result }).result;
  expect(await records('data-products-request')).toEqual(result.filter(({ start }) => start >= '2020-02'));
  const daily = await records('data-products-filter-request');
  expect(daily).toEqual([result[0]]);
});
