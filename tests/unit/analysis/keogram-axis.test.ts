import { describe, expect, test } from 'vitest';
import { keogramColumns, middleColumn } from '$lib/analysis/keogram';
import { keogramAxis } from '$lib/analysis/keogram-axis';
import { themisAsi } from '$lib/datasets/themis-asi';
import { cornersAtAltitude, siteOf } from '$lib/geometry/corner-grid';
import { placeAtAltitude } from '$lib/geometry/geodesy';
import type { Skymap } from '$lib/model/skymap';
import { gakoSkymap } from '../datasets/gako-skymap';
import { readOracle } from '../geometry/oracles';
import { toySkymap } from '../geometry/toy-skymap';
import { sharedData } from '../shared-data';
import { storedFrames } from './stored-frames';
import { flipped, frameCount, monoFrame, size, syntheticSkymaps } from './synthetic-camera';

type Axis = readonly (number | null)[];

interface KeogramOracle {
  readonly mono: { readonly slice_index: number; readonly data: readonly (readonly number[])[] };
  readonly geo_lat_alt_None: Axis;
  readonly geo_lat_alt_110: Axis;
  readonly 'geo_lat_alt_100.0': Axis;
  readonly 'geo_lat_alt_130.0': Axis;
}

const oracle = readOracle<KeogramOracle>('keogram.json');
const corners = size + 1;

describe.skipIf(!oracle)('the cameras that PyAuroraX was run on', () => {
  const recorded = oracle ?? emptyOracle;
  const { slice_index: column, data } = recorded.mono;
  const [camera] = syntheticSkymaps as readonly [Skymap];

  test('the column is the one it takes, with its numbers', () => {
    expect(middleColumn(size, themisAsi.orientation)).toBe(column);
    const counts = Uint16Array.from(Array.from({ length: frameCount }, (_, frame) => [...monoFrame(frame)]).flat());
    const stored = storedFrames({ counts, width: size, height: size });
    const keogram = keogramColumns(stored, { kind: 'middle-column' }, themisAsi.orientation)!;
    data.forEach((times, row) => {
      expect(times.map((_, frame) => keogram.counts[frame * size + row])).toEqual(times);
    });
  });

  test.each([
    ['none given', 110, recorded.geo_lat_alt_None],
    ['110 km', 110, recorded.geo_lat_alt_110],
    ['100 km', 100, recorded['geo_lat_alt_100.0']],
    ['130 km', 130, recorded['geo_lat_alt_130.0']],
  ])('its latitudes are those of the column’s left corners: %s', (_, altitudeKm, latitudes) => {
    const { latDeg } = cornersAtAltitude(camera, altitudeKm, 'linear');
    expect(latitudes).toHaveLength(corners);
    latitudes.forEach((expected, row) => expectNear(latDeg[row * corners + column]!, expected, 1e-5));
  });

  test('ours are the mean of all four corners, so half a pixel on', () => {
    const { latDeg, elevationDeg } = keogramAxis(camera, column, 110);
    const left = recorded.geo_lat_alt_110.map((value) => value ?? NaN);
    const right = left.map((_, row) => cornersAtAltitude(camera, 110).latDeg[row * corners + column + 1]!);
    expect(latDeg).toHaveLength(size);
    latDeg.forEach((lat, row) => {
      const mean = (left[row]! + left[row + 1]! + right[row]! + right[row + 1]!) / 4;
      expectNear(lat, Number.isNaN(mean) ? null : mean, 1e-5);
      expect(elevationDeg[row]).toBe(camera.elevationDeg[row * size + column]);
    });
    expect(latDeg.filter(Number.isNaN)).toHaveLength(2);
  });

  test.each([
    [100, recorded['geo_lat_alt_100.0']],
    [130, recorded['geo_lat_alt_130.0']],
  ])('%d km: near its linear ones where those are good, and exact', (altitudeKm, latitudes) => {
    const { latDeg, lonDeg, elevationDeg } = keogramAxis(camera, column, altitudeKm);
    let compared = 0;
    latDeg.forEach((lat, row) => {
      const azimuthDeg = camera.azimuthDeg![row * size + column]!;
      const exact = placeAtAltitude(siteOf(camera), azimuthDeg, elevationDeg[row]!, altitudeKm);
      expectNear(lat, exact?.latDeg ?? null, 1e-12);
      expectNear(lonDeg[row]!, exact?.lonDeg ?? null, 1e-12);
      if (!(elevationDeg[row]! > 30)) return;
      compared++;
      // Pixels are 6° wide: the left corners lie some kilometres from the middles.
      expect(Math.abs(lat - (latitudes[row]! + latitudes[row + 1]!) / 2)).toBeLessThan(0.06);
    });
    expect(compared).toBeGreaterThan(15);
  });

  test.each(syntheticSkymaps.map((skymap) => [skymap.siteUid, skymap] as const))(
    '%s: arrays the other way up give the axis the other way round',
    (_, skymap) => {
      for (const altitudeKm of [110, 123, 230]) {
        const upright = keogramAxis(skymap, 15, altitudeKm);
        const turned = keogramAxis(upsideDown(skymap), 15, altitudeKm);
        expectClose(turned.latDeg.toReversed(), upright.latDeg);
        expectClose(turned.lonDeg.toReversed(), upright.lonDeg);
        expect(turned.elevationDeg.toReversed()).toEqual(upright.elevationDeg);
      }
    },
  );
});

