import { expect, test, vi } from 'vitest';
import { withRetry } from '$lib/services/retry';
import { never, settle } from './counting-fetch';
import { bench, good, unreachable, url } from './gate-bench';

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
