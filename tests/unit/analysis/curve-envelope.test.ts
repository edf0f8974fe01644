import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curveEnvelopes, isJoined } from '$lib/analysis/curve-envelope';
import { addStretch, createPyramid, firstValue, lastValue, noSummary, reduceCurves } from '$lib/analysis/curve-pyramid';
import { usualRange } from '$lib/analysis/curve-range';
import type { ReducedCurves } from '$lib/model/curve';
import type { TimeRange } from '$lib/model/time';

const second = 1_000_000;

function series(values: readonly number[], startUs = 0, stepUs = second): ReducedCurves {
  return reduceCurves({
    dataset: 'SWAN_HSR_K0_H5',
    siteUid: 'medo',
    timesUs: Float64Array.from(values, (_, index) => startUs + index * stepUs),
    curves: [{ id: 'a', quantity: 'raw power', unit: null, values: Float64Array.from(values) }],
    header: [],
    synthetic: false,
    problem: null,
  });
}

/** Whole numbers, so that sums are exact, with stretches of NaN. */
const someValues = fc
  .array(
    fc.oneof(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 90 }),
      fc.integer({ min: 1, max: 90 }).map((length) => Array.from({ length }, () => NaN)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.flat());

/** Of the only curve. */
const curveEnvelope = (files: readonly ReducedCurves[], id: string, window: TimeRange, columns: number) =>
  curveEnvelopes(files, [id], window, columns)[0]!;

const stretchOf = (values: readonly number[], a: number, b: number) => {
  const [from, to] = [a, b].map((share) => Math.round(share * values.length)).sort((one, other) => one - other);
  return [from!, to!] as const;
};
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the pyramid', () => {
  test('any stretch of it is what its samples are', () => {
    fc.assert(
      fc.property(someValues, share, share, (values, a, b) => {
        const stored = { values: Float64Array.from(values), pyramid: createPyramid(Float64Array.from(values)) };
        const [from, to] = stretchOf(values, a, b);
        const summary = noSummary();
        addStretch(summary, stored, from, to);
        const there = values.slice(from, to).filter((value) => !Number.isNaN(value));
        expect(summary).toEqual({
          min: Math.min(...there),
          max: Math.max(...there),
          sum: there.reduce((sum, value) => sum + value, 0),
          count: there.length,
        });
        const isValue = (value: number) => !Number.isNaN(value);
        const inside = values.slice(from, to);
        const [first, last] = [inside.findIndex(isValue), inside.findLastIndex(isValue)];
        expect(firstValue(stored, from, to)).toBe(first < 0 ? -1 : from + first);
        expect(lastValue(stored, from, to)).toBe(last < 0 ? -1 : from + last);
      }),
    );
  });

  test('a whole day costs a few looks, however many samples it has', () => {
    const values = new Float64Array(86_400).fill(1);
    let looks = 0;
    const counted = new Proxy(values, {
      get: (target, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
        return Reflect.get(target, key, target) as unknown;
      },
    });
    const summary = noSummary();
    addStretch(summary, { values: counted, pyramid: createPyramid(values) }, 3, 86_397);
    expect([summary.count, summary.sum]).toEqual([86_394, 86_394]);
    expect(looks).toBeLessThan(20);
  });
});

