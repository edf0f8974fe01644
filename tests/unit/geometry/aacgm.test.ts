import { describe, expect, test } from 'vitest';
import { placeAtHeight } from '$lib/geometry/aacgm';
import { coefficientsAt } from '$lib/geometry/aacgm-coefficients';
import { tracedAacgm, tracedPlace } from '$lib/geometry/aacgm-tracing';
import { cosDeg, signedDegrees } from '$lib/geometry/angles';
import { createMainField } from '$lib/geometry/igrf';
import { subsolarPoint } from '$lib/geometry/subsolar-point';
import { aacgm, at, igrf, modelAt } from './magnetic-figures';
import { namedRows, readOracle, type Table } from './oracles';

interface Published {
  readonly epochs: readonly number[];
  readonly values: readonly (readonly number[])[];
}
interface MltOfDate {
  readonly date: string;
  readonly decimal_year: number;
  readonly solar_declination_deg: number;
  readonly subsolar_longitude_deg: number;
  readonly mlon_to_mlt: readonly (readonly [mlon: number, mlt: number])[];
  readonly mlt_to_mlon: readonly (readonly [mlt: number, mlon: number])[];
}
interface Reference {
  readonly dates: readonly string[];
  readonly g2a: Table;
  readonly a2g: Table;
  readonly trace: Table;
  readonly mlt: readonly MltOfDate[];
}

const published = readOracle<Published>('aacgm2-coefficients.json');
const reference = readOracle<Reference>('aacgm.json');
const datesUs = (reference?.dates ?? []).map(at);
const models = datesUs.map(modelAt);
const fits = models.map(({ year }) => coefficientsAt(aacgm, year)!);
const fields = models.map(({ year }) => createMainField(igrf, year)!);

/** As JSON has it, `null` is a number that is not defined. */
const isUndefined = (value: number | null | undefined) => value === null;
const turned = (a: number, b: number) => Math.abs(signedDegrees(a - b));

