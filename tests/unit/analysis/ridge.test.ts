import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeogramAxis } from '$lib/analysis/keogram-axis';
import { brightestRidge } from '$lib/analysis/ridge';

const rows = 128;

/** A camera under the meridian −100°: straight up in the middle, latitude falls by 0.1° a row. */
const axis: KeogramAxis = {
  elevationDeg: Float64Array.from({ length: rows }, (_, row) => 90 - 1.4 * Math.abs(row - 63.5)),
  latDeg: Float64Array.from({ length: rows }, (_, row) => 65 - 0.1 * row),
  lonDeg: new Float64Array(rows).fill(-100),
};

/** Rows above 20°. */
const highest = 14;
const lowest = 113;

interface Arc {
  readonly centre: number;
  readonly width: number;
  readonly height: number;
}

const arc = fc.record({
  centre: fc.double({ min: highest + 6, max: lowest - 6, noNaN: true }),
  width: fc.double({ min: 2, max: 12, noNaN: true }),
  height: fc.double({ min: 100, max: 20_000, noNaN: true }),
});

function column({ centre, width, height }: Arc, background = 3000): Float64Array {
  return Float64Array.from(
    { length: rows },
    (_, row) => background + height * Math.exp(-(((row - centre) / width) ** 2) / 2),
  );
}

describe('the brightest ridge of a column', () => {
  test('is found to a fraction of a row, wherever the arc lies between rows', () => {
    fc.assert(
      fc.property(arc, (one) => {
        const ridge = brightestRidge(column(one), axis, 20)!;
        expect(Math.abs(ridge.row - one.centre)).toBeLessThan(0.2);
        expect(ridge.latDeg).toBeCloseTo(65 - 0.1 * ridge.row, 9);
        expect(ridge.elevationDeg).toBeGreaterThanOrEqual(20);
        expect(ridge.lonDeg).toBe(-100);
        expect(ridge.brightness).toBeLessThanOrEqual(3000 + one.height);
        expect(ridge.brightness).toBeGreaterThan(3000 + 0.7 * one.height);
      }),
    );
  });

  test('stays where it is in other units, and turns with the column', () => {
    fc.assert(
      fc.property(arc, fc.double({ min: 0.01, max: 100, noNaN: true }), fc.nat(5000), (one, factor, offset) => {
        const found = brightestRidge(column(one), axis, 20)!;
        const scaled = brightestRidge(
          column(one).map((value) => factor * value + offset),
          axis,
          20,
        )!;
        expect(scaled.row).toBeCloseTo(found.row, 6);
        expect(scaled.brightness).toBeCloseTo(factor * found.brightness + offset, 4);
        const turned = {
          elevationDeg: axis.elevationDeg.toReversed(),
          latDeg: axis.latDeg.toReversed(),
          lonDeg: axis.lonDeg,
        };
        const mirrored = brightestRidge(column(one).reverse(), turned, 20)!;
        expect(mirrored.row).toBeCloseTo(rows - 1 - found.row, 6);
        expect(mirrored.latDeg).toBeCloseTo(found.latDeg, 9);
      }),
    );
  });

  test('is not where a star or a hit of the detector is', () => {
    const spike = fc.record({ row: fc.nat(rows - 2), wide: fc.boolean(), height: fc.integer({ min: 1, max: 60_000 }) });
    fc.assert(
      fc.property(arc, spike, (one, { row, wide, height }) => {
        const spoiled = column(one);
        spoiled[row]! += height;
        if (wide) spoiled[row + 1]! += height;
        const ridge = brightestRidge(spoiled, axis, 20)!;
        // On the arc itself it hides a pixel or two of it.
        expect(Math.abs(ridge.row - one.centre)).toBeLessThan(Math.abs(row - one.centre) < one.width + 5 ? 2.5 : 0.2);
      }),
    );
  });

  test('bears the noise of the camera', () => {
    fc.assert(
      fc.property(
        arc,
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: rows, maxLength: rows }),
        (one, noise) => {
          const noisy = column(one).map((value, row) => value + 0.02 * one.height * noise[row]!);
          const ridge = brightestRidge(noisy, axis, 20)!;
          // Where the arc is within 4 % of its summit, noise of 2 % either way decides.
          expect(Math.abs(ridge.row - one.centre)).toBeLessThan(0.3 + 0.3 * one.width);
        },
      ),
    );
  });

  test('of two the brighter one, unless that lies too low', () => {
    const two = column({ centre: 40, width: 3, height: 1000 }).map(
      (value, row) => value + column({ centre: 8, width: 3, height: 5000 }, 0)[row]!,
    );
    expect(brightestRidge(two, axis, 20)!.row).toBeCloseTo(40, 1);
    expect(brightestRidge(two, axis, 5)!.row).toBeCloseTo(8, 1);
    const faint = two.map((value, row) => value + column({ centre: 90, width: 3, height: 900 }, 0)[row]!);
    expect(brightestRidge(faint, axis, 20)!.row).toBeCloseTo(40, 1);
  });

  test('is no slope up to lamps on the horizon', () => {
    const lamps = column({ centre: 2, width: 8, height: 30_000 });
    expect(brightestRidge(lamps, axis, 20)).toBeNull();
    const beside = lamps.map((value, row) => value + column({ centre: 60, width: 3, height: 500 }, 0)[row]!);
    expect(brightestRidge(beside, axis, 20)!.row).toBeCloseTo(60, 1);
  });

  test('cut off at the end of the counts it is the middle of what is', () => {
    const saturated = column({ centre: 70.25, width: 9, height: 200_000 }).map((value) => Math.min(65_535, value));
    const ridge = brightestRidge(saturated, axis, 20)!;
    expect(ridge.brightness).toBe(65_535);
    expect(Math.abs(ridge.row - 70.25)).toBeLessThan(0.8);
  });

  test.each<[string, Float64Array, Partial<KeogramAxis>]>([
    ['an even sky', new Float64Array(rows).fill(3000), {}],
    ['nothing', new Float64Array(), {}],
    ['a column that only rises', Float64Array.from({ length: rows }, (_, row) => row), {}],
    ['no numbers', new Float64Array(rows).fill(NaN), {}],
    ['no places', column({ centre: 60, width: 4, height: 900 }), { latDeg: new Float64Array(rows).fill(NaN) }],
    ['no sky', column({ centre: 60, width: 4, height: 900 }), { elevationDeg: new Float64Array(rows).fill(NaN) }],
  ])('%s has none', (_, values, other) => {
    expect(brightestRidge(values, { ...axis, ...other }, 20)).toBeNull();
  });

  test('beside missing numbers it is found all the same', () => {
    const values = column({ centre: 60, width: 4, height: 900 });
    values.fill(NaN, 0, 20);
    values[80] = NaN;
    expect(brightestRidge(values, axis, 20)!.row).toBeCloseTo(60, 1);
  });

  test('whole counts do', () => {
    const counts = Uint16Array.from(column({ centre: 50.4, width: 3, height: 4000 }));
    expect(brightestRidge(counts, axis, 20)!.row).toBeCloseTo(50.4, 0);
  });

  test('across the date line longitudes do not average to 0', () => {
    const lonDeg = Float64Array.from({ length: rows }, (_, row) => (row <= 50 ? 179.9 : -179.9));
    const values = column({ centre: 50.5, width: 4, height: 900 });
    expect(Math.abs(brightestRidge(values, { ...axis, lonDeg }, 20)!.lonDeg)).toBeCloseTo(180, 1);
  });
});
