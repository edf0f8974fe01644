import type { Failure, Outcome } from '$lib/model/failure';
import { baseOf, type Hosts } from './hosts';
import { cancelled, failed, hostOf } from './http';
import { longestWaitSec, pause, type Sleep } from './retry';

/**
 * What all requests to a host know together. When the host asks to be left alone for a while, none leaves before it is
 * over. When one connection after the other fails, across all files, the host is taken to be down for a while: whoever
 * asks is told so at once, until a single request is let through to see.
 */
export interface HostGate {
  /**
   * To be asked before every request. It may take as long as the host asked to wait; a host that is down, or wants more
   * than a minute, is a failure at once.
   *
   * @param url where the request goes
   * @returns what must be called once with the outcome of the request; with null when there is none
   */
  enter(url: string, signal: AbortSignal): Promise<Outcome<(outcome: Outcome<unknown> | null) => void>>;
  /** What a request would be told now without leaving; null when it may leave, or wait. */
  closed(url: string): Failure | null;
}

export interface HostGateOptions {
  /** Tells services apart that share a host, as behind a relay; without it every origin is one. */
  readonly hosts?: Hosts | undefined;
  /** Milliseconds, never running backwards. */
  readonly now?: (() => number) | undefined;
  readonly sleep?: Sleep | undefined;
}

/**
 * Where three requests of ten fail by chance, ten in a row happen about once in a hundred thousand requests; a host that
 * is down gets there within the first attempts of two files.
 */
const failuresUntilDown = 10;
const downMs = 15_000;

interface HostState {
  /** No request before. */
  notBeforeMs: number;
  /** Connections that failed since the last answer. */
  failures: number;
  down: { readonly failure: Failure; readonly untilMs: number } | null;
  /** Ends when the one request that was let through has. */
  trial: Promise<void> | null;
}

export function createHostGate(options: HostGateOptions = {}): HostGate {
  const { hosts, now = () => performance.now(), sleep = pause } = options;
  const states = new Map<string, HostState>();
  const stateOf = (url: string): HostState => {
    const key = baseOf(url, hosts);
    const state = states.get(key) ?? { notBeforeMs: -Infinity, failures: 0, down: null, trial: null };
    states.set(key, state);
    return state;
  };

  const closed = (url: string): Failure | null => {
    const { down, notBeforeMs } = stateOf(url);
    if (down && now() < down.untilMs) return down.failure;
    const waitSec = Math.ceil((notBeforeMs - now()) / 1000);
    if (waitSec <= longestWaitSec) return null;
    const message = `${hostOf(url)} asked to be left alone for another ${waitSec} s`;
    return { kind: 'rate-limited', retryAfterSec: waitSec, message };
  };

  const learn = (state: HostState, outcome: Outcome<unknown> | null) => {
    if (!outcome) return;
    if (!outcome.ok && isSilence(outcome.failure)) {
      state.failures += 1;
      if (state.failures < failuresUntilDown) return;
      state.down = { failure: outcome.failure, untilMs: now() + downMs };
    } else if (outcome.ok || isAnswer(outcome.failure)) {
      state.failures = 0;
      state.down = null;
    }
    if (outcome.ok || outcome.failure.kind !== 'rate-limited') return;
    const waitMs = (outcome.failure.retryAfterSec ?? 0) * 1000;
    state.notBeforeMs = Math.max(state.notBeforeMs, now() + waitMs);
  };

  const enter: HostGate['enter'] = async (url, signal) => {
    const state = stateOf(url);
    let waitedUntilMs = -Infinity;
    for (;;) {
      if (signal.aborted) return failed(cancelled);
      const failure = closed(url);
      if (failure) return failed(failure);
      if (state.trial) await ended(state.trial, signal);
      // Who has slept is not asked to sleep for the same again: clocks and timers do not agree to the millisecond.
      else if (state.notBeforeMs > Math.max(now(), waitedUntilMs)) {
        waitedUntilMs = state.notBeforeMs;
        await sleep(Math.ceil(waitedUntilMs - now()), signal);
      } else break;
    }
    let endTrial: () => void = () => undefined;
    if (state.down) {
      state.trial = new Promise((resolve) => {
        endTrial = resolve;
      });
    }
    let left = false;
    const isTrial = state.down !== null;
    const leave = (outcome: Outcome<unknown> | null) => {
      if (left) return;
      left = true;
      learn(state, outcome);
      if (isTrial) state.trial = null;
      endTrial();
    };
    return { ok: true, value: leave };
  };

  return { enter, closed };
}

/** Nobody answered. A host that forbids reading, or breaks off in the middle, did. */
function isSilence(failure: Failure): boolean {
  return failure.kind === 'refused' && (failure.reason === 'unreachable' || failure.reason === 'unknown');
}

function isAnswer(failure: Failure): boolean {
  return failure.kind !== 'cancelled' && failure.kind !== 'offline';
}

async function ended(trial: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([trial, aborted]);
  signal.removeEventListener('abort', stop);
}
