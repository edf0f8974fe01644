import type { Source } from './data-sources';
import { filterComplaint, type FilterGroup } from './metadata-filter';
import { isRecord } from './request-body';

/** What every search asks for; looked at by `queryComplaint`. */
export interface SearchQuery {
  readonly start: string;
  readonly end: string;
  readonly data_sources: {
    readonly programs?: readonly string[];
    readonly platforms?: readonly string[];
    readonly instrument_types?: readonly string[];
    readonly data_product_metadata_filters?: FilterGroup | null;
    readonly ephemeris_metadata_filters?: FilterGroup | null;
  };
  readonly data_product_type_filters?: readonly string[];
}

const lists = ['programs', 'platforms', 'instrument_types'] as const;

/** What is wrong with a query, as a sentence; null for a good one. */
export function queryComplaint(query: unknown): string | null {
  if (!isRecord(query)) return 'the query is no object';
  const { start, end, data_sources: sources, data_product_type_filters: types } = query;
  if (Number.isNaN(timeOf(start)) || Number.isNaN(timeOf(end))) return 'start and end are times';
  if (!isRecord(sources)) return 'data_sources is missing';
  for (const name of lists)
    if (sources[name] !== undefined && !isTexts(sources[name])) return `${name} is a list of texts`;
  if (types !== undefined && !isTexts(types)) return 'data_product_type_filters is a list of texts';
  return filterComplaint(sources.data_product_metadata_filters) ?? filterComplaint(sources.ephemeris_metadata_filters);
}

/** A search for positions names at least something that not every record has. */
export function lacksFilter({ data_sources: sources }: SearchQuery): boolean {
  const { ephemeris_metadata_filters: filters } = sources;
  return lists.every((name) => !sources[name]?.length) && !filters?.expressions?.length;
}

export function isOfSources(source: Source, { data_sources: wanted }: SearchQuery): boolean {
  return (
    isAmong(source.program, wanted.programs) &&
    isAmong(source.platform, wanted.platforms) &&
    isAmong(source.instrument_type, wanted.instrument_types)
  );
}

/** Milliseconds from the start to the end of a query. */
export function spanOf({ start, end }: SearchQuery): number {
  return timeOf(end) - timeOf(start);
}

/** Milliseconds; NaN for what is no time. The service's times are UTC without saying so. */
export function timeOf(text: unknown): number {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return NaN;
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

export function isAmong(value: string, allowed: readonly string[] | undefined): boolean {
  return !allowed || allowed.length === 0 || allowed.includes(value);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
