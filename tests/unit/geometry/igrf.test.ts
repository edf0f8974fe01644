import { describe, expect, test } from 'vitest';
import { signedDegrees, toDegrees } from '$lib/geometry/angles';
import { createMainField, fieldAtPlace, type MainField } from '$lib/geometry/igrf';
import { igrf } from './magnetic-figures';
import { namedRows, readOracle, type Table } from './oracles';

type Term = readonly ['g' | 'h', ...number[]];
const published = readOracle<{ epochs: number[]; rows: readonly Term[] }>('igrf14.json');
const computed = readOracle<Table & { dipole: Table }>('igrf_field.json');

const fieldOf = (year: number): MainField => createMainField(igrf, year)!;

describe.skipIf(!published || !computed)('against reference figures', () => {
  test('the coefficients are those published', () => {
    const kept = igrf.terms.map((term) => term.split(' '));
    expect(kept.map(([kind, ...values]) => [kind, ...values.map(Number)])).toEqual(published!.rows);
    expect(igrf.epochs).toEqual(published!.epochs);
  });

  test('the field at a place', () => {
    const rows = namedRows(computed);
    expect(rows).toHaveLength(65);
    for (const row of rows) {
      const place = { latDeg: row.lat_geodetic_deg!, lonDeg: row.lon_deg!, altitudeKm: row.height_km_WGS84! };
      const field = fieldAtPlace(fieldOf(row.decimal_year!), place);
      expect(Math.abs(field.northNt - row.X_north_nT!)).toBeLessThan(0.01);
      expect(Math.abs(field.eastNt - row.Y_east_nT!)).toBeLessThan(0.01);
      expect(Math.abs(field.downNt - row.Z_down_nT!)).toBeLessThan(0.01);
      expect(Math.abs(field.totalNt - row.F_nT!)).toBeLessThan(0.01);
      expect(Math.abs(signedDegrees(field.declinationDeg - row.declination_deg!))).toBeLessThan(1e-5);
    }
  });

  test('the centred dipole', () => {
    for (const row of namedRows(computed!.dipole)) {
      const { north, nT } = fieldOf(row.decimal_year!).dipole;
      expect(Math.abs(toDegrees(Math.asin(north[2])) - row.north_pole_lat_deg!)).toBeLessThan(1e-6);
      expect(Math.abs(toDegrees(Math.atan2(north[1], north[0])) - row.north_pole_lon_deg!)).toBeLessThan(1e-6);
      expect(Math.abs(nT - row.B0_nT!)).toBeLessThan(0.001);
    }
  });
});

test('at a pole the field is one vector, whatever longitude it is written with', () => {
  const field = fieldOf(2014.2);
  for (const latDeg of [90, -90]) {
    const [east, west] = [0, 180].map((lonDeg) => fieldAtPlace(field, { latDeg, lonDeg, altitudeKm: 110 }));
    expect(east!.northNt).toBeCloseTo(-west!.northNt, 6);
    expect(east!.downNt).toBeCloseTo(west!.downNt, 6);
    const near = fieldAtPlace(field, { latDeg: latDeg * (1 - 1e-9), lonDeg: 0, altitudeKm: 110 });
    expect(near.northNt).toBeCloseTo(east!.northNt, 3);
  }
});

test('far out only the dipole is left', () => {
  const field = fieldOf(2014.2);
  const { dipole } = field;
  const far = 1e6 * 6371.2;
  const [x, y, z] = field.at([dipole.zero[0] * far, dipole.zero[1] * far, dipole.zero[2] * far]);
  const strength = Math.hypot(x, y, z);
  expect(strength * 1e18).toBeCloseTo(dipole.nT, -1);
  expect((x * dipole.north[0] + y * dipole.north[1] + z * dipole.north[2]) / strength).toBeCloseTo(1, 9);
});

test('no field is made up for other times', () => {
  expect([1994.99, 2030.01, NaN, Infinity].map((year) => createMainField(igrf, year))).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(createMainField(igrf, 1995)).not.toBeNull();
  expect(createMainField(igrf, 2030)).not.toBeNull();
});
