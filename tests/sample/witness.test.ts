import { describe, expect, test } from 'vitest';
import { askPython, python } from '../independent/python';
import { sampleFolder } from './sample-folder';

/*
 * The same truths, found in the files by programs that share nothing with this project but the files: numpy, scipy and h5py.
 */

interface Report {
  readonly synthetic: boolean;
  readonly files: { read: number; frames: number; cutOff: string[]; withoutSyntheticMark: string[] };
  /** By device. */
  readonly arcs: ByName<{ line: string; frames: number; withoutArc: number; largestDeg: number | null }>;
  readonly onset: readonly { site: string; truthUtc: string | null; frames?: number | null }[];
  readonly brightness: {
    points: number;
    largestRelative: number;
    tilts: ByName<{ points: number; middle: number; rows: number; columns: number }>;
  };
  readonly flatfields: ByName<{ pixels: number; largestRelative: number }>;
  readonly starDirections: { compared: number; stars: number; largestDeg: number | null };
  readonly stars: ByName<{
    readonly measured: number;
    readonly unmeasured: readonly string[];
    readonly largestPixels: number | null;
    readonly inTheSky: number;
    readonly medianDeg: number | null;
    readonly largestDeg: number | null;
  }>;
  /** By device. */
  readonly colour: ByName<{
    readonly files: number;
    readonly frames: number;
    readonly withoutSyntheticMark: readonly string[];
    /** Files that are not as the archive's are: groups, types, attributes. */
    readonly odd: readonly string[];
    readonly arcs: ByName<{ frames: number; medianDeg: number | null; largestDeg: number | null }>;
    readonly onset: { frames: number | null };
    readonly points: {
      readonly points: number;
      readonly largestCounts: readonly number[];
      readonly largestRatio: number;
      readonly largestChange: number;
    };
    readonly stars: { measured: number; medianDeg: number | null; largestDeg: number | null };
  }>;
  /** By site. */
  readonly moon: ByName<{ elevationDeg: number; saturatedPixels: number; haloOverOtherSide: number }>;
  readonly lamps: ByName<{ south: number; north: number; steady: number; blinking: number }>;
  readonly cloud: ByName<{ stars: number; faintestOverBrightest: number; halved: number }>;
}

type ByName<T> = Readonly<Record<string, T>>;

