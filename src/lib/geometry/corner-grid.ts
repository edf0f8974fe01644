import type { Skymap } from '$lib/model/skymap';
import { signedDegrees, unwrappedNear } from './angles';
import { placeBehind, type Place } from './geodesy';

/**
 * How corners are brought to an altitude the skymap has no plane for: along the line of sight, or linearly between the
 * nearest two planes (beyond the last one by extension), as the archive's own library does. Linear is good to 3 km
 * between the planes, and wrong by 60 km at 5° elevation when planes up to 150 km are extended to 230 km.
 */
export type AltitudeMethod = 'exact' | 'linear';

/** Pixel corners at one altitude, `[row][column]`, (height+1) × (width+1), geodetic degrees, longitude −180…180. */
export interface CornerGrid {
  readonly latDeg: Float64Array<ArrayBuffer>;
  readonly lonDeg: Float64Array<ArrayBuffer>;
}

/** Latitude and longitude −180…180, degrees. */
export type LatLon = readonly [latDeg: number, lonDeg: number];

/** A spectrograph's skymap gives one place per bin, and no corners. */
export function hasCorners({ height, width, altitudesKm, cornerLatDeg }: Skymap): boolean {
  return cornerLatDeg.length === altitudesKm.length * (height + 1) * (width + 1);
}

/**
 * All corners at an altitude; NaN where the lens does not see, and by `exact` also below the horizon. At an altitude
 * the skymap has a plane for, that plane as it is, by either method.
 *
 * @returns for a spectrograph the places of its bins, one row
 */
export function cornersAtAltitude(skymap: Skymap, altitudeKm: number, method: AltitudeMethod = 'exact'): CornerGrid {
  const size = planeSize(skymap);
  const latDeg = new Float64Array(size).fill(NaN);
  const lonDeg = new Float64Array(size).fill(NaN);
  for (let corner = 0; corner < size; corner++) {
    const place = cornerAt(skymap, corner, altitudeKm, method);
    if (place) [latDeg[corner], lonDeg[corner]] = place;
  }
  return { latDeg, lonDeg };
}

/**
 * One element of the corner planes at an altitude: see `cornersAtAltitude`.
 *
 * @param index within a plane
 * @returns null where the lens does not see
 */
export function cornerAt(skymap: Skymap, index: number, altitudeKm: number, method: AltitudeMethod): LatLon | null {
  const plane = skymap.altitudesKm.indexOf(altitudeKm);
  const corner = plane >= 0 ? stored(skymap, index, plane) : between(skymap, index, altitudeKm, method);
  return corner && Number.isFinite(corner[0]) && Number.isFinite(corner[1])
    ? [corner[0], signedDegrees(corner[1])]
    : null;
}

export function siteOf({ site }: Skymap): Place {
  return { latDeg: site.latDeg, lonDeg: site.lonDeg, altitudeKm: site.altitudeM / 1000 };
}

function planeSize({ cornerLatDeg, altitudesKm }: Skymap): number {
  return cornerLatDeg.length / altitudesKm.length;
}

/** Longitude as stored. */
function stored(skymap: Skymap, index: number, plane: number): LatLon {
  const element = plane * planeSize(skymap) + index;
  return [skymap.cornerLatDeg[element]!, skymap.cornerLonDeg[element]!];
}

function between(skymap: Skymap, index: number, altitudeKm: number, method: AltitudeMethod): LatLon | null {
  return method === 'exact' ? onLineOfSight(skymap, index, altitudeKm) : interpolated(skymap, index, altitudeKm);
}

/** The corner's direction is that of its highest mapped place: there a rounded degree turns it least. */
function onLineOfSight(skymap: Skymap, index: number, altitudeKm: number): LatLon | null {
  const highest = skymap.altitudesKm.length - 1;
  const [latDeg, lonDeg] = stored(skymap, index, highest);
  if (Number.isNaN(latDeg)) return null;
  const place = placeBehind(siteOf(skymap), { latDeg, lonDeg, altitudeKm: skymap.altitudesKm[highest]! }, altitudeKm);
  return place && [place.latDeg, place.lonDeg];
}

function interpolated(skymap: Skymap, index: number, altitudeKm: number): LatLon | null {
  const { altitudesKm } = skymap;
  if (altitudesKm.length < 2) return null;
  const above = altitudesKm.findIndex((plane) => plane > altitudeKm);
  const upper = above < 0 ? altitudesKm.length - 1 : Math.max(1, above);
  const [low, high] = [stored(skymap, index, upper - 1), stored(skymap, index, upper)];
  const [lowKm, highKm] = [altitudesKm[upper - 1]!, altitudesKm[upper]!];
  const part = (altitudeKm - lowKm) / (highKm - lowKm);
  const highLonDeg = unwrappedNear(high[1], low[1]);
  return [low[0] + (high[0] - low[0]) * part, low[1] + (highLonDeg - low[1]) * part];
}
