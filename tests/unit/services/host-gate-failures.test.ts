import { afterEach, describe, expect, test, vi } from 'vitest';
import { createHostGate } from '$lib/services/host-gate';
import { never, settle } from './counting-fetch';
import { bench, good, unreachable, unreadable, url } from './gate-bench';

describe('ten connections that fail in a row', () => {
  test('hold the host: whoever asks waits, one goes to see after 2 s, and all may when it is answered', async () => {
    const { clock, gate, visit, fail } = bench();
    const begunMs = clock.now();
    await fail(9);
    expect(gate.held(url)).toBe(false);
    await fail(1);
    expect([gate.held(url), gate.closed(url)]).toEqual([true, null]);
    const files = Array.from({ length: 20 }, () => visit());
    await clock.advance(1999);
    expect(files.every(({ outcome }) => outcome === null)).toBe(true);
    await clock.advance(1);
    expect(files.every(({ leftMs }) => leftMs === begunMs + 2000)).toBe(true);
    expect(gate.held(url)).toBe(false);
  });

  test('and one after 2, 5 and 10 s more: the host is down, all are told at once for 15 s', async () => {
    const { clock, gate, visit, fail } = bench();
    const begunMs = clock.now();
    await fail(10);
    const files = Array.from({ length: 20 }, () => visit(unreachable));
    await clock.advance(16_999);
    expect([gate.held(url), gate.closed(url)]).toEqual([true, null]);
    await clock.advance(1);
    const went = files.flatMap(({ leftMs }) => (leftMs === null ? [] : [leftMs - begunMs]));
    expect(went).toEqual([2000, 7000, 17_000]);
    expect(files.filter(({ leftMs }) => leftMs === null).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 17 }, () => unreachable),
    );
    expect(gate.held(url)).toBe(false);
    await clock.advance(14_999);
    expect(gate.closed(url)).toMatchObject({ message: 'nobody' });
    const late = Array.from({ length: 900 }, () => visit());
    await settle();
    expect(late.every(({ leftMs, outcome }) => leftMs === null && outcome?.ok === false)).toBe(true);
    await clock.advance(1);
    expect(gate.closed(url)).toBeNull();
  });

  test('let one go to see at a time, however long it takes, and not too soon after it', async () => {
    const { clock, visit, fail, enter } = bench();
    const begunMs = clock.now();
    await fail(10);
    const first = enter();
    await clock.advance(2000);
    const leave = await first;
    const others = Array.from({ length: 5 }, () => visit(unreachable));
    await clock.advance(6000);
    expect(others.every(({ outcome }) => outcome === null)).toBe(true);
    leave(unreachable);
    await clock.advance(8999);
    expect(others.every(({ outcome }) => outcome === null)).toBe(true);
    // The time of the second has passed under way.
    await clock.advance(1);
    expect(others.map(({ leftMs }) => leftMs && leftMs - begunMs)).toEqual([17_000, null, null, null, null]);
    expect(others.every(({ outcome }) => outcome !== null)).toBe(true);
  });

  test('count on while others are under way: those that fail put nothing off', async () => {
    const { clock, visit, fail, enter } = bench();
    const begunMs = clock.now();
    const underWay = await Promise.all([enter(), enter(), enter()]);
    await fail(10);
    const waiting = visit();
    for (const leave of underWay) {
      await clock.advance(500);
      leave(unreachable);
    }
    await clock.advance(500);
    expect(waiting.leftMs).toBe(begunMs + 2000);
  });

  test.each([
    ['while they wait for the moment', 100],
    ['while one has gone to see', 2100],
  ])('are forgotten when one that was under way has an answer, %s', async (_, afterMs) => {
    const { clock, gate, visit, fail, enter } = bench();
    const underWay = await enter();
    await fail(10);
    const trial = enter();
    await clock.advance(afterMs);
    const others = Array.from({ length: 5 }, () => visit());
    await settle();
    expect(others.every(({ outcome }) => outcome === null)).toBe(true);
    underWay(good);
    await settle();
    expect(others.every(({ leftMs }) => leftMs === clock.now())).toBe(true);
    // What is found by the one that went to see is about the time before.
    (await trial)(unreachable);
    expect([gate.held(url), gate.closed(url)]).toEqual([false, null]);
  });

  test('of files that are not there while the host is say nothing about it', async () => {
    const { gate, fail } = bench();
    await fail(30, unreadable);
    expect([gate.held(url), gate.closed(url)]).toEqual([false, null]);
  });
});

describe('timers', () => {
  afterEach(() => void vi.useRealTimers());

  test('of those who wait end with an abort, and with an answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const gate = createHostGate();
    const control = new AbortController();
    const passes = await Promise.all(Array.from({ length: 11 }, () => gate.enter(url, never())));
    const [underWay, ...failing] = passes.map((pass) => (pass.ok ? pass.value : () => undefined));
    failing.forEach((leave) => leave(unreachable));
    const dropped = Array.from({ length: 3 }, () => gate.enter(url, control.signal));
    const waiting = Array.from({ length: 4 }, () => gate.enter(url, never()));
    expect(vi.getTimerCount()).toBe(7);
    control.abort();
    for (const pass of await Promise.all(dropped)) expect(pass).toMatchObject({ failure: { kind: 'cancelled' } });
    expect(vi.getTimerCount()).toBe(4);
    underWay!(good);
    expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
