import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { calibrate } from '$lib/analysis/calibrate';
import { chooseDarkBlock } from '$lib/analysis/dark-block';
import { keogramAxis } from '$lib/analysis/keogram-axis';
import { middleColumn } from '$lib/analysis/keogram';
import { findOnset } from '$lib/analysis/onset';
import { brightestRidge } from '$lib/analysis/ridge';
import { readCalibration } from '$lib/datasets/calibration';
import { datasetByName } from '$lib/datasets/catalogue';
import { exposureOf } from '$lib/datasets/exposure';
import { readFrameSeries } from '$lib/datasets/frame-series';
import { readSkymap } from '$lib/datasets/skymap';
import { pixelOfDirection } from '$lib/geometry/skymap-projection';
import type { CalibrationKind, CalibrationOf } from '$lib/model/calibration';
import type { FrameSeries } from '$lib/model/frames';
import type { Outcome } from '$lib/model/failure';
import type { Skymap } from '$lib/model/skymap';
import type { CalibrationState } from '$lib/state/camera-calibrations.svelte';
import { readPixel } from '$lib/state/pixel-reading';
import { decodeApi } from '../../workers/decode-api';
import { readTruth, sampleFile, sampleFolder, type Truth } from './sample-folder';

/*
 * The app's own readers and measures on the files of the sample event, held against what is true of it.
 */

const truth = readTruth();
/** Of the layers that emit; not read from the truth, which could be wrong about them. */
const layerKm: Readonly<Record<string, number>> = { THEMIS_ASI_RAW: 110, REGO_RAW: 230, TREX_NIR_RAW: 150 };
type CameraTruth = Truth['cameras'][number];

function good<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

async function skymapOf({ skymap }: CameraTruth): Promise<Skymap> {
  return good(await readSkymap(sampleFile(skymap!)!, path.basename(skymap!)));
}

function cameraOf({ device }: { readonly device: string }): CameraTruth {
  return truth.cameras.find((camera) => camera.device === device)!;
}

/** Files of a camera in order of time, paths below the sample's folder. */
function rawFilesOf({ device }: CameraTruth): string[] {
  return readdirSync(sampleFolder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.includes(`_${device}_`) && /\.pgm\.gz$/.test(file))
    .sort();
}

const timeUs = (iso: string) => Date.parse(`${iso.slice(0, 23)}Z`) * 1000 + Number(iso.slice(23, 26));

async function seriesOf(file: string): Promise<FrameSeries<Uint16Array<ArrayBuffer>>> {
  return good(await readFrameSeries(sampleFile(file)!, { dataset: null, name: file }));
}

function frameAt(series: FrameSeries<Uint16Array<ArrayBuffer>>, utc: string) {
  const { height, width, timesUs, counts } = series;
  const frame = timesUs.indexOf(timeUs(utc));
  if (frame < 0) throw new Error(`no frame at ${utc}`);
  return { height, width, counts: counts.subarray(frame * height * width, (frame + 1) * height * width) };
}

