import { expect, test } from 'vitest';
import type { Outcome } from '$lib/model/failure';
import { RankedQueue } from '$lib/workers/ranked-queue';
import { deferred, never, settle } from '../services/counting-fetch';

const done: Outcome<string> = { ok: true, value: 'done' };

/** Jobs that start when the queue says and end when the test says. */
function bench(places: number) {
  const queue = new RankedQueue(places);
  const started: string[] = [];
  const ends = new Map<string, (outcome: Outcome<string>) => void>();
  const add = (name: string, rank: () => number, signal = never()) =>
    queue.run<string>({ rank, signal }, () => {
      const { promise, resolve } = deferred<Outcome<string>>();
      started.push(name);
      ends.set(name, resolve);
      return promise;
    });
  const end = async (name: string) => {
    ends.get(name)!(done);
    await settle();
  };
  return { queue, started, add, end };
}

test('the smallest rank goes first, among those asked for in one go too', async () => {
  const { started, add, end } = bench(1);
  void add('later', () => 5);
  void add('first', () => 1);
  void add('second', () => 2);
  await settle();
  expect(started).toEqual(['first']);
  await end('first');
  await end('second');
  expect(started).toEqual(['first', 'second', 'later']);
});

test('equal ranks: first come, first served', async () => {
  const { started, add, end } = bench(1);
  for (const name of ['a', 'b', 'c']) void add(name, () => 0);
  await settle();
  await end('a');
  await end('b');
  expect(started).toEqual(['a', 'b', 'c']);
});

test('ranks are asked for anew each time a place is free', async () => {
  const { started, add, end } = bench(1);
  let cursor = 0;
  for (const minute of [0, 1, 2, 3, 4]) void add(`minute ${minute}`, () => Math.abs(minute - cursor));
  await settle();
  cursor = 4;
  await end('minute 0');
  await end('minute 4');
  expect(started).toEqual(['minute 0', 'minute 4', 'minute 3']);
});

test('no more run than there are places', async () => {
  const { queue, started, add, end } = bench(3);
  for (let index = 0; index < 8; index++) void add(`job ${index}`, () => index);
  await settle();
  expect(started).toHaveLength(3);
  expect(queue.waiting).toBe(5);
  await end('job 1');
  expect(started).toHaveLength(4);
});

test('aborted while it waits, a job never starts', async () => {
  const { started, add, end } = bench(1);
  const control = new AbortController();
  void add('running', () => 0);
  const waiting = add('dropped', () => 1, control.signal);
  void add('kept', () => 2);
  await settle();
  control.abort();
  expect(await waiting).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
  await end('running');
  expect(started).toEqual(['running', 'kept']);
  expect(await add('too late', () => 0, control.signal)).toMatchObject({ failure: { kind: 'cancelled' } });
});

test('a job that throws gives its place back', async () => {
  const queue = new RankedQueue(1);
  const wish = { rank: () => 0, signal: never() };
  await expect(queue.run(wish, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await queue.run(wish, () => Promise.resolve(done))).toEqual(done);
});

test('a queue without places is refused', () => {
  expect(() => new RankedQueue(0)).toThrow(RangeError);
});

test('rank Infinity is not now: it starts when reconsidered under another rank', async () => {
  const { queue, started, add } = bench(2);
  let paused = true;
  void add('held', () => (paused ? Infinity : 0));
  void add('other', () => 7);
  await settle();
  expect(started).toEqual(['other']);
  paused = false;
  queue.reconsider();
  await settle();
  expect(started).toEqual(['other', 'held']);
});

test('more places are filled at once, fewer are respected', async () => {
  const { queue, started, add, end } = bench(1);
  for (const name of ['a', 'b', 'c', 'd']) void add(name, () => 0);
  await settle();
  queue.setPlaces(2);
  await settle();
  expect(started).toEqual(['a', 'b']);
  queue.setPlaces(1);
  await end('a');
  expect(started).toEqual(['a', 'b']);
  await end('b');
  expect(started).toEqual(['a', 'b', 'c']);
  expect(() => queue.setPlaces(0)).toThrow(RangeError);
});

test('a job that throws gives its place back', async () => {
  const { queue, started, add } = bench(1);
  const broken = queue.run({ rank: () => 0, signal: never() }, () => {
    throw new Error('broken');
  });
  await expect(broken).rejects.toThrow('broken');
  void add('next', () => 0);
  await settle();
  expect(started).toEqual(['next']);
});
