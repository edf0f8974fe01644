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
 * A curve as a row of pixel columns shows it: one point for each column that has a value, in order of time, and the
 * nearest value on either side of the window, to which the line leads. Columns without a value have no point: whether a
 * line may pass over them is said by `isJoined`.
 *
 * The work grows with the columns, and not with the samples in them.
 *
 * @param files in order of time, each from its own day
 * @param id of the curve; files that lack it have nothing
 * @param columns over which the window is spread evenly
 */
export function curveEnvelope(
  files: readonly ReducedCurves[],
  id: string,
  window: TimeRange,
  columns: number,
): EnvelopePoint[] {
  const points: EnvelopePoint[] = [];
  const columnUs = (window.endUs - window.startUs) / columns;
  let before: EnvelopePoint | null = null;
  let after: EnvelopePoint | null = null;
  for (const file of files) {
    const curve = file.curves.find((one) => one.id === id);
    const { timesUs } = file;
    if (!curve || timesUs.length === 0 || columns < 1) continue;
    const first = indexOfTime(timesUs, window.startUs);
    const end = indexOfTime(timesUs, window.endUs);
    before = pointOf(file, curve, -1, lastValue(curve, 0, first)) ?? before;
    after ??= pointOf(file, curve, columns, firstValue(curve, end, timesUs.length));
    const columnOf = (index: number) =>
      Math.min(columns - 1, Math.max(0, Math.floor((timesUs[index]! - window.startUs) / columnUs)));
    // From one sample to the first beyond its column: empty columns cost nothing.
    for (let from = first; from < end;) {
      const column = columnOf(from);
      const to = Math.min(
        end,
        Math.max(from + 1, indexOfTime(timesUs, window.startUs + (column + 1) * columnUs, from)),
      );
      addPoint(points, file, curve, column, from, to);
      from = to;
    }
  }
  return [...(before ? [before] : []), ...points, ...(after ? [after] : [])];
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
