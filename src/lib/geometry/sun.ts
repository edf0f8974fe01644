import { cosDeg, signedDegrees, sinDeg, toDegrees } from './angles';
import {
  auKm,
  daysSince2000,
  dayUs,
  elevationDeg,
  fromEcliptic,
  interpolated,
  nutation,
  siderealDeg,
  standAt,
  turning,
} from './earth-turn';
import type { GroundPlace, Vector } from './geodesy';

/*
 * The Sun over a place on the ground, seen from the place on the ellipsoid and not from the Earth's centre, without
 * refraction. Of the planetary theory VSOP87 only what moves the Earth by more than 0.3″ is here: within 0.0003° of
 * astronomy-engine from 2004 to 2030, at a tenth of its weight in the page.
 * @see Bretagnon & Francou 1988, Astronomy and Astrophysics 202, 309 (VSOP87)
 */

/** Elevation of the middle of the Sun's disc, topocentric, no refraction. */
export function sunElevationDeg(timeUs: number, place: GroundPlace): number {
  return elevationDeg(sunAt(timeUs), siderealDeg(timeUs), standAt(place));
}

/** The same elevation for many instants, much faster. */
export interface SunOver {
  sunElevationDeg(timeUs: number): number;
  /** How far the Sun is past the meridian, −180…180; ±180 is the Sun's midnight. */
  sunHourAngleDeg(timeUs: number): number;
}

/**
 * The Sun over one place: its position is computed once a day and interpolated by cubics in between; the Earth turns
 * exactly. Differs from the function above by less than 0.0001°.
 */
export function sunOver(place: GroundPlace): SunOver {
  const stand = standAt(place);
  const sun = interpolated(sunAt, dayUs);
  const turnedDeg = turning();
  return {
    sunElevationDeg: (timeUs) => elevationDeg(sun(timeUs), turnedDeg(timeUs), stand),
    sunHourAngleDeg: (timeUs) => {
      const [x, y] = sun(timeUs);
      return signedDegrees(turnedDeg(timeUs) + place.lonDeg - toDegrees(Math.atan2(y, x)));
    },
  };
}

/** Apparent place of the Sun, kilometres from the Earth's centre, true equator and equinox of date. */
export function sunAt(timeUs: number): Vector {
  const days = daysSince2000(timeUs);
  const millennia = (days + clockDays - lightDays) / 365_250;
  const anomaly = 6283.0758499914 * millennia;
  let earthRad = 1.75347045673 + anomaly;
  for (const [size, phase, rate] of longitudeTerms) earthRad += size * 1e-8 * Math.cos(phase + rate * millennia);
  earthRad +=
    millennia * (0.00206058863 * Math.cos(2.67823455808 + anomaly) + 0.00004303419 * Math.cos(2.63512 + 2 * anomaly));
  earthRad += millennia ** 2 * 0.00008721859 * Math.cos(1.07253635559 + anomaly);
  // The theory counts from the equinox of 2000, which has moved on since.
  const precessionDeg = (50287.96195 * millennia + 110.54348 * millennia ** 2) / 3600;
  const lonDeg = toDegrees(earthRad) + 180 + precessionDeg + nutation(days).longitudeDeg;
  const distanceKm =
    auKm * (1.00014 + 0.016707 * Math.cos(3.09846 + anomaly) + 0.00014 * Math.cos(3.05525 + 2 * anomaly));
  return fromEcliptic([distanceKm * cosDeg(lonDeg), distanceKm * sinDeg(lonDeg), 0], days);
}

/** Light from the Sun, 499 s: where it stood then is where it is seen. */
const lightDays = 0.0057755;
/** The clock of the theory is ahead of UTC by 64 s in 2000 and 69 s in 2025; the Sun moves 0.0001° in the difference. */
const clockDays = 67 / 86_400;

/** Size (10⁻⁸ radians), phase (radians) and rate (radians in a thousand years) of the Earth's longitude in VSOP87. */
const longitudeTerms: readonly (readonly [size: number, phase: number, rate: number])[] = [
  [3341656, 4.66926, 6283.0758],
  [34894, 4.6261, 12566.1517],
  [3418, 2.82887, 3.5231],
  [3497, 2.74412, 5753.3849],
  [3136, 3.62767, 77713.7715],
  [2676, 4.41808, 7860.4194],
  [2343, 6.13516, 3930.2097],
  [1273, 2.0371, 529.691],
  [1324, 0.74246, 11506.7698],
  [902, 2.04505, 26.2983],
  [1199, 1.10963, 1577.3435],
  [857, 3.50849, 398.149],
  [780, 1.17883, 5223.6939],
  [990, 5.23268, 5884.9268],
  [753, 2.53339, 5507.5532],
  [505, 4.58293, 18849.2275],
  [492, 4.20506, 775.5226],
  [357, 2.91954, 0.0673],
  [284, 1.89869, 796.298],
  [243, 0.34481, 5486.7778],
  [317, 5.84902, 11790.6291],
  [271, 0.31486, 10977.0788],
  [206, 4.80647, 2544.3144],
  [205, 1.86954, 5573.1428],
  [202, 2.45768, 6069.7768],
  [126, 1.08295, 20.7754],
  [156, 0.83306, 213.2991],
];
