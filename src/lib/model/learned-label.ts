/*
 * What models said of a camera's pictures, minute by minute: whether the sky is clouded, and what kind of aurora it shows.
 * They were trained on pictures that people had looked at, and are wrong at times.
 */

/** What each of them can say. */
export const labelVerdicts = {
  cloud: ['cloudy', 'clear', 'not classified'],
  /** Amorphous pulsating aurora. */
  apa: ['apa', 'no apa', 'not classified'],
  oath: ['arc', 'diffuse', 'discrete', 'cloudy', 'moon', 'no aurora', 'not classified'],
} as const;

export const labelFields = ['cloud', 'apa', 'oath'] as const;
export type LabelField = (typeof labelFields)[number];
export type LabelVerdict<Field extends LabelField = LabelField> = (typeof labelVerdicts)[Field][number];

export interface Label<Field extends LabelField = LabelField> {
  readonly verdict: LabelVerdict<Field>;
  /** How sure the model is, 0 to 100; null where it does not say. */
  readonly percent: number | null;
}

/** A stretch of whole minutes of which all models say the same; null: nothing is known of what one says. */
export interface LabelRun {
  /** UTC, microseconds since 1970; the end is not part of it. */
  readonly startUs: number;
  readonly endUs: number;
  readonly cloud: Label<'cloud'> | null;
  readonly apa: Label<'apa'> | null;
  readonly oath: Label<'oath'> | null;
}

/** Runs in few objects, as they come from another thread and are kept: a month of a camera has thousands. By time. */
export interface LabelColumns {
  readonly count: number;
  readonly startUs: Float64Array<ArrayBuffer>;
  readonly minutes: Uint16Array<ArrayBuffer>;
  /** Places in `labelVerdicts`, counted from 1; 0: nothing known. */
  readonly verdicts: Readonly<Record<LabelField, Uint8Array<ArrayBuffer>>>;
  /** NaN where a model does not say. */
  readonly percents: Readonly<Record<LabelField, Float64Array<ArrayBuffer>>>;
  /** How many records could not be read. */
  readonly unreadable: number;
}

/** What a minute is to be. */
export interface LabelCriterion {
  readonly field: LabelField;
  readonly verdict: LabelVerdict;
  /** As sure as this at least; null: however sure. */
  readonly leastPercent: number | null;
}

/** Which nights are wanted: those with so many minutes in which all of these hold, or any of them. */
export interface LabelCriteria {
  readonly joined: 'AND' | 'OR';
  readonly list: readonly LabelCriterion[];
  readonly leastMinutes: number;
}
