import { indexOfTime, longestStep } from '$lib/analysis/curve-envelope';
import type { ReducedCurves } from '$lib/model/curve';
import type { TimeRange } from '$lib/model/time';
import type { CurveDay } from './curve-days';
import type { Absence, Gap } from './gaps';
import { causeOf, sentenceOf, sentenceOfProblem } from './sentences';

/** A stretch of the timeline without samples, or with a damaged file, and why. */
export interface CurveGap extends Gap {
  /** Starts of the days whose files are worth asking for again. */
  readonly retryDays: readonly number[];
}

/** Two instants between which there is no value, though the file may have samples without one. */
interface EmptyStretch extends TimeRange {
  /** Samples are there, and say that nothing was measured. */
  readonly saysSo: boolean;
}

/** What is known of days without a file. */
export interface DayReasons {
  /** Whether the archive is being asked which files there are. */
  readonly searching?: boolean;
  /** Why there is no file of any day, where that is known better than by asking the archive. */
  readonly absence?: Absence | null;
}

/**
 * Why curves end where they end. Neighbouring days with the same cause become one gap.
 *
 * @param days of the track, rising
 * @param range of the event: gaps are cut to it
 */
export function curveGaps(
  days: readonly CurveDay[],
  range: TimeRange,
  cadenceUs: number,
  reasons: DayReasons = {},
): CurveGap[] {
  const gaps: CurveGap[] = [];
  for (const day of days) {
    for (const gap of gapsOfDay(day, cadenceUs, reasons)) {
      const startUs = Math.max(gap.startUs, range.startUs);
      const endUs = Math.min(gap.endUs, range.endUs);
      if (startUs >= endUs) continue;
      const last = gaps.at(-1);
      const retryDays = [...new Set([...(last?.retryDays ?? []), ...gap.retryDays])];
      if (last && joins(last, gap, startUs)) gaps[gaps.length - 1] = { ...last, endUs, retryDays };
      else gaps.push({ ...gap, startUs, endUs });
    }
  }
  return gaps;
}

function joins(last: Gap, next: Gap, startUs: number): boolean {
  return next.kind !== 'damage' && last.kind === next.kind && last.endUs === startUs && last.sentence === next.sentence;
}

function gapsOfDay(day: CurveDay, cadenceUs: number, { searching, absence }: DayReasons): readonly CurveGap[] {
  const { startUs, endUs, file, known, load } = day;
  const whole = (kind: Gap['kind'], cause: string, sentence: string, retryDays: readonly number[] = []): CurveGap[] => [
    { startUs, endUs, kind, cause, sentence, retry: [], retryDays },
  ];
  if (!file) {
    if (searching && !known) return whole('pending', 'on its way', 'On its way.');
    if (absence) return whole('gap', absence.cause, absence.sentence);
    return known
      ? whole('gap', 'not on the server', 'The archive has no file of this day.')
      : whole('gap', 'not known', 'The archive could not be asked whether it has a file of this day.');
  }
  switch (load.phase) {
    case 'waiting':
      return whole('pending', 'on its way', 'On its way.');
    case 'failed': {
      const again = load.failure.kind === 'unsupported' ? [] : [startUs];
      return whole('gap', causeOf(load.failure), sentenceOf(load.failure), again);
    }
    case 'ready':
      return gapsOfFile(day, load.curves, cadenceUs);
  }
}

/** What a loaded day lacks does not change: it is looked through once. */
const knownGaps = new WeakMap<ReducedCurves, readonly CurveGap[]>();

function gapsOfFile({ startUs, endUs }: TimeRange, curves: ReducedCurves, cadenceUs: number): readonly CurveGap[] {
  const before = knownGaps.get(curves);
  if (before) return before;
  const { problem, timesUs } = curves;
  const damage: CurveGap[] = problem
    ? [
        {
          ...{ startUs, endUs, kind: 'damage', retry: [], retryDays: [startUs] },
          cause: problem.kind === 'truncated' ? 'cut off' : 'damaged',
          sentence: sentenceOfProblem(problem, timesUs.length, 'sample'),
        },
      ]
    : [];
  const empty = emptyStretches({ startUs, endUs }, curves, cadenceUs).map(({ saysSo, ...stretch }): CurveGap => {
    const gap = { ...stretch, kind: 'gap', retry: [], retryDays: [] } as const;
    if (saysSo) return { ...gap, cause: 'no value', sentence: 'The file says that nothing was measured here.' };
    if (damage[0]) return { ...damage[0], ...stretch, kind: 'gap' };
    return { ...gap, cause: 'no samples', sentence: 'The file of this day holds no samples here.' };
  });
  const gaps = [...damage, ...empty];
  knownGaps.set(curves, gaps);
  return gaps;
}

/** Where no curve has a value for longer than the instrument's steps are apart. */
function emptyStretches(day: TimeRange, { timesUs, curves }: ReducedCurves, cadenceUs: number): EmptyStretch[] {
  const found: EmptyStretch[] = [];
  const mostUs = longestStep * cadenceUs;
  const end = indexOfTime(timesUs, day.endUs);
  let lastUs = day.startUs;
  let coveredUs = day.startUs;
  let saysSo = false;
  for (let index = indexOfTime(timesUs, day.startUs); index <= end; index++) {
    const isEnd = index === end;
    if (!isEnd && curves.every(({ values }) => Number.isNaN(values[index]))) {
      saysSo = true;
      continue;
    }
    const timeUs = isEnd ? day.endUs : timesUs[index]!;
    if (timeUs - lastUs > mostUs) found.push({ startUs: coveredUs, endUs: timeUs, saysSo });
    lastUs = timeUs;
    coveredUs = timeUs + cadenceUs;
    saysSo = false;
  }
  return found;
}