describe('where a column looks', () => {
  test.skipIf(!sharedData)('at Gakona: from the north down to the south, at longitudes that lean', async () => {
    const skymap = await gakoSkymap();
    const { latDeg, lonDeg, elevationDeg } = keogramAxis(skymap, middleColumn(256, themisAsi.orientation), 110);
    const high = Array.from({ length: 256 }, (_, row) => row).filter((row) => elevationDeg[row]! > 20);
    expect(high.length).toBeGreaterThan(180);
    high.slice(1).forEach((row) => expect(latDeg[row]!).toBeLessThan(latDeg[row - 1]!));
    const overhead = high.reduce((best, row) => (elevationDeg[row]! > elevationDeg[best]! ? row : best));
    expect(Math.abs(latDeg[overhead]! - skymap.site.latDeg)).toBeLessThan(0.02);
    // The camera is turned by 20°, so no row but those overhead is on its meridian.
    expect(lonDeg[high[0]!]! - lonDeg[high.at(-1)!]!).toBeGreaterThan(2);
    expect(latDeg[0]).toBeNaN();
    expect(elevationDeg[0]).toBeNaN();
  });

  test('across the date line longitudes stay −180…180', () => {
    const { lonDeg, elevationDeg } = keogramAxis(toySkymap({ lonDeg: 179.9, turnedDeg: 30 }), 15, 110);
    const seen = lonDeg.filter((_, row) => elevationDeg[row]! > 15);
    expect(seen.length).toBeGreaterThan(20);
    expect(Math.max(...seen)).toBeGreaterThan(179);
    expect(Math.min(...seen)).toBeLessThan(-177);
    expect(seen.every((lon) => Math.abs(lon) <= 180)).toBe(true);
  });

  test('below the ground, and beside the picture, nowhere', () => {
    const nowhere = new Float64Array(32).fill(NaN);
    expect(keogramAxis(toySkymap(), 15, 0.05).latDeg).toEqual(nowhere);
    expect(keogramAxis(toySkymap(), 32, 110)).toEqual({ latDeg: nowhere, lonDeg: nowhere, elevationDeg: nowhere });
  });

  test('of a slit: its bins', () => {
    const elevations = [30, 60, 90, 120];
    const places = elevations.map((elevation) =>
      placeAtAltitude(
        { latDeg: 58, lonDeg: -104, altitudeKm: 0 },
        elevation > 90 ? 180 : 0,
        90 - Math.abs(90 - elevation),
        110,
      ),
    );
    const slit: Skymap = {
      ...toySkymap(),
      site: { latDeg: 58, lonDeg: -104, altitudeM: 0 },
      height: 1,
      width: 4,
      elevationDeg: Float32Array.from(elevations, (elevation) => 90 - Math.abs(90 - elevation)),
      azimuthDeg: null,
      altitudesKm: [110],
      cornerLatDeg: Float32Array.from(places, (place) => place!.latDeg),
      cornerLonDeg: Float32Array.from(places, (place) => place!.lonDeg),
    };
    const axis = keogramAxis(slit, 0, 110);
    expect(axis.elevationDeg).toEqual(Float64Array.of(30, 60, 90, 60));
    axis.latDeg.forEach((lat, bin) => expectNear(lat, places[bin]!.latDeg, 1e-5));
  });
});

const emptyOracle: KeogramOracle = {
  mono: { slice_index: 0, data: [] },
  geo_lat_alt_None: [],
  geo_lat_alt_110: [],
  'geo_lat_alt_100.0': [],
  'geo_lat_alt_130.0': [],
};

/** The same camera with its rows stored from the other end. */
function upsideDown(skymap: Skymap): Skymap {
  const turn = { rows: true, columns: false };
  const planes = (values: Float32Array<ArrayBuffer>) => {
    const turned = values.slice();
    for (let first = 0; first < values.length; first += corners * corners) {
      turned.set(flipped(values.subarray(first, first + corners * corners), corners, turn), first);
    }
    return turned;
  };
  return {
    ...skymap,
    elevationDeg: flipped(skymap.elevationDeg, size, turn),
    azimuthDeg: flipped(skymap.azimuthDeg!, size, turn),
    cornerLatDeg: planes(skymap.cornerLatDeg),
    cornerLonDeg: planes(skymap.cornerLonDeg),
  };
}

/** Sums of four corners depend on their order in the last digit. */
function expectClose(found: Float64Array, expected: Float64Array) {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, row) => expectNear(value, Number.isNaN(expected[row]!) ? null : expected[row]!, 1e-12));
}

function expectNear(found: number, expected: number | null, tolerance: number) {
  if (expected === null) expect(found).toBeNaN();
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance);
}
