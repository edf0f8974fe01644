import { aacgmOf, fittedKm, placeOfAacgm, type MagneticPlace } from './aacgm';
import { coefficientsAt, type AacgmFigures } from './aacgm-coefficients';
import { createAacgmGrid, type LatLonArrays, type MagneticArrays } from './aacgm-grid';
import { tracedAacgm, tracedPlace } from './aacgm-tracing';
import { signedDegrees } from './angles';
import type { Place } from './geodesy';
import { createMainField, type IgrfFigures } from './igrf';
import { subsolarPoint } from './subsolar-point';
import { yearFraction } from './year-fraction';

/** What a model is made of: plain data, for whoever loads it to hand on to a worker. */
export interface MagneticFigures {
  /** The two epochs around the instant; none outside 2000–2029. */
  readonly aacgm: readonly AacgmFigures[];
  readonly igrf: IgrfFigures;
}

/** Geodetic degrees, longitude −180…180, element by element; NaN where there is no place. */
export interface GeographicArrays {
  readonly latDeg: Float64Array<ArrayBuffer>;
  readonly lonDeg: Float64Array<ArrayBuffer>;
}

/**
 * AACGM-v2 coordinates at an instant. Heights are above the WGS84 ellipsoid; give the emission's: 0 km instead of 110
 * is half a degree wrong. Longitudes are given as −180…180 and taken as any. Where the coordinates are not defined (a belt
 * around the magnetic equator) and for what is no place, all answers are NaN.
 *
 * Up to 2000 km the published fits are used, above, and before 2000, field lines are followed (some milliseconds each).
 * Auroral places drift by 0.1° a year: a model may serve for a month.
 */
export interface MagneticModel {
  readonly year: number;
  toMagnetic(latDeg: number, lonDeg: number, heightKm: number): MagneticPlace;
  /** Many places at one height: as `toMagnetic` to 2e-6°, and many times as fast. */
  toMagneticArrays(places: LatLonArrays, heightKm: number): MagneticArrays;
  /** The inverse of `toMagnetic` to 1e-6°, but within 0.1° near the belt; the altitude is the height given. */
  toGeographic(magLatDeg: number, magLonDeg: number, heightKm: number): Place;
  /** Many places at one height, from the same arrays that `toMagneticArrays` gives. */
  toGeographicArrays(places: MagneticArrays, heightKm: number): GeographicArrays;
  /** Magnetic local time, hours 0…24 (24 left out): 12 is where the Sun's magnetic longitude is. */
  mltOf(magLonDeg: number, timeUs: number): number;
  /** The magnetic longitude −180…180 which has a magnetic local time. */
  magneticLongitudeOf(mltHours: number, timeUs: number): number;
}

/** Where the Sun's magnetic longitude is taken, by definition of MLT. */
const sunHeightKm = 700;

/** The model of an instant; null before 1995 and after 2030, for which no field is published. */
export function createMagneticModel({ aacgm, igrf }: MagneticFigures, timeUs: number): MagneticModel | null {
  const year = yearFraction(timeUs);
  const field = createMainField(igrf, year);
  if (!field) return null;
  const fits = coefficientsAt(aacgm, year);
  const isFitted = (heightKm: number) => fits !== null && heightKm <= fittedKm;

  const toMagnetic = (latDeg: number, lonDeg: number, altitudeKm: number) => {
    const place = { latDeg, lonDeg, altitudeKm };
    return fits && isFitted(altitudeKm) ? aacgmOf(fits.toMagnetic, place) : tracedAacgm(field, place);
  };

  // The arrays of one height come one after the other, site by site.
  let gridKm = NaN;
  let grid: ((places: LatLonArrays) => MagneticArrays) | null = null;

  // So do the longitudes of one instant.
  let sunUs = NaN;
  let sunLonDeg = NaN;
  function sunMagLonDeg(atUs: number): number {
    if (atUs !== sunUs) {
      const { latDeg, lonDeg } = subsolarPoint(atUs);
      sunLonDeg = toMagnetic(latDeg, lonDeg, sunHeightKm).magLonDeg;
      sunUs = atUs;
    }
    return sunLonDeg;
  }

  const toGeographic = (magLatDeg: number, magLonDeg: number, altitudeKm: number) => {
    const magnetic = { magLatDeg, magLonDeg };
    const fitted = fits && isFitted(altitudeKm) ? placeOfAacgm(fits, magnetic, altitudeKm) : null;
    return fitted ?? tracedPlace(field, magnetic, altitudeKm);
  };

  return {
    year,
    toMagnetic,
    toGeographic,
    toMagneticArrays(places, heightKm) {
      if (!fits || !isFitted(heightKm)) return oneByOne(places, heightKm, toMagnetic);
      if (!grid || heightKm !== gridKm) {
        grid = createAacgmGrid(fits.toMagnetic, heightKm);
        gridKm = heightKm;
      }
      return grid(places);
    },
    toGeographicArrays({ magLatDeg, magLonDeg }, heightKm) {
      const latDeg = new Float64Array(magLatDeg.length);
      const lonDeg = new Float64Array(magLatDeg.length);
      for (let index = 0; index < latDeg.length; index++) {
        const place = toGeographic(magLatDeg[index]!, magLonDeg[index]!, heightKm);
        latDeg[index] = place.latDeg;
        lonDeg[index] = place.lonDeg;
      }
      return { latDeg, lonDeg };
    },
    mltOf(magLonDeg, atUs) {
      const hours = (12 + (magLonDeg - sunMagLonDeg(atUs)) / 15) % 24;
      const forward = hours < 0 ? hours + 24 : hours;
      return forward === 24 ? 0 : forward; // a hair before midnight, rounded
    },
    magneticLongitudeOf: (mltHours, atUs) => signedDegrees(15 * (mltHours - 12) + sunMagLonDeg(atUs)),
  };
}

function oneByOne(
  { latDeg, lonDeg }: LatLonArrays,
  heightKm: number,
  toMagnetic: MagneticModel['toMagnetic'],
): MagneticArrays {
  const magLatDeg = new Float64Array(latDeg.length);
  const magLonDeg = new Float64Array(latDeg.length);
  for (let index = 0; index < latDeg.length; index++) {
    const place = toMagnetic(latDeg[index]!, lonDeg[index]!, heightKm);
    magLatDeg[index] = place.magLatDeg;
    magLonDeg[index] = place.magLonDeg;
  }
  return { magLatDeg, magLonDeg };
}
