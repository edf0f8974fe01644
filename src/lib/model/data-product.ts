import type { DataSource, FilterGroup } from './search';
import type { TimeRange } from './time';

/* Pictures, movies and tables that others have made of the data, of which the search service knows the addresses. */

/** As the service spells them; others may come. */
export const productTypes = ['keogram', 'montage', 'movie', 'summary_plot', 'data_availability'] as const;
export type ProductType = (typeof productTypes)[number];

/** What to look for: lists that are empty stand for all. */
export interface ProductQuery {
  /** Products that lie within it as a whole. */
  readonly range: TimeRange;
  readonly programs: readonly string[];
  readonly platforms: readonly string[];
  readonly instrumentTypes: readonly string[];
  readonly types: readonly ProductType[];
  readonly filters: FilterGroup | null;
}

export interface DataProduct {
  /** What it is said to cover; the end, as it is told, is the last minute and no limit. */
  readonly startUs: number;
  readonly endUs: number;
  readonly source: DataSource;
  /** Where its file is, on whoever's server. */
  readonly url: string;
  /** `keogram`, `montage` … */
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What is counted: data products, or positions, of which a source has one a minute. */
export type Counted = 'products' | 'ephemeris';

/** How many data products or positions of one source there are on which day. */
export interface SourceCounts {
  readonly source: DataSource;
  /** Start of the UTC day to their number; days without any are left out. */
  readonly perDay: ReadonlyMap<number, number>;
}

export interface CountsWanted {
  readonly of: Counted;
  /** Whole days are asked for. */
  readonly range: TimeRange;
  readonly program: string | null;
  readonly platform: string | null;
  readonly instrumentType: string | null;
  /** null: of all types. Positions have none. */
  readonly type: string | null;
}

/**
 * Many products in few objects: ten years of an array are tens of thousands, and come from another thread. `productAt`
 * makes one of them.
 */
export interface ProductTable {
  readonly count: number;
  /** UTC, microseconds since 1970. */
  readonly startUs: Float64Array<ArrayBuffer>;
  readonly endUs: Float64Array<ArrayBuffer>;
  /** Places in `sources` and `types`. */
  readonly source: Uint16Array<ArrayBuffer>;
  readonly type: Uint16Array<ArrayBuffer>;
  /** All different ones, in the order in which they came. */
  readonly sources: readonly DataSource[];
  readonly types: readonly string[];
  /** Addresses one after the other, and where each ends. */
  readonly urls: string;
  readonly urlEnds: Uint32Array<ArrayBuffer>;
  /** Metadata as JSON likewise. */
  readonly metadata: string;
  readonly metadataEnds: Uint32Array<ArrayBuffer>;
  /** How many records could not be read and are not in here. */
  readonly unreadable: number;
}
