import type { AacgmCoefficients, HeightSeries } from './aacgm-coefficients';
import { cosDeg, sinDeg, toDegrees } from './angles';
import { fromEcef, toEcef, type Place, type Vector } from './geodesy';
import { sphereKm } from './igrf';
import { atHeight, circleLength, fillCircle, levelLength, sumCircle } from './surface-harmonics';

/*
 * AACGM-v2 by its published fits, for heights up to 2000 km.
 * @see Shepherd (2014), Altitude-adjusted corrected geomagnetic coordinates, J. Geophys. Res. 119, 7501
 */

/** AACGM latitude, and longitude −180…180; both NaN where the coordinates are not defined. */
export interface MagneticPlace {
  readonly magLatDeg: number;
  readonly magLonDeg: number;
}

/** Up to this height the fits hold. */
export const fittedKm = 2000;

export const undefinedMagnetic: MagneticPlace = { magLatDeg: NaN, magLonDeg: NaN };
export const undefinedPlace: Place = { latDeg: NaN, lonDeg: NaN, altitudeKm: NaN };

// Filled and used up within each call.
const level = new Float64Array(levelLength);
const startLevel = new Float64Array(levelLength);
const circle = new Float64Array(circleLength);
const sums = new Float64Array(3);

/** Geodetic → AACGM. Within 0.017° of a traced field line, 0.005° on average. */
export function aacgmOf(series: HeightSeries, place: Place): MagneticPlace {
  if (!(Math.abs(place.latDeg) <= 90)) return undefinedMagnetic;
  fillGeodeticCircle(series, place.latDeg, place.altitudeKm, circle);
  sumCircle(circle, cosDeg(place.lonDeg), sinDeg(place.lonDeg), sums);
  return { magLatDeg: latitudeOf(sums), magLonDeg: longitudeOf(sums) };
}

/** The fit along a circle of geodetic latitude at a height above the ellipsoid. */
export function fillGeodeticCircle(series: HeightSeries, latDeg: number, altitudeKm: number, circle: Float64Array) {
  const [fromAxis, , z] = toEcef({ latDeg, lonDeg: 0, altitudeKm });
  const radiusKm = Math.sqrt(fromAxis * fromAxis + z * z);
  atHeight(series, (radiusKm - sphereKm) / fittedKm, level);
  fillCircle(level, z / radiusKm, fromAxis / radiusKm, circle);
}

/** Of x and y: cos²(latitude) = x² + y², the inverse of the field line's largest distance. Of z only the sign matters. */
export function latitudeOf(sums: Float64Array): number {
  const cosSquared = sums[0]! * sums[0]! + sums[1]! * sums[1]!;
  // More than 1: the field line does not reach the dipole's equator above the place. NaN compares as false.
  if (!(cosSquared <= 1)) return NaN;
  return toDegrees(Math.atan2(Math.sign(sums[2]!) * Math.sqrt(1 - cosSquared), Math.sqrt(cosSquared)));
}

export function longitudeOf(sums: Float64Array): number {
  const [x, y] = [sums[0]!, sums[1]!];
  return x * x + y * y <= 1 ? toDegrees(Math.atan2(y, x)) : NaN;
}

/**
 * AACGM → geodetic at a height above the ellipsoid, as the inverse of `aacgmOf`: there and back is the same place. The
 * published fit of this direction, which is five times less exact (0.02° on average and up to 0.1° from the traced field
 * line at auroral latitudes, more towards the equator), is where the search starts.
 *
 * @returns null when none is found, close to where the coordinates end: there are none, or the fits disagree
 */
export function placeOfAacgm(fits: AacgmCoefficients, magnetic: MagneticPlace, altitudeKm: number): Place | null {
  if (!(Math.abs(magnetic.magLatDeg) <= 90)) return null;
  const goal = directionOf(magnetic);
  // The sphere lies up to 14.5 km outside the ellipsoid: so low, no place is missed.
  const heightKm = altitudeKm - 15;
  atHeight(fits.toGeographic, heightKm / fittedKm, startLevel);
  let aim = goal;
  for (let round = 0; round < mostRounds; round++) {
    const start = placeOnLevel(startLevel, placeOfDirection(aim), heightKm);
    const place = { latDeg: start.latDeg, lonDeg: start.lonDeg, altitudeKm };
    const reached = directionOf(aacgmOf(fits.toMagnetic, place));
    const rest: Vector = [goal[0] - reached[0], goal[1] - reached[1], goal[2] - reached[2]];
    const distance = Math.sqrt(rest[0] * rest[0] + rest[1] * rest[1] + rest[2] * rest[2]);
    if (distance < found) return place;
    if (!(distance < 1)) return null; // NaN as well
    aim = [aim[0] + rest[0], aim[1] + rest[1], aim[2] + rest[2]];
  }
  return null;
}

/** Each round of the search adds about two digits. */
const mostRounds = 20;
/** On the unit sphere: a centimetre. */
const found = 2e-9;

/**
 * AACGM → geodetic by the published fit alone, as the AACGM library does it: `heightKm` counts from a sphere of 6371.2 km
 * around the Earth's centre, the altitude of the result from the ellipsoid.
 */
export function placeAtHeight(series: HeightSeries, magnetic: MagneticPlace, heightKm: number): Place {
  atHeight(series, heightKm / fittedKm, level);
  return placeOnLevel(level, magnetic, heightKm);
}

function placeOnLevel(level: Float64Array, { magLatDeg, magLonDeg }: MagneticPlace, heightKm: number): Place {
  if (!(Math.abs(magLatDeg) <= 90)) return undefinedPlace;
  const radius = 1 + heightKm / sphereKm;
  // The dipole's latitude of that field line at that distance.
  const cosLat = Math.sqrt(radius) * cosDeg(magLatDeg);
  if (!(cosLat <= 1)) return undefinedPlace;
  const sinLat = Math.sign(magLatDeg) * Math.sqrt(1 - cosLat * cosLat);
  fillCircle(level, sinLat, cosLat, circle);
  sumCircle(circle, cosDeg(magLonDeg), sinDeg(magLonDeg), sums);
  const [x, y, z] = [sums[0]!, sums[1]!, sums[2]!];
  const length = Math.sqrt(x * x + y * y + z * z);
  if (!(length > 0.9 && length < 1.1)) return undefinedPlace; // the fit has lost its way
  const scale = (radius * sphereKm) / length;
  return fromEcef([x * scale, y * scale, z * scale]);
}

function directionOf({ magLatDeg, magLonDeg }: MagneticPlace): Vector {
  const cosLat = cosDeg(magLatDeg);
  return [cosLat * cosDeg(magLonDeg), cosLat * sinDeg(magLonDeg), sinDeg(magLatDeg)];
}

function placeOfDirection([x, y, z]: Vector): MagneticPlace {
  return { magLatDeg: toDegrees(Math.atan2(z, Math.sqrt(x * x + y * y))), magLonDeg: toDegrees(Math.atan2(y, x)) };
}
