import { expect, test } from 'vitest';
import type { EnvelopePoint } from '$lib/analysis/curve-envelope';
import { curveNamePlaces, curveTicks } from '$lib/render/curve-labels';

test('labels stand on their lines, the uppermost below its own, none where it would be cut', () => {
  const ticks = curveTicks([0, 4], 100);
  expect(ticks.map(({ text, at, place }) => [text, at, place])).toEqual([
    ['0', 100, null],
    ['1', 75, 'above'],
    ['2', 50, 'above'],
    ['3', 25, 'above'],
    ['4', 0, null],
  ]);
  const [low, high] = curveTicks([0, 1], 40);
  expect([low?.place, high?.at, high?.place]).toEqual([null, 0, 'below']);
});

test('names stand above the ends of their lines, apart from each other; none where nothing is seen', () => {
  const at = (column: number, mean: number): EnvelopePoint => ({
    ...{ column, mean, min: mean, max: mean },
    ...{ count: 1, firstUs: 0, lastUs: 0 },
  });
  const envelopes = [[at(0, 3), at(9, 1)], [at(-1, 2)], [at(5, 1), at(10, 4)]];
  const [first, second, third] = curveNamePlaces(envelopes, 10, [0, 4], 100);
  expect(second).toBeNull();
  expect(first).toBeLessThanOrEqual(75 - 8);
  expect(Math.abs(first! - third!)).toBeGreaterThanOrEqual(16);
});
