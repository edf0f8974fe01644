import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Failure } from '$lib/model/failure';
import { request } from '$lib/services/http';
import { createProbe } from '$lib/services/probe';
import { countingFetch, never, page, settle } from './counting-fetch';
import { fakeClock } from './fake-clock';

const host = 'https://data.phys.ucalgary.ca';
const url = `${host}/sort_by_project/a.gz`;
const unknown: Failure = { kind: 'refused', host: 'data.phys.ucalgary.ca', reason: 'unknown', message: '' };
const fails = () => Promise.reject(new TypeError('Failed to fetch'));
/** What a page gets to see of an answer that it may not read. */
const opaque = () => new Response(null);

afterEach(() => vi.unstubAllGlobals());

/** Hosts as a browser shows them: what is asked without leave, and what is asked to be read. */
function bench(noCors: (url: string) => Response | Promise<Response>, cors: typeof noCors = fails, options = {}) {
  const net = countingFetch((at, _signal, { mode }) => (mode === 'no-cors' ? noCors(at) : cors(at)));
  const clock = fakeClock();
  const probe = createProbe({ fetch: net.fetch, now: clock.now, pageOrigin: 'https://example.org', ...options });
  const explain = (at = url, signal = never()) => probe.explain(at, unknown, signal);
  return { net, clock, probe, explain };
}

describe('a connection that failed', () => {
  test('to a host that is there: it forbids reading', async () => {
    const { explain, net } = bench(opaque);
    expect(await explain()).toEqual({
      ...unknown,
      reason: 'cross-origin',
      message: 'data.phys.ucalgary.ca answers, but forbids pages of other sites to read it',
    });
    expect(net.asked).toEqual([`${host}/`, url, `${host}/`, url]);
  });

  test('to a host that is not: it cannot be reached', async () => {
    const { explain, net } = bench(fails);
    expect(await explain()).toMatchObject({
      reason: 'unreachable',
      message: 'data.phys.ucalgary.ca could not be reached',
    });
    expect(net.asked).toEqual([`${host}/`]);
  });

  test('by chance, which a second look shows, forbids nothing', async () => {
    const { explain } = bench(opaque, () => page('here'));
    expect(await explain()).toMatchObject({ reason: 'unreadable' });
  });

  test('by chance twice, while others can be read, forbids nothing either', async () => {
    const { explain, probe } = bench(opaque, () => {
      probe.answered(`${host}/sort_by_project/b.gz`);
      return fails();
    });
    expect(await explain()).toMatchObject({ reason: 'unreadable' });
  });

  test('to a host that was read before and is there is about this file', async () => {
    const { explain, probe, net } = bench(opaque);
    probe.answered(`${host}/sort_by_project/`);
    expect(await explain()).toMatchObject({
      reason: 'unreadable',
      message: expect.stringContaining('no such file') as string,
    });
    expect(net.asked).toEqual([`${host}/`]);
  });

  test('to a host that was read before and is there no more: it cannot be reached', async () => {
    const { explain, probe, net } = bench(fails);
    probe.answered(`${host}/sort_by_project/`);
    expect(await explain()).toMatchObject({ reason: 'unreachable' });
    expect(net.asked).toEqual([`${host}/`]);
  });

  test("to the page's own server is never forbidden, and nobody is asked", async () => {
    const { explain, net } = bench(opaque);
    expect(await explain('https://example.org/relay/data/sort_by_project/')).toMatchObject({ reason: 'unreachable' });
    expect(net.asked).toEqual([]);
  });

  test('because the page may not even ask is said so', async () => {
    const { explain, net } = bench(opaque, fails, { allowed: () => false });
    expect(await explain()).toMatchObject({
      reason: 'unreachable',
      message: expect.stringContaining('policy') as string,
    });
    expect(net.asked).toEqual([]);
  });

  test('without a network is offline', async () => {
    const { explain, net } = bench(opaque);
    vi.stubGlobal('navigator', { onLine: false });
    expect(await explain()).toMatchObject({ kind: 'offline' });
    expect(net.asked).toEqual([]);
  });

  test.each<Failure>([
    { kind: 'missing', message: 'x' },
    { ...unknown, reason: 'broken' },
    { kind: 'cancelled', message: 'x' },
  ])('for a known reason ($kind $reason) keeps it', async (failure) => {
    const { probe, net } = bench(opaque);
    expect(await probe.explain(url, failure, never())).toEqual(failure);
    expect(net.asked).toEqual([]);
  });
});

