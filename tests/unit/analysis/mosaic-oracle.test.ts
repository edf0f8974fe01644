import { describe, expect, test } from 'vitest';
import { cameraGeometry, compatibleGeometry, type MosaicGeometry } from '$lib/analysis/mosaic-geometry';
import { directionTo } from '$lib/geometry/geodesy';
import { sightGridOf } from '$lib/geometry/sight-grid';
import { createMosaicLook } from '$lib/render/mosaic-look';
import { MosaicPainter } from '$lib/render/mosaic-painter';
import { readOracle } from '../geometry/oracles';
import { covered, merged } from './mosaic-bench';
import { monoFrame, size, syntheticSkymaps } from './synthetic-camera';
import { nearside, viewOf } from './toy-projections';

type LonLat = readonly [lonDeg: number, latDeg: number];
type Sampled = readonly [order: number, ...corners: (readonly [number, number])[], rgba: readonly number[]];

interface MosaicOracle {
  readonly prep_skymap: {
    readonly pixel_flat_index: readonly number[];
    readonly polygons_lon_lat: readonly LonLat[][];
  };
  readonly prep_skymap_120: readonly LonLat[][];
  readonly prep_skymap_160_extrapolated: readonly LonLat[][];
  readonly create: {
    readonly min_elevation: number;
    readonly polygon_count: number;
    readonly sampled: readonly Sampled[];
  };
}

const oracle = readOracle<MosaicOracle>('mosaic.json');
const choice = (altitudeKm: number, minElevationDeg = -90) => ({ altitudeKm, minElevationDeg, mask: null });

/** Corners of a pixel, around it. */
function outlineOf(geometry: MosaicGeometry, pixel: number): LonLat[] {
  const above = pixel + Math.floor(pixel / size);
  return [above, above + 1, above + size + 2, above + size + 1].map((corner) => {
    const at = geometry.corners.indexOf(corner);
    return [geometry.lonDeg[at]!, geometry.latDeg[at]!];
  });
}

function degreesApart(found: readonly LonLat[], expected: readonly LonLat[]): number {
  const apart = found.map(([lonDeg, latDeg], corner) => {
    const [expectedLon, expectedLat] = expected[corner]!;
    const turned = Math.abs(((lonDeg - expectedLon + 540) % 360) - 180);
    return Math.max(turned, Math.abs(latDeg - expectedLat));
  });
  return Math.max(...apart);
}

describe.skipIf(!oracle)('mosaics of PyAuroraX', () => {
  if (!oracle) return;
  const { prep_skymap: planes, prep_skymap_120: between, prep_skymap_160_extrapolated: beyond, create } = oracle;
  const [skymap] = syntheticSkymaps;

  test.each([
    [110, planes.polygons_lon_lat],
    [120, between],
    [160, beyond],
  ] as const)('linear corners at %d km are the same', (altitudeKm, polygons) => {
    const geometry = compatibleGeometry(skymap!, choice(altitudeKm));
    planes.pixel_flat_index.forEach((pixel, index) => {
      expect(degreesApart(outlineOf(geometry, pixel), polygons[index]!)).toBeLessThan(3e-5); // 32-bit floats
    });
  });

  test('ours are the same on a plane, near between planes, and elsewhere beyond them', () => {
    const kmApart = (altitudeKm: number, polygons: readonly LonLat[][]) => {
      const geometry = cameraGeometry(skymap!, choice(altitudeKm), () => sightGridOf(skymap!));
      return planes.pixel_flat_index.map((pixel, index) =>
        Math.max(
          ...outlineOf(geometry, pixel).map(([lonDeg, latDeg], corner) => {
            const [otherLon, otherLat] = polygons[index]![corner]!;
            const other = { latDeg: otherLat, lonDeg: otherLon, altitudeKm };
            return directionTo({ latDeg, lonDeg, altitudeKm }, other).rangeKm;
          }),
        ),
      );
    };
    expect(Math.max(...kmApart(110, planes.polygons_lon_lat))).toBeLessThan(0.01);
    // The file's places are rounded to 0.0001°, 10 m, which grows towards the horizon.
    expect(Math.max(...kmApart(120, between))).toBeLessThan(1);
    expect(Math.max(...kmApart(160, beyond))).toBeGreaterThan(0.2);
  });

  /**
   * The polygons of its mosaic are drawn one over the other, the highest last, so that the last one around a point is seen.
   * Left out here, as what it does differently: places within its steps of 0.1° of elevation, where the later camera wins,
   * and polygons next to its empty last row and column.
   */
  test('the middle of every polygon it draws has the colour it gives it, where no other camera sees it higher', () => {
    const scales = [
      [1000, 5000],
      [1500, 4500],
    ] as const;
    const projection = nearside(55, -100);
    const metres = 2000;
    const [width, height] = [1000, 800];
    const view = viewOf(width, height, metres, 100_000, 350_000);
    const sources = syntheticSkymaps.map((each, index) => {
      const geometry = compatibleGeometry(each, choice(110, create.min_elevation));
      return covered(geometry, view, projection, { id: `${index}` });
    });
    const table = merged(sources, view);
    const frames = scales.map((valueRange) => ({
      ...{ counts: monoFrame(1), channels: 1 as const, fillValue: null },
      look: createMosaicLook(
        { valueRange, gamma: 1, colormap: 'gray' },
        { kind: 'counts', darkCounts: 0, perCount: 1 },
      ),
    }));
    const pixels = new Uint32Array(width * height);
    new MosaicPainter(table).paint(frames, pixels);
    let [same, covering, asked] = [0, 0, 0];
    for (const [, ...rest] of create.sampled) {
      const corners = rest.slice(0, 4) as (readonly [number, number])[];
      const level = 255 * (rest[4] as readonly number[])[0]!;
      const [x, y] = [0, 1].map((axis) => corners.reduce((sum, corner) => sum + corner[axis]!, 0) / 4);
      const [column, row] = [(x! - 100_000) / metres + width / 2, height / 2 - (y! - 350_000) / metres];
      if (!(column >= 0 && column < width && row >= 0 && row < height)) continue;
      asked++;
      const place = Math.floor(row) * width + Math.floor(column);
      const shown = pixels[place]! & 255;
      // It rounds 255 × where the app takes 256 equal steps: one apart at most.
      if (Math.abs(shown - level) < 1.01) same++;
      else if (table.offsets[place + 1]! - table.offsets[place]! > 1) covering++;
    }
    expect(asked).toBeGreaterThan(35);
    expect(same).toBeGreaterThan(asked / 2);
    expect(same + covering).toBe(asked);
  });

  test('as many pixels are above the cut as it draws, and those of its empty last row and column', () => {
    const drawn = syntheticSkymaps.map(
      (each) => cameraGeometry(each, choice(110, create.min_elevation), () => sightGridOf(each)).drawn,
    );
    const ours = drawn.map((pixels) =>
      pixels.filter((pixel, at) => pixel === 1 && at % size < size - 1 && at < size * (size - 1)),
    );
    expect(ours[0]!.length + ours[1]!.length).toBe(create.polygon_count);
  });
});