describe.skipIf(!published || !reference)('against reference figures', () => {
  test('the coefficients are those published, rounded to 1e-8', () => {
    let wanted = new Array<number>(3630).fill(0);
    expect(aacgm.map(({ epoch }) => epoch)).toEqual(published!.epochs);
    published!.values.forEach((changes, index) => {
      wanted = wanted.map((value, place) => value + changes[place]!);
      const { toMagnetic, toGeographic } = aacgm[index]!;
      const kept = [...toMagnetic, ...toGeographic].flatMap(({ x, y, z }) => [x, y, z].join(' ').split(' '));
      expect(kept.map(Number)).toEqual(wanted);
    });
  });

  test('geographic to AACGM: 1e-6° above 30° magnetic, 2e-5° below', () => {
    const rows = namedRows(reference!.g2a);
    expect(rows).toHaveLength(804);
    expect(rows.filter((row) => isUndefined(row.mlat_deg))).toHaveLength(69);
    for (const row of rows) {
      const model = models[row.date_index!]!;
      const { magLatDeg, magLonDeg } = model.toMagnetic(row.lat_deg!, row.lon_deg!, row.height_km!);
      expect(Number.isNaN(magLatDeg)).toBe(isUndefined(row.mlat_deg));
      expect(Number.isNaN(magLonDeg)).toBe(isUndefined(row.mlat_deg));
      if (isUndefined(row.mlat_deg)) continue;
      const limit = Math.abs(row.mlat_deg!) > 30 ? 1.1e-6 : 2e-5;
      expect(Math.abs(magLatDeg - row.mlat_deg!)).toBeLessThan(limit);
      expect(turned(magLonDeg, row.mlon_deg!) * cosDeg(row.mlat_deg!)).toBeLessThan(1.1e-6);
      const hours = model.mltOf(magLonDeg, datesUs[row.date_index!]!);
      expect(turned(15 * hours, 15 * row.mlt_h!) * cosDeg(row.mlat_deg!)).toBeLessThan(2e-6);
    }
  });

  test('AACGM to geographic by the published fit', () => {
    const rows = namedRows(reference!.a2g);
    expect(rows).toHaveLength(804);
    expect(rows.filter((row) => isUndefined(row.lat_deg))).toHaveLength(88);
    for (const row of rows) {
      const { toGeographic } = fits[row.date_index!]!;
      const magnetic = { magLatDeg: row.mlat_deg!, magLonDeg: row.mlon_deg! };
      const place = placeAtHeight(toGeographic, magnetic, row.height_km_geocentric!);
      expect(Number.isNaN(place.latDeg)).toBe(isUndefined(row.lat_deg));
      if (isUndefined(row.lat_deg)) continue;
      expect(Math.abs(place.latDeg - row.lat_deg!)).toBeLessThan(1e-6);
      expect(turned(place.lonDeg, row.lon_deg!) * cosDeg(row.lat_deg!)).toBeLessThan(1e-6);
      expect(Math.abs(place.altitudeKm - row.height_km_geodetic!)).toBeLessThan(2e-6);
    }
  });

  test('the model’s own way back lies where the published one does, but for what that is wrong by', () => {
    let worst = 0;
    for (const row of namedRows(reference!.a2g)) {
      if (isUndefined(row.lat_deg) || Math.abs(row.mlat_deg!) < 45) continue;
      const model = models[row.date_index!]!;
      const place = model.toGeographic(row.mlat_deg!, row.mlon_deg!, row.height_km_geodetic!);
      const apart = Math.hypot(
        place.latDeg - row.lat_deg!,
        signedDegrees(place.lonDeg - row.lon_deg!) * cosDeg(row.lat_deg!),
      );
      worst = Math.max(worst, apart);
    }
    expect(worst).toBeLessThan(0.15);
    expect(worst).toBeGreaterThan(0.02); // else the search would be in vain
  });

  test('field lines, to what the reference’s rounded field allows', () => {
    const rows = namedRows(reference!.trace);
    expect(rows).toHaveLength(132);
    for (const row of rows) {
      const place = { latDeg: row.lat_deg!, lonDeg: row.lon_deg!, altitudeKm: row.height_km! };
      const traced = tracedAacgm(fields[row.date_index!]!, place);
      expect(Math.abs(traced.magLatDeg - row.mlat_deg!)).toBeLessThan(5e-4);
      expect(turned(traced.magLonDeg, row.mlon_deg!) * cosDeg(row.mlat_deg!)).toBeLessThan(5e-4);
      const fitted = models[row.date_index!]!.toMagnetic(place.latDeg, place.lonDeg, place.altitudeKm);
      expect(Math.abs(fitted.magLatDeg - traced.magLatDeg)).toBeLessThan(0.009);
    }
  });

  test('magnetic local time and back', () => {
    reference!.mlt.forEach((row, index) => {
      const [model, timeUs] = [models[index]!, datesUs[index]!];
      expect(Math.abs(model.year - row.decimal_year)).toBeLessThan(1e-9);
      const sun = subsolarPoint(timeUs);
      expect(Math.abs(sun.latDeg - row.solar_declination_deg)).toBeLessThan(1e-8);
      expect(turned(sun.lonDeg, row.subsolar_longitude_deg)).toBeLessThan(1e-8);
      for (const [mlon, mlt] of row.mlon_to_mlt)
        expect(turned(15 * model.mltOf(mlon, timeUs), 15 * mlt)).toBeLessThan(1e-6);
      for (const [mlt, mlon] of row.mlt_to_mlon)
        expect(turned(model.magneticLongitudeOf(mlt, timeUs), mlon)).toBeLessThan(1e-6);
    });
  });
});

test('the way back is as near to the traced field line as the way there, where the published fit is not', () => {
  const timeUs = at('2014-03-10T06:00');
  const model = modelAt(timeUs);
  const field = createMainField(igrf, model.year)!;
  const { toGeographic } = coefficientsAt(aacgm, model.year)!;
  const apart = { own: 0, published: 0 };
  for (const magLatDeg of [-75, -62, 58, 67, 76, 89.9]) {
    for (const magLonDeg of [-170, -95, -30, 40, 110]) {
      const magnetic = { magLatDeg, magLonDeg };
      const traced = tracedPlace(field, magnetic, 110);
      const distance = ({ latDeg, lonDeg }: { latDeg: number; lonDeg: number }) =>
        Math.hypot(latDeg - traced.latDeg, signedDegrees(lonDeg - traced.lonDeg) * cosDeg(traced.latDeg));
      apart.own = Math.max(apart.own, distance(model.toGeographic(magLatDeg, magLonDeg, 110)));
      // At the height above the sphere that is 110 km above the ellipsoid.
      let heightKm = 110;
      for (let round = 0; round < 4; round++)
        heightKm += 110 - placeAtHeight(toGeographic, magnetic, heightKm).altitudeKm;
      apart.published = Math.max(apart.published, distance(placeAtHeight(toGeographic, magnetic, heightKm)));
    }
  }
  expect(apart.own).toBeLessThan(0.02);
  expect(apart.published).toBeGreaterThan(2 * apart.own);
});
