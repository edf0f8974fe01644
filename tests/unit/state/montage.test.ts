import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MontagePace } from '$lib/model/montage';
import type { Minute } from '$lib/state/minute-table';
import { framesNear, montageInstants, nearestCell } from '$lib/state/montage-instants';
import { bandSpacePx, captionPx, fittingInstants, layMontage, spacePx } from '$lib/state/montage-layout';
import { columnsOf, minuteUs, startUs } from './fake-loading';

const second = 1_000_000;
const bounds = { fitting: 28, cadenceUs: 3 * second, most: 360 };
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

  test('what fits a window fits it, from a phone to a wide screen', () => {
    const fits = (width: number, height: number, cameras: number) => {
      const count = fittingInstants(cameras, { width, height }, 1);
      const laid = layMontage(count, cameras, { width, height }, 1);
      expect(laid.width).toBeGreaterThanOrEqual(60);
      return { count, width: laid.width };
    };
    expect(fits(880, 540, 1)).toEqual({ count: 28, width: 115 });
    expect(fits(374, 280, 1)).toEqual({ count: 8, width: 90 });
    expect(fits(816, 540, 6).count).toBeGreaterThan(8);
  });
});
