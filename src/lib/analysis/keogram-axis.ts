import { hasCorners } from '$lib/geometry/corner-grid';
import { pixelPlace } from '$lib/geometry/skymap-projection';
import type { Skymap } from '$lib/model/skymap';

/** Where the middles of a keogram column's pixels look, one element a row as stored; NaN where that is undefined. */
export interface KeogramAxis {
  /** Geodetic. */
  readonly latDeg: Float64Array<ArrayBuffer>;
  /** −180…180; neighbours differ by nearly 360 across the seam. */
  readonly lonDeg: Float64Array<ArrayBuffer>;
  readonly elevationDeg: Float64Array<ArrayBuffer>;
}

/**
 * The axes of a keogram at an altitude. A column of pixels runs along the camera's own "up", which is no meridian: its
 * latitudes are those of its pixels, each at a longitude of its own, and far from linear in the row.
 *
 * Places are those of pixel middles, WGS84: the mean of a pixel's four corners at an altitude the skymap has a plane for,
 * computed from azimuth and elevation at any other. PyAuroraX labels row i with the corner i at the left edge of the
 * column instead, which is half a pixel off either way, and interpolates linearly between the planes.
 *
 * @param column as stored, see `middleColumn`; without meaning for a spectrograph, whose keogram has a row per bin
 */
export function keogramAxis(skymap: Skymap, column: number, altitudeKm: number): KeogramAxis {
  const isSlit = !hasCorners(skymap);
  const rows = isSlit ? skymap.width : skymap.height;
  const axis = { latDeg: empty(rows), lonDeg: empty(rows), elevationDeg: empty(rows) };
  for (let row = 0; row < rows; row++) {
    const place = isSlit ? pixelPlace(skymap, 0, row, altitudeKm) : pixelPlace(skymap, row, column, altitudeKm);
    axis.latDeg[row] = place.latDeg ?? NaN;
    axis.lonDeg[row] = place.lonDeg ?? NaN;
    axis.elevationDeg[row] = place.elevationDeg ?? NaN;
  }
  return axis;
}

function empty(rows: number): Float64Array<ArrayBuffer> {
  return new Float64Array(rows);
}
