import type { MosaicView } from '$lib/model/mosaic';
import { cosDeg, sinDeg, toDegrees } from './angles';
import type { GroundPlace } from './geodesy';
import type { MapPoint, MapProjection } from './map-projection';

/** What of a map's plane is looked at: its middle, and how many metres of it a pixel is wide. */
export interface MapCamera extends MapPoint {
  readonly metresPerPixel: number;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The middle of places on the sphere; null for none, or where they are all around it. */
export function middleOf(places: readonly GroundPlace[]): GroundPlace | null {
  let [x, y, z] = [0, 0, 0];
  for (const { latDeg, lonDeg } of places) {
    x += cosDeg(latDeg) * cosDeg(lonDeg);
    y += cosDeg(latDeg) * sinDeg(lonDeg);
    z += sinDeg(latDeg);
  }
  const out = Math.sqrt(x * x + y * y);
  if (!(Math.sqrt(out * out + z * z) > 1e-6)) return null;
  return { latDeg: toDegrees(Math.atan2(z, out)), lonDeg: toDegrees(Math.atan2(y, x)) };
}

/** Metres around the only place, or where a map shows none. */
const aloneM = 1_000_000;

/** The closest look at all places; at the middle of the plane where the map shows none of them. */
export function cameraAround(
  projection: MapProjection,
  places: readonly GroundPlace[],
  { width, height }: PictureSize,
): MapCamera {
  let [left, right, below, above] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { latDeg, lonDeg } of places) {
    const { x, y } = projection.forward(latDeg, lonDeg);
    if (!Number.isFinite(x + y)) continue;
    [left, right, below, above] = [Math.min(left, x), Math.max(right, x), Math.min(below, y), Math.max(above, y)];
  }
  if (!(right > left && above > below)) {
    const [x, y] = left === right ? [left, below] : [0, 0];
    return { x, y, metresPerPixel: (2 * aloneM) / Math.min(width, height) };
  }
  return {
    x: (left + right) / 2,
    y: (below + above) / 2,
    metresPerPixel: Math.max((right - left) / width, (above - below) / height),
  };
}

/** From the plane to the pixels of a picture. */
export function viewThrough({ x, y, metresPerPixel }: MapCamera, { width, height }: PictureSize): MosaicView {
  const scale = 1 / metresPerPixel;
  return { width, height, fromPlane: [scale, 0, width / 2 - x * scale, 0, -scale, height / 2 + y * scale] };
}

/** Where a point of the plane stands in the picture, pixels from its upper left corner. */
export function pixelOfPoint({ fromPlane: [a, b, c, d, e, f] }: MosaicView, { x, y }: MapPoint): MapPoint {
  return { x: a * x + b * y + c, y: d * x + e * y + f };
}

/** The point of the plane under a pixel of the picture. */
export function pointOfPixel(camera: MapCamera, { width, height }: PictureSize, pixel: MapPoint): MapPoint {
  const { x, y, metresPerPixel } = camera;
  return { x: x + (pixel.x - width / 2) * metresPerPixel, y: y - (pixel.y - height / 2) * metresPerPixel };
}
