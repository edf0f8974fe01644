import type {
  Label,
  LabelColumns,
  LabelCriteria,
  LabelCriterion,
  LabelField,
  LabelRun,
  LabelVerdict,
} from '$lib/model/learned-label';
import { labelFields, labelVerdicts } from '$lib/model/learned-label';
import type { DataSource, DescribedSource, FilterExpression, FilterGroup } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';
import { ephemerisSearchBody } from './ephemeris-query';
import { recordsOf } from './search-body';
import { minuteUs, parseInstant } from './utc';

/** A month has 44,640 minutes. */
const mostRecords = 100_000;
const longestRun = 65_535;

interface ServiceField {
  readonly key: string;
  readonly percentKey: string | null;
  /** As the service words the verdicts, in the order of `labelVerdicts`. */
  readonly texts: readonly string[];
}

const serviceFields: Readonly<Record<LabelField, ServiceField>> = {
  cloud: {
    key: 'calgary_cloud_ml_v1',
    percentKey: 'calgary_cloud_ml_v1_confidence',
    texts: ['classified as cloudy', 'classified as not cloudy', 'not classified'],
  },
  apa: {
    key: 'calgary_apa_ml_v1',
    percentKey: 'calgary_apa_ml_v1_confidence',
    texts: ['classified as APA', 'classified as not APA', 'not classified'],
  },
  oath: {
    key: 'clausen_ml_oath',
    percentKey: null,
    texts: labelVerdicts.oath.map((verdict) => (verdict === 'not classified' ? verdict : `classified as ${verdict}`)),
  },
};

/** Whether models have looked at a source's pictures. */
export function hasLabels({ ephemerisFields }: DescribedSource): boolean {
  const known = new Set(ephemerisFields.map(({ name }) => name));
  return labelFields.every((field) => known.has(serviceFields[field].key));
}

/** Whether a model says how sure it is. */
export function saysHowSure(field: LabelField): boolean {
  return serviceFields[field].percentKey !== null;
}

/** The search for what models said of a source's pictures. @param filters as `labelFilters` makes them; null: all minutes */
export function labelSearchBody(
  { program, platform, instrumentType }: DataSource,
  range: TimeRange,
  filters: FilterGroup | null,
): object {
  const source = { programs: [program], platforms: [platform], instrumentTypes: [instrumentType] };
  return ephemerisSearchBody({ range, ...source, filters });
}

/** The fields that labels are read from: a third of a record. */
export const labelFormat = { epoch: true, data_source: { identifier: true }, metadata: true } as const;

/**
 * What the service can leave out before: minutes that do not fulfil the criteria. Groups do not nest there, so where any
 * criterion is enough, how sure a model is remains to be looked at here.
 */
export function labelFilters({ joined, list }: LabelCriteria): FilterGroup | null {
  const expressions = list.flatMap((criterion) => expressionsOf(criterion, joined === 'AND' || list.length === 1));
  return expressions.length > 0 ? { joined: list.length === 1 ? 'AND' : joined, expressions } : null;
}

function expressionsOf({ field, verdict, leastPercent }: LabelCriterion, withPercent: boolean): FilterExpression[] {
  const { key, percentKey, texts } = serviceFields[field];
  const text = texts[verdictsOf(field).indexOf(verdict)];
  if (text === undefined) return [];
  const says: FilterExpression = { key, operator: 'in', values: [text] };
  if (leastPercent === null || percentKey === null || !withPercent) return [says];
  return [says, { key: percentKey, operator: '>=', values: [String(leastPercent)] }];
}

/**
 * What models said of one camera's pictures, from the answer of a search for its positions. Minutes may be lacking and may
 * come in any order; of two records of one minute the first counts. In the records that were seen, OATH's verdict is one
 * per minute, the others' one per ten minutes: no length is taken for granted.
 *
 * @param answer the whole text of it
 * @param identifier of the source; records of others are not read
 * @returns a sentence where there is no list
 */
export function readLabelColumns(answer: string, identifier: number): LabelColumns | string {
  const records = recordsOf(answer);
  if (typeof records === 'string') return records;
  if (records.length > mostRecords) return `a list of ${records.length} positions; at most ${mostRecords} are read`;
  const minutes = records.map((record) => readMinute(record, identifier)).filter((minute) => minute !== null);
  const unreadable = records.length - minutes.length;
  if (minutes.length === 0 && unreadable > 0) return 'a list without one position that can be read';
  return columnsOf(minutes.sort((a, b) => a.startUs - b.startUs).filter(isFirstOfMinute), unreadable);
}

