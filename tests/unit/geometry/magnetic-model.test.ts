import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cosDeg, signedDegrees, sinDeg, toDegrees } from '$lib/geometry/angles';
import { createMagneticModel, type MagneticModel } from '$lib/geometry/magnetic-model';
import { subsolarPoint } from '$lib/geometry/subsolar-point';
import { sunElevationDeg } from '$lib/geometry/sun';
import { yearFraction } from '$lib/geometry/year-fraction';
import { aacgm, at, igrf, modelAt } from './magnetic-figures';

const timeUs = at('2014-03-10T06:00');
const model = modelAt(timeUs);
const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const height = fc.oneof(fc.constantFrom(0, 110, 230, 2000), degrees(0, 2000));

/** Angle between two directions given as latitude and longitude, degrees. */
function apart(aLat: number, aLon: number, bLat: number, bLon: number): number {
  const vector = (lat: number, lon: number) => [cosDeg(lat) * cosDeg(lon), cosDeg(lat) * sinDeg(lon), sinDeg(lat)];
  const [a, b] = [vector(aLat, aLon), vector(bLat, bLon)];
  return toDegrees(Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!));
}

describe('by their own logic', () => {
  test('there and back is the same place', () => {
    fc.assert(
      fc.property(degrees(-90, 90), degrees(-180, 180), height, (lat, lon, km) => {
        const { magLatDeg, magLonDeg } = model.toMagnetic(lat, lon, km);
        fc.pre(Math.abs(magLatDeg) > 40);
        const back = model.toGeographic(magLatDeg, magLonDeg, km);
        expect(apart(back.latDeg, back.lonDeg, lat, lon)).toBeLessThan(1e-6);
        expect(back.altitudeKm).toBe(km);
      }),
      { numRuns: 300 },
    );
  });

  test('back and there as well, from every magnetic place down to the belt', () => {
    fc.assert(
      fc.property(degrees(-90, 90), degrees(-180, 180), fc.constantFrom(0, 110, 230), (magLat, magLon, km) => {
        fc.pre(Math.abs(magLat) > 20);
        const { latDeg, lonDeg } = model.toGeographic(magLat, magLon, km);
        const { magLatDeg, magLonDeg } = model.toMagnetic(latDeg, lonDeg, km);
        expect(apart(magLatDeg, magLonDeg, magLat, magLon)).toBeLessThan(Math.abs(magLat) > 40 ? 1e-6 : 0.1);
      }),
      { numRuns: 100 },
    );
  });

  test('a whole turn of longitude changes nothing', () => {
    fc.assert(
      fc.property(degrees(45, 90), degrees(-180, 180), fc.integer({ min: -3, max: 3 }), (lat, lon, turns) => {
        const [a, b] = [model.toMagnetic(lat, lon, 110), model.toMagnetic(lat, lon + 360 * turns, 110)];
        expect(apart(a.magLatDeg, a.magLonDeg, b.magLatDeg, b.magLonDeg)).toBeLessThan(1e-9);
      }),
    );
  });

  test.each([
    ['the 180° meridian', 65, 180, 65, -180],
    ['the North Pole', 90, 0, 90, 123],
    ['the South Pole', -90, 0, -90, -45],
    ['a step over the North Pole', 89.9999, 10, 89.9999, -170],
  ])('%s is no seam', (_, aLat, aLon, bLat, bLon) => {
    const [a, b] = [model.toMagnetic(aLat, aLon, 110), model.toMagnetic(bLat, bLon, 110)];
    expect(apart(a.magLatDeg, a.magLonDeg, b.magLatDeg, b.magLonDeg)).toBeLessThan(
      2 * apart(aLat, aLon, bLat, bLon) + 1e-9,
    );
  });

  test('a magnetic pole is one place, whatever magnetic longitude it is written with', () => {
    for (const magLat of [90, -90]) {
      const [a, b] = [0, 137].map((magLon) => model.toGeographic(magLat, magLon, 110));
      expect(apart(a!.latDeg, a!.lonDeg, b!.latDeg, b!.lonDeg)).toBeLessThan(1e-6);
      expect(Math.abs(a!.latDeg)).toBeGreaterThan(70);
    }
  });
});