describe('the arc in the keogram', () => {
  const inView = truth.keograms.filter(({ arcs }) => arcs.length > 0);
  test.each(inView)('$device: latitude within 0.15°', async (keogram) => {
    const camera = cameraOf(keogram);
    const axis = keogramAxis(await skymapOf(camera), keogram.column, layerKm[keogram.dataset]!);
    let compared = 0;
    for (const file of rawFilesOf(camera)) {
      const columns = good(await decodeApi.reduce(sampleFile(file)!.slice().buffer, { dataset: null, name: file }));
      expect(columns.synthetic).toBe(true);
      for (const { frameUtc, latDeg } of keogram.arcs) {
        const frame = columns.timesUs.indexOf(timeUs(frameUtc));
        if (frame < 0) continue;
        const column = columns.counts.subarray(frame * columns.height, (frame + 1) * columns.height);
        const ridge = brightestRidge(column, axis, 20);
        expect(Math.abs(ridge!.latDeg - latDeg), `${file}, ${frameUtc}`).toBeLessThan(0.15);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(1);
  });
  test('is in view of most cameras, among them both of the red line and the infrared one', () => {
    expect(inView.length).toBeGreaterThanOrEqual(7);
    expect(inView.filter(({ dataset }) => dataset === 'TREX_NIR_RAW')).toHaveLength(1);
    expect(inView.filter(({ dataset }) => dataset === 'REGO_RAW')).toHaveLength(2);
  });
});

describe('the onset', () => {
  const seen = truth.onset.filter(({ frameUtc }) => frameUtc !== null);
  test.each(seen)('$site: within a frame', async (onset) => {
    const camera = cameraOf(onset);
    const skymap = await skymapOf(camera);
    const pixels = pixelsAlong(skymap, onset.lonDeg);
    const [times, values] = [[] as number[], [] as number[]];
    for (const file of rawFilesOf(camera)) {
      const { counts, height, width, timesUs } = await seriesOf(file);
      timesUs.forEach((time, frame) => {
        const ofFrame = counts.subarray(frame * height * width, (frame + 1) * height * width);
        times.push(time);
        values.push(brightest(ofFrame, pixels, width));
      });
    }
    const series = { timesUs: Float64Array.from(times), values };
    const found = findOnset(series, { startUs: timeUs(onset.quiet.start), endUs: timeUs(onset.quiet.end) });
    expect(Math.abs(found!.timeUs - timeUs(onset.frameUtc!))).toBeLessThanOrEqual(3_100_000);
  });
  test('is seen by several cameras', () => expect(seen.length).toBeGreaterThanOrEqual(3));

  /** A pixel a row: the one whose place at 110 km is nearest to the meridian, above 20°. */
  function pixelsAlong(skymap: Skymap, lonDeg: number): number[] {
    const { height, width } = skymap;
    const axes = Array.from({ length: width }, (_, column) => keogramAxis(skymap, column, 110));
    return Array.from({ length: height }, (_, row) => {
      let [best, offDeg] = [-1, Infinity];
      axes.forEach((axis, column) => {
        const off = Math.abs(axis.lonDeg[row]! - lonDeg);
        if (axis.elevationDeg[row]! > 20 && off < offDeg) [best, offDeg] = [row * width + column, off];
      });
      return offDeg < 0.2 ? best : -1;
    }).filter((pixel) => pixel >= 0);
  }

  /** The brightest of the pixels above their median, the sky: medians of three by three, which no star gets through. */
  function brightest(counts: Uint16Array, pixels: readonly number[], width: number): number {
    const around = [-width - 1, -width, 1 - width, -1, 0, 1, width - 1, width, width + 1];
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
    const smooth = pixels.map((pixel) => median(around.map((step) => counts[pixel + step]!)));
    return Math.max(...smooth) - median(smooth);
  }
});

describe('calibrated brightness', () => {
  test.each(truth.cameras.filter(({ rayleighs }) => rayleighs))('$device: within 5 %', async (camera) => {
    const skymap = await skymapOf(camera);
    const { orientation } = datasetByName(camera.dataset)!;
    const read = async (name: string) => good(await readCalibration(sampleFile(name)!, path.basename(name)));
    const [rayleighs, flatfield] = [await read(camera.rayleighs!), await read(camera.flatfield!)];
    if (rayleighs.kind !== 'rayleighs' || flatfield.kind !== 'flatfield') throw new Error('another kind');
    const points = truth.brightness.filter(({ device, file }) => device === camera.device && sampleFile(file));
    for (const frameUtc of new Set(points.map((point) => point.frameUtc))) {
      const inFrame = points.filter((point) => point.frameUtc === frameUtc);
      const series = await seriesOf(inFrame[0]!.file);
      const frame = frameAt(series, frameUtc);
      const { seconds: exposureSec } = exposureOf(series.header, series.dataset)!;
      const dark = chooseDarkBlock(frame, orientation, skymap);
      expect(dark!.proven).toBe(true);
      const { values } = good(
        calibrate(frame, { dark, flatfield, rayleighs: { calibration: rayleighs, exposureSec } }),
      );
      for (const { row, column, rayleighs: expected } of inFrame) {
        const share = values[row * series.width + column]! / expected;
        expect(Math.abs(share - 1), `row ${row}, column ${column} at ${frameUtc}`).toBeLessThan(0.05);
      }
    }
    expect(points.length).toBeGreaterThan(20);
    // What the pointer shows there.
    const calibrations = { flatfield: ready(flatfield), rayleighs: ready(rayleighs) };
    const { file, frameUtc, row, column, rayleighs: expected } = points[0]!;
    const series = await seriesOf(file);
    const sight = { series, index: series.timesUs.indexOf(timeUs(frameUtc)) };
    const shown = readPixel(sight, { row, column }, datasetByName(camera.dataset)!, skymap, 110, calibrations);
    expect(shown.rayleighsNote).toBeNull();
    expect(Math.abs(shown.rayleighs! / expected - 1)).toBeLessThan(0.05);
    for (const side of [3, 4, 5].map((eighth) => (eighth * skymap.width) / 8))
      expect(points.filter(({ column }) => column === side).length, `column ${side}`).toBeGreaterThan(1);
  });
});

function ready<Kind extends CalibrationKind>(calibration: CalibrationOf<Kind>): CalibrationState<Kind> {
  const about = { url: '', dataset: '', rule: 'valid', startUs: 0, others: [] } as const;
  return { phase: 'ready', chosen: { calibration, name: calibration.name, ...about } };
}

describe('stars', () => {
  const sites = [...new Set(truth.stars.map(({ device }) => device))].map((device) => ({ device }));
  test.each(sites)('$device: within 1.5 pixels, by the skymap and in the picture', async (site) => {
    const skymap = await skymapOf(cameraOf(site));
    const frames = new Map<string, ReturnType<typeof frameAt>>();
    let [compared, faint] = [0, 0];
    for (const star of truth.stars.filter(({ device }) => device === site.device)) {
      if (!sampleFile(star.file)) continue;
      // The app's points count from the middle of a pixel, the truth's from its edge.
      const point = pixelOfDirection(skymap, star.azimuthDeg, star.elevationDeg);
      if (!point) throw new Error(`${star.name} is not in the skymap`);
      expect(Math.hypot(point.row + 0.5 - star.row, point.column + 0.5 - star.column), star.name).toBeLessThan(1.5);
      const frame = frames.get(star.frameUtc) ?? frameAt(await seriesOf(star.file), star.frameUtc);
      frames.set(star.frameUtc, frame);
      const spot = spotNear(frame, star);
      if (!spot) faint += 1;
      else expect(Math.hypot(spot.row - star.row, spot.column - star.column), star.name).toBeLessThan(1.5);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(10);
    expect(faint).toBeLessThan(compared / 4);
  });

  /** Middle of the light above its surroundings within three pixels; null where it does not stand out. */
  function spotNear(
    { counts, width }: { counts: Uint16Array; width: number },
    star: { readonly row: number; readonly column: number },
  ) {
    const [starRow, starColumn] = [Math.floor(star.row), Math.floor(star.column)];
    const near: { row: number; column: number; count: number }[] = [];
    for (let row = starRow - 3; row <= starRow + 3; row++)
      for (let column = starColumn - 3; column <= starColumn + 3; column++)
        near.push({ row, column, count: counts[row * width + column]! });
    const level = near.map(({ count }) => count).sort((a, b) => a - b)[Math.floor(near.length / 2)]!;
    const peak = near.reduce((best, pixel) => (pixel.count > best.count ? pixel : best));
    if (peak.count - level < 60) return null;
    const own = near.filter(({ row, column }) => Math.hypot(row - peak.row, column - peak.column) < 2.5);
    const light = own.map(({ count }) => Math.max(0, count - level));
    const sum = light.reduce((total, part) => total + part, 0);
    const mean = (value: (pixel: { row: number; column: number }) => number) =>
      own.reduce((total, pixel, index) => total + light[index]! * (value(pixel) + 0.5), 0) / sum;
    return { row: mean(({ row }) => row), column: mean(({ column }) => column) };
  }
});

test('keograms are made of the column that the truth means', () => {
  for (const { dataset, column } of truth.keograms)
    expect(column).toBe(middleColumn(dataset === 'REGO_RAW' ? 512 : 256, datasetByName(dataset)!.orientation));
});