interface Minute {
  readonly startUs: number;
  /** In the order of `labelFields`. */
  readonly verdicts: readonly number[];
  readonly percents: readonly number[];
}

function readMinute(record: unknown, identifier: number): Minute | null {
  if (typeof record !== 'object' || record === null) return null;
  const { epoch, data_source, metadata } = record as Record<string, unknown>;
  const timeUs = typeof epoch === 'string' ? parseInstant(epoch) : null;
  if (timeUs === null || typeof metadata !== 'object' || metadata === null) return null;
  const whose = (data_source as { readonly identifier?: unknown } | null | undefined)?.identifier;
  if (whose !== identifier) return null;
  const said = metadata as Readonly<Record<string, unknown>>;
  const verdicts = labelFields.map((field) => {
    const { key, texts } = serviceFields[field];
    const text = said[key];
    return typeof text === 'string' ? texts.indexOf(text) + 1 : 0;
  });
  const percents = labelFields.map((field, place) => {
    const { percentKey, texts } = serviceFields[field];
    // A model that does not judge is sure of nothing, whatever number stands there.
    const isJudged = verdicts[place] !== 0 && verdicts[place] !== texts.length;
    const percent = isJudged && percentKey !== null ? said[percentKey] : null;
    return typeof percent === 'number' && percent >= 0 && percent <= 100 ? percent : NaN;
  });
  return { startUs: timeUs - (timeUs % minuteUs), verdicts, percents };
}

function isFirstOfMinute({ startUs }: Minute, place: number, minutes: readonly Minute[]): boolean {
  return place === 0 || minutes[place - 1]!.startUs !== startUs;
}

function columnsOf(minutes: readonly Minute[], unreadable: number): LabelColumns {
  const runs: { readonly first: Minute; minutes: number }[] = [];
  for (const minute of minutes) {
    if (minute.verdicts.every((verdict) => verdict === 0)) continue;
    const last = runs.at(-1);
    if (last && isSameRun(last.first, last.minutes, minute)) last.minutes++;
    else runs.push({ first: minute, minutes: 1 });
  }
  const columns = <T>(make: (place: number) => T) =>
    Object.fromEntries(labelFields.map((field, place) => [field, make(place)])) as Record<LabelField, T>;
  return {
    count: runs.length,
    startUs: Float64Array.from(runs, ({ first }) => first.startUs),
    minutes: Uint16Array.from(runs, (run) => run.minutes),
    verdicts: columns((place) => Uint8Array.from(runs, ({ first }) => first.verdicts[place]!)),
    percents: columns((place) => Float64Array.from(runs, ({ first }) => first.percents[place]!)),
    unreadable,
  };
}

function isSameRun(first: Minute, minutes: number, next: Minute): boolean {
  return (
    minutes < longestRun &&
    next.startUs === first.startUs + minutes * minuteUs &&
    next.verdicts.every((verdict, place) => verdict === first.verdicts[place]) &&
    next.percents.every((percent, place) => Object.is(percent, first.percents[place]))
  );
}

/** Runs as objects; equal labels are one object. */
export function runsOf({ count, startUs, minutes, verdicts, percents }: LabelColumns): readonly LabelRun[] {
  const known = new Map<string, Label>();
  const labelAt = (field: LabelField, run: number): Label | null => {
    const verdict = verdictsOf(field)[verdicts[field][run]! - 1];
    if (verdict === undefined) return null;
    const percent = percents[field][run]!;
    const key = `${field} ${verdict} ${percent}`;
    const label = known.get(key) ?? { verdict, percent: Number.isNaN(percent) ? null : percent };
    known.set(key, label);
    return label;
  };
  return Array.from({ length: count }, (_, run) => ({
    startUs: startUs[run]!,
    endUs: startUs[run]! + minutes[run]! * minuteUs,
    cloud: labelAt('cloud', run) as Label<'cloud'> | null,
    apa: labelAt('apa', run) as Label<'apa'> | null,
    oath: labelAt('oath', run) as Label<'oath'> | null,
  }));
}

/** Those of a range, cut to it. */
export function runsWithin(runs: readonly LabelRun[], { startUs, endUs }: TimeRange): readonly LabelRun[] {
  return runs
    .filter((run) => run.endUs > startUs && run.startUs < endUs)
    .map((run) =>
      run.startUs >= startUs && run.endUs <= endUs
        ? run
        : { ...run, startUs: Math.max(run.startUs, startUs), endUs: Math.min(run.endUs, endUs) },
    );
}

function verdictsOf(field: LabelField): readonly LabelVerdict[] {
  return labelVerdicts[field];
}