describe('what is not defined', () => {
  const nowhere = { magLatDeg: NaN, magLonDeg: NaN };

  test.each([
    ['no latitude', NaN, 0, 110],
    ['no longitude', 60, NaN, 110],
    ['no height', 60, 0, NaN],
    ['endless longitude', 60, Infinity, 110],
    ['endless latitude', -Infinity, 0, 110],
    ['endless height', 60, 0, Infinity],
    ['beyond the pole', 90.001, 0, 110],
    ['no latitude above the fits', NaN, 0, 3000],
    ['beyond the pole above the fits', -91, 0, 3000],
    ['the belt around the magnetic equator', 10, 0, 0],
  ])('%s', (_, lat, lon, km) => {
    expect(model.toMagnetic(lat, lon, km)).toEqual(nowhere);
    const one = { latDeg: Float64Array.of(lat), lonDeg: Float64Array.of(lon) };
    const many = model.toMagneticArrays(one, km);
    expect([many.magLatDeg[0], many.magLonDeg[0]]).toEqual([NaN, NaN]);
  });

  test.each([
    ['no latitude', NaN, 0, 110],
    ['no longitude', 60, NaN, 110],
    ['no height', 60, 0, NaN],
    ['endless longitude', 60, -Infinity, 110],
    ['endless height', 60, 0, Infinity],
    ['beyond the pole', 91, 0, 110],
    ['a field line that does not rise so high', 5, 0, 230],
    ['nor so high above the fits', 30, 0, 3000],
    ['the equator itself', 0, 0, 110],
  ])('%s, on the way back', (_, magLat, magLon, km) => {
    expect(model.toGeographic(magLat, magLon, km)).toMatchObject({ latDeg: NaN, lonDeg: NaN });
  });

  test('the belt holds about a tenth of the low latitudes at the ground', () => {
    const [latDeg, lonDeg]: [number[], number[]] = [[], []];
    for (let lat = -59.5; lat < 60; lat++) {
      const step = 4 / cosDeg(lat); // equal areas
      for (let lon = -180; lon < 180; lon += step) {
        latDeg.push(lat);
        lonDeg.push(lon);
      }
    }
    const { magLatDeg } = model.toMagneticArrays(
      { latDeg: Float64Array.from(latDeg), lonDeg: Float64Array.from(lonDeg) },
      0,
    );
    const gone = latDeg.filter((_, index) => Number.isNaN(magLatDeg[index]));
    expect(gone.length / latDeg.length).toBeGreaterThan(0.03);
    expect(gone.length / latDeg.length).toBeLessThan(0.12);
    expect(Math.min(...gone)).toBeGreaterThan(-20);
    expect(Math.max(...gone)).toBeLessThan(35);
  });

  test('times without a field have no model', () => {
    for (const utc of ['1994-12-31T23:00', '2030-01-02T00:00'])
      expect(createMagneticModel({ aacgm, igrf }, at(utc))).toBeNull();
    expect(createMagneticModel({ aacgm, igrf }, NaN)).toBeNull();
  });
});

