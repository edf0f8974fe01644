import { expect, test } from 'vitest';
import { Clock } from '$lib/state/clock.svelte';

/** A clock over a range of a minute, whose screen beats when the test says so. */
function clockwork(ready: (us: number) => boolean = () => true) {
  let now = 1000;
  let waiting: ((ms: number) => void) | null = null;
  const state = { us: 0 };
  const clock = new Clock(
    {
      nowUs: () => state.us,
      endUs: () => 60_000_000,
      ready,
      goTo: (us) => {
        state.us = us;
      },
    },
    {
      nowMs: () => now,
      next: (callback) => {
        waiting = callback;
        return 1;
      },
      cancel: () => {
        waiting = null;
      },
    },
  );
  const beat = (ms: number) => {
    now += ms;
    const callback = waiting;
    waiting = null;
    callback?.(now);
  };
  return { clock, state, beat };
}

test('no drift: uneven beats add up to the time that passed, times the speed', () => {
  const { clock, state, beat } = clockwork();
  clock.setSpeed(20);
  clock.play();
  for (const ms of [16, 17, 3, 250, 16.7, 33.3, 164]) beat(ms);
  expect(state.us).toBe(500 * 1000 * 20);
});

test('a change of speed goes on from where it is', () => {
  const { clock, state, beat } = clockwork();
  clock.setSpeed(5);
  clock.play();
  beat(100);
  clock.setSpeed(60);
  beat(100);
  expect(state.us).toBe(100_000 * 5 + 100_000 * 60);
});

test('it waits while the picture is on its way, and then goes on without a leap', () => {
  let there = true;
  const { clock, state, beat } = clockwork(() => there);
  clock.setSpeed(1);
  clock.play();
  beat(100);
  there = false;
  beat(5000);
  there = true;
  beat(100);
  expect(state.us).toBe(200_000);
});

test('it ends at the end, and paused it stands still', () => {
  const { clock, state, beat } = clockwork();
  clock.setSpeed(200);
  clock.play();
  beat(1000);
  expect([clock.playing, state.us]).toEqual([false, 59_999_999]);
  state.us = 0;
  clock.play();
  clock.pause();
  beat(100);
  expect([clock.playing, state.us]).toEqual([false, 0]);
});
