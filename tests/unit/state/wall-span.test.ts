import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayUs, hourUs, minuteUs, secondUs } from '$lib/datasets/utc';
import { shortestWindowUs } from '$lib/state/wall-link';
import { markOf, moved, roundStep, spanOf, zoomed } from '$lib/state/wall-span';
import { shownOf } from '$lib/state/wall-rows';
import { gill, rowsOfDays } from './wall-bench';

const [row] = rowsOfDays(1);
const wholes = fc.constantFrom(0, 12 * hourUs).map((startUs) => ({ startUs, endUs: startUs + dayUs }));
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** A window in whole seconds, as a link or zooming leaves it. */
const windows = wholes.chain((whole) =>
  fc
    .tuple(fc.integer({ min: shortestWindowUs / secondUs, max: 86_400 }), share)
    .map(([seconds, at]) => ({ whole, window: moved({ startUs: 0, endUs: seconds * secondUs }, whole, at * dayUs) })),
);

describe('a step is round, and no more than a pixel', () => {
  test.each([
    ['a day on a narrow screen', dayUs / 300, minuteUs],
    ['exactly a minute', minuteUs, minuteUs],
    ['a little less', minuteUs - 1, 30 * secondUs],
    ['an hour', hourUs / 1000, secondUs],
    ['ten minutes', (10 * minuteUs) / 1000, secondUs / 2],
    ['ten minutes on a wide screen', (10 * minuteUs) / 2800, secondUs / 5],
  ])('%s', (_, usPerPixel, expected) => {
    expect(roundStep(usPerPixel)).toBe(expected);
  });
});

describe('a span', () => {
  test('runs forward whichever way it was dragged, a step long at least', () => {
    const shown = shownOf(row!, null);
    const at = (minutes: number) => row!.dateUs + minutes * minuteUs;
    const forth = spanOf(row!, shown, at(61.4), at(90.6), minuteUs);
    expect(forth).toEqual({ row, startUs: at(61), endUs: at(91) });
    expect(spanOf(row!, shown, at(90.6), at(61.4), minuteUs)).toEqual(forth);
    expect(spanOf(row!, shown, at(5.1), at(5.2), minuteUs)).toEqual({ row, startUs: at(5), endUs: at(6) });
    expect(spanOf(row!, shown, at(1440), at(1440), minuteUs)).toEqual({ row, startUs: at(1439), endUs: at(1440) });
  });

  test('lies within what is shown, is round, and is a pixel at most from what was dragged', () => {
    fc.assert(
      fc.property(windows, share, share, fc.integer({ min: 200, max: 1200 }), ({ window }, from, to, width) => {
        const shown = shownOf(row!, window);
        const lengthUs = shown.endUs - shown.startUs;
        const perPixel = lengthUs / width;
        const stepUs = roundStep(perPixel);
        const [oneUs, otherUs] = [shown.startUs + from * lengthUs, shown.startUs + to * lengthUs];
        const { startUs, endUs } = spanOf(row!, shown, oneUs, otherUs, stepUs);
        expect(startUs).toBeGreaterThanOrEqual(shown.startUs);
        expect(endUs).toBeLessThanOrEqual(shown.endUs);
        expect(endUs).toBeGreaterThan(startUs);
        expect([startUs % stepUs, endUs % stepUs]).toEqual([0, 0]);
        // A shorter drag is a click.
        if (Math.abs(oneUs - otherUs) < 4 * perPixel) return;
        // A step is more than a pixel only where ten minutes are more than 3000 pixels wide.
        const pixel = Math.max(perPixel, stepUs);
        expect(Math.abs(startUs - Math.min(oneUs, otherUs))).toBeLessThanOrEqual(pixel);
        expect(Math.abs(endUs - Math.max(oneUs, otherUs))).toBeLessThanOrEqual(pixel);
      }),
      { numRuns: 1000 },
    );
  });

  test('can be marked where dataset and site are known', () => {
    const span = { row: row!, startUs: 1, endUs: 2 };
    expect(markOf(span)).toEqual({ dataset: 'TREX_RGB_RAW_NOMINAL', siteUid: 'gill', startUs: 1, endUs: 2 });
    for (const change of [{ dataset: null }, { siteUid: null }])
      expect(markOf({ ...span, row: { ...row!, camera: { ...gill, ...change } } })).toBeNull();
  });
});

describe('a window', () => {
  test('that is zoomed or moved stays within the whole, in whole seconds', () => {
    fc.assert(
      fc.property(windows, share, fc.double({ min: 0.01, max: 100, noNaN: true }), ({ whole, window }, at, factor) => {
        const aboutUs = window.startUs + at * (window.endUs - window.startUs);
        const next = zoomed(window, whole, factor, aboutUs, shortestWindowUs) ?? whole;
        const by = moved(window, whole, (at - 0.5) * factor * dayUs);
        for (const { startUs, endUs } of [next, by]) {
          expect(startUs).toBeGreaterThanOrEqual(whole.startUs);
          expect(endUs).toBeLessThanOrEqual(whole.endUs);
          expect(endUs - startUs).toBeGreaterThanOrEqual(shortestWindowUs);
          expect([startUs % secondUs, endUs % secondUs]).toEqual([0, 0]);
        }
        expect(by.endUs - by.startUs).toBe(window.endUs - window.startUs);
      }),
      { numRuns: 1000 },
    );
  });

  test('that is zoomed keeps the instant under the pointer, but where it would leave the whole', () => {
    fc.assert(
      fc.property(windows, share, fc.double({ min: 0.1, max: 10, noNaN: true }), ({ whole, window }, at, factor) => {
        const aboutUs = window.startUs + at * (window.endUs - window.startUs);
        const next = zoomed(window, whole, factor, aboutUs, shortestWindowUs);
        if (!next || next.startUs === whole.startUs || next.endUs === whole.endUs) return;
        const there = next.startUs + at * (next.endUs - next.startUs);
        // Both ends are whole seconds.
        expect(Math.abs(there - aboutUs)).toBeLessThanOrEqual(1.5 * secondUs);
      }),
      { numRuns: 1000 },
    );
  });

  test('ends at all of the night, and at the shortest', () => {
    const whole = { startUs: 0, endUs: dayUs };
    expect(zoomed(null, whole, 0.5, 6 * hourUs, shortestWindowUs)).toEqual({ startUs: 3 * hourUs, endUs: 15 * hourUs });
    expect(zoomed(null, whole, 2, 6 * hourUs, shortestWindowUs)).toBeNull();
    expect(zoomed({ startUs: 0, endUs: 13 * hourUs }, whole, 2, 0, shortestWindowUs)).toBeNull();
    const short = { startUs: hourUs, endUs: hourUs + shortestWindowUs };
    expect(zoomed(short, whole, 0.5, hourUs, shortestWindowUs)).toEqual(short);
  });
});
