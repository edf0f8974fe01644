import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseRetryAfter, request } from '$lib/services/http';
import { sharedReference } from '../shared-data';
import { countingFetch, json, never, page } from './counting-fetch';

const url = 'https://api.phys.ucalgary.ca/api/v1/x';
const ask = (answer: () => Response | Promise<Response>, signal = never(), timeoutMs = 1000) =>
  request(url, { fetch: countingFetch(answer).fetch, signal, timeoutMs });

afterEach(() => vi.unstubAllGlobals());

describe('request', () => {
  test('gives the answer when there is one', async () => {
    const outcome = await ask(() => page('hello'));
    expect(outcome.ok && (await outcome.value.text())).toBe('hello');
  });

  test('a connection that fails says that it may be a cross-origin ban', async () => {
    const outcome = await ask(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'refused', host: 'api.phys.ucalgary.ca' } });
    expect(outcome).toMatchObject({
      failure: { message: expect.stringContaining('cannot tell the two apart') as string },
    });
  });

  test('a connection that fails while the browser knows of no network is offline', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    const outcome = await ask(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'offline' } });
  });

  test('what the relay says of a host it cannot reach is a failed connection, in its words', async () => {
    const said = { relay: 'nightside', error: 'unreachable', message: 'data.phys.ucalgary.ca cannot be reached.' };
    const outcome = await ask(() => json(said, 502));
    expect(outcome).toMatchObject({
      failure: { kind: 'refused', message: 'data.phys.ucalgary.ca cannot be reached' },
    });
  });

  test('an abort is a wish, not a fault', async () => {
    const control = new AbortController();
    const waiting = ask(() => new Promise<Response>(() => undefined), control.signal);
    control.abort();
    expect(await waiting).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    const { fetch, asked } = countingFetch(() => page(''));
    const outcome = await request(url, { fetch, signal: control.signal, timeoutMs: 1000 });
    expect(outcome).toMatchObject({ failure: { kind: 'cancelled' } });
    expect(asked).toEqual([]);
  });

  test('no answer in time', async () => {
    const outcome = await ask(() => new Promise<Response>(() => undefined), never(), 10);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: 'refused', message: 'api.phys.ucalgary.ca did not answer within 0.01 s' },
    });
  });

  test.each([
    [404, {}, { kind: 'missing' }],
    [429, { 'retry-after': '7' }, { kind: 'rate-limited', retryAfterSec: 7 }],
    [429, {}, { kind: 'rate-limited', retryAfterSec: null }],
    [503, { 'retry-after': '120' }, { kind: 'rate-limited', retryAfterSec: 120 }],
    [503, {}, { kind: 'server', status: 503 }],
    [502, {}, { kind: 'server', status: 502 }],
    [500, {}, { kind: 'server', status: 500 }],
    [403, {}, { kind: 'server', status: 403 }],
  ])('status %i %o', async (status, headers, failure) => {
    const outcome = await ask(() => new Response('<h1>no</h1>', { status, headers }));
    expect(outcome).toMatchObject({ ok: false, failure });
  });

  test('a body that is not the JSON it claims to be leaves the status', async () => {
    const headers = { 'content-type': 'application/json' };
    const outcome = await ask(() => new Response('{"detail": ', { status: 500, headers }));
    expect(outcome).toMatchObject({ failure: { kind: 'server', status: 500 } });
  });

  test('reasons are taken as a string, as a list, and never beyond measure', async () => {
    const message = async (detail: unknown) => {
      const outcome = await ask(() => json({ detail }, 422));
      return outcome.ok ? '' : outcome.failure.message;
    };
    const said = 'api.phys.ucalgary.ca answered with status 422';
    expect(await message([{ loc: ['query', 'start'], msg: 'Field required' }, { msg: 'and more' }, 7])).toBe(
      `${said}: query.start: Field required; and more`,
    );
    expect(await message([])).toBe(said);
    expect(await message(12)).toBe(said);
    expect((await message('x'.repeat(10_000))).length).toBeLessThan(600);
  });
});

describe.skipIf(sharedReference === null)('the recorded errors of the service', () => {
  const text = sharedReference ? readFileSync(`${sharedReference}/examples/errors-srs.json`, 'utf8') : '[]';
  const recorded = JSON.parse(text) as {
    request: string;
    status: number;
    body: { detail: string | { msg: string }[] };
  }[];

  test.each(recorded)('$request', async ({ status, body }) => {
    const outcome = await ask(() => json(body, status));
    const said = typeof body.detail === 'string' ? body.detail : body.detail[0]!.msg;
    expect(outcome).toMatchObject({ ok: false, failure: { kind: status === 404 ? 'missing' : 'server' } });
    expect(outcome.ok ? '' : outcome.failure.message).toContain(said);
  });
});

test.each([
  ['120', 120],
  [' 0 ', 0],
  ['Wed, 21 Oct 2015 07:28:30 GMT', 30],
  ['Wed, 21 Oct 2015 07:00:00 GMT', 0],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['', null],
  [null, null],
])('Retry-After %s', (header, seconds) => {
  expect(parseRetryAfter(header, Date.UTC(2015, 9, 21, 7, 28, 0))).toBe(seconds);
});
