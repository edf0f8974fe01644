import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  calibrate,
  calibrateAsPyAuroraX,
  type CalibrationSteps,
  type CountsFrame,
  type PeerCalibrationSteps,
} from '$lib/analysis/calibrate';
import { chooseDarkBlock, type DarkBlock } from '$lib/analysis/dark-block';
import { readCalibration } from '$lib/datasets/calibration';
import { exposureOf } from '$lib/datasets/exposure';
import { readFrameSeries } from '$lib/datasets/frame-series';
import { rego } from '$lib/datasets/rego';
import type { FlatfieldCalibration, RayleighsCalibration } from '$lib/model/calibration';
import type { Orientation } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import { readSharedFile } from '../datasets/expected-stacks';
import { readOracle } from '../geometry/oracles';
import { sharedData } from '../shared-data';
import { flipped, frameCount, monoFrame, size } from './synthetic-camera';

interface CalibrationOracle {
  readonly rayleighs_per_dn_per_second: number;
  readonly pixels_row_col: readonly (readonly [row: number, column: number])[];
  readonly results: Readonly<
    Record<string, { readonly dtype: string; readonly values: readonly (readonly number[])[] }>
  >;
  readonly dark_mean_int: readonly number[];
}

const oracle = readOracle<CalibrationOracle>('calibration.json');

/** Not recorded beside the figures; no other 32-bit float gives all of them. */
const nirFactor = 12.777938842773438;

const turns = {
  none: { rows: false, columns: false },
  rows: { rows: true, columns: false },
  both: { rows: true, columns: true },
};

describe.skipIf(!oracle)('as PyAuroraX, bit for bit', () => {
  const { results, pixels_row_col: pixels, rayleighs_per_dn_per_second: factor, dark_mean_int } = oracle ?? emptyOracle;
  const steps: Record<string, (turn: Orientation['peerFlip']) => PeerCalibrationSteps> = {
    rego_dark: () => ({ dark: true, flatfield: null, rayleighs: null }),
    rego_dark_flat: (turn) => ({ dark: true, flatfield: flat(turn), rayleighs: null }),
    rego_all: (turn) => ({ dark: true, flatfield: flat(turn), rayleighs: toRayleighs(factor, 2) }),
    rego_rayleighs_only: () => ({ dark: false, flatfield: null, rayleighs: toRayleighs(factor, 2) }),
    rego_flat_only: (turn) => ({ dark: false, flatfield: flat(turn), rayleighs: null }),
    trex_nir_all: (turn) => ({ dark: true, flatfield: flat(turn), rayleighs: toRayleighs(nirFactor, 5) }),
    rego_all_exposure_1s: (turn) => ({ dark: true, flatfield: flat(turn), rayleighs: toRayleighs(factor, 1) }),
  };

  test('every recorded case is tried', () => {
    expect(Object.keys(steps)).toEqual(Object.keys(results));
  });

  describe.each(Object.entries(turns))('stored with these turned: %s', (_, peerFlip) => {
    test.each(Object.entries(results))('%s', (name, expected) => {
      for (let frame = 0; frame < frameCount; frame++) {
        const turned = { height: size, width: size, counts: flipped(oracleFrame(frame), size, peerFlip) };
        const outcome = calibrateAsPyAuroraX(turned, { eastSide: 'left', peerFlip }, steps[name]!(peerFlip));
        const values = flipped(valueOf(outcome), size, peerFlip);
        expect(values).toBeInstanceOf(expected.dtype === 'float32' ? Float32Array : Uint16Array);
        pixels.forEach(([row, column], pixel) => {
          expect(values[row * size + column], `pixel ${row}, ${column}`).toBe(expected.values[pixel]![frame]);
        });
      }
    });
  });

  test('the exact way stays within what those cuts take away', () => {
    for (let frame = 0; frame < frameCount; frame++) {
      const input = { height: size, width: size, counts: oracleFrame(frame) };
      const { values, darkCounts } = valueOf(
        calibrate(input, { dark: corner, flatfield: flat(turns.none), rayleighs: toRayleighs(factor, 2) }),
      );
      expect(Math.trunc(darkCounts!)).toBe(dark_mean_int[frame]);
      pixels.forEach(([row, column], pixel) => {
        const peer = results.rego_all!.values[pixel]![frame]!;
        const above = (peer - values[row * size + column]!) / (factor / 2);
        // The cut mean leaves up to a count (times the flatfield) too many, the cut product up to one too few.
        expect(above).toBeLessThan(1.2 * (darkCounts! - dark_mean_int[frame]!) + 0.001);
        expect(above).toBeGreaterThan(-1.001);
      });
    }
  });
});

