import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom, type Fault } from '../../archive/faults';
import { startArchive, type RunningArchive } from '../../archive/server';
import { jsonOf, rawRequest } from './raw-request';
import { temporaryTree, type TemporaryTree } from './temporary-tree';

const content = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256);
const url = '/data/sort_by_project/file.bin';

let tree: TemporaryTree;
let archive: RunningArchive;

beforeAll(async () => {
  tree = await temporaryTree({ 'sort_by_project/file.bin': content });
  archive = await startArchive({ roots: [tree.root], faultSeed: 7 });
});
afterEach(() => archive.reset());
afterAll(async () => {
  await archive.close();
  await tree.remove();
});

const get = (headers: Record<string, string> = {}) => rawRequest(archive.url, url, { headers });

describe('CORS', () => {
  test('every answer may be read by other pages, redirects and refusals too', async () => {
    for (const path of [url, '/data/nothing', '/srs/api/v1/data_distribution/datasets?level=no', '/aurorax/']) {
      const { headers } = await rawRequest(archive.url, path);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-expose-headers']).toContain('location');
    }
  });

  test('the question before a request is answered', async () => {
    const answer = await rawRequest(archive.url, '/aurorax/api/v1/conjunctions/search', { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-methods']).toContain('POST');
    expect(answer.headers['access-control-allow-headers']).toContain('content-type');
  });

  test('can be switched off, for good or for a while', async () => {
    archive.behaviour.cors = false;
    expect((await get()).headers['access-control-allow-origin']).toBeUndefined();
    const question = await rawRequest(archive.url, '/srs/', { method: 'OPTIONS' });
    expect(question.headers['access-control-allow-methods']).toBeUndefined();
    archive.reset();
    expect((await get()).headers['access-control-allow-origin']).toBe('*');
  });
});

describe('faults', () => {
  test('a delay comes before the answer', async () => {
    archive.faults.set({ kind: 'delay', pattern: 'file', ms: 120 });
    const started = performance.now();
    expect((await get()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(110);
  });

  test('a slow answer takes the time its rate gives it, and is whole', async () => {
    archive.faults.set({ kind: 'slow', pattern: 'file', bytesPerSecond: 400_000 });
    const started = performance.now();
    const { body } = await get();
    expect(performance.now() - started).toBeGreaterThan(220);
    expect(body.equals(content)).toBe(true);
  });

  test('a refused request has no answer at all', async () => {
    archive.faults.set({ kind: 'refuse', pattern: 'file' });
    await expect(get()).rejects.toThrow('socket hang up');
    await expect.poll(() => archive.log.requests).toMatchObject([{ status: null, outcome: 'aborted' }]);
  });

  test.each([
    [{ kind: 'bad-gateway' }, 502, 'text/html', undefined],
    [{ kind: 'unavailable' }, 503, undefined, undefined],
    [{ kind: 'unavailable', retryAfterSec: 3 }, 503, undefined, '3'],
    [{ kind: 'rate-limited', retryAfterSec: 0 }, 429, undefined, '0'],
    [{ kind: 'html' }, 200, 'text/html;charset=UTF-8', undefined],
  ] as const)('%j in the place of the file', async (trouble, status, type, retryAfter) => {
    archive.faults.set({ ...trouble, pattern: 'file' });
    const answer = await get();
    expect([answer.status, answer.headers['content-type'], answer.headers['retry-after']]).toEqual([
      status,
      type,
      retryAfter,
    ]);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  test.each([
    [{}, 50_000],
    [{ afterBytes: 123 }, 123],
    [{ afterBytes: 0 }, 0],
  ])('a truncated answer %j promises all and ends after %i bytes', async (options, bytes) => {
    archive.faults.set({ kind: 'truncate', pattern: 'file', ...options });
    const answer = await get();
    expect([answer.headers['content-length'], answer.cut]).toEqual(['100000', true]);
    expect(answer.body.equals(content.subarray(0, bytes))).toBe(true);
    await expect.poll(() => archive.log.requests).toMatchObject([{ outcome: 'aborted', sentBytes: bytes }]);
  });

  test('a damaged answer has its length, and other bytes at known places', async () => {
    archive.faults.set({ kind: 'corrupt', pattern: 'file', everyBytes: 30_000 });
    const { body } = await get();
    const wrong = [...content.keys()].filter((index) => body[index] !== content[index]);
    expect([body.length, wrong]).toEqual([100_000, [29_999, 59_999, 89_999]]);
  });

  test('a stalled answer begins and never ends, until the asker leaves', async () => {
    archive.faults.set({ kind: 'stall', pattern: 'file', afterBytes: 10 });
    const leave = new AbortController();
    const answer = await fetch(archive.url + url, { signal: leave.signal });
    const first = await answer.body?.getReader().read();
    expect(first?.value).toHaveLength(10);
    expect(archive.log.requests).toMatchObject([{ outcome: 'open' }]);
    leave.abort();
    await expect.poll(() => archive.log.requests[0]?.outcome).toBe('aborted');
  });

  test('hit only what the pattern means, as often as told', async () => {
    archive.faults.set({ kind: 'bad-gateway', pattern: '^https://data\\.phys\\.ucalgary\\.ca/sort', times: 2 });
    const other = await rawRequest(archive.url, '/srs/api/v1/data_distribution/datasets');
    const statuses = [];
    for (let turn = 0; turn < 3; turn++) statuses.push((await get()).status);
    expect([other.status, ...statuses]).toEqual([200, 502, 502, 200]);
    expect(archive.faults.active).toEqual([]);
  });

  test('with a probability hit the same requests every time', async () => {
    const fault: Fault = { kind: 'bad-gateway', pattern: 'file', probability: 0.5 };
    const turns = async () => {
      archive.faults.set(fault);
      const statuses = [];
      for (let turn = 0; turn < 12; turn++) statuses.push((await get()).status);
      return statuses;
    };
    const first = await turns();
    expect(await turns()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 502]));
  });

  test('add up: late, and then damaged', async () => {
    archive.faults.set(
      { kind: 'delay', pattern: 'file', ms: 60 },
      { kind: 'truncate', pattern: 'file', afterBytes: 5 },
    );
    const started = performance.now();
    const { body, cut } = await get();
    expect([body.length, cut, performance.now() - started > 50]).toEqual([5, true, true]);
  });

  test('the dice are even', () => {
    const random = seededRandom(3);
    const values = Array.from({ length: 10_000 }, random);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
  });
});

describe('over HTTP', () => {
  const post = (path: string, body: unknown) =>
    rawRequest(archive.url, path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

  test('faults and switches are set', async () => {
    const faults = [{ kind: 'unavailable', pattern: 'file', times: 1 }];
    expect(jsonOf(await post('/__faults', { faults, cors: false }))).toEqual({ faults, cors: false, labelGzip: false });
    expect((await get()).status).toBe(503);
    await post('/__reset', {});
    const { status, headers } = await get();
    expect([status, headers['access-control-allow-origin']]).toEqual([200, '*']);
  });

  test.each([
    ['nonsense'],
    [[]],
    [{ faults: {} }],
    [{ faults: [{ kind: 'delay' }] }],
    [{ faults: [{ kind: 'delay', pattern: 'x' }] }],
    [{ faults: [{ kind: 'no-such', pattern: 'x' }] }],
    [{ faults: [{ kind: 'refuse', pattern: '(' }] }],
    [{ faults: [{ kind: 'refuse', pattern: 'x', times: '2' }] }],
    [{ cors: 'no' }],
  ])('%j is refused', async (body) => {
    expect((await post('/__faults', body)).status).toBe(400);
  });

  test('the log tells what was asked, with what, and how it ended', async () => {
    await get({ range: 'bytes=0-9', 'if-none-match': '"x"' });
    await rawRequest(archive.url, '/srs/api/v1/data_distribution/datasets?name=REGO');
    await expect.poll(() => archive.log.requests.every(({ outcome }) => outcome === 'finished')).toBe(true);
    const log = jsonOf(await rawRequest(archive.url, '/__log?host=data&prefix=/sort_by_project/')) as {
      requests: Record<string, unknown>[];
      maxConcurrent: unknown;
    };
    expect(log.maxConcurrent).toEqual({ data: 1 });
    expect(log.requests).toMatchObject([
      {
        method: 'GET',
        host: 'data',
        path: '/sort_by_project/file.bin',
        query: '',
        range: 'bytes=0-9',
        ifNoneMatch: '"x"',
        status: 206,
        sentBytes: 10,
        outcome: 'finished',
      },
    ]);
    expect(archive.log.seen('srs')).toMatchObject([{ query: 'name=REGO', status: 200 }]);
  });
});

test('the log knows how many requests were open at once', async () => {
  archive.faults.set({ kind: 'delay', pattern: 'file', ms: 80 });
  await Promise.all([get(), get(), get()]);
  await get();
  await rawRequest(archive.url, '/data/');
  expect(archive.log.maxConcurrent('data')).toBe(3);
  expect(archive.log.maxConcurrent('data', '/other')).toBe(0);
});
