import type { MosaicView, PlanePoints } from '$lib/model/mosaic';
import type { MosaicGeometry } from './mosaic-geometry';
import { fillQuad, quadX, quadY, unseen } from './mosaic-quad';
import { fillRepeated } from './mosaic-repeated';

/** Which pixel of one source each pixel of a picture shows, within the rectangle that the source takes of it. */
export interface Coverage {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** `[row][column]`: 0 for none, else 1 + the source's pixel. */
  readonly pixels: Uint32Array<ArrayBuffer>;
}

/**
 * No pixel is as wide as this on any map, metres: what seems to be goes once around the edge of the projection. (At 1°
 * elevation and 230 km altitude a camera of 32 × 32 pixels has pixels of 1000 km.)
 */
const widestM = 4_000_000;

/**
 * Lays the pixels of a source on a picture: each is the area between its four corners, and a pixel of the picture shows
 * it when its own middle is in there. Neighbours meet at the same line, computed once for both the same way, so that
 * there are neither cracks nor doubles. Pixels with a corner that cannot be seen, or that would go around the edge of
 * the projection, are left out; where the plane repeats itself, they are drawn at both ends.
 *
 * @param points `geometry.corners` in the plane
 * @param spare of a coverage that is not needed any more: its room is used again
 */
export function coverageOf(
  geometry: MosaicGeometry,
  points: PlanePoints,
  view: MosaicView,
  periodM: number | null,
  spare: Uint32Array<ArrayBuffer> | null = null,
): Coverage {
  const [a, b, , d, e] = view.fromPlane;
  const period = periodM === null ? 0 : Math.abs(a) * periodM;
  const widest = period > 0 ? period / 2 : widestM * Math.max(Math.hypot(a, d), Math.hypot(b, e));
  const corners = toPicture(geometry, points, view);
  const [left, width] = period > 0 ? [0, view.width] : spanOf(corners.across, view.width);
  const [top, height] = spanOf(corners.down, view.height);
  const coverage = { left, top, width, height, pixels: cleared(width * height, spare) };
  if (coverage.pixels.length === 0) return coverage;
  if (period > 0) fillRepeated(geometry, corners, coverage, period);
  else fill(geometry, corners, coverage, widest);
  return coverage;
}

/** As many zeros, in the room of an array that is not needed any more where that is neither too small nor far too large. */
function cleared(length: number, spare: Uint32Array<ArrayBuffer> | null): Uint32Array<ArrayBuffer> {
  const room = spare?.buffer.byteLength ?? 0;
  if (!spare || room < 4 * length || room > 8 * length) return new Uint32Array(length);
  return new Uint32Array(spare.buffer, 0, length).fill(0);
}

/** Corners of a source in a picture: at their places in the plane of all corners; other places hold anything. */
export interface PictureCorners {
  /** Whole numbers are the middles of pixels. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The first row whose middle is not above the corner; `unseen` for one that has no place. */
  readonly rows: Int32Array;
  /** From the lowest to the highest of them. */
  readonly across: Span;
  readonly down: Span;
}

type Span = readonly [low: number, high: number];

/** Used again and again: making room for each of a million corners takes as long as they do. */
let room = roomFor(0);

function roomFor(size: number) {
  return { x: new Float64Array(size), y: new Float64Array(size), rows: new Int32Array(size) };
}

/** @returns what is true until the next call */
function toPicture(geometry: MosaicGeometry, points: PlanePoints, { fromPlane }: MosaicView): PictureCorners {
  const [a, b, c, d, e, f] = fromPlane;
  const size = (geometry.height + 1) * (geometry.width + 1);
  if (room.x.length < size) room = roomFor(size);
  const { x, y, rows } = room;
  const { corners } = geometry;
  const { x: planeX, y: planeY } = points;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < corners.length; at++) {
    const corner = corners[at]!;
    const atX = a * planeX[at]! + b * planeY[at]! + c - 0.5;
    const atY = d * planeX[at]! + e * planeY[at]! + f - 0.5;
    // Nothing is true of NaN.
    if (!(Math.abs(atX) < unseen && Math.abs(atY) < unseen)) {
      rows[corner] = unseen;
      continue;
    }
    x[corner] = atX;
    y[corner] = atY;
    rows[corner] = Math.ceil(atY);
    if (atX < left) left = atX;
    if (atX > right) right = atX;
    if (atY < top) top = atY;
    if (atY > bottom) bottom = atY;
  }
  return { x, y, rows, across: [left, right], down: [top, bottom] };
}