describe('the envelope', () => {
  test('every value is in the column of its time, and columns without one have no point', () => {
    fc.assert(
      fc.property(someValues, fc.integer({ min: 1, max: 60 }), share, share, (values, columns, a, b) => {
        const [from, to] = stretchOf(values, a, b);
        fc.pre(to > from);
        const window = { startUs: from * second, endUs: to * second };
        const points = curveEnvelope([series(values)], 'a', window, columns);
        const inside = points.filter(({ column }) => column >= 0 && column < columns);
        const expected = new Map<number, number[]>();
        for (let index = from; index < to; index++) {
          const column = Math.floor(((index - from) * columns) / (to - from));
          if (!Number.isNaN(values[index])) expected.set(column, [...(expected.get(column) ?? []), values[index]!]);
        }
        expect(inside.map(({ column, min, max, count }) => [column, min, max, count])).toEqual(
          [...expected].map(([column, there]) => [column, Math.min(...there), Math.max(...there), there.length]),
        );
        for (const { column, mean } of inside) {
          const there = expected.get(column)!;
          expect(mean).toBeCloseTo(there.reduce((sum, value) => sum + value, 0) / there.length, 6);
        }
      }),
    );
  });

  test('two days make one line, in whatever columns midnight lies', () => {
    const whole = Array.from({ length: 200 }, (_, index) => index % 7);
    const window = { startUs: 0, endUs: 200 * second };
    const parts = [series(whole.slice(0, 95)), series(whole.slice(95), 95 * second)];
    expect(curveEnvelope(parts, 'a', window, 20)).toEqual(curveEnvelope([series(whole)], 'a', window, 20));
  });

  test('no value is made up: the line ends where a sample is missing, and goes on at the edges of the window', () => {
    const values = [1, 2, NaN, 4, 5, 6];
    const points = curveEnvelope([series(values)], 'a', { startUs: second, endUs: 5 * second }, 400);
    expect(points.map(({ column, mean }) => [column, mean])).toEqual([
      [-1, 1],
      [0, 2],
      [200, 4],
      [300, 5],
      [400, 6],
    ]);
    const joined = points.slice(1).map((point, index) => isJoined(points[index]!, point, second));
    expect(joined).toEqual([true, false, true, true]);
  });

  test('steps of 4 to 6 s are those of a cadence of 5 s; a lost sample is not', () => {
    const point = (timeUs: number) => ({
      ...{ column: 0, min: 1, max: 1, mean: 1, count: 1 },
      firstUs: timeUs,
      lastUs: timeUs,
    });
    expect(isJoined(point(0), point(6 * second), 5 * second)).toBe(true);
    expect(isJoined(point(0), point(9 * second), 5 * second)).toBe(false);
  });

  test('a curve that a file lacks is not there', () => {
    expect(curveEnvelope([series([1, 2])], 'b', { startUs: 0, endUs: second }, 10)).toEqual([]);
  });
});

describe('the range', () => {
  const always = { startUs: 0, endUs: 1e12 };

  test('is that of the values on screen, a single spike among few of them left out', () => {
    const day = Array.from({ length: 3600 }, (_, index) => (index < 3000 ? 4.3 : 2.46 + 0.45 * ((index % 60) / 59)));
    day[3030] = 60;
    const [low, high] = usualRange([series(day)], new Set(['a']), { startUs: 3000 * second, endUs: 3060 * second })!;
    expect(low).toBeGreaterThan(2.4);
    expect(low).toBeLessThan(2.46);
    expect(high).toBeGreaterThan(2.91);
    expect(high).toBeLessThan(2.97);
  });

  test('where the screen holds no value, all there are count', () => {
    const beyond = { startUs: 100 * second, endUs: 200 * second };
    expect(usualRange([series([5, 5])], new Set(['a']), beyond)).toEqual([4.5, 5.5]);
  });

  test('a few spikes do not press the curve flat', () => {
    const values = Array.from({ length: 1000 }, (_, index) => (index === 500 ? 63.9 : 2 + (index % 100) / 100));
    const [low, high] = usualRange([series(values)], new Set(['a']), always)!;
    expect([low, high].map((value) => Math.round(value * 10) / 10)).toEqual([1.9, 3.1]);
  });

  test.each([
    ['no value', [NaN, NaN], null],
    ['a level line', [5, 5], [4.5, 5.5]],
    ['nothing but zero', [0], [-1, 1]],
  ])('%s', (_, values, range) => {
    expect(usualRange([series(values)], new Set(['a']), always)).toEqual(range);
  });
});
