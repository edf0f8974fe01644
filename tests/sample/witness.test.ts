import { describe, expect, test } from 'vitest';
import { askPython, python } from '../independent/python';
import { sampleFolder } from './sample-folder';

/*
 * The same truths, found in the files by programs that share nothing with this project but the files: numpy and scipy.
 */

interface Report {
  readonly synthetic: boolean;
  readonly files: { read: number; frames: number; cutOff: string[]; withoutSyntheticMark: string[] };
  readonly arcs: Readonly<Record<string, { frames: number; largestDeg: number | null }>>;
  readonly onset: readonly { site: string; truthUtc: string | null; frames?: number | null }[];
  readonly brightness: { points: number; largestRelative: number };
  readonly stars: { measured: number; unmeasured: readonly string[]; largestPixels: number };
}

describe.skipIf(python === null)('an independent reader', () => {
  // Asked once: reading all of it takes some seconds.
  const report = python === null ? null : (askPython('check_truth.py', sampleFolder) as Report);

  test('reads every file, finds the one that is cut off, and all of them say what they are', () => {
    expect(report).toMatchObject({ synthetic: true, files: { withoutSyntheticMark: [] } });
    expect(report!.files.read).toBeGreaterThanOrEqual(71);
    expect(report!.files.cutOff).toEqual([expect.stringContaining('_0807_tpas_themis95_')]);
  });

  test('finds the arc within 0.15° wherever it is in view', () => {
    const seen = Object.values(report!.arcs).filter(({ frames }) => frames > 0);
    expect(seen.length).toBeGreaterThanOrEqual(3);
    for (const { largestDeg } of seen) expect(largestDeg).toBeLessThan(0.15);
  });

  test('finds the onset within a frame', () => {
    const seen = report!.onset.filter(({ truthUtc }) => truthUtc !== null);
    expect(seen.length).toBeGreaterThanOrEqual(3);
    for (const { frames } of seen) expect(Math.abs(frames!)).toBeLessThanOrEqual(1);
  });

  test('finds the brightness of the red line within 5 %', () => {
    expect(report!.brightness.points).toBeGreaterThan(20);
    expect(report!.brightness.largestRelative).toBeLessThan(0.05);
  });

  test('finds the stars within 1.5 pixels', () => {
    const { measured, unmeasured, largestPixels } = report!.stars;
    expect(measured).toBeGreaterThan(100);
    expect(unmeasured.length).toBeLessThan(measured / 20);
    expect(largestPixels).toBeLessThan(1.5);
  });
});
