import { expect, test } from 'vitest';
import type { Outcome } from '$lib/model/failure';
import { createHostGate } from '$lib/services/host-gate';
import { directHosts } from '$lib/services/hosts';
import { never, settle } from './counting-fetch';
import { fakeClock } from './fake-clock';
import { bench, busy, fails, good, unreachable, unreadable, url } from './gate-bench';

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
