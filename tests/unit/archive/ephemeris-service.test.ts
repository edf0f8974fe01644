import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EphemerisRecord } from '../../archive/ephemeris-records';
import { startArchive, type RunningArchive } from '../../archive/server';
import { sharedReference } from '../shared-data';
import { jsonOf, rawRequest } from './raw-request';
import { temporaryTree, type TemporaryTree } from './temporary-tree';

const api = '/aurorax/api/v1/ephemeris';

let tree: TemporaryTree;
let archive: RunningArchive;
beforeAll(async () => {
  tree = await temporaryTree({ 'sort_by_project/readme.txt': 'nothing' });
  archive = await startArchive({ roots: [tree.root], makesLabels: true });
});
beforeEach(() => archive.reset());
afterAll(async () => {
  await archive.close();
  await tree.remove();
});

const gillam = { programs: ['themis-asi'], platforms: ['gillam'], instrument_types: ['panchromatic ASI'] };
const query = (start: string, end: string, expressions: readonly object[] = [], sources: object = gillam) => ({
  ...{ start, end },
  data_sources: { ...sources, ephemeris_metadata_filters: expressions.length > 0 ? { expressions } : {} },
});
const post = (path: string, body: object) =>
  rawRequest(archive.url, path, { method: 'POST', body: JSON.stringify(body) });
const atOnce = async (body: object, format?: object) =>
  jsonOf(await post(`${api}/search_synchronous`, { query: body, response_format: format })) as {
    readonly result: readonly EphemerisRecord[];
    readonly error_code?: string;
  };

test('a camera has a record each minute, one verdict for ten of them, the same when asked again', async () => {
  const { result } = await atOnce(query('2019-01-01T08:00:00', '2019-01-01T08:19:59'));
  expect(result).toHaveLength(20);
  expect(result[0]).toMatchObject({
    data_source: { identifier: 46, display_name: 'THEMIS-ASI GILL' },
    epoch: '2019-01-01T08:00:00',
    location_geo: { lat: 56.38, lon: -94.64 },
    location_gsm: { lat: null, lon: null },
  });
  const verdicts = result.map(({ metadata }) => JSON.stringify(metadata));
  expect([new Set(verdicts.slice(0, 10)).size, new Set(verdicts.slice(10)).size, new Set(verdicts).size]).toEqual([
    ...[1, 1, 2],
  ]);
  expect(result[0]!.metadata).toEqual({
    clausen_ml_oath: expect.stringMatching(/^classified as (arc|diffuse|discrete|cloudy|moon|no aurora)$/) as string,
    calgary_apa_ml_v1: expect.stringMatching(/^classified as (not )?APA$/) as string,
    calgary_cloud_ml_v1: expect.stringMatching(/^classified as (not )?cloudy$/) as string,
    calgary_apa_ml_v1_confidence: expect.any(Number) as number,
    calgary_cloud_ml_v1_confidence: expect.any(Number) as number,
  });
  const again = await atOnce(query('2019-01-01T08:00:00', '2019-01-01T08:19:59'));
  expect(again.result).toEqual(result);
  const [noon] = (await atOnce(query('2019-01-01T18:00:00', '2019-01-01T18:00:59'))).result;
  expect(noon!.metadata).toMatchObject({ clausen_ml_oath: 'not classified', calgary_cloud_ml_v1_confidence: 0 });
});

test('only what is named in a response format comes, at once and of a search', async () => {
  const format = { epoch: true, data_source: { identifier: true, program: false }, metadata: true };
  const body = query('2019-01-01T08:00:00', '2019-01-01T08:00:59');
  const { result } = await atOnce(body, format);
  expect(result).toMatchObject([{ epoch: '2019-01-01T08:00:00', data_source: { identifier: 46 } }]);
  expect(Object.keys(result[0]!).sort()).toEqual(['data_source', 'epoch', 'metadata']);
  expect(result[0]!.data_source).toEqual({ identifier: 46 });
  const id = '63e09ea3-2465-4ea8-affe-bb17170f815d';
  archive.search.desk.manners.runningPolls = 0;
  expect((await post(`${api}/search`, { ...body, request_id: id })).status).toBe(202);
  expect(jsonOf(await rawRequest(archive.url, `${api}/requests/${id}`, {}))).toMatchObject({
    search_request: { request_type: 'ephemeris' },
    search_result: { data_uri: `/api/v1/ephemeris/requests/${id}/data`, result_count: 1 },
  });
  expect(jsonOf(await post(`${api}/requests/${id}/data`, format))).toEqual({ result });
  // The id is one of another kind's search.
  expect((await post(`/aurorax/api/v1/data_products/requests/${id}/data`, format)).status).toBe(404);
  expect((await post(`${api}/requests/${id}/data`, { epoch: 'yes' })).status).toBe(400);
  expect(await atOnce(body, { epoch: 1 })).toMatchObject({ error_code: 'AssertionError' });
});

