import type { Skymap } from '$lib/model/skymap';
import { signedDegrees, unwrappedNear } from './angles';
import { cornerAt, hasCorners, siteOf, type AltitudeMethod, type LatLon } from './corner-grid';
import { directionIndexOf, pixelDirection } from './direction-index';
import { placeAtAltitude } from './geodesy';

/*
 * Between pixels, directions and places. Rows and columns are those of the file; fractional ones count from the middle
 * of a pixel, so that (3, 7) is the middle of pixel (3, 7) and (2.5, 6.5) its first corner.
 */

/** A place in the picture; whole numbers are the middles of pixels. */
export interface PixelPoint {
  readonly row: number;
  readonly column: number;
}

/** Where a pixel looks, and what is there at an altitude; null where it sees no sky or the file does not say. */
export interface PixelPlace {
  readonly elevationDeg: number | null;
  readonly azimuthDeg: number | null;
  readonly latDeg: number | null;
  /** −180…180 */
  readonly lonDeg: number | null;
}

const nowhere: PixelPlace = { elevationDeg: null, azimuthDeg: null, latDeg: null, lonDeg: null };

/**
 * Direction of a pixel's middle and the place where that line of sight reaches an altitude, WGS84. At an altitude the
 * skymap has a plane for, the place is the mean of the pixel's four corners (none at the lens's edge, where a corner is
 * missing); at any other it is computed from azimuth and elevation (none below the horizon).
 */
export function pixelPlace(skymap: Skymap, row: number, column: number, altitudeKm: number): PixelPlace {
  const direction = pixelDirection(skymap, row, column);
  if (!direction) return nowhere;
  const { azimuthDeg, elevationDeg } = direction;
  const seen = skymap.altitudesKm.includes(altitudeKm)
    ? mappedMiddle(skymap, row, column, altitudeKm)
    : lineOfSight(skymap, azimuthDeg, elevationDeg, altitudeKm);
  return { elevationDeg, azimuthDeg, latDeg: seen?.[0] ?? null, lonDeg: seen?.[1] ?? null };
}

/**
 * Outline of a pixel at an altitude: its corners (row, column), (row, column+1), (row+1, column+1), (row+1, column).
 * Longitudes are −180…180 each: across the seam neighbours differ by nearly 360.
 *
 * @returns null where a corner is not seen, and for a spectrograph, whose bins have no corners
 */
export function cornerPolygon(
  skymap: Skymap,
  row: number,
  column: number,
  altitudeKm: number,
  method: AltitudeMethod = 'exact',
): readonly [LatLon, LatLon, LatLon, LatLon] | null {
  if (!isPixel(skymap, row, column) || !hasCorners(skymap)) return null;
  const first = row * (skymap.width + 1) + column;
  const below = first + skymap.width + 1;
  const [a, b, c, d] = [first, first + 1, below + 1, below].map((index) => cornerAt(skymap, index, altitudeKm, method));
  return a && b && c && d ? [a, b, c, d] : null;
}

/**
 * The pixel that looks nearest to a direction, by the angle on the sky.
 * @returns null where none looks within about its own width of it: outside the lens circle or off the chip
 */
export function nearestPixel(skymap: Skymap, azimuthDeg: number, elevationDeg: number): PixelPoint | null {
  return directionIndexOf(skymap).nearest(azimuthDeg, elevationDeg);
}

/** The point of the picture that looks in a direction, between pixel middles; null as for `nearestPixel`. */
export function pixelOfDirection(skymap: Skymap, azimuthDeg: number, elevationDeg: number): PixelPoint | null {
  return directionIndexOf(skymap).locate(azimuthDeg, elevationDeg);
}

/**
 * Where north, east, south and west stand in the picture at an elevation. Where the chip cuts the lens circle off above
 * it, the lowest point that is seen in that direction; null where none is.
 */
export function compassPoints(
  skymap: Skymap,
  elevationDeg: number,
): Record<'north' | 'east' | 'south' | 'west', PixelPoint | null> {
  const lowest = (azimuthDeg: number) => {
    for (let elevation = elevationDeg; elevation < 89; elevation += 0.5) {
      const point = pixelOfDirection(skymap, azimuthDeg, elevation);
      if (point) return point;
    }
    return null;
  };
  return { north: lowest(0), east: lowest(90), south: lowest(180), west: lowest(270) };
}

function mappedMiddle(skymap: Skymap, row: number, column: number, altitudeKm: number): LatLon | null {
  if (!hasCorners(skymap)) return cornerAt(skymap, column, altitudeKm, 'exact');
  const corners = cornerPolygon(skymap, row, column, altitudeKm);
  if (!corners) return null;
  const [, reference] = corners[0];
  let [latSum, lonSum] = [0, 0];
  for (const [lat, lon] of corners) {
    latSum += lat;
    lonSum += unwrappedNear(lon, reference);
  }
  return [latSum / 4, signedDegrees(lonSum / 4)];
}

function lineOfSight(skymap: Skymap, azimuthDeg: number, elevationDeg: number, altitudeKm: number): LatLon | null {
  const place = placeAtAltitude(siteOf(skymap), azimuthDeg, elevationDeg, altitudeKm);
  return place && Number.isFinite(place.latDeg) ? [place.latDeg, place.lonDeg] : null;
}

function isPixel({ height, width }: Skymap, row: number, column: number): boolean {
  return row >= 0 && row < height && column >= 0 && column < width;
}