describe('900 files', () => {
  test('cause one probe, at the same time and one after the other', async () => {
    const { explain, net, clock } = bench(opaque);
    const at = (index: number) => `${host}/sort_by_project/${index}.gz`;
    const together = await Promise.all(Array.from({ length: 450 }, (_, index) => explain(at(index))));
    await clock.advance(29_000);
    for (let index = 450; index < 900; index++) together.push(await explain(at(index)));
    expect(new Set(together.map((failure) => failure.kind === 'refused' && failure.reason))).toEqual(
      new Set(['cross-origin']),
    );
    expect(net.asked).toHaveLength(4);
    await clock.advance(1000);
    await explain();
    expect(net.asked).toHaveLength(8);
  });

  test('of another host are looked at on their own', async () => {
    const { explain, net } = bench(fails);
    await Promise.all([explain(), explain('https://api.phys.ucalgary.ca/api/v1/x')]);
    expect(net.asked).toEqual([`${host}/`, 'https://api.phys.ucalgary.ca/']);
  });

  test('an answer that can be read makes the finding void', async () => {
    const { explain, probe } = bench(opaque);
    expect(await explain()).toMatchObject({ reason: 'cross-origin' });
    probe.answered(url);
    expect(await explain()).toMatchObject({ reason: 'unreadable' });
  });

  test('of a host that was read before ask once in a second whether it is there', async () => {
    let answer: (response: Response) => void = () => undefined;
    const { explain, probe, net, clock } = bench(() => new Promise((resolve) => (answer = resolve)));
    probe.answered(url);
    const slow = Array.from({ length: 30 }, () => explain());
    await clock.advance(5000);
    slow.push(explain());
    await settle();
    answer(opaque());
    await Promise.all(slow);
    await clock.advance(999);
    expect(await explain()).toMatchObject({ reason: 'unreadable' });
    expect(net.asked).toHaveLength(1);
    await clock.advance(1);
    void explain();
    await settle();
    expect(net.asked).toHaveLength(2);
  });
});

test('the one who wanted to know may leave; the finding is there for the others', async () => {
  const control = new AbortController();
  let answer: (response: Response) => void = () => undefined;
  const { explain, net } = bench(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    fails,
  );
  const left = explain(url, control.signal);
  const stays = explain();
  await settle();
  control.abort();
  expect(await left).toMatchObject({ kind: 'cancelled' });
  answer(opaque());
  await settle();
  answer(opaque());
  expect(await stays).toMatchObject({ reason: 'cross-origin' });
  expect(net.asked).toHaveLength(4);
});

test('the body of what was asked is let go of', async () => {
  const signals: AbortSignal[] = [];
  const net = countingFetch((_, signal) => {
    signals.push(signal);
    return page('a long body');
  });
  const probe = createProbe({ fetch: net.fetch, pageOrigin: null });
  await probe.explain(url, unknown, never());
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});

describe('request with a probe', () => {
  test('tells what it found, and is told of answers', async () => {
    let readable = false;
    const { net, probe } = bench(opaque, () => (readable ? page('no', 404) : fails()));
    const ask = () => request(url, { fetch: net.fetch, signal: never(), timeoutMs: 1000, probe });
    expect(await ask()).toMatchObject({ ok: false, failure: { kind: 'refused', reason: 'cross-origin' } });
    readable = true;
    expect(await ask()).toMatchObject({ ok: false, failure: { kind: 'missing' } });
    readable = false;
    expect(await ask()).toMatchObject({ ok: false, failure: { kind: 'refused', reason: 'unreadable' } });
  });

  test('an abort is not asked about', async () => {
    const { net, probe } = bench(opaque, () => new Promise(() => undefined));
    const control = new AbortController();
    const waiting = request(url, { fetch: net.fetch, signal: control.signal, timeoutMs: 1000, probe });
    await settle();
    control.abort();
    expect(await waiting).toMatchObject({ failure: { kind: 'cancelled' } });
    expect(net.asked).toEqual([url]);
  });
});
