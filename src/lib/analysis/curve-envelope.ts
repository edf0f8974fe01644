import type { ReducedCurve, ReducedCurves } from '$lib/model/curve';
import type { TimeRange } from '$lib/model/time';
import { addStretch, firstValue, lastValue, noSummary } from './curve-pyramid';

/** What a curve is over one pixel column: never empty. */
export interface EnvelopePoint {
  /** 0 for the leftmost column; −1 and the number of columns for what lies just outside the window. */
  readonly column: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Values in the column. */
  readonly count: number;
  /** Of the first and the last of these, UTC microseconds. */
  readonly firstUs: number;
  readonly lastUs: number;
}

/**
 * Curves as a row of pixel columns shows them: for each one point for each column that has a value, in order of time,
 * and the nearest value on either side of the window, to which the line leads. Columns without a value have no point:
 * whether a line may pass over them is said by `isJoined`.
 *
 * The work grows with the columns, and not with the samples in them.
 *
 * @param files in order of time, each from its own day
 * @param ids of the curves; files that lack one have nothing of it
 * @param columns over which the window is spread evenly
 * @returns in the order of `ids`
 */
export function curveEnvelopes(
  files: readonly ReducedCurves[],
  ids: readonly string[],
  window: TimeRange,
  columns: number,
): EnvelopePoint[][] {
  const stretches = files.map((file) => stretchesOf(file, window, columns));
  return ids.map((id) => {
    const points: EnvelopePoint[] = [];
    let before: EnvelopePoint | null = null;
    let after: EnvelopePoint | null = null;
    files.forEach((file, at) => {
      const curve = file.curves.find((one) => one.id === id);
      if (!curve) return;
      const { first, end, inColumns } = stretches[at]!;
      before = pointOf(file, curve, -1, lastValue(curve, 0, first)) ?? before;
      after ??= pointOf(file, curve, columns, firstValue(curve, end, file.timesUs.length));
      for (const { column, from, to } of inColumns) addPoint(points, file, curve, column, from, to);
    });
    if (before) points.unshift(before);
    if (after) points.push(after);
    return points;
  });
}

/** Whether a line leads from one point to the next: not where a sample is missing between them. */
export function isJoined(point: EnvelopePoint, next: EnvelopePoint, cadenceUs: number): boolean {
  return next.firstUs - point.lastUs <= longestStep * cadenceUs;
}

/** In cadences: steps of 4 to 6 s occur at a cadence of 5. */
export const longestStep = 1.5;

/** Index of the first sample at or after an instant; their number where there is none. */
export function indexOfTime(timesUs: Float64Array, instantUs: number, from = 0): number {
  let low = from;
  let high = timesUs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesUs[middle]! < instantUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Samples of a file in the window, by the columns they stand in. */
interface FileStretches {
  /** Index of the first sample in the window, and of the first beyond it. */
  readonly first: number;
  readonly end: number;
  readonly inColumns: readonly { readonly column: number; readonly from: number; readonly to: number }[];
}

function stretchesOf({ timesUs }: ReducedCurves, window: TimeRange, columns: number): FileStretches {
  const first = indexOfTime(timesUs, window.startUs);
  const end = indexOfTime(timesUs, window.endUs);
  const lengthUs = window.endUs - window.startUs;
  const inColumns: { column: number; from: number; to: number }[] = [];
  // From one sample to the first beyond its column: empty columns cost nothing.
  for (let from = first; from < end && columns > 0;) {
    // Multiplied first: a sample on the edge of two columns would be rounded into either.
    const within = Math.floor(((timesUs[from]! - window.startUs) * columns) / lengthUs);
    const column = Math.min(columns - 1, Math.max(0, within));
    const beyond = indexOfTime(timesUs, window.startUs + ((column + 1) * lengthUs) / columns, from);
    const to = Math.min(end, Math.max(from + 1, beyond));
    inColumns.push({ column, from, to });
    from = to;
  }
  return { first, end, inColumns };
}

function addPoint(
  points: EnvelopePoint[],
  { timesUs }: ReducedCurves,
  curve: ReducedCurve,
  column: number,
  from: number,
  to: number,
): void {
  const summary = noSummary();
  addStretch(summary, curve, from, to);
  if (summary.count === 0) return;
  const { min, max, sum, count } = summary;
  const firstUs = timesUs[firstValue(curve, from, to)]!;
  const lastUs = timesUs[lastValue(curve, from, to)]!;
  const last = points.at(-1);
  if (last?.column !== column) {
    points.push({ column, min, max, mean: sum / count, count, firstUs, lastUs });
    return;
  }
  // Two files share the column at midnight.
  const both = last.count + count;
  points[points.length - 1] = {
    column,
    min: Math.min(last.min, min),
    max: Math.max(last.max, max),
    mean: (last.mean * last.count + sum) / both,
    count: both,
    firstUs: last.firstUs,
    lastUs,
  };
}

function pointOf({ timesUs }: ReducedCurves, curve: ReducedCurve, column: number, index: number): EnvelopePoint | null {
  if (index < 0) return null;
  const value = curve.values[index]!;
  const timeUs = timesUs[index]!;
  return { column, min: value, max: value, mean: value, count: 1, firstUs: timeUs, lastUs: timeUs };
}