describe.skipIf(python === null)('an independent reader', () => {
  // Asked once: reading all of it takes some seconds.
  const report = python === null ? null : (askPython('check_truth.py', sampleFolder) as Report);

  test('reads every file, finds the one that is cut off, and all of them say what they are', () => {
    expect(report).toMatchObject({ synthetic: true, files: { withoutSyntheticMark: [] } });
    expect(report!.files.read).toBeGreaterThanOrEqual(80);
    expect(report!.files.cutOff).toEqual([expect.stringContaining('_0807_tpas_themis95_')]);
  });

  test.each([
    ['green', 3],
    ['red', 2],
    ['infrared', 1],
  ])('finds the %s arc within 0.15° wherever it is in view of at least %i cameras', (line, cameras) => {
    const seen = Object.values(report!.arcs).filter((arc) => arc.line === line && arc.frames > 0);
    expect(seen.length).toBeGreaterThanOrEqual(cameras);
    for (const { frames, withoutArc, largestDeg } of seen) {
      expect(frames).toBeGreaterThanOrEqual(20);
      expect(withoutArc).toBeLessThan(frames / 20);
      expectBelow(largestDeg, 0.15);
    }
  });

  test('finds the onset within a frame', () => {
    const seen = report!.onset.filter(({ truthUtc }) => truthUtc !== null);
    expect(seen.length).toBeGreaterThanOrEqual(3);
    for (const { site, frames } of seen) {
      // Of what was not found there is no number of frames.
      expect(frames, site).toBeTypeOf('number');
      expect(Math.abs(frames!), site).toBeLessThanOrEqual(1);
    }
  });

  test('finds the brightness of the red and the infrared line within 5 %, and no side of the picture brighter than the other', () => {
    const { points, largestRelative, tilts } = report!.brightness;
    expect(points).toBeGreaterThan(40);
    expect(largestRelative).toBeLessThan(0.05);
    expect(Object.keys(tilts)).toHaveLength(3);
    for (const { points: ofDevice, middle, rows, columns } of Object.values(tilts)) {
      expect(ofDevice).toBeGreaterThan(20);
      for (const part of [middle, rows, columns]) expect(Math.abs(part)).toBeLessThan(0.01);
    }
  });

  test('finds in the flatfields what the lens takes away, at every pixel', () => {
    const found = Object.entries(report!.flatfields);
    expect(found).toHaveLength(3);
    for (const [device, { pixels, largestRelative }] of found) {
      expect(pixels, device).toBeGreaterThan(device.startsWith('rego') ? 150_000 : 35_000);
      expect(largestRelative).toBeLessThan(0.001);
    }
  });

  test('has the stars where the truth has them, by a catalogue and formulas of its own', () => {
    const { compared, stars, largestDeg } = report!.starDirections;
    expect(compared).toBeGreaterThan(100);
    expect(stars).toBeGreaterThanOrEqual(12);
    expectBelow(largestDeg, 0.05);
  });

  test('finds the stars within 1.5 pixels, and by the skymap where the sky has them', () => {
    const found = Object.entries(report!.stars);
    expect(found).toHaveLength(8);
    for (const [device, { measured, unmeasured, largestPixels, inTheSky, medianDeg, largestDeg }] of found) {
      expect(measured, device).toBeGreaterThan(20);
      expect(unmeasured.length, device).toBeLessThan(measured / 8);
      expectBelow(largestPixels, 1.5);
      expect(inTheSky, device).toBeGreaterThan(20);
      expectBelow(medianDeg, 0.05);
      expectBelow(largestDeg, device.startsWith('rego') ? 0.55 : 1.1);
    }
  });

  describe('of colour frames', () => {
    const [[device, colour] = ['none', null]] = Object.entries(report?.colour ?? {});

    test('reads every file, built as the archive has them, and all of them say what they are', () => {
      expect(device).toBe('rgb-94');
      expect(colour).toMatchObject({ withoutSyntheticMark: [], odd: [] });
      expect(colour!.files).toBeGreaterThanOrEqual(4);
      expect(colour!.frames).toBe(20 * colour!.files);
    });

    test('finds the green and the red arc, each on its own layer, within 0.15°, and the onset within a frame', () => {
      for (const line of ['green', 'red']) {
        const { frames, medianDeg, largestDeg } = colour!.arcs[line]!;
        expect(frames, line).toBeGreaterThanOrEqual(30);
        expectBelow(medianDeg, line === 'green' ? 0.02 : 0.1);
        expectBelow(largestDeg, 0.15);
      }
      expect(colour!.onset.frames).toBeTypeOf('number');
      expect(Math.abs(colour!.onset.frames!)).toBeLessThanOrEqual(1);
    });

    test('finds counts, colours and what the lines add to a quiet sky', () => {
      const { points, largestCounts, largestRatio, largestChange } = colour!.points;
      expect(points).toBeGreaterThan(100);
      for (const counts of largestCounts) expect(counts).toBeLessThan(1.5);
      expect(largestRatio).toBeLessThan(0.06);
      expect(largestChange).toBeLessThan(0.06);
    });

    test('finds the stars by the skymap where the sky has them', () => {
      expect(colour!.stars.measured).toBeGreaterThan(40);
      expectBelow(colour!.stars.medianDeg, 0.03);
      expectBelow(colour!.stars.largestDeg, 0.2);
    });
  });

  test('finds the Moon with its halo in one camera', () => {
    const { whit, fsim } = report!.moon;
    expect(whit!.saturatedPixels).toBeGreaterThanOrEqual(4);
    expect(whit!.haloOverOtherSide).toBeGreaterThan(1.8);
    expect(fsim!.saturatedPixels).toBe(0);
  });

  test('finds the lamps on the southern horizon of one camera, and that one of them blinks', () => {
    const { atha, fsmi } = report!.lamps;
    expect(atha!.steady).toBeGreaterThanOrEqual(3);
    expect(atha!.blinking).toBeGreaterThanOrEqual(1);
    expect(fsmi).toMatchObject({ south: 0, blinking: 0 });
  });

  test('finds that a cloud passes in front of the stars of one camera', () => {
    const { tpas, atha } = report!.cloud;
    expect(tpas!.stars).toBeGreaterThanOrEqual(8);
    expect(tpas!.faintestOverBrightest).toBeLessThan(0.7);
    expect(tpas!.halved).toBeGreaterThanOrEqual(3);
    expect(atha!.faintestOverBrightest).toBeGreaterThan(0.85);
  });
});

/** Of what could not be measured there is null, which is below everything. */
function expectBelow(value: number | null, limit: number): void {
  expect(value).toBeTypeOf('number');
  expect(value).toBeLessThan(limit);
}
