import type { Failure, Outcome } from '$lib/model/failure';
import { baseOf, type Hosts } from './hosts';
import { cancelled, failed, hostOf } from './http';
import { isSilence } from './online';
import { longestWaitSec, pause, type Sleep } from './retry';

/**
 * What all requests to a host know together. When the host asks to be left alone for a while, none leaves before it is
 * over. When one connection after the other fails, across all files, the host is first held: whoever asks waits, and a
 * single request at a time is let through to see. Only when those fail too, for some 17 s, is it taken to be down: then
 * whoever asks is told so at once, until after a while one is let through again. One answer opens everything.
 */
export interface HostGate {
  /**
   * To be asked before every request. It may take as long as the host asked to wait, or as a held host takes to answer;
   * a host that is down, or wants more than a minute, is a failure at once.
   *
   * @param url where the request goes
   * @returns what must be called once with the outcome of the request; with null when there is none
   */
  enter(url: string, signal: AbortSignal): Promise<Outcome<(outcome: Outcome<unknown> | null) => void>>;
  /** What a request would be told now without leaving; null when it may leave, or wait. */
  closed(url: string): Failure | null;
  /** Whether nobody answers lately, and the host may yet come back: a failure then is not that of one file. */
  held(url: string): boolean;
}

export interface HostGateOptions {
  /** Tells services apart that share a host, as behind a relay; without it every origin is one. */
  readonly hosts?: Hosts | undefined;
  /** Milliseconds, never running backwards. */
  readonly now?: (() => number) | undefined;
  readonly sleep?: Sleep | undefined;
}

/**
 * Where three requests of ten fail by chance, ten in a row happen about once in a hundred thousand requests. But five
 * downloads get there within a second, and a network that changes from one antenna to the next is away for longer.
 */
const failuresUntilHeld = 10;
/**
 * When, after it was held, a single request goes to see: after 2, 5 and 10 s more. Times that passed while one was
 * under way are left out; when the last has failed the host is down.
 */
const trialsAtMs = [2000, 7000, 17_000];
const downMs = 15_000;

/** A host that does not answer. Replaced as a whole with every step, so that who waits can be told by `changed`. */
interface Silence {
  /** What was seen last. */
  readonly failure: Failure;
  readonly sinceMs: number;
  /** Whoever asks before the trial is told at once, and does not wait. */
  readonly isDown: boolean;
  /** No request before, and then a single one. */
  readonly trialAtMs: number;
  readonly isTried: boolean;
  readonly changed: AbortController;
}

interface HostState {
  /** No request before. */
  notBeforeMs: number;
  /** Connections that failed since the last answer. */
  failures: number;
  silence: Silence | null;
}

export function createHostGate(options: HostGateOptions = {}): HostGate {
  const { hosts, now = () => performance.now(), sleep = pause } = options;
  const states = new Map<string, HostState>();
  const stateOf = (url: string): HostState => {
    const key = baseOf(url, hosts);
    const state = states.get(key) ?? { notBeforeMs: -Infinity, failures: 0, silence: null };
    states.set(key, state);
    return state;
  };

  const closed = (url: string): Failure | null => {
    const { silence, notBeforeMs } = stateOf(url);
    if (silence?.isDown && now() < silence.trialAtMs) return silence.failure;
    const waitSec = Math.ceil((notBeforeMs - now()) / 1000);
    if (waitSec <= longestWaitSec) return null;
    const message = `${hostOf(url)} asked to be left alone for another ${waitSec} s`;
    return { kind: 'rate-limited', retryAfterSec: waitSec, message };
  };

  const held = (url: string): boolean => stateOf(url).silence?.isDown === false;

  /** @param trial what the host was like when this request was let through to see; null for all others */
  const learn = (state: HostState, outcome: Outcome<unknown> | null, trial: Silence | null) => {
    // Another request may have had an answer in the meantime: then the trial has nothing to say about what is now.
    const ended = trial && state.silence === trial ? trial : null;
    if (outcome && !outcome.ok && isSilence(outcome.failure)) {
      state.failures += 1;
      if (ended) turn(state, afterTrial(ended, outcome.failure, now()));
      else if (!state.silence && state.failures >= failuresUntilHeld) turn(state, firstHeld(outcome.failure, now()));
    } else if (outcome && (outcome.ok || isAnswer(outcome.failure))) {
      state.failures = 0;
      turn(state, null);
    } else if (ended) turn(state, { ...ended, isTried: false });
    if (!outcome || outcome.ok || outcome.failure.kind !== 'rate-limited') return;
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
      const { silence, notBeforeMs } = state;
      const stop = silence ? AbortSignal.any([signal, silence.changed.signal]) : signal;
      const startMs = Math.max(notBeforeMs, silence?.trialAtMs ?? -Infinity);
      if (silence?.isTried) await aborted(stop);
      // Who has slept is not asked to sleep for the same again: clocks and timers do not agree to the millisecond.
      else if (startMs > Math.max(now(), waitedUntilMs)) {
        await sleep(Math.ceil(startMs - now()), stop);
        if (!stop.aborted) waitedUntilMs = startMs;
      } else break;
    }
    const trial = state.silence && turn(state, { ...state.silence, isTried: true });
    let left = false;
    const leave = (outcome: Outcome<unknown> | null) => {
      if (left) return;
      left = true;
      learn(state, outcome, trial);
    };
    return { ok: true, value: leave };
  };

  return { enter, closed, held };
}

/** Goes over to the next step, and wakes who waits for it. */
function turn(state: HostState, next: Omit<Silence, 'changed'> | null): Silence | null {
  state.silence?.changed.abort();
  return (state.silence = next && { ...next, changed: new AbortController() });
}

function firstHeld(failure: Failure, nowMs: number): Omit<Silence, 'changed'> {
  return { failure, sinceMs: nowMs, isDown: false, trialAtMs: nowMs + trialsAtMs[0]!, isTried: false };
}

function afterTrial(trial: Silence, failure: Failure, nowMs: number): Omit<Silence, 'changed'> {
  const { sinceMs, trialAtMs } = trial;
  // Later than this one too, whatever the clock says: it ends in any case.
  const passedMs = Math.max(nowMs, trialAtMs) - sinceMs;
  const next = trial.isDown ? undefined : trialsAtMs.find((atMs) => atMs > passedMs);
  const isDown = next === undefined;
  return { failure, sinceMs, isDown, trialAtMs: isDown ? nowMs + downMs : sinceMs + next, isTried: false };
}

function isAnswer(failure: Failure): boolean {
  return failure.kind !== 'cancelled' && failure.kind !== 'offline';
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
