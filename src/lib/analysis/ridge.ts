import { signedDegrees, unwrappedNear } from '$lib/geometry/angles';
import type { KeogramAxis } from './keogram-axis';

/** Where a keogram column is crossed by an arc. */
export interface Ridge {
  /** Row as stored, between pixels: whole numbers are the middles of pixels. */
  readonly row: number;
  /**
   * In the column's unit, nothing subtracted: the median of the rows within 0.15° of latitude, so that the same arc is as
   * bright low in the sky, where it is a few rows wide, as overhead.
   */
  readonly brightness: number;
  readonly elevationDeg: number;
  /** Geodetic, at the altitude of the axis. */
  readonly latDeg: number;
  /** −180…180 */
  readonly lonDeg: number;
}

/** About the width of an arc, 17 km, on either side. */
const arcDeg = 0.15;
/** Rows on either side that smoothing looks at. */
const reach = 2;
/** Binomial: as smooth as a Gaussian one pixel and more wide. */
const weights = [1, 4, 6, 4, 1] as const;

/**
 * The brightest ridge of a keogram column, to a fraction of a row.
 *
 * A running median of five rows first takes away what is one or two pixels wide, which are stars and hits of the
 * detector; arcs are wider. A binomial mean of five follows, and a parabola through each summit of what is left and its
 * two neighbours gives its place; of several equally high rows it is their middle. What rises towards the elevation
 * limit or the end of the column, like lamps on the horizon, is no ridge: a summit has lower rows on both sides.
 *
 * @param column one number a row: counts, or Rayleighs; NaN where there is none
 * @param axis of the same rows
 * @param minElevationDeg lower summits are left out; the lower rows beside a summit may lie lower
 * @returns null where no summit lies high enough at a place the axis knows
 */
export function brightestRidge(column: ArrayLike<number>, axis: KeogramAxis, minElevationDeg: number): Ridge | null {
  const smooth = smoothed(withoutSpikes(column));
  let best: Ridge | null = null;
  for (let first = 1; first < smooth.length - 1; first++) {
    const height = smooth[first]!;
    let last = first;
    while (last < smooth.length - 1 && smooth[last + 1] === height) last++;
    if (smooth[first - 1]! < height && smooth[last + 1]! < height) {
      const ridge = ridgeAt(summitRow(smooth, first, last), column, axis, minElevationDeg);
      if (ridge && !(best && best.brightness >= ridge.brightness)) best = ridge;
    }
    first = last;
  }
  return best;
}

/** Where a summit stands that spans the rows `first` to `last`, all of one height. */
function summitRow(smooth: Float64Array, first: number, last: number): number {
  if (last > first) return (first + last) / 2;
  const [before, height, after] = [smooth[first - 1]!, smooth[first]!, smooth[first + 1]!];
  return first + (before - after) / (2 * (before - 2 * height + after));
}

function ridgeAt(row: number, column: ArrayLike<number>, axis: KeogramAxis, minElevationDeg: number): Ridge | null {
  const lower = Math.floor(row);
  const upper = Math.ceil(row);
  const between = (from: number, to: number) => from + (to - from) * (row - lower);
  const elevationDeg = between(axis.elevationDeg[lower]!, axis.elevationDeg[upper]!);
  const latDeg = between(axis.latDeg[lower]!, axis.latDeg[upper]!);
  const lonDeg = between(axis.lonDeg[lower]!, unwrappedNear(axis.lonDeg[upper]!, axis.lonDeg[lower]!));
  if (!(elevationDeg >= minElevationDeg) || Number.isNaN(latDeg) || Number.isNaN(lonDeg)) return null;
  const brightness = brightnessAround(Math.round(row), latDeg, column, axis);
  return { row, brightness, elevationDeg, latDeg, lonDeg: signedDegrees(lonDeg) };
}

/** Of at least the three rows about the ridge's own. */
function brightnessAround(row: number, latDeg: number, column: ArrayLike<number>, axis: KeogramAxis): number {
  const isNear = (at: number) => Math.abs(axis.latDeg[at]! - latDeg) <= arcDeg; // not where there is no latitude
  let [first, last] = [row - 1, row + 1];
  while (first > 0 && isNear(first - 1)) first--;
  while (last < column.length - 1 && isNear(last + 1)) last++;
  return medianOf(column, first, last);
}

/** Running median; at the ends, and beside missing numbers, of those there are. */
function withoutSpikes(column: ArrayLike<number>): Float64Array {
  return Float64Array.from(column, (value, row) =>
    Number.isNaN(value) ? NaN : medianOf(column, Math.max(0, row - reach), Math.min(column.length - 1, row + reach)),
  );
}

function medianOf(column: ArrayLike<number>, first: number, last: number): number {
  const values: number[] = [];
  for (let row = first; row <= last; row++) if (!Number.isNaN(column[row]!)) values.push(column[row]!);
  values.sort((a, b) => a - b);
  return (values[(values.length - 1) >> 1]! + values[values.length >> 1]!) / 2;
}

function smoothed(column: Float64Array): Float64Array {
  return column.map((_, row) => {
    let [sum, weight] = [0, 0];
    for (let step = -reach; step <= reach; step++) {
      const value = column[row + step] ?? NaN;
      if (Number.isNaN(value)) continue;
      sum += value * weights[step + reach]!;
      weight += weights[step + reach]!;
    }
    return Number.isNaN(column[row]!) ? NaN : sum / weight;
  });
}
