import { expect, test, vi } from 'vitest';
import type { Failure, Outcome } from '$lib/model/failure';
import { pause, withRetry } from '$lib/services/retry';
import { countingSleep, never } from './counting-fetch';

const refused: Failure = { kind: 'refused', host: 'h', message: '' };
const fails = (failure: Failure): Outcome<string> => ({ ok: false, failure });
const good: Outcome<string> = { ok: true, value: 'good' };

test.each<[string, Failure, number]>([
  ['a broken connection', refused, 1000],
  ['502', { kind: 'server', status: 502, message: '' }, 2000],
  ['503', { kind: 'server', status: 503, message: '' }, 2000],
  ['a host that says when', { kind: 'rate-limited', retryAfterSec: 7, message: '' }, 7000],
])('%s is tried once more after a wait', async (_, failure, waitMs) => {
  const { sleep, waits } = countingSleep();
  const attempt = vi.fn().mockResolvedValueOnce(fails(failure)).mockResolvedValueOnce(good);
  expect(await withRetry<string>(attempt, { signal: never(), sleep })).toEqual(good);
  expect(waits).toEqual([waitMs]);
  const stubborn = vi.fn().mockResolvedValue(fails(failure));
  expect(await withRetry<string>(stubborn, { signal: never(), sleep })).toEqual(fails(failure));
  expect(stubborn).toHaveBeenCalledTimes(2);
});

test.each<Failure>([
  { kind: 'missing', message: '' },
  { kind: 'server', status: 400, message: '' },
  { kind: 'server', status: 500, message: '' },
  { kind: 'rate-limited', retryAfterSec: null, message: '' },
  { kind: 'rate-limited', retryAfterSec: 3600, message: '' },
  { kind: 'offline', message: '' },
  { kind: 'cancelled', message: '' },
  { kind: 'unsupported', format: 'x', message: '' },
])('$kind $status $retryAfterSec is final', async (failure) => {
  const { sleep, waits } = countingSleep();
  const attempt = vi.fn().mockResolvedValue(fails(failure));
  expect(await withRetry<string>(attempt, { signal: never(), sleep })).toEqual(fails(failure));
  expect(attempt).toHaveBeenCalledTimes(1);
  expect(waits).toEqual([]);
});

test('an abort ends the waiting, and there is no second attempt', async () => {
  const control = new AbortController();
  const attempt = vi.fn().mockResolvedValue(fails(refused));
  const waiting = withRetry<string>(attempt, { signal: control.signal });
  setTimeout(() => control.abort(), 5);
  const begun = Date.now();
  expect(await waiting).toMatchObject({ failure: { kind: 'cancelled' } });
  expect(Date.now() - begun).toBeLessThan(900);
  expect(attempt).toHaveBeenCalledTimes(1);
});

test('a pause lasts, and not when aborted before', async () => {
  const begun = performance.now();
  await pause(20, never());
  expect(performance.now() - begun).toBeGreaterThan(15);
  await pause(100_000, AbortSignal.abort());
});
