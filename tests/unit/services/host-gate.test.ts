import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Failure, Outcome } from '$lib/model/failure';
import { createHostGate } from '$lib/services/host-gate';
import { directHosts } from '$lib/services/hosts';
import { withRetry } from '$lib/services/retry';
import { never, settle } from './counting-fetch';
import { fakeClock } from './fake-clock';

const url = 'https://data.phys.ucalgary.ca/sort_by_project/a.gz';
const good: Outcome<string> = { ok: true, value: 'good' };
const fails = (failure: Failure): Outcome<string> => ({ ok: false, failure });
const unreachable = fails({ kind: 'refused', host: 'h', reason: 'unreachable', message: 'nobody' });
const unreadable = fails({ kind: 'refused', host: 'h', reason: 'unreadable', message: 'not this' });
const busy = (retryAfterSec: number) => fails({ kind: 'rate-limited', retryAfterSec, message: 'busy' });

function bench() {
  const clock = fakeClock();
  const gate = createHostGate(clock);
  /** One request without any retry, as the moment when it left, or null while it waits. */
  const visit = (answer: Outcome<unknown> | null = good, at = url, signal = never()) => {
    const visited: { leftMs: number | null; outcome: Outcome<unknown> | null } = { leftMs: null, outcome: null };
    void gate.enter(at, signal).then((pass) => {
      visited.outcome = pass;
      if (!pass.ok) return;
      visited.leftMs = clock.now();
      pass.value(answer);
    });
    return visited;
  };
  const fail = async (times: number, answer = unreachable) => {
    for (let time = 0; time < times; time++) visit(answer);
    await settle();
  };
  /** All that it takes, as fast as it goes: ten failures, and three that go to see. */
  const fall = async () => {
    await fail(10);
    await fail(3);
    await clock.advance(17_000);
    expect(gate.closed(url)).not.toBeNull();
  };
  const enter = async (at = url) => {
    const pass = await gate.enter(at, never());
    if (!pass.ok) throw new Error('not let through');
    return pass.value;
  };
  return { clock, gate, visit, fail, fall, enter };
}

test('after one answer with Retry-After no request to that host leaves before it is over', async () => {
  const { clock, visit } = bench();
  const begunMs = clock.now();
  visit(busy(7));
  await settle();
  const early = Array.from({ length: 20 }, () => visit());
  const elsewhere = visit(good, 'https://api.phys.ucalgary.ca/api');
  await clock.advance(3000);
  early.push(visit());
  await clock.advance(3999);
  expect(early.map(({ leftMs }) => leftMs)).toEqual(early.map(() => null));
  expect(elsewhere.leftMs).toBe(begunMs);
  await clock.advance(1);
  expect(early.map(({ leftMs }) => leftMs)).toEqual(early.map(() => begunMs + 7000));
});

test('the longest wish counts, and a success that was under way does not shorten it', async () => {
  const { clock, gate, visit } = bench();
  const begunMs = clock.now();
  const underWay = await gate.enter(url, never());
  visit(busy(5));
  visit(busy(2));
  await settle();
  if (underWay.ok) underWay.value(good);
  const waiting = visit();
  await clock.advance(60_000);
  expect(waiting.leftMs).toBe(begunMs + 5000);
});

test('a wish that comes while others wait holds them too', async () => {
  const { clock, gate, visit } = bench();
  const begunMs = clock.now();
  const underWay = await gate.enter(url, never());
  visit(busy(5));
  await settle();
  const waiting = visit();
  await clock.advance(4000);
  if (underWay.ok) underWay.value(busy(10));
  await clock.advance(60_000);
  expect(waiting.leftMs).toBe(begunMs + 14_000);
});

