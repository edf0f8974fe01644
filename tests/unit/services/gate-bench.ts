import { expect } from 'vitest';
import type { Failure, Outcome } from '$lib/model/failure';
import { createHostGate } from '$lib/services/host-gate';
import { never, settle } from './counting-fetch';
import { fakeClock } from './fake-clock';

export const url = 'https://data.phys.ucalgary.ca/sort_by_project/a.gz';
export const good: Outcome<string> = { ok: true, value: 'good' };
export const fails = (failure: Failure): Outcome<string> => ({ ok: false, failure });
export const unreachable = fails({ kind: 'refused', host: 'h', reason: 'unreachable', message: 'nobody' });
export const unreadable = fails({ kind: 'refused', host: 'h', reason: 'unreadable', message: 'not this' });
export const busy = (retryAfterSec: number) => fails({ kind: 'rate-limited', retryAfterSec, message: 'busy' });

/** A gate with a clock of its own, and those who come to it. */
export function bench() {
  const clock = fakeClock();
  const gate = createHostGate(clock);
  /** One request without any retry, as the moment when it left, or null while it waits. */
  const visit = (answer: Outcome<unknown> | null = good, at = url, signal = never()) => {
    const visited: { leftMs: number | null; outcome: Outcome<unknown> | null } = { leftMs: null, outcome: null };
    void gate.enter(at, signal).then((pass) => {
      visited.outcome = pass;
      if (!pass.ok) return;
      visited.leftMs = clock.now();
      pass.value(answer);
    });
    return visited;
  };
  const fail = async (times: number, answer = unreachable) => {
    for (let time = 0; time < times; time++) visit(answer);
    await settle();
  };
  /** All that it takes, as fast as it goes: ten failures, and three that go to see. */
  const fall = async () => {
    await fail(10);
    await fail(3);
    await clock.advance(17_000);
    expect(gate.closed(url)).not.toBeNull();
  };
  const enter = async (at = url) => {
    const pass = await gate.enter(at, never());
    if (!pass.ok) throw new Error('not let through');
    return pass.value;
  };
  return { clock, gate, visit, fail, fall, enter };
}
