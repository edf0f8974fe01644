import type { Skymap } from '$lib/model/skymap';
import { cosDeg, sinDeg } from './angles';
import { siteOf } from './corner-grid';
import { directionTo } from './geodesy';

/** From directions to pixels, without looking at every pixel. */
export interface DirectionIndex {
  /** The pixel looking nearest to a direction, if within about its own width. */
  nearest(azimuthDeg: number, elevationDeg: number): PixelIndices | null;
  /** The same between pixel middles: whole numbers are middles. */
  locate(azimuthDeg: number, elevationDeg: number): PixelIndices | null;
}

interface PixelIndices {
  readonly row: number;
  readonly column: number;
}

/** Pixels of a skymap in square bins of the sky laid flat: distance from the zenith as radius, azimuth as angle. */
interface Bins {
  /** Unit vectors east, north, up of each pixel, three numbers each; NaN where it sees no sky. */
  readonly directions: Float64Array;
  /** Bins along a side, and degrees across one. */
  readonly side: number;
  readonly binDeg: number;
  /** Pixels of bin b: `pixels[starts[b]]` to `pixels[starts[b + 1] - 1]`. */
  readonly starts: Uint32Array;
  readonly pixels: Uint32Array;
}

/** Pixels seen down to this angle from the zenith are found. */
const rimDeg = 100;
/** Bins hold a few pixels: fewer make finer bins than pixels, more make long searches. */
const pixelsPerBin = 4;

const known = new WeakMap<Skymap, DirectionIndex>();

/** The index of a skymap, made on first use (some milliseconds) and kept as long as the skymap is. */
export function directionIndexOf(skymap: Skymap): DirectionIndex {
  const made = known.get(skymap) ?? createDirectionIndex(skymap);
  known.set(skymap, made);
  return made;
}

/** Where the middle of a pixel looks; null where it sees no sky. A spectrograph's azimuth is that of its mapped places. */
export function pixelDirection(
  skymap: Skymap,
  row: number,
  column: number,
): { readonly azimuthDeg: number; readonly elevationDeg: number } | null {
  const { height, width } = skymap;
  if (!(row >= 0 && row < height && column >= 0 && column < width)) return null;
  const index = row * width + column;
  const elevationDeg = skymap.elevationDeg[index]!;
  const azimuthDeg = skymap.azimuthDeg ? skymap.azimuthDeg[index]! : mappedAzimuth(skymap, column);
  return Number.isFinite(elevationDeg) && Number.isFinite(azimuthDeg) ? { azimuthDeg, elevationDeg } : null;
}

function createDirectionIndex(skymap: Skymap): DirectionIndex {
  const { height, width } = skymap;
  const bins = sortIntoBins(skymap);
  const { directions } = bins;

  // Asked for every pixel of a picture when a view is laid out: no arrays are made here.
  function nearestIndex(azimuthDeg: number, elevationDeg: number): number | null {
    const [binX, binY] = binOf(bins, azimuthDeg, elevationDeg);
    const wanted = unitVector(azimuthDeg, elevationDeg);
    let best = -1;
    let bestDistance = Infinity;
    for (let y = Math.max(0, binY - 1); y <= Math.min(bins.side - 1, binY + 1); y++) {
      const last = y * bins.side + Math.min(bins.side - 1, binX + 1);
      for (let bin = y * bins.side + Math.max(0, binX - 1); bin <= last; bin++) {
        for (let place = bins.starts[bin]!; place < bins.starts[bin + 1]!; place++) {
          const pixel = bins.pixels[place]!;
          const distance = squaredChord(directions, pixel, wanted);
          if (distance < bestDistance) {
            best = pixel;
            bestDistance = distance;
          }
        }
      }
    }
    return best >= 0 && bestDistance <= squaredWidth(best) ? best : null;
  }

  /** Squared chord to the farthest of a pixel's four neighbours. */
  function squaredWidth(pixel: number): number {
    const centre = vectorAt(directions, pixel);
    const column = pixel % width;
    let widest = 0;
    const widen = (other: number) => {
      const distance = squaredChord(directions, other, centre);
      if (distance > widest) widest = distance; // never for a pixel without sky, whose distance is NaN
    };
    if (pixel >= width) widen(pixel - width);
    if (pixel < width * (height - 1)) widen(pixel + width);
    if (column > 0) widen(pixel - 1);
    if (column < width - 1) widen(pixel + 1);
    return widest;
  }

  /** Pixels that see sky: above and below, left and right. */
  function neighbours(pixel: number): readonly [number[], number[]] {
    const column = pixel % width;
    const sees = (other: number) => other >= 0 && other < height * width && !Number.isNaN(directions[3 * other]!);
    return [
      [pixel - width, pixel + width].filter(sees),
      [column > 0 ? pixel - 1 : -1, column < width - 1 ? pixel + 1 : -1].filter(sees),
    ];
  }

  /** Change of direction per row or column, from one neighbour to the other or to the pixel itself. */
  function step(pixel: number, [first, last]: readonly number[], stride: number): Vector | null {
    if (first === undefined) return null;
    const from = vectorAt(directions, last === undefined ? pixel : first);
    const to = vectorAt(directions, last ?? first);
    const steps = ((last ?? first) - (last === undefined ? pixel : first)) / stride;
    return [(to[0] - from[0]) / steps, (to[1] - from[1]) / steps, (to[2] - from[2]) / steps];
  }

  return {
    nearest(azimuthDeg, elevationDeg) {
      const pixel = nearestIndex(azimuthDeg, elevationDeg);
      return pixel === null ? null : { row: Math.floor(pixel / width), column: pixel % width };
    },
    locate(azimuthDeg, elevationDeg) {
      const pixel = nearestIndex(azimuthDeg, elevationDeg);
      if (pixel === null) return null;
      const [row, column] = [Math.floor(pixel / width), pixel % width];
      const [vertical, horizontal] = neighbours(pixel);
      const centre = vectorAt(directions, pixel);
      const wanted = unitVector(azimuthDeg, elevationDeg);
      const rest: Vector = [wanted[0] - centre[0], wanted[1] - centre[1], wanted[2] - centre[2]];
      const [down, right] = solve(step(pixel, vertical, width), step(pixel, horizontal, 1), rest);
      return { row: row + down, column: column + right };
    },
  };
}

