import { expect, test } from 'vitest';
import { LoadMeter } from '$lib/state/load-meter.svelte';

test('counts bytes once, estimates from the rate, ends when every file has come or failed', () => {
  let now = 0;
  const meter = new LoadMeter(() => now);
  meter.expect(
    [
      { url: 'a', bytes: 1000 },
      { url: 'b', bytes: 3000 },
    ],
    new Set(),
  );
  meter.start();
  now = 500;
  meter.received('a', 500);
  now = 1000;
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
  meter.expect(
    ['a', 'b', 'c', 'd'].map((url) => ({ url, bytes: null })),
    new Set(),
  );
  meter.start();
  meter.received('a', 9);
  meter.finished('a');
  expect([meter.share, meter.remainingSec]).toEqual([0.25, null]);
});

test('what is kept already counts as here, and only the rest is still to come', () => {
  const meter = new LoadMeter(() => 5);
  meter.expect(
    ['a', 'b', 'c', 'd'].map((url) => ({ url, bytes: 1000 })),
    new Set(['a']),
  );
  meter.keep(['b', 'a', 'stranger']);
  expect([meter.filesDone, meter.filesKept, meter.totalBytes, meter.share]).toEqual([2, 2, 2000, 0.5]);
  meter.start();
  meter.received('c', 1000);
  meter.finished('c');
  expect(meter.share).toBe(0.75);
  meter.finished('d');
  expect([meter.share, meter.running]).toEqual([1, false]);
});

test('the rate is that of the last seconds, not of the whole time', () => {
  let now = 0;
  const meter = new LoadMeter(() => now);
  meter.expect([{ url: 'a', bytes: 1_000_000 }], new Set());
  meter.start();
  let bytes = 0;
  const fetchFor = (seconds: number, perSecond: number) => {
    for (let step = 0; step < seconds * 4; step++) {
      now += 250;
      bytes += perSecond / 4;
      meter.received('a', bytes);
    }
  };
  fetchFor(20, 100);
  expect(meter.rate).toBeCloseTo(100, 0);
  fetchFor(12, 1000);
  expect(meter.rate).toBeGreaterThan(950);
});

test('what is wanted is said once: it stays as it was when the downloads began, until they end', () => {
  const meter = new LoadMeter(() => 5);
  meter.expect(
    ['a', 'b', 'c'].map((url) => ({ url, bytes: 1000 })),
    new Set(),
  );
  expect(meter.wanted).toEqual({ files: 3, bytes: 3000 });
  meter.start(['a', 'b']);
  const { wanted } = meter;
  expect(wanted).toEqual({ files: 2, bytes: 2000 });
  meter.received('a', 1000);
  meter.finished('a');
  meter.gaveUp('b');
  expect(meter.wanted).toBe(wanted);
  meter.stop();
  expect(meter.wanted).toEqual({ files: 2, bytes: 2000 }); // b and c by now
});

test('a file that came without the network needs no download, and the rest is what remains', () => {
  const meter = new LoadMeter(() => 5);
  meter.expect(
    ['a', 'b', 'c', 'd'].map((url) => ({ url, bytes: 1000 })),
    new Set(),
  );
  meter.hold(['a', 'stranger']);
  expect([meter.wanted, meter.totalBytes, meter.filesDone]).toEqual([{ files: 3, bytes: 3000 }, 3000, 0]);
  meter.start();
  meter.finished('a');
  meter.finished('b');
  expect([meter.totalBytes, meter.share]).toEqual([2000, 0.5]);
  meter.received('c', 1000);
  expect(meter.share).toBe(0.75);
});

test('a kept file that is damaged and asked for anew is to be downloaded', () => {
  const meter = new LoadMeter(() => 5);
  meter.expect([{ url: 'a', bytes: 1000 }], new Set(['a']));
  expect([meter.share, meter.totalBytes]).toEqual([1, 0]);
  meter.again(['a']);
  expect([meter.wanted, meter.totalBytes, meter.share]).toEqual([{ files: 1, bytes: 1000 }, 1000, 0]);
});