describe('counts to Rayleighs', () => {
  test('dark, flatfield, factor and exposure, nothing rounded', () => {
    const frame = { height: 2, width: 3, counts: Uint16Array.of(10, 11, 100, 65535, 5, 60) };
    const dark: DarkBlock = { row: 0, column: 0, height: 1, width: 2, proven: true };
    const flatfield = flatOf(2, 3, [1, 1, 1.25, 1, 2, 0.5]);
    expect(valueOf(calibrate(frame, { dark, flatfield, rayleighs: toRayleighs(10, 4) }))).toEqual({
      // 10.5 is dark; 89.5 · 1.25 · 10 / 4, 65524.5 · 2.5, below dark, 49.5 · 0.5 · 2.5
      values: Float32Array.of(0, 1.25, 279.6875, 163811.25, 0, 61.875),
      darkCounts: 10.5,
      saturatedPixels: 1,
    });
  });

  test('steps can be left out one by one', () => {
    const frame = { height: 1, width: 2, counts: Uint16Array.of(10, 30) };
    const dark: DarkBlock = { row: 0, column: 0, height: 1, width: 1, proven: true };
    const none: CalibrationSteps = { dark: null, flatfield: null, rayleighs: null };
    const values = (steps: Partial<CalibrationSteps>) =>
      Array.from(valueOf(calibrate(frame, { ...none, ...steps })).values);
    expect(values({})).toEqual([10, 30]);
    expect(values({ dark })).toEqual([0, 20]);
    expect(values({ flatfield: flatOf(1, 2, [2, 0.5]) })).toEqual([20, 15]);
    expect(values({ rayleighs: toRayleighs(13, 2) })).toEqual([65, 195]);
    expect(valueOf(calibrate(frame, none)).darkCounts).toBeNull();
  });

  test('a flatfield without a number gives none, nowhere else', () => {
    const frame = { height: 1, width: 4, counts: Uint16Array.of(10, 30, 0, 7) };
    const { values } = valueOf(
      calibrate(frame, { dark: null, flatfield: flatOf(1, 4, [NaN, Infinity, -Infinity, 1]), rayleighs: null }),
    );
    expect(values).toEqual(Float32Array.of(NaN, NaN, NaN, 7));
  });

  test('neither counts nor flatfield are changed', () => {
    const frame = { height: size, width: size, counts: oracleFrame(0) };
    const flatfield = flat(turns.none);
    const steps = { flatfield, rayleighs: toRayleighs(10, 2) };
    calibrate(frame, { ...steps, dark: corner });
    calibrateAsPyAuroraX(frame, { eastSide: 'left', peerFlip: turns.none }, { ...steps, dark: true });
    expect(frame.counts).toEqual(oracleFrame(0));
    expect(flatfield.multiplier).toEqual(flat(turns.none).multiplier);
  });

  const four = { height: 2, width: 2, counts: Uint16Array.of(1, 2, 3, 4) };
  test.each<[string, CountsFrame, Partial<CalibrationSteps>, RegExp]>([
    [
      'a flatfield of another size',
      four,
      { flatfield: flatOf(4, 1, [1, 1, 1, 1]) },
      /flatfield made of 1 × 4 .* 2 × 2/,
    ],
    ['a flatfield cut short', four, { flatfield: flatOf(2, 2, [1, 1, 1]) }, /3 numbers/],
    ['no exposure', four, { rayleighs: toRayleighs(10, 0) }, /exposure of 0 s/],
    ['an exposure that is none', four, { rayleighs: toRayleighs(10, NaN) }, /exposure of NaN s/],
    ['an endless exposure', four, { rayleighs: toRayleighs(10, Infinity) }, /exposure of Infinity s/],
    ['a dark block outside', four, { dark: { row: 1, column: 0, height: 2, width: 1, proven: true } }, /dark block/],
    ['a dark block of nothing', four, { dark: { row: 0, column: 0, height: 0, width: 1, proven: true } }, /dark block/],
    ['counts of another picture', { ...four, width: 3 }, {}, /4 counts are no 3 × 2/],
  ])('%s is refused', (_, frame, steps, message) => {
    const outcome = calibrate(frame, { dark: null, flatfield: null, rayleighs: null, ...steps });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unsupported', format: 'calibration' } });
    expect(outcome.ok || outcome.failure.message).toMatch(message);
  });

  test('what is put in comes out: light of any brightness through any flatfield, on any dark level', () => {
    const light = fc.array(fc.double({ min: 0, max: 5000, noNaN: true }), { minLength: 4, maxLength: 4 });
    const levels = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(light, levels, fc.integer({ min: 0, max: 3000 }), (rayleighs, multiplier, dark) => {
        const counts = Uint16Array.from({ length: 8 }, (_, pixel) =>
          pixel < 4 ? dark : Math.round(dark + (rayleighs[pixel - 4]! * 2) / 13 / multiplier[pixel - 4]!),
        );
        const { values } = valueOf(
          calibrate(
            { height: 2, width: 4, counts },
            {
              dark: { row: 0, column: 0, height: 1, width: 4, proven: true },
              flatfield: flatOf(2, 4, [1, 1, 1, 1, ...multiplier]),
              rayleighs: toRayleighs(13, 2),
            },
          ),
        );
        const halfCount = (pixel: number) => 0.5001 * multiplier[pixel]! * 6.5;
        rayleighs.forEach((expected, pixel) => {
          expect(Math.abs(values[4 + pixel]! - expected)).toBeLessThan(halfCount(pixel) + 0.001);
        });
      }),
    );
  });
});