type Vector = readonly [number, number, number];

/** The steps along rows and columns whose sum comes nearest to `rest`; at most one pixel each. */
function solve(perRow: Vector | null, perColumn: Vector | null, rest: Vector): readonly [number, number] {
  const zero: Vector = [0, 0, 0];
  const [r, c] = [perRow ?? zero, perColumn ?? zero];
  const [rr, cc, rc] = [dot(r, r), dot(c, c), dot(r, c)];
  const [rd, cd] = [dot(r, rest), dot(c, rest)];
  const determinant = rr * cc - rc * rc;
  const steps =
    determinant > 1e-6 * rr * cc
      ? [(rd * cc - cd * rc) / determinant, (cd * rr - rd * rc) / determinant]
      : [rr > 0 ? rd / rr : 0, cc > 0 ? cd / cc : 0]; // one line of pixels only
  const [down, right] = steps.map((value) => Math.min(1, Math.max(-1, value)));
  return [down!, right!];
}

function sortIntoBins(skymap: Skymap): Bins {
  const count = skymap.height * skymap.width;
  const directions = new Float64Array(3 * count).fill(NaN);
  const side = Math.max(8, Math.round(Math.sqrt(count / pixelsPerBin)));
  const bins: Bins = {
    directions,
    side,
    binDeg: (2 * rimDeg) / side,
    starts: new Uint32Array(side * side + 1),
    pixels: new Uint32Array(count),
  };
  const binOfPixel = new Int32Array(count).fill(-1);
  for (let pixel = 0; pixel < count; pixel++) {
    const row = Math.floor(pixel / skymap.width);
    const direction = pixelDirection(skymap, row, pixel - row * skymap.width);
    if (!direction) continue;
    directions.set(unitVector(direction.azimuthDeg, direction.elevationDeg), 3 * pixel);
    const [x, y] = binOf(bins, direction.azimuthDeg, direction.elevationDeg);
    if (x < 0 || x >= side || y < 0 || y >= side) continue;
    binOfPixel[pixel] = y * side + x;
    bins.starts[y * side + x + 1]! += 1;
  }
  for (let bin = 0; bin < side * side; bin++) bins.starts[bin + 1]! += bins.starts[bin]!;
  const filled = bins.starts.slice();
  for (let pixel = 0; pixel < count; pixel++) {
    const bin = binOfPixel[pixel]!;
    if (bin >= 0) bins.pixels[filled[bin]!++] = pixel;
  }
  return bins;
}

/** Column and row of the bin a direction falls in; may lie outside. */
function binOf({ binDeg }: Bins, azimuthDeg: number, elevationDeg: number): readonly [number, number] {
  const fromZenith = 90 - elevationDeg;
  return [
    Math.floor((fromZenith * sinDeg(azimuthDeg) + rimDeg) / binDeg),
    Math.floor((fromZenith * cosDeg(azimuthDeg) + rimDeg) / binDeg),
  ];
}

function mappedAzimuth(skymap: Skymap, column: number): number {
  const [latDeg, lonDeg] = [skymap.cornerLatDeg[column]!, skymap.cornerLonDeg[column]!];
  return directionTo(siteOf(skymap), { latDeg, lonDeg, altitudeKm: skymap.altitudesKm[0]! }).azimuthDeg;
}

function unitVector(azimuthDeg: number, elevationDeg: number): Vector {
  const level = cosDeg(elevationDeg);
  return [level * sinDeg(azimuthDeg), level * cosDeg(azimuthDeg), sinDeg(elevationDeg)];
}

function vectorAt(directions: Float64Array, pixel: number): Vector {
  return [directions[3 * pixel]!, directions[3 * pixel + 1]!, directions[3 * pixel + 2]!];
}

function squaredChord(directions: Float64Array, pixel: number, wanted: Vector): number {
  const x = directions[3 * pixel]! - wanted[0];
  const y = directions[3 * pixel + 1]! - wanted[1];
  const z = directions[3 * pixel + 2]! - wanted[2];
  return x * x + y * y + z * z;
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
