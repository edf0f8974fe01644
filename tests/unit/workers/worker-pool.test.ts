import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';
import { WorkerPool } from '$lib/workers/worker-pool';
import { FakeWorker } from './fake-worker';

/** Answers when told to. */
class Bench {
  readonly started: string[] = [];
  readonly #finish = new Map<string, () => void>();

  work(name: string): Promise<Outcome<string>> {
    this.started.push(name);
    return new Promise((resolve) => this.#finish.set(name, () => resolve({ ok: true, value: name })));
  }

  fail(message: string): Promise<Outcome<string>> {
    return Promise.reject(new RangeError(message));
  }

  finish(name: string): void {
    this.#finish.get(name)!();
  }
}

function setUp(places: number) {
  const bench = new Bench();
  const workers: FakeWorker[] = [];
  const start = () => {
    const worker = new FakeWorker({
      work: (name: string) => bench.work(name),
      fail: (message: string) => bench.fail(message),
    });
    workers.push(worker);
    return worker.asWorker();
  };
  const pool = new WorkerPool<Pick<Bench, 'work' | 'fail'>>(start, places);
  pools.push(pool);
  const work = (name: string, wish: Wish = wanted()) => pool.run(wish, (api) => api.work(name));
  const started = (names: string[]) => vi.waitFor(() => expect(bench.started).toEqual(names));
  return { bench, pool, workers, work, started };
}

const pools: WorkerPool<Pick<Bench, 'work' | 'fail'>>[] = [];
afterEach(() => pools.splice(0).forEach((pool) => pool.dispose()));

function wanted(rank = 0, signal = new AbortController().signal): Wish {
  return { rank: () => rank, signal };
}

const cancelled = { ok: false, failure: { kind: 'cancelled' } };

test('workers start when first needed, no more than there are places, and are used again', async () => {
  const { bench, workers, work, started } = setUp(2);
  expect(workers).toHaveLength(0);
  const results = ['a', 'b', 'c'].map((name) => work(name));
  await started(['a', 'b']);
  expect(workers).toHaveLength(2);
  bench.finish('a');
  await started(['a', 'b', 'c']);
  bench.finish('b');
  bench.finish('c');
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c'].map((value) => ({ ok: true, value })));
  expect(workers).toHaveLength(2);
});

test('what is waiting goes by rank', async () => {
  const { bench, work, started } = setUp(1);
  const results = [work('first'), work('far', wanted(9)), work('near', wanted(1))];
  await started(['first']);
  bench.finish('first');
  await started(['first', 'near']);
  bench.finish('near');
  await started(['first', 'near', 'far']);
  bench.finish('far');
  expect((await Promise.all(results)).every(({ ok }) => ok)).toBe(true);
});

describe('wishes that are given up', () => {
  test('end at once while running; the worker gets no other task before it is done', async () => {
    const { bench, workers, work, started } = setUp(1);
    const giveUp = new AbortController();
    const running = work('unwanted', wanted(0, giveUp.signal));
    await started(['unwanted']);
    giveUp.abort();
    expect(await running).toMatchObject(cancelled);
    const next = work('next');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(bench.started).toEqual(['unwanted']);
    bench.finish('unwanted');
    await started(['unwanted', 'next']);
    bench.finish('next');
    expect(await next).toEqual({ ok: true, value: 'next' });
    expect(workers).toHaveLength(1);
  });

  test('never start when they were waiting, or were never wanted', async () => {
    const { bench, work, started } = setUp(1);
    const giveUp = new AbortController();
    const first = work('first');
    const waiting = work('waiting', wanted(0, giveUp.signal));
    await started(['first']);
    giveUp.abort();
    expect(await waiting).toMatchObject(cancelled);
    expect(await work('never', wanted(0, AbortSignal.abort()))).toMatchObject(cancelled);
    bench.finish('first');
    await first;
    expect(bench.started).toEqual(['first']);
  });
});

describe('workers that break down', () => {
  test('while at work: the task fails with a sentence, the next one gets a new worker', async () => {
    const { bench, workers, work, started } = setUp(1);
    const lost = work('lost');
    const next = work('next');
    await started(['lost']);
    workers[0]!.breakDown('out of memory');
    expect(await lost).toMatchObject({
      ok: false,
      failure: { kind: 'browser', part: 'decoder', message: expect.stringContaining('out of memory') as string },
    });
    await started(['lost', 'next']);
    expect(workers).toMatchObject([{ terminated: true }, { terminated: false }]);
    bench.finish('next');
    expect(await next).toEqual({ ok: true, value: 'next' });
  });

  test('between tasks', async () => {
    const { bench, workers, work, started } = setUp(1);
    const first = work('first');
    await started(['first']);
    bench.finish('first');
    await first;
    workers[0]!.dispatchEvent(new Event('messageerror'));
    const second = work('second');
    await started(['first', 'second']);
    expect(workers).toMatchObject([{ terminated: true }, { terminated: false }]);
    bench.finish('second');
    expect((await second).ok).toBe(true);
  });

  test('in a call that throws: a failure, and the worker stays', async () => {
    const { bench, pool, workers, work, started } = setUp(1);
    const outcome = await pool.run(wanted(), (api) => api.fail('too long'));
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: 'browser', part: 'decoder', message: expect.stringContaining('too long') as string },
    });
    const after = work('after');
    await started(['after']);
    bench.finish('after');
    expect((await after).ok).toBe(true);
    expect(workers).toHaveLength(1);
  });

  test('that cannot even be started', async () => {
    const pool = new WorkerPool<Pick<Bench, 'work'>>(() => {
      throw new Error('blocked by policy');
    }, 1);
    for (let times = 0; times < 2; times++) {
      const outcome = await pool.run(wanted(), (api) => api.work('never'));
      expect(outcome).toMatchObject({
        ok: false,
        failure: { kind: 'browser', part: 'decoder', message: expect.stringContaining('blocked by policy') as string },
      });
    }
  });
});

test('a pool that is closed ends everything as cancelled', async () => {
  const { pool, workers, work, started } = setUp(1);
  const results = [work('running'), work('waiting')];
  await started(['running']);
  pool.dispose();
  results.push(work('later'));
  for (const result of results) expect(await result).toMatchObject(cancelled);
  expect(workers).toMatchObject([{ terminated: true }]);
});

test('a task without an end is given up with its worker, and the next one gets another', async () => {
  const bench = new Bench();
  const workers: FakeWorker[] = [];
  const pool = new WorkerPool<Pick<Bench, 'work'>>(
    () => {
      const worker = new FakeWorker({ work: (name: string) => bench.work(name) });
      workers.push(worker);
      return worker.asWorker();
    },
    1,
    500,
  );
  const outcome = await pool.run(wanted(), (api) => api.work('endless'));
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'browser', part: 'decoder' } });
  const next = pool.run(wanted(), (api) => api.work('next'));
  await vi.waitFor(() => expect(bench.started).toEqual(['endless', 'next']));
  bench.finish('next');
  expect(await next).toEqual({ ok: true, value: 'next' });
  expect(workers).toHaveLength(2);
  pool.dispose();
});
