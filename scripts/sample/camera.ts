import { sightFrom } from '$lib/geometry/geodesy';
import { cosDeg, positiveDegrees, sinDeg, toDegrees } from '$lib/geometry/angles';
import { toMagnetic } from './magnetic';
import type { Camera, Lens } from './plan';

/** A direction in the sky over a camera: azimuth clockwise from north, degrees. */
export interface Direction {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** Lenses see a little below the horizon. */
const lowestDeg = -1;

/**
 * Where a point of the picture looks. Row 0 is to the north, up to the turn of the camera; column 0 is to the east in
 * files of THEMIS and REGO, to the west in those of TREx NIR and RGB.
 *
 * @param row continuous: the middle of pixel (r, c) is (r + 0.5, c + 0.5)
 * @returns null outside the lens circle
 */
export function directionOf(lens: Lens, row: number, column: number): Direction | null {
  const north = lens.axisRow - row;
  const east = (lens.axisColumn - column) * towardsEast(lens);
  const zenithDeg = zenithAngleDeg(Math.hypot(north, east) / lens.radius, lens.cubic);
  if (zenithDeg > 90 - lowestDeg) return null;
  const azimuthDeg = positiveDegrees(toDegrees(Math.atan2(east, north)) + lens.turnedDeg);
  return { azimuthDeg, elevationDeg: 90 - zenithDeg };
}

/** The point of the picture that looks in a direction; the inverse of `directionOf`. */
export function pointOf(lens: Lens, { azimuthDeg, elevationDeg }: Direction): { row: number; column: number } {
  const share = (90 - elevationDeg) / 90;
  const distance = lens.radius * (share + lens.cubic * (share ** 3 - share));
  const turned = azimuthDeg - lens.turnedDeg;
  return {
    row: lens.axisRow - distance * cosDeg(turned),
    column: lens.axisColumn - distance * sinDeg(turned) * towardsEast(lens),
  };
}

function towardsEast({ eastSide }: Lens): number {
  return eastSide === 'left' ? 1 : -1;
}

/** How much light the lens lets through in a direction, 1 on the axis. */
export function transmission({ edgeLight }: Lens, elevationDeg: number): number {
  return 1 - (1 - edgeLight) * ((90 - elevationDeg) / 90) ** 2;
}

/** Where every pixel of a camera looks; row by row, NaN outside the lens circle. */
export interface PixelGeometry {
  readonly elevationDeg: Float32Array;
  readonly azimuthDeg: Float32Array;
  /** Of the place where the line of sight meets the layer; NaN at and below the horizon. */
  readonly magneticLatDeg: Float32Array;
  readonly magneticLonDeg: Float32Array;
}

/** @param layerKm height of the layer that is looked at */
export function pixelGeometry({ height, width, lens, ...camera }: Camera, layerKm: number): PixelGeometry {
  const { latDeg, lonDeg, altitudeKm } = camera;
  const grid = () => new Float32Array(height * width).fill(NaN);
  const geometry = { elevationDeg: grid(), azimuthDeg: grid(), magneticLatDeg: grid(), magneticLonDeg: grid() };
  const sight = sightFrom({ latDeg, lonDeg, altitudeKm });
  for (let row = 0, index = 0; row < height; row++)
    for (let column = 0; column < width; column++, index++) {
      const direction = directionOf(lens, row + 0.5, column + 0.5);
      if (!direction) continue;
      geometry.elevationDeg[index] = direction.elevationDeg;
      geometry.azimuthDeg[index] = direction.azimuthDeg;
      if (direction.elevationDeg <= 0) continue;
      const place = sight(direction.azimuthDeg, direction.elevationDeg, layerKm);
      if (!place) continue;
      const magnetic = toMagnetic(place.latDeg, place.lonDeg);
      geometry.magneticLatDeg[index] = magnetic.latDeg;
      geometry.magneticLonDeg[index] = magnetic.lonDeg;
    }
  return geometry;
}

/** Solves share + cubic (share³ − share) = distance for the zenith angle. */
function zenithAngleDeg(distance: number, cubic: number): number {
  let share = distance;
  for (let round = 0; round < 6; round++) {
    const value = share + cubic * (share ** 3 - share);
    share -= (value - distance) / (1 + cubic * (3 * share * share - 1));
  }
  return 90 * share;
}
