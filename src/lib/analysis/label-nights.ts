import type { LabelCriteria, LabelCriterion, LabelField, LabelRun, LabelVerdict } from '$lib/model/learned-label';
import { labelFields } from '$lib/model/learned-label';
import type { TimeRange } from '$lib/model/time';

const minuteUs = 60_000_000;
const dayUs = 1440 * minuteUs;

/** A UTC day of which something is known. */
export interface NightMatch {
  readonly dayStartUs: number;
  /** How many of its minutes fulfil the criteria. */
  readonly minutes: number;
  /** Whether these are as many as were wanted. */
  readonly isEnough: boolean;
}

/**
 * How many minutes of each UTC day fulfil the criteria: each minute is looked at by itself, so that "clear and arc" are
 * minutes that are both. Without a criterion none does.
 *
 * @param runs of one camera, in any order, none over another
 * @returns days of which something is known, by time
 */
export function nightsMatching(runs: readonly LabelRun[], criteria: LabelCriteria): readonly NightMatch[] {
  const perDay = new Map<number, number>();
  for (const run of runs) {
    const holds = fulfils(run, criteria);
    for (let startUs = run.startUs; startUs < run.endUs;) {
      const dayStartUs = startUs - (startUs % dayUs);
      const endUs = Math.min(run.endUs, dayStartUs + dayUs);
      perDay.set(dayStartUs, (perDay.get(dayStartUs) ?? 0) + (holds ? (endUs - startUs) / minuteUs : 0));
      startUs = endUs;
    }
  }
  return [...perDay]
    .sort(([a], [b]) => a - b)
    .map(([dayStartUs, minutes]) => ({
      ...{ dayStartUs, minutes },
      isEnough: minutes > 0 && minutes >= criteria.leastMinutes,
    }));
}

/** Whether a stretch of time is as wanted. */
export function fulfils(run: LabelRun, { joined, list }: LabelCriteria): boolean {
  if (list.length === 0) return false;
  const holds = ({ field, verdict, leastPercent }: LabelCriterion) => {
    const label = run[field];
    if (label?.verdict !== verdict) return false;
    return leastPercent === null || (label.percent !== null && label.percent >= leastPercent);
  };
  return joined === 'OR' ? list.some(holds) : list.every(holds);
}

/** What a model said of a night, in minutes. */
export interface FieldShare {
  /** Of so many it gave a verdict; the others are not classified, or nothing is known of them. */
  readonly judged: number;
  readonly verdicts: ReadonlyMap<LabelVerdict, number>;
}

export interface LabelShare {
  /** Of the night as a whole. */
  readonly minutes: number;
  readonly of: Readonly<Record<LabelField, FieldShare>>;
}

/** How much of a night was judged, and how: cloudy, clear, pulsating, each kind of aurora. */
export function shareOf(runs: readonly LabelRun[], night: TimeRange): LabelShare {
  const shares = { cloud: new Map(), apa: new Map(), oath: new Map() } as Record<LabelField, Map<LabelVerdict, number>>;
  for (const run of runs) {
    const minutes = (Math.min(run.endUs, night.endUs) - Math.max(run.startUs, night.startUs)) / minuteUs;
    if (minutes <= 0) continue;
    for (const field of labelFields) {
      const verdict = run[field]?.verdict;
      if (verdict !== undefined) shares[field].set(verdict, (shares[field].get(verdict) ?? 0) + minutes);
    }
  }
  const shareOfField = (field: LabelField): FieldShare => {
    const verdicts = shares[field];
    const sum = [...verdicts.values()].reduce((all, minutes) => all + minutes, 0);
    return { judged: sum - (verdicts.get('not classified') ?? 0), verdicts };
  };
  return {
    minutes: (night.endUs - night.startUs) / minuteUs,
    of: { cloud: shareOfField('cloud'), apa: shareOfField('apa'), oath: shareOfField('oath') },
  };
}
