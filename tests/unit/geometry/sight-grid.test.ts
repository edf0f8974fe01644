import { describe, expect, test } from 'vitest';
import { cornersAtAltitude } from '$lib/geometry/corner-grid';
import { toEcef } from '$lib/geometry/geodesy';
import { placesOnSights, sightGridOf } from '$lib/geometry/sight-grid';
import { gakoSkymap } from '../datasets/gako-skymap';
import { sharedData } from '../shared-data';
import { namedRows, readOracle, type Table } from './oracles';
import { toySkymap } from './toy-skymap';

const projections = namedRows(readOracle<Table>('skymap_projection.json'));

function metresApart(a: readonly [number, number], b: readonly [number, number], altitudeKm: number): number {
  const [from, to] = [a, b].map(([latDeg, lonDeg]) => toEcef({ latDeg, lonDeg, altitudeKm }));
  return 1000 * Math.hypot(...from!.map((value, axis) => value - to![axis]!));
}

describe.skipIf(projections.length === 0)('against reference figures', () => {
  test('lines of sight reach an altitude where they should', () => {
    let worst = 0;
    for (const row of projections) {
      const [sin, cos] = [
        (deg: number) => Math.sin((deg * Math.PI) / 180),
        (deg: number) => Math.cos((deg * Math.PI) / 180),
      ];
      const { site_lat: lat = 0, site_lon: lon = 0, site_alt_km: siteKm = 0, az_deg: az = 0, el_deg: el = 0 } = row;
      const [east, north, up] = [cos(el) * sin(az), cos(el) * cos(az), sin(el)];
      const sights = {
        fromKm: toEcef({ latDeg: lat, lonDeg: lon, altitudeKm: siteKm }),
        altitudeKm: siteKm,
        directions: Float32Array.of(
          -east * sin(lon) - north * sin(lat) * cos(lon) + up * cos(lat) * cos(lon),
          east * cos(lon) - north * sin(lat) * sin(lon) + up * cos(lat) * sin(lon),
          north * cos(lat) + up * sin(lat),
        ),
      };
      const altitudeKm = row.map_alt_km!;
      const { latDeg, lonDeg } = placesOnSights(sights, Uint32Array.of(0), altitudeKm);
      const exact = [row.exact_lat_deg!, row.exact_lon_deg!] as const;
      worst = Math.max(worst, metresApart([latDeg[0]!, lonDeg[0]!], exact, altitudeKm));
    }
    expect(projections).toHaveLength(125);
    expect(worst).toBeLessThan(5);
  });
});

test('nothing is seen below the horizon, outside the lens, and at altitudes that are not above the camera', () => {
  const skymap = toySkymap({ size: 16 });
  const sights = sightGridOf(skymap);
  const all = Uint32Array.from({ length: 17 * 17 }, (_, corner) => corner);
  const exact = cornersAtAltitude(skymap, 200);
  const fast = placesOnSights(sights, all, 200);
  const seen = [...all].filter((corner) => !Number.isNaN(exact.latDeg[corner]!));
  expect(seen.length).toBeGreaterThan(150);
  expect([...all].filter((corner) => !Number.isNaN(fast.latDeg[corner]!))).toEqual(seen);
  expect(placesOnSights(sights, all, 0.05).latDeg.every(Number.isNaN)).toBe(true);
  expect(placesOnSights(sights, all, NaN).latDeg.every(Number.isNaN)).toBe(true);
});

test.each([
  ['on both sides of 180°', 65, 179.5],
  ['about the pole', 89, 20],
  ['in the south', -72, -3],
])('the same as point by point: %s', (_, latDeg, lonDeg) => {
  const skymap = toySkymap({ size: 24, latDeg, lonDeg });
  const all = Uint32Array.from({ length: 25 * 25 }, (__, corner) => corner);
  for (const altitudeKm of [95, 230, 400]) {
    const exact = cornersAtAltitude(skymap, altitudeKm);
    const fast = placesOnSights(sightGridOf(skymap), all, altitudeKm);
    let worst = 0;
    for (const corner of all) {
      if (Number.isNaN(exact.latDeg[corner]!)) continue;
      const [a, b] = [exact, fast].map((grid) => [grid.latDeg[corner]!, grid.lonDeg[corner]!] as const);
      worst = Math.max(worst, metresApart(a!, b!, altitudeKm));
    }
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThan(10);
  }
});

describe.skipIf(!sharedData)('the published skymap of Gakona', () => {
  test('corners at other altitudes are those of the lines of sight, within metres', async () => {
    const skymap = await gakoSkymap();
    const some = Uint32Array.from({ length: 1300 }, (_, index) => 50 * index + 7);
    const fast = placesOnSights(sightGridOf(skymap), some, 230);
    const exact = cornersAtAltitude(skymap, 230);
    let [worst, seen] = [0, 0];
    some.forEach((corner, at) => {
      expect(Number.isNaN(fast.latDeg[at]!)).toBe(Number.isNaN(exact.latDeg[corner]!));
      if (Number.isNaN(fast.latDeg[at]!)) return;
      seen++;
      worst = Math.max(
        worst,
        metresApart([exact.latDeg[corner]!, exact.lonDeg[corner]!], [fast.latDeg[at]!, fast.lonDeg[at]!], 230),
      );
    });
    expect(seen).toBeGreaterThan(900);
    expect(worst).toBeLessThan(3);
  });
});
