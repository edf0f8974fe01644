import { expect, test, vi } from 'vitest';
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
  return { clock, gate, visit, fail };
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

test('ten connections that fail in a row close the host: 900 files are told at once', async () => {
  const { clock, gate, visit, fail } = bench();
  await fail(9);
  expect(gate.closed(url)).toBeNull();
  await fail(1);
  const files = Array.from({ length: 900 }, () => visit());
  await settle();
  expect(files.every(({ leftMs, outcome }) => leftMs === null && outcome !== null && !outcome.ok)).toBe(true);
  expect(files[0]!.outcome).toEqual(unreachable);
  await clock.advance(14_999);
  expect(gate.closed(url)).toMatchObject({ message: 'nobody' });
  await clock.advance(1);
  expect(gate.closed(url)).toBeNull();
});

test.each<[string, Outcome<string>]>([
  ['a success', good],
  ['a file that is not there', fails({ kind: 'missing', message: '' })],
  ['a failing server', fails({ kind: 'server', status: 500, message: '' })],
  ['a body that breaks off', fails({ kind: 'refused', host: 'h', reason: 'broken', message: '' })],
  ['a host that forbids reading', fails({ kind: 'refused', host: 'h', reason: 'cross-origin', message: '' })],
])('%s in between is an answer: the count starts anew', async (_, answer) => {
  const { gate, fail } = bench();
  await fail(9);
  await fail(1, answer);
  await fail(9);
  expect(gate.closed(url)).toBeNull();
});

test.each<[string, Outcome<string>]>([
  ['a cancelled one', fails({ kind: 'cancelled', message: '' })],
  ['one without network', fails({ kind: 'offline', message: '' })],
])('%s says nothing about the host', async (_, answer) => {
  const { gate, fail } = bench();
  await fail(9);
  await fail(1, answer);
  expect(gate.closed(url)).toBeNull();
  await fail(1);
  expect(gate.closed(url)).not.toBeNull();
});

test('after a while one request goes to see, and the others wait for what it finds', async () => {
  const { clock, gate, visit, fail } = bench();
  await fail(10);
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
  const { clock, gate, visit, fail } = bench();
  await fail(10);
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
  const { clock, gate, visit, fail } = bench();
  const control = new AbortController();
  await fail(10);
  await clock.advance(15_000);
  await gate.enter(url, never());
  const waiting = visit(good, url, control.signal);
  control.abort();
  await settle();
  expect(waiting.outcome).toMatchObject({ failure: { kind: 'cancelled' } });
});

test('services behind one relay do not close each other', async () => {
  const clock = fakeClock();
  const relay = 'https://example.org/relay';
  const hosts = { ...directHosts, data: `${relay}/data`, srs: `${relay}/srs`, via: 'relay' as const };
  const gate = createHostGate({ ...clock, hosts });
  for (let time = 0; time < 10; time++) {
    const pass = await gate.enter(`${relay}/srs/api`, never());
    if (pass.ok) pass.value(unreachable);
  }
  expect(gate.closed(`${relay}/srs/other`)).not.toBeNull();
  expect(gate.closed(`${relay}/data/sort_by_project/`)).toBeNull();
});

test('a clock that does not keep up with the waits is no endless loop', async () => {
  const gate = createHostGate({ now: () => 0, sleep: () => Promise.resolve() });
  const first = await gate.enter(url, never());
  if (first.ok) first.value(busy(5));
  expect((await gate.enter(url, never())).ok).toBe(true);
});

test('with retry: a host that is down costs ten attempts, however many files', async () => {
  const { clock, gate } = bench();
  const attempt = vi.fn().mockResolvedValue(unreachable);
  const options = { signal: never(), gate, url, sleep: clock.sleep };
  const files = Array.from({ length: 5 }, () => withRetry<string>(attempt, options));
  await clock.advance(20_000 - 1);
  expect(await Promise.all(files)).toEqual(files.map(() => unreachable));
  const spent = attempt.mock.calls.length;
  expect(spent).toBeLessThanOrEqual(15); // the five that are under way when it shows may end
  expect(spent).toBeGreaterThanOrEqual(10);
});

test('with retry: an attempt that throws does not keep the others waiting', async () => {
  const { clock, gate, visit, fail } = bench();
  await fail(10);
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
