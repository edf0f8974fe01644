import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFrameSeries } from '$lib/datasets/frame-series';
import { nearestPixel, type PixelPoint } from '$lib/geometry/skymap-projection';
import type { Skymap } from '$lib/model/skymap';
import { sharedData } from '../shared-data';
import { gakoSkymap, readDerived } from './gako-skymap';

/*
 * The whole way from bytes to the sky: stars of known altitude and azimuth are looked up through the skymap, and must
 * stand where the frames are bright.
 */

interface Star {
  readonly star: string;
  readonly altitude: number;
  readonly azimuth: number;
  readonly predicted_row_column: [number, number];
  readonly found_row_column: [number, number];
}

const size = 256;
/** Pixels around a prediction in which its star is sought; more, and the Plough's stars are taken for each other. */
const reach = 3;
const folder = 'sort_by_project/THEMIS/asi/stream0/2011/01/06/gako_themis20/ut17';
const minutes = ['20110106_1700_gako_themis20_full.pgm.gz', '20110106_1701_gako_themis20_full.pgm.gz'];

describe.skipIf(!sharedData)('stars over Gakona, 6 January 2011', () => {
  const stars = sharedData ? readDerived<{ stars: Star[] }>('stars_gako').stars : [];
  let skymap: Skymap;
  let image: Float64Array;

  beforeAll(async () => {
    skymap = await gakoSkymap();
    image = medianOf(await readFrames());
  });

  test('every star has a pixel, the one that another program found', () => {
    expect(stars).toHaveLength(24);
    for (const { azimuth, altitude, predicted_row_column: expected } of stars) {
      const pixel = nearestPixel(skymap, azimuth, altitude)!;
      // Directions are listed to 0.01°: a star between two pixels may fall to either.
      expect(Math.abs(pixel.row - expected[0]), `row at azimuth ${azimuth}`).toBeLessThanOrEqual(1);
      expect(Math.abs(pixel.column - expected[1]), `column at azimuth ${azimuth}`).toBeLessThanOrEqual(1);
    }
  });

  test('the frames are bright where the skymap says', () => {
    const distances = stars.map((star) => distanceToPeak(nearestPixel(skymap, star.azimuth, star.altitude)!));
    expect(median(distances)).toBeLessThanOrEqual(1.5);
    expect(Math.max(...distances)).toBeLessThan(2.6);
  });

  test('the spots found are those another program found', () => {
    const differences = stars.map((star) => {
      const found = peakNear(image, nearestPixel(skymap, star.azimuth, star.altitude)!);
      return Math.hypot(found.row - star.found_row_column[0], found.column - star.found_row_column[1]);
    });
    expect(median(differences)).toBeLessThan(0.5);
  });

  test.each<[string, (pixel: PixelPoint) => PixelPoint]>([
    ['rows flipped', ({ row, column }) => ({ row: size - 1 - row, column })],
    ['columns flipped', ({ row, column }) => ({ row, column: size - 1 - column })],
    ['both flipped', ({ row, column }) => ({ row: size - 1 - row, column: size - 1 - column })],
    ['transposed', ({ row, column }) => ({ row: column, column: row })],
  ])('with %s they are not', (_, turned) => {
    const right = stars.map((star) => brightness(nearestPixel(skymap, star.azimuth, star.altitude)!));
    const wrong = stars.map((star) => brightness(turned(nearestPixel(skymap, star.azimuth, star.altitude)!)));
    expect(median(right)).toBeGreaterThan(4 * median(wrong));
    const distances = stars.map((star) => distanceToPeak(turned(nearestPixel(skymap, star.azimuth, star.altitude)!)));
    expect(median(distances)).toBeGreaterThan(2);
  });

  function distanceToPeak(predicted: PixelPoint): number {
    const found = peakNear(image, predicted);
    return Math.hypot(found.row - predicted.row, found.column - predicted.column);
  }

  /** How far the brightest pixel near a place stands above what is usual around it. */
  function brightness(place: PixelPoint): number {
    const around = pixelsWithin(place, reach).map((index) => image[index]!);
    return Math.max(...around) - median(around);
  }
});

async function readFrames(): Promise<Uint16Array[]> {
  const frames: Uint16Array[] = [];
  for (const name of minutes) {
    const file = new Uint8Array(readFileSync(resolve(sharedData!, folder, name)));
    const series = await readFrameSeries(file, { dataset: 'THEMIS_ASI_RAW', name });
    if (!series.ok) throw new Error(series.failure.message);
    const { counts } = series.value;
    for (let start = 0; start < counts.length; start += size * size)
      frames.push(counts.subarray(start, start + size * size));
  }
  expect(frames).toHaveLength(23);
  return frames;
}

/** Pixel by pixel: what moves or flickers is gone, stars stay. */
function medianOf(frames: readonly Uint16Array[]): Float64Array {
  return Float64Array.from({ length: size * size }, (_, index) => median(frames.map((frame) => frame[index]!)));
}

/** The brightest pixel near a place, refined to the centroid of what stands out in the 3 × 3 pixels about it. */
function peakNear(image: Float64Array, place: PixelPoint): PixelPoint {
  const around = pixelsWithin(place, reach);
  const background = median(around.map((index) => image[index]!));
  const peak = around.reduce((best, index) => (image[index]! > image[best]! ? index : best));
  let [weight, rows, columns] = [0, 0, 0];
  for (const index of pixelsWithin({ row: Math.floor(peak / size), column: peak % size }, 1)) {
    const excess = Math.max(0, image[index]! - background);
    weight += excess;
    rows += excess * Math.floor(index / size);
    columns += excess * (index % size);
  }
  return { row: rows / weight, column: columns / weight };
}

function pixelsWithin({ row, column }: PixelPoint, reach: number): number[] {
  const pixels: number[] = [];
  for (let r = Math.max(0, row - reach); r <= Math.min(size - 1, row + reach); r++) {
    for (let c = Math.max(0, column - reach); c <= Math.min(size - 1, column + reach); c++) pixels.push(r * size + c);
  }
  return pixels;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}
