import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readFrameSeries } from '$lib/datasets/frame-series';
import { rawFile } from '../../../../scripts/sample/camera-files';
import { SampleExposure } from '../../../../scripts/sample/exposure';
import { cameras, frameTimeUs } from '../../../../scripts/sample/plan';

const gill = cameras.find(({ deviceUid }) => deviceUid === 'themis96')!;
const exposure = new SampleExposure(gill, 2030);
const hash = (counts: Uint16Array) => createHash('sha256').update(counts).digest('hex');
const timeUs = frameTimeUs(gill, 150);

describe('an exposure', () => {
  test('is the same for the same seed, whatever was exposed before, and another for another seed', () => {
    const first = hash(exposure.frame(timeUs));
    exposure.frame(frameTimeUs(gill, 0));
    expect(hash(exposure.frame(timeUs))).toBe(first);
    expect(hash(new SampleExposure(gill, 2030).frame(timeUs))).toBe(first);
    expect(hash(new SampleExposure(gill, 2031).frame(timeUs))).not.toBe(first);
  });

  test('is dark in the corners and bright where the arc is', () => {
    const counts = exposure.frame(timeUs);
    const corner = [0, 1, 2, 256, 257].map((index) => counts[index]!);
    for (const count of corner) expect(Math.abs(count - gill.dark)).toBeLessThan(20);
    expect(counts.reduce((most, count) => Math.max(most, count), 0)).toBeGreaterThan(gill.dark + 300);
  });
});

test('a minute is read back by the app: every frame, its time, its camera, and that it is synthetic', async () => {
  const { path, bytes } = rawFile(exposure, 7);
  const outcome = await readFrameSeries(bytes, { dataset: null, name: path });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const { value } = outcome;
  expect(value).toMatchObject({ dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: 'themis96', problem: null });
  expect(value.synthetic).toBe(true);
  expect([...value.timesUs]).toEqual(Array.from({ length: 20 }, (_, at) => frameTimeUs(gill, 7 * 20 + at)));
  const third = value.counts.subarray(3 * 256 * 256, 4 * 256 * 256);
  expect(hash(third)).toBe(hash(exposure.frame(frameTimeUs(gill, 7 * 20 + 3))));
});
