import { expect, test } from 'vitest';
import { LoadMeter } from '$lib/state/load-meter.svelte';

test('counts bytes once, estimates from the rate, ends when every file has come or failed', () => {
  let now = 0;
  const meter = new LoadMeter(() => now);
  meter.expect(2, 4000);
  meter.start();
  now = 1000;
  meter.received('a', 500);
  meter.received('a', 1000); // a running total, not a second thousand
  expect([meter.receivedBytes, meter.share, meter.rate, meter.remainingSec]).toEqual([1000, 0.25, 1000, 3]);
  meter.finished('a');
  expect([meter.running, meter.done]).toEqual([true, false]);
  meter.gaveUp('b');
  expect([meter.running, meter.done, meter.filesDone, meter.filesFailed]).toEqual([false, true, 1, 1]);
  meter.start();
  meter.finished('b');
  expect([meter.filesDone, meter.filesFailed, meter.share]).toEqual([2, 0, 1]);
});

test('without sizes, progress is by files and there is no estimate', () => {
  const meter = new LoadMeter(() => 5);
  meter.expect(4, null);
  meter.start();
  meter.received('a', 9);
  meter.finished('a');
  expect([meter.share, meter.remainingSec]).toEqual([0.25, null]);
});