test('more than a minute is told, not waited for', async () => {
  const { clock, visit } = bench();
  visit(busy(90));
  await settle();
  const soon = visit();
  await clock.advance(20_000);
  expect(soon.outcome).toMatchObject({ ok: false, failure: { kind: 'rate-limited', retryAfterSec: 90 } });
  expect(visit()).toMatchObject({ leftMs: null });
  await clock.advance(11_000);
  const later = visit();
  await clock.advance(59_000);
  expect(later.leftMs).not.toBeNull();
});

test('an abort ends the waiting', async () => {
  const { visit } = bench();
  const control = new AbortController();
  visit(busy(30));
  await settle();
  const waiting = visit(good, url, control.signal);
  await settle();
  control.abort();
  await settle();
  expect(waiting.outcome).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
});

describe('ten connections that fail in a row', () => {
  test('hold the host: whoever asks waits, one goes to see after 2 s, and all may when it is answered', async () => {
    const { clock, gate, visit, fail } = bench();
    const begunMs = clock.now();
    await fail(9);
    expect(gate.held(url)).toBe(false);
    await fail(1);
    expect([gate.held(url), gate.closed(url)]).toEqual([true, null]);
    const files = Array.from({ length: 20 }, () => visit());
    await clock.advance(1999);
    expect(files.every(({ outcome }) => outcome === null)).toBe(true);
    await clock.advance(1);
    expect(files.every(({ leftMs }) => leftMs === begunMs + 2000)).toBe(true);
    expect(gate.held(url)).toBe(false);
  });

  test('and one after 2, 5 and 10 s more: the host is down, all are told at once for 15 s', async () => {
    const { clock, gate, visit, fail } = bench();
    const begunMs = clock.now();
    await fail(10);
    const files = Array.from({ length: 20 }, () => visit(unreachable));
    await clock.advance(16_999);
    expect([gate.held(url), gate.closed(url)]).toEqual([true, null]);
    await clock.advance(1);
    const went = files.flatMap(({ leftMs }) => (leftMs === null ? [] : [leftMs - begunMs]));
    expect(went).toEqual([2000, 7000, 17_000]);
    expect(files.filter(({ leftMs }) => leftMs === null).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 17 }, () => unreachable),
    );
    expect(gate.held(url)).toBe(false);
    await clock.advance(14_999);
    expect(gate.closed(url)).toMatchObject({ message: 'nobody' });
    const late = Array.from({ length: 900 }, () => visit());
    await settle();
    expect(late.every(({ leftMs, outcome }) => leftMs === null && outcome?.ok === false)).toBe(true);
    await clock.advance(1);
    expect(gate.closed(url)).toBeNull();
  });

  test('let one go to see at a time, however long it takes, and not too soon after it', async () => {
    const { clock, visit, fail, enter } = bench();
    const begunMs = clock.now();
    await fail(10);
    const first = enter();
    await clock.advance(2000);
    const leave = await first;
    const others = Array.from({ length: 5 }, () => visit(unreachable));
    await clock.advance(6000);
    expect(others.every(({ outcome }) => outcome === null)).toBe(true);
    leave(unreachable);
    await clock.advance(8999);
    expect(others.every(({ outcome }) => outcome === null)).toBe(true);
    // The time of the second has passed under way.
    await clock.advance(1);
    expect(others.map(({ leftMs }) => leftMs && leftMs - begunMs)).toEqual([17_000, null, null, null, null]);
    expect(others.every(({ outcome }) => outcome !== null)).toBe(true);
  });

  test('count on while others are under way: those that fail put nothing off', async () => {
    const { clock, visit, fail, enter } = bench();
    const begunMs = clock.now();
    const underWay = await Promise.all([enter(), enter(), enter()]);
    await fail(10);
    const waiting = visit();
    for (const leave of underWay) {
      await clock.advance(500);
      leave(unreachable);
    }
    await clock.advance(500);
    expect(waiting.leftMs).toBe(begunMs + 2000);
  });

  test.each([
    ['while they wait for the moment', 100],
    ['while one has gone to see', 2100],
  ])('are forgotten when one that was under way has an answer, %s', async (_, afterMs) => {
    const { clock, gate, visit, fail, enter } = bench();
    const underWay = await enter();
    await fail(10);
    const trial = enter();
    await clock.advance(afterMs);
    const others = Array.from({ length: 5 }, () => visit());
    await settle();
    expect(others.every(({ outcome }) => outcome === null)).toBe(true);
    underWay(good);
    await settle();
    expect(others.every(({ leftMs }) => leftMs === clock.now())).toBe(true);
    // What is found by the one that went to see is about the time before.
    (await trial)(unreachable);
    expect([gate.held(url), gate.closed(url)]).toEqual([false, null]);
  });

  test('of files that are not there while the host is say nothing about it', async () => {
    const { gate, fail } = bench();
    await fail(30, unreadable);
    expect([gate.held(url), gate.closed(url)]).toEqual([false, null]);
  });
});

