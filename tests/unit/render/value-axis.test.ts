import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelPlaces } from '$lib/render/label-places';
import { formatValue, resolutionOf, valueTicks } from '$lib/render/value-axis';

test.each([
  ['volts', [1.9, 4.2], 4, ['2', '3', '4']],
  ['part of a volt', [2.04, 2.11], 4, ['2.05', '2.10']],
  ['absorption about zero', [-0.6, 0.7], 4, ['−0.5', '0.0', '0.5']],
  ['large numbers', [0, 4e6], 3, ['0', '2 × 10⁶', '4 × 10⁶']],
] as const)('ticks of %s', (_, range, room, labels) => {
  expect(valueTicks(range, room).map(({ label }) => label)).toEqual(labels);
});

test('ticks are inside the range, evenly spaced, each with its own label, and as many as fit', () => {
  const whole = fc.integer({ min: -1e9, max: 1e9 });
  fc.assert(
    fc.property(
      whole,
      fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
      fc.integer({ min: 2, max: 12 }),
      (low, height, room) => {
        fc.pre(low + height > low + height / 2 && height > Math.abs(low) / 1e3);
        const ticks = valueTicks([low, low + height], room);
        expect(ticks.length).toBeLessThanOrEqual(room);
        expect(ticks.every(({ value }) => value >= low && value <= low + height)).toBe(true);
        expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
      },
    ),
  );
});

test('values are told to a thousandth of the axis', () => {
  expect(formatValue(2.4534, resolutionOf([1.9, 4.2]))).toBe('2.453');
  expect(formatValue(-0.00004, 0.001)).toBe('0.000');
  expect(formatValue(1_234_567, resolutionOf([0, 2e6]))).toBe('1.235 × 10⁶');
});

test('names at lines never cover each other, and stay where they are wanted when they can', () => {
  expect(labelPlaces([50, 20], 16, 100)).toEqual([50, 20]);
  expect(labelPlaces([99, 98, 97], 16, 100)).toEqual([92, 76, 60]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 250 }), { maxLength: 11 }), (wanted) => {
      const places = labelPlaces(wanted, 16, 200).sort((a, b) => a - b);
      expect(places.slice(1).every((place, index) => place - places[index]! >= 16)).toBe(true);
      expect(places.every((place) => place >= 8 && place <= 192)).toBe(true);
    }),
  );
});
