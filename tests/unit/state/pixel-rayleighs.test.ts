import { describe, expect, test } from 'vitest';
import { calibrate } from '$lib/analysis/calibrate';
import { chooseDarkBlock } from '$lib/analysis/dark-block';
import { rego } from '$lib/datasets/rego';
import { trexBlue } from '$lib/datasets/trex-blue';
import type { CalibrationKind, CalibrationOf } from '$lib/model/calibration';
import type { FrameSeries, HeaderLine } from '$lib/model/frames';
import type { CalibrationState } from '$lib/state/camera-calibrations.svelte';
import { readPixel } from '$lib/state/pixel-reading';
import type { PixelCalibrations } from '$lib/state/pixel-rayleighs';

const [height, width, frames] = [12, 16, 3];
const pixels = height * width;
const counts = Uint16Array.from({ length: pixels * frames }, (_, at) => 280 + ((at * 7919) % 900));
counts[2 * pixels - 1]! += 7; // in the dark corner of the frame that is read
const multiplier = Float64Array.from({ length: pixels }, (_, at) => 0.8 + ((at * 31) % 50) / 100);
multiplier[3 * width + 4] = NaN;
const series: FrameSeries = {
  ...{ dataset: 'REGO_RAW', siteUid: 'gill', deviceUid: 'rego-651', height, width, channels: 1, counts },
  ...{ timesUs: Float64Array.of(0, 3e6, 6e6), header: [['Requested Exposure', '2.000000 s']] satisfies HeaderLine[] },
  ...{ wavelengthNm: null, synthetic: false, problem: null },
};

function ready<Kind extends CalibrationKind>(calibration: CalibrationOf<Kind>): CalibrationState<Kind> {
  const about = { url: '', dataset: '', rule: 'valid', startUs: 0, others: [] } as const;
  return { phase: 'ready', chosen: { calibration, name: calibration.name, ...about } };
}

const flatfield = { kind: 'flatfield', name: 'f.sav', height, width, multiplier, author: null } as const;
const factor = { kind: 'rayleighs', name: 'r.sav', rayleighsPerCountPerSecond: 13.2, author: null } as const;
const both: PixelCalibrations = { flatfield: ready(flatfield), rayleighs: ready(factor) };

const read = (pixel: { row: number; column: number }, calibrations: PixelCalibrations | null = both, of = series) =>
  readPixel({ series: of, index: 1 }, pixel, rego, null, 230, calibrations);

describe('a pixel in Rayleighs', () => {
  test.each([
    ['with a flatfield', both],
    ['without one', { ...both, flatfield: { phase: 'none' } } as const],
  ])('%s: what calibrate makes of the whole frame, at every pixel', (_, calibrations) => {
    const frame = { height, width, counts: counts.subarray(pixels, 2 * pixels) };
    const whole = calibrate(frame, {
      dark: chooseDarkBlock(frame, rego.orientation, null),
      flatfield: calibrations.flatfield.phase === 'ready' ? flatfield : null,
      rayleighs: { calibration: factor, exposureSec: 2 },
    });
    if (!whole.ok) throw new Error(whole.failure.message);
    expect(Number.isInteger(whole.value.darkCounts)).toBe(false); // else cutting it would go unseen
    const read32 = Float32Array.from({ length: pixels }, (_, at) => {
      const pixel = { row: Math.floor(at / width), column: at % width };
      return read(pixel, calibrations).rayleighs ?? NaN;
    });
    expect(read32).toEqual(whole.value.values);
    expect(new Set(read32).size).toBeGreaterThan(50);
  });

  test('says where it is doubtful', () => {
    const sure = /^Rayleighs: the dark level is that of a corner which no skymap shows to be dark\.$/;
    expect(read({ row: 5, column: 5 }).rayleighsNote).toMatch(sure);
    const noFlatfield = { ...both, flatfield: { phase: 'none' } } as const;
    expect(read({ row: 5, column: 5 }, noFlatfield).rayleighsNote).toMatch(/not evened out/);
    const untold = { ...series, header: [] };
    expect(read({ row: 5, column: 5 }, both, untold).rayleighsNote).toMatch(/usual exposure of 2 s/);
  });

  test.each<[string, PixelCalibrations, RegExp]>([
    ['on its way', { ...both, rayleighs: { phase: 'searching' } }, /factor to Rayleighs is on its way/],
    ['flatfield on its way', { ...both, flatfield: { phase: 'searching' } }, /flatfield is on its way/],
    ['no factor', { ...both, rayleighs: { phase: 'none' } }, /no factor to Rayleighs of this detector/],
    [
      'a flatfield that could not be had',
      { ...both, flatfield: { phase: 'failed', failure: { kind: 'offline', message: '' } } },
      /flatfield could not be had\. There is no network/,
    ],
    ['of other pictures', { ...both, flatfield: ready({ ...flatfield, width: 8 }) }, /does not fit/],
  ])('%s: none, and why', (_, calibrations, why) => {
    const reading = read({ row: 5, column: 5 }, calibrations);
    expect(reading).toMatchObject({ rayleighs: null, rayleighsNote: expect.stringMatching(why) as string });
    expect(reading.values).toEqual([counts[pixels + 5 * width + 5]]);
  });

  test('a hole of the flatfield, an exposure that nobody tells', () => {
    expect(read({ row: 3, column: 4 })).toMatchObject({ rayleighs: null });
    expect(read({ row: 3, column: 4 }).rayleighsNote).toMatch(/no number for this pixel/);
    const blue = { ...series, dataset: 'TREX_BLUE_RAW', header: [] };
    const reading = readPixel({ series: blue, index: 0 }, { row: 5, column: 5 }, trexBlue, null, 110, both);
    expect(reading).toMatchObject({ rayleighs: null });
    expect(reading.rayleighsNote).toMatch(/how long/);
  });

  test('where nothing is published, nothing is said', () => {
    expect(read({ row: 5, column: 5 }, null)).toMatchObject({ rayleighs: null, rayleighsNote: null });
  });
});