/** The first pixel and the number of pixels of a picture between the lowest and the highest corner. */
function spanOf([low, high]: Span, size: number): [first: number, count: number] {
  const first = Math.max(0, Math.ceil(low));
  const end = Math.min(size, Math.ceil(high));
  return end > first ? [first, end - first] : [0, 0];
}

function fill(
  { height, width, drawn }: MosaicGeometry,
  { x, y, rows, across, down }: PictureCorners,
  target: Coverage,
  widest: number,
): void {
  const { left, top, width: stride, pixels } = target;
  const bottom = top + target.height;
  const right = left + stride;
  const mayBeWide = !(across[1] - across[0] < widest && down[1] - down[0] < widest);
  let pixel = 0;
  for (let line = 0; line < height; line++) {
    let rowB = rows[pixel + line]!;
    let rowC = rows[pixel + line + width + 1]!;
    for (let place = 0; place < width; place++, pixel++) {
      const a = pixel + line;
      const d = a + width + 1;
      const rowA = rowB;
      const rowD = rowC;
      rowB = rows[a + 1]!;
      rowC = rows[d + 1]!;
      // Many pixels of a camera lie between the middles of the picture's.
      if (((rowA ^ rowB) | (rowA ^ rowC) | (rowA ^ rowD)) === 0 || drawn[pixel] === 0) continue;
      const lowest = Math.max(Math.max(rowA, rowB), Math.max(rowC, rowD));
      const first = Math.max(top, Math.min(Math.min(rowA, rowB), Math.min(rowC, rowD)));
      const end = Math.min(bottom, lowest);
      if (first >= end || lowest === unseen) continue;
      if (mayBeWide && !isNarrow(x, y, a, d, widest)) continue;
      const xa = x[a]!;
      const xb = x[a + 1]!;
      const xc = x[d + 1]!;
      const xd = x[d]!;
      // Nor does what lies between the middles of two columns hold any.
      const columnA = Math.ceil(xa);
      if (columnA === Math.ceil(xb) && columnA === Math.ceil(xc) && columnA === Math.ceil(xd)) continue;
      // A million rows of pixels go by: the corners are at hand, and each side is reckoned from its upper one, as the
      // neighbour reckons it.
      const ya = y[a]!;
      const yb = y[a + 1]!;
      const yc = y[d + 1]!;
      const yd = y[d]!;
      for (let row = first; row < end; row++) {
        const isA = rowA <= row;
        const isB = rowB <= row;
        const isC = rowC <= row;
        const isD = rowD <= row;
        let one = 0;
        let other = 0;
        if (isA !== isB)
          one = isA ? xa + ((row - ya) * (xb - xa)) / (yb - ya) : xb + ((row - yb) * (xa - xb)) / (ya - yb);
        if (isB !== isC) {
          other = one;
          one = isB ? xb + ((row - yb) * (xc - xb)) / (yc - yb) : xc + ((row - yc) * (xb - xc)) / (yb - yc);
        }
        if (isC !== isD) {
          if (isA !== isB && isB !== isC) {
            for (let at = 0; at < 4; at++) {
              const corner = at === 0 ? a : at === 1 ? a + 1 : at === 2 ? d + 1 : d;
              quadX[at] = x[corner]!;
              quadY[at] = y[corner]!;
            }
            fillQuad(target, row, row + 1, pixel + 1);
            continue;
          }
          other = one;
          one = isC ? xc + ((row - yc) * (xd - xc)) / (yd - yc) : xd + ((row - yd) * (xc - xd)) / (yc - yd);
        }
        if (isD !== isA) {
          other = one;
          one = isD ? xd + ((row - yd) * (xa - xd)) / (ya - yd) : xa + ((row - ya) * (xd - xa)) / (yd - ya);
        }
        const low = Math.ceil(one < other ? one : other) | 0;
        const high = Math.ceil(one < other ? other : one) | 0;
        const stop = (row - top) * stride + (high < right ? high : right) - left;
        for (let at = (row - top) * stride + (low > left ? low : left) - left; at < stop; at++) pixels[at] = pixel + 1;
      }
    }
  }
}

function isNarrow(x: Float64Array, y: Float64Array, a: number, d: number, widest: number): boolean {
  const extent = (of: Float64Array) =>
    Math.max(Math.max(of[a]!, of[a + 1]!), Math.max(of[d]!, of[d + 1]!)) -
    Math.min(Math.min(of[a]!, of[a + 1]!), Math.min(of[d]!, of[d + 1]!));
  return extent(x) < widest && extent(y) < widest;
}
