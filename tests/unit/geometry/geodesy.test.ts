import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  directionTo,
  fromEcef,
  placeAtAltitude,
  placeInDirection,
  sphericalRangeKm,
  toEcef,
} from '$lib/geometry/geodesy';
import { signedDegrees, unwrappedNear } from '$lib/geometry/angles';
import { namedRows, readOracle, type Table } from './oracles';

const ecef = namedRows(readOracle<{ ecef: Table }>('geodesy.json')?.ecef ?? null);
const sightings = namedRows(readOracle<Table>('lla2azel.json'));
const projections = namedRows(readOracle<Table>('skymap_projection.json'));

describe.skipIf(ecef.length === 0)('against reference figures', () => {
  test('geodetic and Earth-fixed', () => {
    for (const row of ecef) {
      const place = { latDeg: row.lat_deg!, lonDeg: row.lon_deg!, altitudeKm: row.height_m! / 1000 };
      const position = [row.x_m! / 1000, row.y_m! / 1000, row.z_m! / 1000] as const;
      toEcef(place).forEach((value, axis) => expect(Math.abs(value - position[axis]!)).toBeLessThan(1e-9));
      const back = fromEcef(position);
      expect(Math.abs(back.latDeg - place.latDeg)).toBeLessThan(1e-8);
      if (Math.abs(place.latDeg) < 90) expect(turned(back.lonDeg, place.lonDeg)).toBeLessThan(1e-6);
      expect(Math.abs(back.altitudeKm - place.altitudeKm)).toBeLessThan(1e-8);
    }
  });

  test('azimuth, elevation and range of a place', () => {
    expect(sightings).toHaveLength(100);
    for (const row of sightings) {
      const observer = { latDeg: row.obs_lat!, lonDeg: row.obs_lon!, altitudeKm: row.obs_alt_km! };
      const seen = directionTo(observer, { latDeg: row.lat!, lonDeg: row.lon!, altitudeKm: row.alt_km! });
      expect(Math.abs(seen.elevationDeg - row.el_deg!)).toBeLessThan(1e-6);
      expect(Math.abs(seen.rangeKm - row.range_km!)).toBeLessThan(1e-6);
      const overhead = row.el_deg! > 89.999; // no azimuth there
      if (!overhead) expect(turned(seen.azimuthDeg, row.az_deg!)).toBeLessThan(1e-6);
    }
  });

  test('a line of sight at an altitude: by the spherical range, and exactly', () => {
    expect(projections).toHaveLength(125);
    for (const row of projections) {
      const site = { latDeg: row.site_lat!, lonDeg: row.site_lon!, altitudeKm: row.site_alt_km! };
      const range = sphericalRangeKm(site.altitudeKm, row.el_deg!, row.map_alt_km!);
      expect(Math.abs(range - row.spherical_range_km!)).toBeLessThan(1e-6);
      const spherical = placeInDirection(site, row.az_deg!, row.el_deg!, range);
      expect(Math.abs(spherical.latDeg - row.lat_deg!)).toBeLessThan(1e-6);
      expect(turned(spherical.lonDeg, row.lon_deg!)).toBeLessThan(1e-6);
      expect(Math.abs(spherical.altitudeKm - row.height_reached_km!)).toBeLessThan(1e-5);

      const exact = placeAtAltitude(site, row.az_deg!, row.el_deg!, row.map_alt_km!)!;
      expect(Math.abs(exact.latDeg - row.exact_lat_deg!)).toBeLessThan(1e-6);
      expect(turned(exact.lonDeg, row.exact_lon_deg!)).toBeLessThan(1e-6);
      expect(Math.abs(exact.rangeKm - row.exact_range_km!)).toBeLessThan(2e-6);
      expect(Math.abs(exact.altitudeKm - row.map_alt_km!)).toBeLessThan(1e-6);
    }
  });
});

describe('by their own logic', () => {
  const anywhere = fc.record({
    latDeg: fc.double({ min: -89.9, max: 89.9, noNaN: true }),
    lonDeg: fc.double({ min: -180, max: 180, noNaN: true }),
    altitudeKm: fc.double({ min: 0, max: 1000, noNaN: true }),
  });

  test('Earth-fixed and back is the same place', () => {
    fc.assert(
      fc.property(anywhere, (place) => {
        const back = fromEcef(toEcef(place));
        expect(Math.abs(back.latDeg - place.latDeg)).toBeLessThan(1e-10);
        expect(turned(back.lonDeg, place.lonDeg)).toBeLessThan(1e-10);
        expect(Math.abs(back.altitudeKm - place.altitudeKm)).toBeLessThan(1e-8);
      }),
    );
  });

  test('looking where one projected to gives the direction back, and the altitude asked for', () => {
    const azimuth = fc.double({ min: 0, max: 359.999, noNaN: true });
    const elevation = fc.double({ min: 0.01, max: 89.9, noNaN: true });
    fc.assert(
      fc.property(anywhere, azimuth, elevation, fc.double({ min: 1, max: 900, noNaN: true }), (site, az, el, rise) => {
        const place = placeAtAltitude(site, az, el, site.altitudeKm + rise)!;
        expect(Math.abs(place.altitudeKm - site.altitudeKm - rise)).toBeLessThan(1e-5);
        const seen = directionTo(site, place);
        expect(Math.abs(seen.elevationDeg - el)).toBeLessThan(1e-6);
        expect(turned(seen.azimuthDeg, az) * Math.cos((el * Math.PI) / 180)).toBeLessThan(1e-6);
      }),
    );
  });

  test('nothing is projected downwards, or from a site nobody knows', () => {
    const site = { latDeg: 62, lonDeg: -145, altitudeKm: 0 };
    expect(placeAtAltitude(site, 0, 0, 110)).toBeNull();
    expect(placeAtAltitude(site, 0, -1, 110)).toBeNull();
    expect(placeAtAltitude(site, 0, NaN, 110)).toBeNull();
    expect(placeAtAltitude({ ...site, altitudeKm: 120 }, 0, 45, 110)).toBeNull();
    expect(placeAtAltitude({ ...site, altitudeKm: NaN }, 0, 45, 110)).toBeNull();
  });

  test.each([
    [214.84, -145.16],
    [180, 180],
    [-180, -180],
    [540, 180],
    [-190, 170],
    [0, 0],
    [720.5, 0.5],
  ])('%d° is %d° when signed', (angle, signed) => {
    expect(signedDegrees(angle)).toBeCloseTo(signed, 10);
  });

  test('unwrapping writes an angle within half a turn of another', () => {
    expect(unwrappedNear(-179, 179)).toBe(181);
    expect(unwrappedNear(179, -179)).toBe(-181);
    expect(unwrappedNear(10, 350)).toBe(370);
  });
});

/** Angle between two azimuths or longitudes. */
function turned(a: number, b: number): number {
  return Math.abs(signedDegrees(a - b));
}
