import { dayUs } from '$lib/datasets/utc';
import type { CurveFile, CurveName, ReducedCurves } from '$lib/model/curve';
import type { Failure } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';

/** One UTC day of the timeline: the file that holds it, or why there is none, and how far it is. */
export interface CurveDay {
  readonly startUs: number;
  readonly endUs: number;
  /** null: the archive has no file for this day, or it is not known whether it has. */
  readonly file: CurveFile | null;
  /** Whether the archive was asked which file it has here. */
  readonly known: boolean;
  readonly load: DayLoad;
}

export type DayLoad =
  | { readonly phase: 'waiting' }
  | { readonly phase: 'ready'; readonly curves: ReducedCurves }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** Every day that a range touches. What was loaded before is taken over where the file is the same. */
export function curveDays(
  range: TimeRange,
  files: readonly CurveFile[],
  knownDays: readonly number[],
  before: readonly CurveDay[] = [],
): CurveDay[] {
  const days: CurveDay[] = [];
  for (let startUs = Math.floor(range.startUs / dayUs) * dayUs; startUs < range.endUs; startUs += dayUs) {
    const file = files.find((one) => one.startUs === startUs) ?? null;
    const load = before.find((day) => day.file !== null && day.file.url === file?.url)?.load;
    const known = file !== null || knownDays.includes(startUs);
    days.push({ startUs, endUs: startUs + dayUs, file, known, load: load ?? { phase: 'waiting' } });
  }
  return days;
}

/** The curves that there are, in the order of the first file that has them. */
export function curveNames(series: readonly ReducedCurves[]): CurveName[] {
  const names = new Map<string, CurveName>();
  for (const { curves } of series)
    for (const { id, quantity, unit } of curves) if (!names.has(id)) names.set(id, { id, quantity, unit });
  return [...names.values()];
}

/**
 * The curves to be drawn: those chosen, else the dataset's own choice, else the first there is. All in one unit, that
 * of the first of them, since they share an axis.
 */
export function shownCurves(
  names: readonly CurveName[],
  chosen: readonly string[] | null,
  firstShown: readonly string[],
): CurveName[] {
  const among = (ids: readonly string[]) => names.filter(({ id }) => ids.includes(id));
  const found = [among(chosen ?? []), among(firstShown), names.slice(0, 1)].find((some) => some.length > 0) ?? [];
  return found.filter((name) => sharesAxis(name, found[0]!));
}

/**
 * The choice after a curve's mark was set or taken away. The last one stays; one of another unit takes the place of
 * all others.
 */
export function toggledCurve(names: readonly CurveName[], shown: readonly CurveName[], id: string): string[] {
  const ids = shown.map((name) => name.id);
  if (ids.includes(id)) return ids.length > 1 ? ids.filter((one) => one !== id) : ids;
  const added = names.find((name) => name.id === id);
  if (!added) return ids;
  const beside = shown.filter((name) => sharesAxis(name, added)).map((name) => name.id);
  return names.filter((name) => name === added || beside.includes(name.id)).map((name) => name.id);
}

function sharesAxis(one: CurveName, other: CurveName): boolean {
  return one.unit === other.unit && one.quantity === other.quantity;
}
