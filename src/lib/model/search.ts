/**
 * Searches of the AuroraX service: the same life cycle for conjunctions, ephemeris and data products. A search is asked
 * for, runs on the service, and its result can be had for some time by whoever knows its id.
 */

/** Plural, as addresses have them. */
export type SearchKind = 'conjunctions' | 'ephemeris' | 'data_products';

/** Where records come from: one instrument on one platform of one program. */
export interface DataSource {
  readonly identifier: number;
  readonly program: string;
  readonly platform: string;
  readonly instrumentType: string;
  /** `ground`, `leo`, `heo`, `lunar`, `event_list`, `not_applicable`. */
  readonly sourceType: string;
  /** For people: `TREx RGB GILL`. */
  readonly displayName: string;
}

/** A field by which a source's records can be filtered. */
export interface MetadataField {
  readonly name: string;
  readonly description: string;
  readonly type: 'string' | 'double' | 'int' | 'bool';
  /** Empty: any. */
  readonly allowed: readonly string[];
}

/** A data source with what its records can be filtered by. */
export interface DescribedSource extends DataSource {
  readonly productFields: readonly MetadataField[];
  readonly ephemerisFields: readonly MetadataField[];
}

export type FilterOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'between';

export interface FilterExpression {
  readonly key: string;
  readonly operator: FilterOperator;
  /** One, for `between` two, for `in` and `not in` any number. */
  readonly values: readonly string[];
}

/** Groups do not nest. */
export interface FilterGroup {
  readonly joined: 'AND' | 'OR';
  readonly expressions: readonly FilterExpression[];
}

export interface SearchLogLine {
  /** UTC, microseconds since 1970; null where the service gave no time that can be read. */
  readonly timeUs: number | null;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
}

/** What the service says of a search. */
export interface SearchStatus {
  readonly requestId: string;
  readonly phase: 'running' | 'done' | 'failed';
  /** UTC, microseconds since 1970. */
  readonly requestedUs: number | null;
  readonly completedUs: number | null;
  /** How long the service searched. */
  readonly durationMs: number | null;
  readonly resultCount: number | null;
  readonly resultBytes: number | null;
  readonly log: readonly SearchLogLine[];
  /** The query as the service understood it, as it says; not looked at. */
  readonly query: unknown;
}
