import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SharedWork } from '$lib/loading/shared-work';
import type { Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';
import { deferred, never, settle } from '../services/counting-fetch';

test('whatever the order of joining and leaving: one piece of work, aborted exactly when the last has left', async () => {
  const plan = fc.array(fc.record({ rank: fc.integer(), leaves: fc.boolean() }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(plan, fc.boolean(), async (wishers, endsWell) => {
      const work = new SharedWork<number>();
      const { promise, resolve } = deferred<Outcome<number>>();
      const started: Wish[] = [];
      const controls = wishers.map(() => new AbortController());
      const outcomes = wishers.map(({ rank }, index) =>
        work.ask('key', { rank: () => rank, signal: controls[index]!.signal }, (shared) => {
          started.push(shared);
          return promise;
        }),
      );
      const shared = started[0]!;
      wishers.forEach(({ leaves }, index) => {
        if (leaves) controls[index]!.abort();
      });
      const staying = wishers.filter(({ leaves }) => !leaves);
      expect(started).toHaveLength(1);
      expect(shared.signal.aborted).toBe(staying.length === 0);
      expect(shared.rank()).toBe(Math.min(...staying.map(({ rank }) => rank)));
      resolve(endsWell ? { ok: true, value: 7 } : { ok: false, failure: { kind: 'missing', message: '' } });
      const kinds = (await Promise.all(outcomes)).map((outcome) => (outcome.ok ? outcome.value : outcome.failure.kind));
      expect(kinds).toEqual(wishers.map(({ leaves }) => (leaves ? 'cancelled' : endsWell ? 7 : 'missing')));
    }),
    { numRuns: 60 },
  );
});

test('work that breaks is told to all and forgotten', async () => {
  const work = new SharedWork<number>();
  const wish = { rank: () => 0, signal: never() };
  const broken = () => Promise.reject(new Error('a fault in the program'));
  const asked = [work.ask('key', wish, broken), work.ask('key', wish, broken)];
  for (const outcome of asked) await expect(outcome).rejects.toThrow('a fault in the program');
  await settle();
  expect(await work.ask('key', wish, () => Promise.resolve({ ok: true, value: 1 }))).toEqual({ ok: true, value: 1 });
});
