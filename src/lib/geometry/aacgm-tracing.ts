import { undefinedMagnetic, undefinedPlace, type MagneticPlace } from './aacgm';
import { cosDeg, sinDeg, toDegrees } from './angles';
import { followFieldLine } from './field-line';
import { fromEcef, toEcef, type Place, type Vector } from './geodesy';
import { sphereKm, type MainField } from './igrf';

/*
 * AACGM-v2 by its definition: a field line of the main field is followed to the equator of its centred dipole. A thousand
 * times slower than the fits, and for where they end.
 */

/** Farther out than this, in Earth radii, a line is open as far as can be computed: it belongs to the pole. */
const mostRadii = 1e9;

/** Geodetic → AACGM; undefined where the field line does not rise above the place on its way to the equator. */
export function tracedAacgm(field: MainField, place: Place): MagneticPlace {
  if (!(Math.abs(place.latDeg) <= 90) || !Number.isFinite(place.lonDeg + place.altitudeKm)) return undefinedMagnetic;
  const { north, zero, east } = field.dipole;
  const start = toEcef(place);
  const height = (point: Vector) => dot(point, north);
  const isNorth = height(start) > 0;
  const crossing = followFieldLine(field, start, isNorth ? -1 : 1, height);
  if (!crossing) return undefinedMagnetic;
  const radii = Math.sqrt(dot(crossing, crossing)) / sphereKm;
  if (!(radii >= 1 && radii * sphereKm >= Math.sqrt(dot(start, start)))) return undefinedMagnetic;
  const latDeg = toDegrees(Math.atan(Math.sqrt(radii - 1)));
  return {
    magLatDeg: isNorth ? latDeg : -latDeg,
    magLonDeg: toDegrees(Math.atan2(dot(crossing, east), dot(crossing, zero))),
  };
}

/** AACGM → geodetic at a height above the ellipsoid; NaN where the field line does not rise to it. */
export function tracedPlace(field: MainField, { magLatDeg, magLonDeg }: MagneticPlace, altitudeKm: number): Place {
  if (!(Math.abs(magLatDeg) <= 90) || !Number.isFinite(magLonDeg + altitudeKm)) return undefinedPlace;
  const radii = Math.min(mostRadii, 1 / cosDeg(magLatDeg) ** 2);
  const { zero, east } = field.dipole;
  const [toZero, toEast] = [cosDeg(magLonDeg) * radii * sphereKm, sinDeg(magLonDeg) * radii * sphereKm];
  const start: Vector = [
    zero[0] * toZero + east[0] * toEast,
    zero[1] * toZero + east[1] * toEast,
    zero[2] * toZero + east[2] * toEast,
  ];
  const above = (point: Vector) => fromEcef(point).altitudeKm - altitudeKm;
  if (!(above(start) > 0)) return undefinedPlace;
  const end = followFieldLine(field, start, magLatDeg > 0 ? 1 : -1, above);
  return end ? fromEcef(end) : undefinedPlace;
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