describe('timers', () => {
  afterEach(() => void vi.useRealTimers());

  test('of those who wait end with an abort, and with an answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const gate = createHostGate();
    const control = new AbortController();
    const passes = await Promise.all(Array.from({ length: 11 }, () => gate.enter(url, never())));
    const [underWay, ...failing] = passes.map((pass) => (pass.ok ? pass.value : () => undefined));
    failing.forEach((leave) => leave(unreachable));
    const dropped = Array.from({ length: 3 }, () => gate.enter(url, control.signal));
    const waiting = Array.from({ length: 4 }, () => gate.enter(url, never()));
    expect(vi.getTimerCount()).toBe(7);
    control.abort();
    for (const pass of await Promise.all(dropped)) expect(pass).toMatchObject({ failure: { kind: 'cancelled' } });
    expect(vi.getTimerCount()).toBe(4);
    underWay!(good);
    expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test.each<[string, Outcome<string>]>([
  ['a success', good],
  ['a file that is not there', fails({ kind: 'missing', message: '' })],
  ['a failing server', fails({ kind: 'server', status: 500, message: '' })],
  ['a body that breaks off', fails({ kind: 'refused', host: 'h', reason: 'broken', message: '' })],
  ['a host that is there for others', unreadable],
  ['a host that forbids reading', fails({ kind: 'refused', host: 'h', reason: 'cross-origin', message: '' })],
])('%s in between is an answer: the count starts anew', async (_, answer) => {
  const { gate, fail } = bench();
  await fail(9);
  await fail(1, answer);
  await fail(9);
  expect(gate.held(url)).toBe(false);
});

test.each<[string, Outcome<string>]>([
  ['a cancelled one', fails({ kind: 'cancelled', message: '' })],
  ['one without network', fails({ kind: 'offline', message: '' })],
])('%s says nothing about the host', async (_, answer) => {
  const { gate, fail } = bench();
  await fail(9);
  await fail(1, answer);
  expect(gate.held(url)).toBe(false);
  await fail(1);
  expect(gate.held(url)).toBe(true);
});

test('after a while of being down one request goes to see, and the others wait for what it finds', async () => {
  const { clock, gate, visit, fall } = bench();
  await fall();
  await clock.advance(15_000);
  const trial = await gate.enter(url, never());
  expect(trial.ok).toBe(true);
  const others = [visit(), visit()];
  await settle();
  expect(others.map(({ outcome }) => outcome)).toEqual([null, null]);
  if (trial.ok) trial.value(good);
  await settle();
  expect(others.map(({ leftMs }) => leftMs)).toEqual([clock.now(), clock.now()]);
});

test('a trial that fails closes the host again; one that is dropped leaves it to the next', async () => {
  const { clock, gate, visit, fall } = bench();
  await fall();
  await clock.advance(15_000);
  const dropped = await gate.enter(url, never());
  const next = visit(unreachable);
  const others = [visit(), visit()];
  await settle();
  if (dropped.ok) dropped.value(null);
  await settle();
  expect(next.leftMs).toBe(clock.now());
  expect(others.map(({ outcome }) => outcome)).toEqual([unreachable, unreachable]);
  expect(gate.closed(url)).not.toBeNull();
});

test('an abort while another one tries ends the waiting', async () => {
  const { clock, gate, visit, fall } = bench();
  const control = new AbortController();
  await fall();
  await clock.advance(15_000);
  await gate.enter(url, never());
  const waiting = visit(good, url, control.signal);
  control.abort();
  await settle();
  expect(waiting.outcome).toMatchObject({ failure: { kind: 'cancelled' } });
});

test('services behind one relay do not hold each other', async () => {
  const clock = fakeClock();
  const relay = 'https://example.org/relay';
  const hosts = { ...directHosts, data: `${relay}/data`, srs: `${relay}/srs`, via: 'relay' as const };
  const gate = createHostGate({ ...clock, hosts });
  for (let time = 0; time < 10; time++) {
    const pass = await gate.enter(`${relay}/srs/api`, never());
    if (pass.ok) pass.value(unreachable);
  }
  expect(gate.held(`${relay}/srs/other`)).toBe(true);
  expect(gate.held(`${relay}/data/sort_by_project/`)).toBe(false);
});

test('a clock that does not keep up with the waits is no endless loop', async () => {
  const gate = createHostGate({ now: () => 0, sleep: () => Promise.resolve() });
  const first = await gate.enter(url, never());
  if (first.ok) first.value(busy(5));
  expect((await gate.enter(url, never())).ok).toBe(true);
  const visits = { made: 0, told: 0 };
  for (let time = 0; time < 30; time++) {
    const pass = await gate.enter(url, never());
    if (pass.ok) pass.value(unreachable);
    visits[pass.ok ? 'made' : 'told'] += 1;
  }
  expect(visits).toEqual({ made: 13, told: 17 });
});

test('with retry: a host that is down costs some twenty attempts, however many files', async () => {
  const { clock, gate } = bench();
  const attempt = vi.fn().mockResolvedValue(unreachable);
  const options = { gate, url, sleep: clock.sleep };
  const ends: number[] = [];
  const file = () =>
    withRetry<string>(attempt, { ...options, signal: never() }).then((outcome) => (ends.push(clock.now()), outcome));
  const begunMs = clock.now();
  const files = Array.from({ length: 5 }, file);
  await clock.advance(25_000);
  files.push(...Array.from({ length: 900 }, file));
  expect(await Promise.all(files)).toEqual(files.map(() => unreachable));
  const spent = attempt.mock.calls.length;
  expect(spent).toBeLessThanOrEqual(18); // ten, the five that are under way when it shows, and three that go to see
  expect(spent).toBeGreaterThanOrEqual(13);
  expect(Math.max(...ends) - begunMs).toBeLessThanOrEqual(25_000);
});

test.each([1, 2, 3, 5, 20])(
  'with retry: %i files outlive a host that is away for 16 s, once it is held',
  async (count) => {
    const { clock, gate, fail } = bench();
    await fail(10 - count);
    const backMs = clock.now() + 16_000;
    const attempt = vi.fn(() => Promise.resolve(clock.now() < backMs ? unreachable : good));
    const files = Array.from({ length: count }, () =>
      withRetry<string>(attempt, { signal: never(), gate, url, sleep: clock.sleep, attempts: 2 }),
    );
    await clock.advance(25_000);
    expect(await Promise.all(files)).toEqual(files.map(() => good));
  },
);

test('with retry: an attempt that throws does not keep the others waiting', async () => {
  const { clock, gate, visit, fall } = bench();
  await fall();
  await clock.advance(15_000);
  const broken = withRetry<string>(() => Promise.reject(new RangeError('a fault of ours')), {
    signal: never(),
    gate,
    url,
  });
  await expect(broken).rejects.toThrow('a fault of ours');
  const next = visit();
  await settle();
  expect(next.leftMs).toBe(clock.now());
});