describe('refused is', () => {
  test.each<[string, string, object, number]>([
    ['a search for a month', 'search', query('2019-01-01T00:00:00', '2019-01-31T23:59:59'), 202],
    ['a search for more', 'search', query('2019-01-01T00:00:00', '2019-02-01T00:01:00'), 400],
    ['a search without a filter', 'search', query('2019-01-01T00:00:00', '2019-01-01T23:59:59', [], {}), 400],
    ['a search for nonsense', 'search', { start: 'x' }, 400],
    [
      ...(['two days at once', 'search_synchronous'] as const),
      { query: query('2019-01-01T00:00:00', '2019-01-02T23:59:59') },
      200,
    ],
    [
      ...(['more at once', 'search_synchronous'] as const),
      { query: query('2019-01-01T00:00:00', '2019-01-03T00:00:01') },
      400,
    ],
    ['a question that is not wrapped', 'search_synchronous', query('2019-01-01T00:00:00', '2019-01-01T00:00:59'), 400],
  ])('%s: %s', async (_, route, body, status) => {
    const answer = await post(`${api}/${route}`, body);
    expect(answer.status).toBe(status);
    if (status === 400) expect(jsonOf(answer)).toMatchObject({ error_code: 'AssertionError' });
  });

  test('on demand, any search at once, as a service does that has none', async () => {
    archive.search.desk.manners.refusesAtOnce = 404;
    const asked = { query: query('2019-01-01T00:00:00', '2019-01-01T00:00:59') };
    expect((await post(`${api}/search_synchronous`, asked)).status).toBe(404);
    expect((await post('/aurorax/api/v1/data_products/search_synchronous', asked)).status).toBe(404);
  });
});

test('an answer at once is a bare list where the service does as it says', async () => {
  archive.search.desk.manners.bareLists = true;
  expect(await atOnce(query('2019-01-01T08:00:00', '2019-01-01T08:01:59'))).toHaveLength(2);
});

test('the host has a page, as the real one has', async () => {
  expect((await rawRequest(archive.url, '/aurorax/', {})).status).toBe(200);
});

test('how many there are on which day: each minute of a made camera, and what was given', async () => {
  const counts = async (rest: string) =>
    jsonOf(await rawRequest(archive.url, `/aurorax/api/v1/availability/ephemeris?${rest}`, {}));
  expect(await counts('start=2019-01-01&end=2019-01-02&platform=gillam&program=themis-asi')).toEqual([
    {
      data_source: expect.objectContaining({ identifier: 46 }) as object,
      available_ephemeris: { '2019-01-01': 1440, '2019-01-02': 1440 },
    },
  ]);
  expect(await counts('start=1999-01-01&end=1999-01-02')).toEqual([]);
  const { result } = await atOnce(query('2019-01-01T23:58:00', '2019-01-02T00:00:59'));
  archive.search.setEphemeris(result);
  expect(await counts('start=2019-01-01&end=2019-01-31')).toMatchObject([
    { available_ephemeris: { '2019-01-01': 2, '2019-01-02': 1 } },
  ]);
});

test.skipIf(sharedReference === null)('recorded positions answer questions by their times and metadata', async () => {
  const read = (name: string) => JSON.parse(readFileSync(`${sharedReference}/examples/${name}.json`, 'utf8')) as object;
  const { result } = read('ephemeris-data') as { readonly result: readonly EphemerisRecord[] };
  archive.search.setEphemeris(result);
  const asked = read('ephemeris-synchronous-request') as { readonly query: object; readonly response_format: object };
  const found = await atOnce(asked.query, asked.response_format);
  const polar = result.filter(({ metadata }) => metadata.nbtrace_region === 'north polar cap');
  expect(polar.length).toBeGreaterThan(5);
  expect(found.result).toHaveLength(polar.length);
  expect(found.result[0]).toEqual({
    data_source: { identifier: 3, display_name: 'Swarm A' },
    ...{ epoch: polar[0]!.epoch, location_geo: polar[0]!.location_geo, nbtrace: polar[0]!.nbtrace },
    metadata: polar[0]!.metadata,
  });
});
