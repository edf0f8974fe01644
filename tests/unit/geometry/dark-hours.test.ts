import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { observatory } from '$lib/datasets/observatories';
import { dayUs, hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import { darkHours, type LookedAt } from '$lib/geometry/dark-hours';
import { imagingSunDeg } from '$lib/geometry/night';
import { sunElevationDeg } from '$lib/geometry/sun';

const nights = (siteUid: string, first: string, count: number): LookedAt => {
  const firstUs = parseInstant(first)!;
  return {
    place: observatory(siteUid)!,
    datesUs: Array.from({ length: count }, (_, day) => firstUs + day * dayUs),
  };
};
describe('hours in which it is dark', () => {
  test('are those of the place and the night', () => {
    const dark = darkHours([nights('whit', '2020-02-01', 1)], 0)!;
    expect(dark.cutOff).toBeNull();
    const sunAt = (us: number) => sunElevationDeg(parseInstant('2020-02-01')! + us, observatory('whit')!);
    for (const [us, inwards] of [
      [dark.hours.startUs, 1],
      [dark.hours.endUs, -1],
    ] as const) {
      expect(sunAt(us)).toBeGreaterThanOrEqual(imagingSunDeg);
      expect(sunAt(us + inwards * minuteUs)).toBeLessThan(imagingSunDeg);
    }
  });

  test('reach from the first to the last minute of all places and nights', () => {
    const own = [nights('whit', '2020-01-01', 60), nights('fsmi', '2020-03-01', 20)];
    const [whit, fsmi, both] = [own.slice(0, 1), own.slice(1), own].map((some) => darkHours(some, 0)!);
    expect(both!.hours).toEqual({
      startUs: Math.min(whit!.hours.startUs, fsmi!.hours.startUs),
      endUs: Math.max(whit!.hours.endUs, fsmi!.hours.endUs),
    });
  });

  test('are the longer piece where the day begins at night, and the other is told', () => {
    // At Gillam the Sun sets before midnight UTC in winter.
    const { hours, cutOff } = darkHours([nights('gill', '2019-12-01', 31)], 0)!;
    expect([hours.startUs, cutOff!.endUs]).toEqual([0, dayUs]);
    expect(hours.endUs / hourUs).toBeCloseTo(14, 0);
    expect(cutOff!.startUs / hourUs).toBeCloseTo(22.6, 0);
    const fromNoon = darkHours([nights('gill', '2019-12-01', 31)], 12 * hourUs)!;
    expect([fromNoon.hours.endUs, fromNoon.cutOff!.startUs]).toEqual([36 * hourUs, 12 * hourUs]);
  });

  test('from noon are in one piece where midnight is that of UTC', () => {
    const dark = darkHours([nights('lyrn', '2020-03-01', 10)], 12 * hourUs)!;
    expect(dark.cutOff).toBeNull();
    expect(dark.hours.startUs).toBeGreaterThan(16 * hourUs);
    expect(dark.hours.endUs).toBeGreaterThan(26 * hourUs);
  });

  test('are none in light nights, and all in the polar night', () => {
    expect(darkHours([nights('whit', '2020-06-21', 1)], 0)).toBeNull();
    expect(darkHours([nights('lyrn', '2020-12-21', 1)], 0)).toEqual({
      hours: { startUs: 0, endUs: dayUs },
      cutOff: null,
    });
    expect(darkHours([], 0)).toBeNull();
  });

  test('leave out no dark minute but those that they tell', () => {
    const anyPlace = fc.record({
      latDeg: fc.double({ min: -80, max: 80, noNaN: true }),
      lonDeg: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    const anyDate = fc.integer({ min: 13_000, max: 21_000 }).map((day) => day * dayUs);
    const begins = fc.constantFrom(0, 12 * hourUs);
    fc.assert(
      fc.property(anyPlace, anyDate, begins, (place, dateUs, beginUs) => {
        const dark = darkHours([{ place, datesUs: [dateUs] }], beginUs);
        const pieces = dark ? [dark.hours, ...(dark.cutOff ? [dark.cutOff] : [])] : [];
        for (let us = beginUs; us < beginUs + dayUs; us += 7 * minuteUs) {
          const isIn = pieces.some(({ startUs, endUs }) => us >= startUs && us < endUs);
          // One night is one piece, or two where the day cuts it.
          if (Math.abs(sunElevationDeg(dateUs + us, place) - imagingSunDeg) > 0.3)
            expect(isIn).toBe(sunElevationDeg(dateUs + us, place) < imagingSunDeg);
        }
      }),
      { numRuns: 60 },
    );
  });
});
