import type { Failure, Outcome } from '$lib/model/failure';
import type { HostGate } from './host-gate';
import { cancelled, failed } from './http';

/** Wait; come back at once when aborted. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export interface RetryOptions {
  readonly signal: AbortSignal;
  readonly sleep?: Sleep | undefined;
  /** In all, the first one too; 4 unless told. */
  readonly attempts?: number | undefined;
  /** 0 ≤ value < 1, to spread the waits of many. */
  readonly random?: (() => number) | undefined;
  /** What is known of the host; needs the address that is asked. */
  readonly gate?: HostGate | undefined;
  readonly url?: string | undefined;
  /** Asked after a failure that might pass, before waiting: whether there is more to know that makes it final. */
  readonly isFinal?: ((failure: Failure) => Promise<boolean>) | undefined;
}

/** Told to wait longer than this, the person decides, not we. */
export const longestWaitSec = 60;

const firstWaitMs = 1000;
const usualAttempts = 4;

/**
 * Try, and after a failure that may pass (a broken connection, 408, 429, 500, 502, 503, 504) wait and try again: for
 * 0.5–1 s, then 1–2 s, then 2–4 s, by chance within these, so that many do not come back in step. A host that says
 * when to come back is taken at its word. What it means to say (404, 400 …) is not asked again. Attempts at a host that
 * the gate holds do not count: that it is away is not about this file, and the gate says when it is away for good.
 *
 * @param attempt never throws; what it ends with is the outcome when no attempt is left
 */
export async function withRetry<T>(attempt: () => Promise<Outcome<T>>, options: RetryOptions): Promise<Outcome<T>> {
  const { signal, sleep = pause, attempts = usualAttempts, random = Math.random } = options;
  for (let made = 1; ;) {
    const pass = await enter(options);
    if (!pass.ok) return pass;
    const outcome = await reported(attempt, pass.value);
    const held = options.gate?.held(options.url ?? '') ?? false;
    if (outcome.ok || (made >= attempts && !held)) return outcome;
    const waitMs = waitBeforeRetry(outcome.failure, made, random);
    // What the gate knows by now holds for this one too: no need to wait in order to hear it.
    const closed = options.gate?.closed(options.url ?? '');
    if (waitMs === null || closed || (await options.isFinal?.(outcome.failure))) return outcome;
    await sleep(waitMs, signal);
    if (signal.aborted) return failed(cancelled);
    if (!held) made += 1;
  }
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

type Leave = (outcome: Outcome<unknown> | null) => void;

async function enter({ gate, url = '', signal }: RetryOptions): Promise<Outcome<Leave | null>> {
  return gate ? gate.enter(url, signal) : { ok: true, value: null };
}

async function reported<T>(attempt: () => Promise<Outcome<T>>, leave: Leave | null): Promise<Outcome<T>> {
  let outcome: Outcome<T> | null = null;
  try {
    outcome = await attempt();
    return outcome;
  } finally {
    // Even when an attempt throws against its word: others may be waiting for what became of it.
    leave?.(outcome);
  }
}

function waitBeforeRetry(failure: Failure, made: number, random: () => number): number | null {
  const backOffMs = firstWaitMs * 2 ** (made - 1) * (0.5 + random() / 2);
  switch (failure.kind) {
    case 'refused':
      return failure.reason === 'cross-origin' ? null : backOffMs;
    case 'server':
      return [408, 500, 502, 503, 504].includes(failure.status) ? backOffMs : null;
    case 'rate-limited': {
      const seconds = failure.retryAfterSec;
      if (seconds === null || seconds === 0) return backOffMs;
      return seconds > longestWaitSec ? null : seconds * 1000;
    }
    case 'offline':
    case 'missing':
    case 'corrupt':
    case 'unsupported':
    case 'quota':
    case 'browser':
    case 'cancelled':
      return null;
  }
}