describe('many places', () => {
  test('as one by one, to a millionth of a degree or two', () => {
    const places = fc.array(fc.tuple(degrees(-90, 90), degrees(-540, 540)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(places, height, (list, km) => {
        const many = model.toMagneticArrays(
          { latDeg: Float64Array.from(list, ([lat]) => lat), lonDeg: Float64Array.from(list, ([, lon]) => lon) },
          km,
        );
        list.forEach(([lat, lon], index) => {
          const one = model.toMagnetic(lat, lon, km);
          const [magLat, magLon] = [many.magLatDeg[index]!, many.magLonDeg[index]!];
          // At the very edge of the belt the latitude falls away like a root, and rounding decides whether it is there.
          if (!(Math.abs(one.magLatDeg) > 3 && Math.abs(magLat) > 3)) return;
          expect(apart(magLat, magLon, one.magLatDeg, one.magLonDeg)).toBeLessThan(Math.abs(magLat) > 30 ? 2e-6 : 1e-4);
        });
      }),
      { numRuns: 100 },
    );
  });

  test('NaN stays where it is, from single precision too, and the places around it are unharmed', () => {
    const latDeg = Float32Array.of(NaN, 58.25, 58.25, Infinity, -72.5);
    const lonDeg = Float32Array.of(-103.5, NaN, -103.5, 0, 180);
    const { magLatDeg, magLonDeg } = model.toMagneticArrays({ latDeg, lonDeg }, 110);
    expect(Array.from(magLatDeg, Number.isNaN)).toEqual([true, true, false, true, false]);
    expect(Array.from(magLonDeg, Number.isNaN)).toEqual([true, true, false, true, false]);
    const one = model.toMagnetic(58.25, -103.5, 110);
    expect(magLatDeg[2]).toBeCloseTo(one.magLatDeg, 6);
    expect(magLonDeg[2]).toBeCloseTo(one.magLonDeg, 6);
  });

  test('another height is another grid, and the way back takes the answer', () => {
    const places = { latDeg: Float64Array.of(58.2, 68.4), lonDeg: Float64Array.of(-103.7, -133.8) };
    for (const km of [110, 230, 110]) {
      const magnetic = model.toMagneticArrays(places, km);
      expect(magnetic.magLatDeg[0]).toBeCloseTo(model.toMagnetic(58.2, -103.7, km).magLatDeg, 6);
      const back = model.toGeographicArrays(magnetic, km);
      expect(back.latDeg[1]).toBeCloseTo(68.4, 5);
      expect(back.lonDeg[1]).toBeCloseTo(-133.8, 5);
    }
    expect(model.toMagneticArrays({ latDeg: new Float64Array(), lonDeg: new Float64Array() }, 110)).toEqual({
      magLatDeg: new Float64Array(),
      magLonDeg: new Float64Array(),
    });
  });
});

describe('where the fits end', () => {
  test('above 2000 km the field line goes on from the fit', () => {
    for (const [lat, lon] of [
      [58.23, -103.68],
      [69.65, 18.96],
      [-77.85, 166.67],
    ] as const) {
      // prettier-ignore
      const [below, above] = [model.toMagnetic(lat, lon, 2000), model.toMagnetic(lat, lon, 2000.001)];
      expect(apart(below.magLatDeg, below.magLonDeg, above.magLatDeg, above.magLonDeg)).toBeLessThan(0.02);
      const far = model.toMagnetic(lat, lon, 20_000);
      const back = model.toGeographic(far.magLatDeg, far.magLonDeg, 20_000);
      expect(apart(back.latDeg, back.lonDeg, lat, lon)).toBeLessThan(1e-4);
    }
  });

  test('before 2000 field lines only, and they meet the fits at the turn of the year', () => {
    const before = modelAt(at('1999-12-31T23:59:59'));
    const after = modelAt(at('2000-01-01T00:00'));
    const [a, b] = [before, after].map((each) => each.toMagnetic(58.23, -103.68, 110));
    expect(apart(a!.magLatDeg, a!.magLonDeg, b!.magLatDeg, b!.magLonDeg)).toBeLessThan(0.02);
    expect(apart(a!.magLatDeg, a!.magLonDeg, b!.magLatDeg, b!.magLonDeg)).toBeGreaterThan(0);
    const many = before.toMagneticArrays({ latDeg: Float64Array.of(58.23), lonDeg: Float64Array.of(-103.68) }, 110);
    expect(many.magLatDeg[0]).toBe(a!.magLatDeg);
    expect(before.mltOf(0, at('1999-12-31T06:00'))).toBeCloseTo(after.mltOf(0, at('1999-12-31T06:00')), 2);
  });

  test('a place at a pole of the field', () => {
    const pole = modelAt(at('1998-06-01T00:00')).toGeographic(90, 0, 110);
    expect(pole.latDeg).toBeCloseTo(82, 0);
    expect(modelAt(at('1998-06-01T00:00')).toMagnetic(pole.latDeg, pole.lonDeg, 110).magLatDeg).toBeGreaterThan(89.99);
  });
});

describe('time', () => {
  test.each([
    ['2014-01-01T00:00', 2014],
    ['2014-07-02T12:00', 2014.5],
    ['2016-07-02T00:00', 2016.5],
    ['2015-12-31T23:59:59.999999', 2016],
  ])('%s is the year %f', (utc, year) => {
    expect(yearFraction(at(utc))).toBeCloseTo(year, 9);
  });

  test('the poles of the magnetic coordinates wander without a jump, also across an epoch', () => {
    const polar = (each: MagneticModel) => each.toGeographic(90, 0, 110);
    const [a, b, c] = ['2014-12-31T23:00', '2015-01-01T01:00', '2015-12-31T23:00'].map((utc) =>
      polar(modelAt(at(utc))),
    );
    expect(apart(a!.latDeg, a!.lonDeg, b!.latDeg, b!.lonDeg)).toBeLessThan(1e-4);
    expect(apart(b!.latDeg, b!.lonDeg, c!.latDeg, c!.lonDeg)).toBeGreaterThan(0.005);
  });

  test('the Sun is in the zenith of the subsolar point, as the ephemeris has it', () => {
    fc.assert(
      fc.property(fc.integer({ min: at('2000-01-01T00:00'), max: at('2030-01-01T00:00') }), (whenUs) => {
        expect(sunElevationDeg(whenUs, subsolarPoint(whenUs))).toBeGreaterThan(89.985);
      }),
    );
  });

  test('magnetic local time and longitude are each other’s inverse; noon is under the Sun', () => {
    fc.assert(
      fc.property(degrees(-180, 180), fc.integer({ min: 0, max: 86_399 }), (magLon, second) => {
        const whenUs = timeUs + second * 1e6;
        const hours = model.mltOf(magLon, whenUs);
        expect(hours).toBeGreaterThanOrEqual(0);
        expect(hours).toBeLessThan(24);
        expect(Math.abs(signedDegrees(model.magneticLongitudeOf(hours, whenUs) - magLon))).toBeLessThan(1e-9);
      }),
    );
    const { latDeg, lonDeg } = subsolarPoint(timeUs);
    expect(model.mltOf(model.toMagnetic(latDeg, lonDeg, 700).magLonDeg, timeUs)).toBe(12);
    expect(model.mltOf(NaN, timeUs)).toBeNaN();
    expect(model.mltOf(Infinity, timeUs)).toBeNaN();
    expect(model.magneticLongitudeOf(NaN, timeUs)).toBeNaN();
  });

  test('whole turns of longitude and hours are the same', () => {
    expect(model.mltOf(400, timeUs)).toBeCloseTo(model.mltOf(40, timeUs), 9);
    expect(model.mltOf(-320, timeUs)).toBeCloseTo(model.mltOf(40, timeUs), 9);
    expect(model.magneticLongitudeOf(24, timeUs)).toBeCloseTo(model.magneticLongitudeOf(0, timeUs), 9);
  });
});
