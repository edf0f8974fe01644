import { Body, Equator, Horizon, MakeTime, Observer } from 'astronomy-engine';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sunElevationDeg } from '$lib/geometry/sun';
import { moonElevationDeg, moonLit, skyOver } from '$lib/geometry/sun-moon';
import { readOracle } from './oracles';
import { shortSolarElevationDeg } from './short-solar-series';

const at = (utc: string) => Date.parse(utc) * 1000;
const anyTime = fc.integer({ min: at('2004-01-01T00:00Z'), max: at('2030-12-31T00:00Z') });
const anyPlace = fc.record({
  latDeg: fc.double({ min: -89, max: 89, noNaN: true }),
  lonDeg: fc.double({ min: -180, max: 180, noNaN: true }),
});

interface SunMoonTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}
const table = readOracle<SunMoonTable>('sun_moon.json');

describe.skipIf(!table)('against another ephemeris', () => {
  test('elevations and phase', () => {
    expect(table!.rows).toHaveLength(20);
    for (const row of table!.rows) {
      const value = (column: string) => Number(row[table!.columns.indexOf(column)]);
      const timeUs = at(`${row[table!.columns.indexOf('utc')]}Z`);
      const place = { latDeg: value('lat_deg'), lonDeg: value('lon_deg') };
      expect(Math.abs(sunElevationDeg(timeUs, place) - value('sun_alt_deg'))).toBeLessThan(0.001);
      expect(Math.abs(moonElevationDeg(timeUs, place) - value('moon_alt_deg'))).toBeLessThan(0.003);
      expect(Math.abs(moonLit(timeUs) - value('moon_illuminated_fraction'))).toBeLessThan(0.0002);
    }
  });
});

test('the Sun as the short series of the almanacs has it', () => {
  fc.assert(
    fc.property(anyTime, anyPlace, (timeUs, place) => {
      const short = shortSolarElevationDeg(timeUs, place);
      // The series is good to a fraction of an arc minute; the Sun's parallax is 0.0024° of the difference.
      expect(Math.abs(sunElevationDeg(timeUs, place) - short)).toBeLessThan(0.012);
    }),
    { numRuns: 300 },
  );
});

test('the Sun as a whole ephemeris has it', () => {
  fc.assert(
    fc.property(anyTime, anyPlace, (timeUs, place) => {
      const time = MakeTime(new Date(timeUs / 1000));
      const observer = new Observer(place.latDeg, place.lonDeg, 0);
      const { ra, dec } = Equator(Body.Sun, time, observer, true, true);
      const { altitude } = Horizon(time, observer, ra, dec);
      expect(Math.abs(sunElevationDeg(timeUs, place) - altitude)).toBeLessThan(0.0005);
    }),
    { numRuns: 500 },
  );
});

test('at an equinox noon the Sun stands at 90° less the latitude', () => {
  // 2016-03-20 04:30 UTC; at noon over Greenwich 7.5 minutes late, the Sun is 0.13° north already.
  for (const latDeg of [0, 23, 56.38, 80])
    expect(sunElevationDeg(at('2016-03-20T12:07:30Z'), { latDeg, lonDeg: 0 })).toBeCloseTo(
      latDeg === 0 ? 90 - 0.13 : 90 - latDeg + 0.13,
      1,
    );
});

test('in a total eclipse both stand in the same place', () => {
  // Greatest eclipse of 2017-08-21 near Hopkinsville, Kentucky: the Sun 63.9° high.
  const place = { latDeg: 36.975, lonDeg: -87.655 };
  const timeUs = at('2017-08-21T18:25:32Z');
  expect(Math.abs(sunElevationDeg(timeUs, place) - 63.9)).toBeLessThan(0.1);
  expect(Math.abs(sunElevationDeg(timeUs, place) - moonElevationDeg(timeUs, place))).toBeLessThan(0.02);
});

test.each([
  ['full', '2014-03-16T17:08Z', 0.99, 1],
  ['new', '2014-03-01T08:00Z', 0, 0.01],
  ['first quarter', '2014-03-08T13:27Z', 0.49, 0.51],
  ['full', '2018-01-31T13:27Z', 0.999, 1],
])('%s Moon at %s', (_, utc, least, most) => {
  expect(moonLit(at(utc))).toBeGreaterThanOrEqual(least);
  expect(moonLit(at(utc))).toBeLessThanOrEqual(most);
});

test('the fast way keeps its bound', () => {
  fc.assert(
    fc.property(anyTime, anyPlace, (timeUs, place) => {
      const sky = skyOver(place);
      for (let hour = -3; hour < 27; hour += 1.7) {
        const thenUs = timeUs + Math.round(hour * 3.6e9);
        expect(Math.abs(sky.sunElevationDeg(thenUs) - sunElevationDeg(thenUs, place))).toBeLessThan(0.0001);
        expect(Math.abs(sky.moonElevationDeg(thenUs) - moonElevationDeg(thenUs, place))).toBeLessThan(0.0001);
      }
    }),
    { numRuns: 100 },
  );
});

test('the hour angle is zero at noon', () => {
  // Equation of time of 2014-03-10: the Sun is 10.3 minutes late; GILL is 94.64° west, 6 h 18.6 min.
  const sky = skyOver({ latDeg: 56.38, lonDeg: -94.64 });
  expect(Math.abs(sky.sunHourAngleDeg(at('2014-03-10T18:28:50Z')))).toBeLessThan(0.1);
  expect(Math.abs(sky.sunHourAngleDeg(at('2014-03-10T06:28:50Z')))).toBeGreaterThan(179.9);
  expect(sky.sunHourAngleDeg(at('2014-03-10T19:28:50Z'))).toBeCloseTo(15, 0);
});
