import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findOnset } from '$lib/analysis/onset';

const second = 1_000_000;
const quiet = { startUs: 0, endUs: 30 * second };

/** One value every 3 s from 0 on: the first ten are the quiet span's. */
function series(...values: readonly number[]) {
  return { timesUs: Float64Array.from(values, (_, frame) => 3 * frame * second), values };
}

const calm = new Array<number>(10).fill(100);

describe('the onset', () => {
  test('is the first frame above three times the quiet mean', () => {
    const found = findOnset(series(...calm, 200, 300, 300.01, 900), quiet);
    expect(found).toEqual({ frame: 12, timeUs: 36 * second, quietMean: 100 });
  });

  test('does not lie in the quiet span, whose end is no part of it', () => {
    const spoiled = [...calm];
    spoiled[4] = 1100;
    expect(findOnset(series(...spoiled, 500, 601), quiet)).toMatchObject({ frame: 11, quietMean: 200 });
    expect(findOnset(series(...calm, 10_000), quiet)).toMatchObject({ frame: 10, quietMean: 100 });
  });

  test('knows only the quiet span: what came before does not count', () => {
    const late = { startUs: 15 * second, endUs: 30 * second };
    expect(findOnset(series(900, 900, 900, 900, 900, ...calm.slice(5), 299, 301), late)).toMatchObject({ frame: 11 });
  });

  test('gaps are passed over', () => {
    const gappy = series(NaN, ...calm.slice(1), NaN, NaN, 400);
    expect(findOnset(gappy, quiet)).toEqual({ frame: 12, timeUs: 36 * second, quietMean: 100 });
  });

  test.each([
    ['nothing rises', series(...calm, 299, 300), quiet],
    ['the quiet span has no frames', series(...calm, 900), { startUs: second, endUs: 2 * second }],
    ['the quiet span has only gaps', series(...calm.map(() => NaN), 900), quiet],
    ['the quiet span is dark', series(...calm.map(() => 0), 900), quiet],
    ['the quiet span is below the dark level', series(...calm.map(() => -5), 900), quiet],
    ['there are no frames', series(), quiet],
  ])('none where %s', (_, values, span) => {
    expect(findOnset(values, span)).toBeNull();
  });

  test('is the same in any unit, and later for a larger factor', () => {
    const brightness = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 11, maxLength: 60 });
    fc.assert(
      fc.property(brightness, fc.double({ min: 1.5, max: 10, noNaN: true }), (values, factor) => {
        const found = findOnset(series(...values), quiet, factor);
        expect(findOnset(series(...values.map((value) => 4 * value)), quiet, factor)?.frame).toBe(found?.frame);
        const before = values.slice(10, found?.frame ?? values.length);
        const mean = values.slice(0, 10).reduce((sum, value) => sum + value, 0) / 10;
        for (const value of before) expect(value).toBeLessThanOrEqual(factor * mean);
        if (!found) return;
        expect(values[found.frame]).toBeGreaterThan(factor * mean);
        const larger = findOnset(series(...values), quiet, 2 * factor);
        expect(larger?.frame ?? Infinity).toBeGreaterThanOrEqual(found.frame);
      }),
    );
  });
});
