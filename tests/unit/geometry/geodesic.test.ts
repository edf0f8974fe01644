import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { geodesicBetween, lengthAtKm, placeAlong, placesAlong } from '$lib/geometry/geodesic';
import { toEcef } from '$lib/geometry/geodesy';
import { readOracle, type Table } from './oracles';

const oracle = readOracle<{ readonly inverse: Table; readonly direct: Table }>('geodesy.json');

const anyPlace = fc.record({
  latDeg: fc.double({ min: -89, max: 89, noNaN: true }),
  lonDeg: fc.double({ min: -180, max: 180, noNaN: true }),
});
/** Degrees between two directions. */
const apart = (a: number, b: number) => Math.abs(((a - b + 540) % 360) - 180);

describe.skipIf(!oracle)('against another geodesic', () => {
  test('distance and directions between two places', () => {
    expect(oracle!.inverse.rows.length).toBeGreaterThan(7);
    for (const [lat1, lon1, lat2, lon2, metres, start, end] of oracle!.inverse.rows) {
      const found = geodesicBetween({ latDeg: lat1!, lonDeg: lon1! }, { latDeg: lat2!, lonDeg: lon2! });
      expect(Math.abs(found!.distanceKm - metres! / 1000), `${lat1} ${lon1}`).toBeLessThan(1e-6);
      if (metres === 0) continue;
      expect(apart(found!.startDeg, start!)).toBeLessThan(1e-7);
      expect(apart(found!.endDeg, end!)).toBeLessThan(1e-7);
    }
  });

  test('the place at a distance', () => {
    for (const [lat1, lon1, azimuth, metres, lat2, lon2, end] of oracle!.direct.rows) {
      const found = placeAlong({ latDeg: lat1!, lonDeg: lon1! }, azimuth!, metres! / 1000);
      expect(Math.abs(found.latDeg - lat2!)).toBeLessThan(1e-8);
      expect(Math.abs(found.lonDeg - lon2!)).toBeLessThan(1e-8);
      expect(apart(found.bearingDeg, end!)).toBeLessThan(1e-7);
    }
  });
});

test('known lengths: a quarter of the equator, a quarter of a meridian', () => {
  const origin = { latDeg: 0, lonDeg: 0 };
  expect(geodesicBetween(origin, { latDeg: 0, lonDeg: 90 })!.distanceKm).toBeCloseTo(10_018.754, 3);
  expect(geodesicBetween(origin, { latDeg: 90, lonDeg: 0 })!.distanceKm).toBeCloseTo(10_001.966, 3);
});

test('the way back is as long, and going it leads there', () => {
  fc.assert(
    fc.property(anyPlace, anyPlace, (from, to) => {
      const there = geodesicBetween(from, to);
      const back = geodesicBetween(to, from);
      fc.pre(there !== null && back !== null && there.distanceKm < 19_800);
      expect(Math.abs(there.distanceKm - back.distanceKm)).toBeLessThan(1e-5);
      const arrived = toEcef({ ...placeAlong(from, there.startDeg, there.distanceKm), altitudeKm: 0 });
      const wanted = toEcef({ ...to, altitudeKm: 0 });
      expect(Math.hypot(...arrived.map((value, axis) => value - wanted[axis]!))).toBeLessThan(1e-5);
    }),
    { numRuns: 200 },
  );
});

test('places opposite each other have no one way', () => {
  expect(geodesicBetween({ latDeg: 0, lonDeg: 0 }, { latDeg: 0, lonDeg: 180 })).toBeNull();
  expect(geodesicBetween({ latDeg: 60, lonDeg: 10 }, { latDeg: -60, lonDeg: -170 })).toBeNull();
});

test('raised to a height it is as long as its points there are apart', () => {
  fc.assert(
    fc.property(anyPlace, anyPlace, fc.constantFrom(0, 110, 230, 1000), (from, to, heightKm) => {
      const way = geodesicBetween(from, to);
      fc.pre(way !== null && way.distanceKm < 15_000);
      const points = placesAlong(from, way, 1000).map((place) => toEcef({ ...place, altitudeKm: heightKm }));
      const chords = points
        .slice(1)
        .reduce((sum, point, at) => sum + Math.hypot(...point.map((value, axis) => value - points[at]![axis]!)), 0);
      expect(Math.abs(lengthAtKm(from, way, heightKm) - chords)).toBeLessThan(0.01);
    }),
    { numRuns: 10 },
  );
  // Around a sphere of 6378 km the equator at 110 km is longer by 110/6378.
  const equator = geodesicBetween({ latDeg: 0, lonDeg: 0 }, { latDeg: 0, lonDeg: 90 })!;
  expect(lengthAtKm({ latDeg: 0, lonDeg: 0 }, equator, 110)).toBeCloseTo((Math.PI / 2) * (6378.137 + 110), 3);
});
