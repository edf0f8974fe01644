import type { Failure, Outcome } from '$lib/model/failure';
import { cancelled, failed } from './http';

/** Wait; come back at once when aborted. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export interface RetryOptions {
  readonly signal: AbortSignal;
  readonly sleep?: Sleep | undefined;
}

const afterBrokenConnectionMs = 1000;
const afterServerFaultMs = 2000;
/** Told to wait longer than this, the person decides, not we. */
const longestWaitSec = 30;

/**
 * Try, and after a failure that may pass (a broken connection, 502, 503, "come back in a few seconds") wait and try
 * once more. What the host means to say (404, 400 …) is not asked again.
 */
export async function withRetry<T>(attempt: () => Promise<Outcome<T>>, options: RetryOptions): Promise<Outcome<T>> {
  const { signal, sleep = pause } = options;
  const first = await attempt();
  if (first.ok) return first;
  const waitMs = waitBeforeRetry(first.failure);
  if (waitMs === null) return first;
  await sleep(waitMs, signal);
  return signal.aborted ? failed(cancelled) : attempt();
}

/** `setTimeout` as a promise that an abort ends early. */
export const pause: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });

function waitBeforeRetry(failure: Failure): number | null {
  switch (failure.kind) {
    case 'refused':
      return afterBrokenConnectionMs;
    case 'server':
      return failure.status === 502 || failure.status === 503 ? afterServerFaultMs : null;
    case 'rate-limited':
      if (failure.retryAfterSec === null || failure.retryAfterSec > longestWaitSec) return null;
      return failure.retryAfterSec * 1000;
    case 'offline':
    case 'missing':
    case 'corrupt':
    case 'unsupported':
    case 'quota':
    case 'cancelled':
      return null;
  }
}
