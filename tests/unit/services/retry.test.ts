import { expect, test, vi } from 'vitest';
import type { Failure, Outcome } from '$lib/model/failure';
import { pause, withRetry } from '$lib/services/retry';
import { countingSleep, never } from './counting-fetch';

const refused: Failure = { kind: 'refused', host: 'h', reason: 'unknown', message: '' };
const fails = (failure: Failure): Outcome<string> => ({ ok: false, failure });
const good: Outcome<string> = { ok: true, value: 'good' };

const passing: readonly [string, Failure][] = [
  ['a connection that fails', refused],
  ['a host that cannot be reached', { ...refused, reason: 'unreachable' }],
  ['a host that is there, but not for this file', { ...refused, reason: 'unreadable' }],
  ['a body that breaks off', { ...refused, reason: 'broken' }],
  ...[408, 500, 502, 503, 504].map((status): [string, Failure] => [
    String(status),
    { kind: 'server', status, message: '' },
  ]),
  ['a host that does not say when', { kind: 'rate-limited', retryAfterSec: null, message: '' }],
  ['a host whose clock is behind', { kind: 'rate-limited', retryAfterSec: 0, message: '' }],
];

test.each(passing)('%s: four attempts, further and further apart', async (_, failure) => {
  const { sleep, waits } = countingSleep();
  const attempt = vi.fn().mockResolvedValue(fails(failure));
  expect(await withRetry<string>(attempt, { signal: never(), sleep, random: () => 0 })).toEqual(fails(failure));
  expect(attempt).toHaveBeenCalledTimes(4);
  expect(waits).toEqual([500, 1000, 2000]);
});

test.each(passing)('%s may pass', async (_, failure) => {
  const { sleep, waits } = countingSleep();
  const attempt = vi.fn().mockResolvedValueOnce(fails(failure)).mockResolvedValueOnce(good);
  expect(await withRetry<string>(attempt, { signal: never(), sleep })).toEqual(good);
  expect(waits).toHaveLength(1);
});

test('waits are spread by chance, and never longer than 1, 2 and 4 s', async () => {
  const waited: number[][] = [[], [], []];
  for (let round = 0; round < 200; round++) {
    const { sleep, waits } = countingSleep();
    await withRetry<string>(() => Promise.resolve(fails(refused)), { signal: never(), sleep });
    waits.forEach((ms, index) => waited[index]!.push(ms));
  }
  for (const [index, longest] of [1000, 2000, 4000].entries()) {
    const waits = waited[index]!;
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(longest / 2);
    expect(Math.max(...waits)).toBeLessThan(longest);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(longest / 4);
  }
});

test('a host that says when is taken at its word, up to a minute', async () => {
  const { sleep, waits } = countingSleep();
  const attempt = vi
    .fn()
    .mockResolvedValueOnce(fails({ kind: 'rate-limited', retryAfterSec: 7, message: '' }))
    .mockResolvedValueOnce(fails({ kind: 'rate-limited', retryAfterSec: 60, message: '' }))
    .mockResolvedValueOnce(fails({ kind: 'rate-limited', retryAfterSec: 61, message: '' }));
  expect(await withRetry<string>(attempt, { signal: never(), sleep })).toMatchObject({
    failure: { retryAfterSec: 61 },
  });
  expect(waits).toEqual([7000, 60_000]);
});

test.each<Failure>([
  { kind: 'missing', message: '' },
  { kind: 'server', status: 400, message: '' },
  { kind: 'server', status: 403, message: '' },
  { kind: 'server', status: 501, message: '' },
  { kind: 'rate-limited', retryAfterSec: 3600, message: '' },
  { kind: 'refused', host: 'h', reason: 'cross-origin', message: '' },
  { kind: 'corrupt', format: 'pgm', offset: 3, message: '' },
  { kind: 'offline', message: '' },
  { kind: 'cancelled', message: '' },
  { kind: 'quota', message: '' },
  { kind: 'browser', part: 'decoder', message: '' },
  { kind: 'unsupported', format: 'x', message: '' },
])('$kind $status $reason $retryAfterSec is final', async (failure) => {
  const { sleep, waits } = countingSleep();
  const attempt = vi.fn().mockResolvedValue(fails(failure));
  expect(await withRetry<string>(attempt, { signal: never(), sleep })).toEqual(fails(failure));
  expect(attempt).toHaveBeenCalledTimes(1);
  expect(waits).toEqual([]);
});

test('what turns out to be final is not tried again', async () => {
  const { sleep, waits } = countingSleep();
  const attempt = vi.fn().mockResolvedValue(fails(refused));
  const isFinal = vi.fn().mockResolvedValueOnce(false).mockResolvedValueOnce(true);
  expect(await withRetry<string>(attempt, { signal: never(), sleep, isFinal })).toEqual(fails(refused));
  expect([attempt.mock.calls.length, waits.length]).toEqual([2, 1]);
  expect(isFinal).toHaveBeenLastCalledWith(refused);
});

test('an abort ends the waiting, and there is no second attempt', async () => {
  const control = new AbortController();
  const attempt = vi.fn().mockResolvedValue(fails(refused));
  const waiting = withRetry<string>(attempt, { signal: control.signal });
  setTimeout(() => control.abort(), 5);
  const begun = Date.now();
  expect(await waiting).toMatchObject({ failure: { kind: 'cancelled' } });
  expect(Date.now() - begun).toBeLessThan(400);
  expect(attempt).toHaveBeenCalledTimes(1);
});

test('a pause lasts, and not when aborted before', async () => {
  const begun = performance.now();
  await pause(20, never());
  expect(performance.now() - begun).toBeGreaterThan(15);
  await pause(100_000, AbortSignal.abort());
});
