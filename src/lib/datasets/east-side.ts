import type { Skymap } from '$lib/model/skymap';

/** Pixels that tell directions well: high enough for the lens to be regular, low enough for azimuth to mean something. */
const minElevationDeg = 20;
const maxElevationDeg = 70;
const toleranceDeg = 5;

interface Directions {
  readonly elevationDeg: Float32Array;
  readonly azimuthDeg: Float32Array;
  readonly width: number;
  /** Index of the pixel of largest elevation. */
  readonly zenith: number;
}

/**
 * On which side east lies when row 0 is drawn on top and north points up, told by the azimuth grid. Both grids are
 * `[row][column]`, degrees.
 */
export function eastSideOf(elevationDeg: Float32Array, azimuthDeg: Float32Array, width: number): Skymap['eastSide'] {
  const directions = { elevationDeg, azimuthDeg, width, zenith: indexOfLargest(elevationDeg) };
  const toNorth = meanDirection(directions, 0);
  const toEast = meanDirection(directions, 90);
  // The cross product with x to the right and y up: negative where east is clockwise of north, as on a map.
  const cross = toNorth.x * toEast.y - toNorth.y * toEast.x;
  if (!(Math.abs(cross) > 0.1)) return 'unknown'; // too few pixels, or grids that are no sky
  return cross < 0 ? 'right' : 'left';
}

/** Mean of the unit vectors from the zenith's pixel to those near an azimuth; NaN where there are none. */
function meanDirection({ elevationDeg, azimuthDeg, width, zenith }: Directions, azimuth: number) {
  let [x, y, count] = [0, 0, 0];
  for (let index = 0; index < elevationDeg.length; index++) {
    const elevation = elevationDeg[index]!;
    if (!(elevation > minElevationDeg && elevation < maxElevationDeg)) continue;
    if (!(Math.abs(((azimuthDeg[index]! - azimuth + 540) % 360) - 180) < toleranceDeg)) continue;
    const right = (index % width) - (zenith % width);
    const up = Math.floor(zenith / width) - Math.floor(index / width);
    const distance = Math.hypot(right, up);
    if (distance === 0) continue;
    x += right / distance;
    y += up / distance;
    count++;
  }
  return { x: x / count, y: y / count };
}

function indexOfLargest(values: Float32Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if (values[index]! > values[best]! || Number.isNaN(values[best]!)) best = index;
  }
  return best;
}
