import type { Skymap } from '$lib/model/skymap';
import { localFrame, toEcef, type Place, type Vector } from './geodesy';
import { cornerPolygon, type PixelPoint } from './skymap-projection';

/** As many as from one edge of the largest picture to the other, and back. */
const mostSteps = 4000;

/**
 * The pixel whose outline at an altitude holds a place, whole numbers: found by walking there from a pixel nearby, each
 * step over the side that the place lies beyond. What a map of a certain size shows at a place may be a neighbour of it.
 *
 * @param start a pixel whose outline is known
 * @returns null where the way leads off the picture or to pixels without an outline
 */
export function pixelHolding(skymap: Skymap, start: PixelPoint, place: Place): PixelPoint | null {
  const { altitudeKm } = place;
  const flat = flatAround(place);
  let { row, column } = start;
  let [rowBefore, columnBefore] = [-1, -1];
  for (let step = 0; step < mostSteps; step++) {
    const outline = cornerPolygon(skymap, row, column, altitudeKm);
    if (!outline) return null;
    const side = sideBeyond(outline.map(([latDeg, lonDeg]) => flat({ latDeg, lonDeg, altitudeKm })));
    if (side === null) return { row, column };
    const [toRow, toColumn] = [row + steps[side]![0], column + steps[side]![1]];
    // On the very line between two pixels, each may send to the other: either will do.
    if (toRow === rowBefore && toColumn === columnBefore) return { row, column };
    [rowBefore, columnBefore] = [row, column];
    [row, column] = [toRow, toColumn];
  }
  return null;
}

/** Over the sides of an outline, in its order: up, right, down and left in the picture. */
const steps = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
] as const;

/** East and north of a place, km, with the place in the middle. */
function flatAround(place: Place): (other: Place) => readonly [east: number, north: number] {
  const middle = toEcef(place);
  const { east, north } = localFrame(place);
  return (other) => {
    const at = toEcef(other);
    const away: Vector = [at[0] - middle[0], at[1] - middle[1], at[2] - middle[2]];
    return [dot(away, east), dot(away, north)];
  };
}

/** Which side of an outline the origin lies farthest beyond; null when it lies within. */
function sideBeyond(outline: readonly (readonly [x: number, y: number])[]): number | null {
  const turns = Math.sign(areaOf(outline));
  let farthest: number | null = null;
  let mostKm = 0;
  outline.forEach(([x, y], side) => {
    const [nextX, nextY] = outline[(side + 1) % outline.length]!;
    const lengthKm = Math.hypot(nextX - x, nextY - y);
    // Positive to the left of the way along the side.
    const leftKm = lengthKm > 0 ? (x * nextY - nextX * y) / lengthKm : 0;
    const beyondKm = -turns * leftKm;
    if (beyondKm <= mostKm) return;
    mostKm = beyondKm;
    farthest = side;
  });
  return farthest;
}

function areaOf(outline: readonly (readonly [x: number, y: number])[]): number {
  return outline.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = outline[(index + 1) % outline.length]!;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
