import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MontagePace } from '$lib/model/montage';
import type { Minute } from '$lib/state/minute-table';
import { framesNear, montageInstants, nearestCell } from '$lib/state/montage-instants';
import { bandSpacePx, captionPx, fillOf, layMontage, spacePx } from '$lib/state/montage-layout';
import { columnsOf, minuteUs, startUs } from './fake-loading';

const second = 1_000_000;
const nearest = (wished: number) => (instants: number) => -Math.abs(instants - wished);
const bounds = { fill: nearest(28), cadenceUs: 3 * second, most: 360 };
const tenMinutes = { startUs, endUs: startUs + 10 * minuteUs };

/** The table's minutes, those of the list with their frames: every 3 s, 60 ms after the full second. */
function minutes(loaded: readonly number[], count = 10): Minute[] {
  return Array.from({ length: count }, (_, minute) => {
    const outcome = columnsOf(minute);
    const load = loaded.includes(minute) && outcome.ok ? { phase: 'ready' as const, columns: outcome.value } : null;
    const span = { startUs: startUs + minute * minuteUs, endUs: startUs + (minute + 1) * minuteUs };
    return { ...span, file: null, known: true, load: load ?? { phase: 'waiting' } };
  });
}

const anyPace: fc.Arbitrary<MontagePace> = fc.oneof(
  fc.constant({ by: 'fit' as const }),
  fc.record({ by: fc.constant('count' as const), count: fc.integer({ min: 1, max: 360 }) }),
  fc.record({ by: fc.constant('step' as const), stepSec: fc.integer({ min: 1, max: 86_400 }) }),
);

describe('instants', () => {
  test('by count, evenly spread from the start', () => {
    const { timesUs, stepUs } = montageInstants(tenMinutes, { by: 'count', count: 4 }, bounds);
    expect(timesUs.map((us) => (us - startUs) / second)).toEqual([0, 150, 300, 450]);
    expect(stepUs).toBe(150 * second);
  });

  test('by count, at a step that leads from frame to frame, round where that takes up the span', () => {
    const twentyMinutes = { startUs, endUs: startUs + 20 * minuteUs };
    const steps = [20, 36, 17, 7, 90].map((count) => {
      const { timesUs, stepUs, isAbout } = montageInstants(twentyMinutes, { by: 'count', count }, bounds);
      expect(timesUs).toHaveLength(count);
      return [Math.round(stepUs / 100_000) / 10, isAbout];
    });
    // 90 frames, whole cadences apart, would lie 12 s or 15 s apart: two minutes left out, or too few.
    expect(steps).toEqual([
      [60, false],
      [33, false],
      [69, false],
      [171, false],
      [13.3, true],
    ]);
    const odd = { startUs: startUs + 7 * second, endUs: startUs + 10 * minuteUs };
    const { timesUs } = montageInstants(odd, { by: 'count', count: 19 }, bounds);
    expect(timesUs.slice(0, 2).map((us) => (us - startUs) / second)).toEqual([30, 60]);
  });

  test('to fit, at the round step whose number fills the window best, whatever the span begins with', () => {
    const span = { startUs: startUs + 7 * second, endUs: startUs + 7 * second + 20 * minuteUs };
    const fit = (wished: number, cadenceUs = 3 * second) => {
      const found = montageInstants(span, { by: 'fit' }, { ...bounds, fill: nearest(wished), cadenceUs });
      return [(found.timesUs[0]! - startUs) / second, found.stepUs / second, found.timesUs.length];
    };
    expect(fit(18)).toEqual([60, 60, 20]);
    expect(fit(35)).toEqual([30, 30, 40]);
    expect(fit(230)).toEqual([12, 6, 200]); // every 5 s is no whole number of frames
    expect(fit(9999)).toEqual([12, 6, 200]); // every 3 s there would be more than may be
    const short = { startUs: startUs + second, endUs: startUs + 2 * second };
    expect(montageInstants(short, { by: 'fit' }, bounds).timesUs).toEqual([startUs + second]);
  });

  test('by step, at the multiples of it in UTC, whatever the span begins with', () => {
    const span = { startUs: startUs + 7 * second, endUs: startUs + 95 * second };
    const { timesUs, wanted } = montageInstants(span, { by: 'step', stepSec: 30 }, bounds);
    expect(timesUs.map((us) => (us - startUs) / second)).toEqual([30, 60, 90]);
    expect(wanted).toBe(3);
  });

  test('a step shorter than the cadence shows every frame, none twice', () => {
    const { timesUs } = montageInstants(tenMinutes, { by: 'step', stepSec: 1 }, bounds);
    expect(timesUs).toHaveLength(200);
    const places = framesNear(minutes([0, 1, 2]), timesUs, 3 * second, tenMinutes);
    const found = places.flatMap((place) => place?.timeUs ?? []);
    expect(found).toHaveLength(60);
    expect(new Set(found).size).toBe(60);
  });

  test('any pace and span: in the span, rising, bounded, and what was left out is said', () => {
    fc.assert(
      fc.property(
        anyPace,
        fc.integer({ min: 2 * second, max: 86_400 * second }),
        fc.nat({ max: 60 * second }),
        fc.integer({ min: 1, max: 400 }),
        (pace, lengthUs, offsetUs, most) => {
          const span = { startUs: startUs + offsetUs, endUs: startUs + offsetUs + lengthUs };
          const { timesUs, stepUs, wanted } = montageInstants(span, pace, { ...bounds, most });
          expect(timesUs.every((us) => us >= span.startUs && us < span.endUs)).toBe(true);
          expect(timesUs.every((us, index) => index === 0 || us > timesUs[index - 1]!)).toBe(true);
          expect(timesUs.length).toBeLessThanOrEqual(Math.max(1, most));
          expect(timesUs.length).toBe(Math.min(wanted, most));
          expect(stepUs).toBeGreaterThan(0);
          if (pace.by === 'step') expect(timesUs.every((us) => us % stepUs === 0)).toBe(true);
        },
      ),
    );
  });
});

