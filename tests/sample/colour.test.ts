import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { keogramAxis } from '$lib/analysis/keogram-axis';
import { brightestRidge } from '$lib/analysis/ridge';
import { readColourSeries } from '$lib/datasets/colour-series';
import { readSkymap } from '$lib/datasets/skymap';
import { parseInstant } from '$lib/datasets/utc';
import type { ColourSeries } from '$lib/model/colour';
import type { Outcome } from '$lib/model/failure';
import { readTruth, sampleFile, sampleFolder } from './sample-folder';

/*
 * The app's own readers on the colour files of the sample event, held against what is true of them.
 */

const { colour: cameras } = readTruth();
const greenLayerKm = 110;
const [red, green, blue] = [0, 1, 2] as const;

function good<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

const timeUs = (iso: string) => parseInstant(iso)!;

describe.each(cameras)('$device', (camera) => {
  const files = readdirSync(sampleFolder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.includes(`_${camera.device}_`) && file.endsWith('.h5'))
    .sort();
  const read = async (file: string) => good(await readColourSeries(sampleFile(file)!, { dataset: null, name: file }));
  const skymap = async () => good(await readSkymap(sampleFile(camera.skymap)!, path.basename(camera.skymap)));

  /** The mean of three by three pixels, a number a channel; a single pixel is counted in whole numbers. */
  function meanAround({ width, height, values, timesUs }: ColourSeries, utc: string, row: number, column: number) {
    const frame = timesUs.indexOf(timeUs(utc));
    if (frame < 0) throw new Error(`no frame at ${utc}`);
    const sums = [0, 0, 0];
    for (let y = row - 1; y <= row + 1; y++)
      for (let x = column - 1; x <= column + 1; x++)
        for (let channel = 0; channel < 3; channel++)
          sums[channel]! += values[3 * ((frame * height + y) * width + x) + channel]! / 9;
    return sums;
  }

  test('every file is whole, of that camera, and says that it is synthetic', async () => {
    expect(files.length).toBeGreaterThanOrEqual(4);
    for (const file of files) {
      const series = await read(file);
      const { site, dataset, device, height, width } = camera;
      const of = { siteUid: site, dataset, deviceUid: device, height, width, synthetic: true, problem: null };
      expect(series, file).toMatchObject(of);
      expect(series.timesUs).toHaveLength(20);
      expect(series.timesUs[1]! - series.timesUs[0]!).toBeGreaterThan(2.99e6);
      expect(Object.fromEntries(series.header)).toMatchObject({ project_unique_id: 'trex', gain: '30.0 dB' });
      expect(Object.fromEntries(series.frameHeaders[19]!)).toMatchObject({ num_averaged_subframes: '8' });
    }
  });

  test('pixels have the counts and the colour that they should have', async () => {
    let compared = 0;
    for (const file of files) {
      const series = await read(file);
      for (const point of camera.points.filter((one) => one.file === file)) {
        const counts = meanAround(series, point.frameUtc, point.row, point.column);
        const where = `row ${point.row}, column ${point.column} at ${point.frameUtc}`;
        counts.forEach((count, channel) => expect(Math.abs(count - point.counts[channel]!), where).toBeLessThan(1.5));
        const light = counts.map((count, channel) => count - camera.darkCounts[channel]!);
        expect(light[red]! / light[green]! / point.redOverGreen, where).toBeCloseTo(1, 1);
        expect(light[blue]! / light[green]! / point.blueOverGreen, where).toBeCloseTo(1, 1);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  test('the arc in the keogram of the green channel: latitude within 0.15°; the picture is a map', async () => {
    const { keogram } = camera;
    const map = await skymap();
    expect(map.eastSide).toBe('right');
    const axis = keogramAxis(map, keogram.column, greenLayerKm);
    let compared = 0;
    for (const file of files) {
      const { timesUs, values, height, width } = await read(file);
      for (const { frameUtc, latDeg } of keogram.arcs) {
        const frame = timesUs.indexOf(timeUs(frameUtc));
        if (frame < 0) continue;
        const column = Array.from({ length: height }, (_, row) => {
          return values[3 * ((frame * height + row) * width + keogram.column) + green]!;
        });
        const ridge = brightestRidge(column, axis, 20);
        expect(Math.abs(ridge!.latDeg - latDeg), frameUtc).toBeLessThan(0.15);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(1);
  });
});
