import type { Sleep } from '$lib/services/retry';
import { settle } from './counting-fetch';

export interface FakeClock {
  readonly now: () => number;
  readonly sleep: Sleep;
  /** Let time pass; whoever was to be woken meanwhile is, in order, and does what it has to. */
  readonly advance: (ms: number) => Promise<void>;
}

/** A clock that stands still unless told. */
export function fakeClock(): FakeClock {
  let nowMs = 1_000_000;
  let sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  const sleep: Sleep = (ms, signal) =>
    new Promise((resolve) => {
      sleepers.push({ atMs: nowMs + ms, wake: resolve });
      signal.addEventListener('abort', () => resolve());
    });
  const advance = async (ms: number) => {
    const untilMs = nowMs + ms;
    await settle();
    for (;;) {
      const next = sleepers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      sleepers = sleepers.filter((sleeper) => sleeper !== next);
      nowMs = Math.max(nowMs, next.atMs);
      next.wake();
      await settle();
    }
    nowMs = untilMs;
  };
  return { now: () => nowMs, sleep, advance };
}