describe('the frame of an instant', () => {
  const at = (...seconds: number[]) => seconds.map((sec) => startUs + sec * second);
  const near = (table: Minute[], instants: number[], span = tenMinutes) =>
    framesNear(table, instants, 3 * second, span).map((place) => place && (place.timeUs - startUs) / second);

  test('is the nearest, before or after it, from the next minute as well', () => {
    expect(near(minutes([0, 1]), at(0, 4, 5, 59.9))).toEqual([0.06, 3.06, 6.06, 60.06]);
    expect(near(minutes([0]), at(58.8, 58.9, 59.9, 60))).toEqual([57.06, null, null, null]);
  });

  test('lies within about half the cadence, else there is none', () => {
    expect(near(minutes([0, 3]), at(57.2, 60, 120, 178, 178.3, 180))).toEqual([57.06, null, null, null, null, 180.06]);
  });

  test('is none of outside the span, and stands once only', () => {
    expect(near(minutes([0]), at(4), { startUs: startUs + 4 * second, endUs: startUs + 30 * second })).toEqual([6.06]);
    expect(near(minutes([0]), at(29), { startUs, endUs: startUs + 30 * second })).toEqual([27.06]);
    expect(near(minutes([0]), at(5, 6, 7))).toEqual([null, 6.06, null]);
  });

  test('the cell at the cursor is the nearest, if it is near', () => {
    expect(nearestCell(at(0, 30, 60), startUs + 20 * second, 30 * second)).toBe(1);
    expect(nearestCell(at(0, 30, 60), startUs + 95 * second, 30 * second)).toBe(-1);
    expect(nearestCell([], startUs, 30 * second)).toBe(-1);
  });
});

describe('layout', () => {
  test('any number in any room: all have a place, and it is full where they fit', () => {
    const side = fc.integer({ min: 100, max: 2000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 360 }),
        fc.integer({ min: 1, max: 8 }),
        side,
        side,
        fc.double({ min: 0.75, max: 1.34, noNaN: true }),
        (instants, cameras, width, height, aspect) => {
          const laid = layMontage(instants, cameras, { width, height }, aspect);
          expect(laid.columns * laid.bands).toBeGreaterThanOrEqual(instants);
          expect(laid.columns * (laid.bands - 1)).toBeLessThan(instants);
          expect(laid.columns * (laid.width + spacePx) - spacePx).toBeLessThanOrEqual(width);
          const rows = laid.bands * cameras;
          const tall = rows * (laid.height + captionPx + spacePx) + (cameras > 1 ? (laid.bands - 1) * bandSpacePx : 0);
          // Longer than the room only where a time would not fit under a picture otherwise.
          const narrower = layMontage(instants, cameras, { width: 59, height }, aspect);
          if (tall > height) expect(laid.columns + 1 > instants || laid.width < 2 * 60 + spacePx).toBe(true);
          expect(narrower.columns).toBe(1);
        },
      ),
    );
  });

  test('to fit, a window is filled: a camera has several rows where that makes use of it', () => {
    const fits = (width: number, height: number, cameras: number, minutes = 20) => {
      const span = { startUs, endUs: startUs + minutes * minuteUs };
      const room = { width, height };
      const fill = (count: number) => fillOf(count, cameras, room, 1);
      const { timesUs } = montageInstants(span, { by: 'fit' }, { ...bounds, fill });
      const laid = layMontage(timesUs.length, cameras, room, 1);
      const tall = laid.bands * cameras * (laid.height + captionPx + spacePx);
      const wide = laid.columns * (laid.width + spacePx);
      expect(wide / width).toBeGreaterThan(0.8);
      expect(tall / height).toBeGreaterThan(0.8);
      return { count: timesUs.length, columns: laid.columns, width: laid.width };
    };
    expect(fits(855, 430, 1)).toEqual({ count: 20, columns: 7, width: 118 });
    expect(fits(374, 330, 1)).toEqual({ count: 10, columns: 4, width: 90 });
    expect(fits(775, 430, 2)).toEqual({ count: 20, columns: 10, width: 73 });
    expect(fits(1260, 700, 2, 3)).toEqual({ count: 15, columns: 8, width: 152 });
    expect(fits(775, 430, 10).count).toBe(10);
  });
});