test.skipIf(!sharedData)('a real frame of REGO becomes a sky of some hundred Rayleighs', async () => {
  const path =
    'sort_by_project/GO-Canada/REGO/stream0/2016/10/29/gill_rego-652/ut04/20161029_0400_gill_rego-652_6300.pgm.gz';
  const series = await readFrameSeries(readSharedFile(path), { dataset: null, name: path });
  const file = resolve(
    sharedData!,
    'sort_by_project/GO-Canada/REGO/calibration/REGO_Rayleighs_15651_20210908-+_v02.sav',
  );
  const calibration = await readCalibration(new Uint8Array(readFileSync(file)), 'x');
  if (!series.ok || !calibration.ok || calibration.value.kind !== 'rayleighs') throw new Error('cannot be read');
  const { height, width, counts, header, dataset } = series.value;
  const exposureSec = exposureOf(header, dataset)!.seconds;
  const dark = chooseDarkBlock(series.value, rego.orientation, null);
  const rayleighs = { calibration: calibration.value, exposureSec };
  const outcome = valueOf(calibrate({ height, width, counts }, { dark, flatfield: null, rayleighs }));
  expect(outcome.darkCounts).toBeGreaterThan(250);
  expect(outcome.darkCounts).toBeLessThan(310);
  const middle = outcome.values[256 * 512 + 256]!;
  expect(middle).toBeCloseTo(((counts[256 * 512 + 256]! - outcome.darkCounts!) * 13.215592839603069) / 2, 2);
  expect(outcome.values.toSorted()[(512 * 512) / 2]).toBeGreaterThan(100);
  expect(outcome.values.toSorted()[(512 * 512) / 2]).toBeLessThan(3000);
});

const corner: DarkBlock = { row: 0, column: 0, height: 5, width: 5, proven: false };
const emptyOracle: CalibrationOracle = {
  rayleighs_per_dn_per_second: NaN,
  pixels_row_col: [],
  results: {},
  dark_mean_int: [],
};

/** The pictures the recorded figures were made of. */
function oracleFrame(frame: number): Uint16Array<ArrayBuffer> {
  const counts = monoFrame(frame);
  for (let row = 0; row < 5; row++) {
    for (let column = 0; column < 5; column++) counts[row * size + column] = 300 + 3 * (5 * row + column) + 2 * frame;
  }
  counts[20 * size + 20] = 100;
  return counts;
}

function flat(turn: Orientation['peerFlip']): FlatfieldCalibration {
  const values = Float64Array.from({ length: size * size }, (_, index) => {
    const tenths = (Math.floor(index / size) + (index % size)) % 11;
    return Math.round(1000 * (0.8 + (0.4 * tenths) / 10)) / 1000;
  });
  return flatOf(size, size, flipped(values, size, turn));
}

function flatOf(height: number, width: number, multiplier: Iterable<number>): FlatfieldCalibration {
  return { kind: 'flatfield', name: 'made', height, width, multiplier: Float64Array.from(multiplier), author: null };
}

function toRayleighs(factor: number, exposureSec: number): { calibration: RayleighsCalibration; exposureSec: number } {
  const calibration = { kind: 'rayleighs', name: 'made', rayleighsPerCountPerSecond: factor, author: null } as const;
  return { calibration, exposureSec };
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}
