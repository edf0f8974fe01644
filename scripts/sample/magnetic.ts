import { cosDeg, signedDegrees, sinDeg, toDegrees } from '$lib/geometry/angles';

/** North pole of the centred dipole around 2025 (IGRF-14, to a tenth of a degree): good enough for an aurora to follow. */
const [poleLatDeg, poleLonDeg] = [80.8, -72.8];

/** Place in the dipole's own latitude and longitude; arcs of the sample event lie along its circles of latitude. */
export interface MagneticPlace {
  readonly latDeg: number;
  /** −180…180, rising to the east. */
  readonly lonDeg: number;
}

export function toMagnetic(latDeg: number, lonDeg: number): MagneticPlace {
  const east = cosDeg(latDeg) * sinDeg(lonDeg - poleLonDeg);
  const towardsPole = cosDeg(latDeg) * cosDeg(lonDeg - poleLonDeg);
  const up = sinDeg(latDeg);
  return {
    latDeg: toDegrees(Math.asin(up * sinDeg(poleLatDeg) + towardsPole * cosDeg(poleLatDeg))),
    lonDeg: signedDegrees(toDegrees(Math.atan2(east, towardsPole * sinDeg(poleLatDeg) - up * cosDeg(poleLatDeg)))),
  };
}
