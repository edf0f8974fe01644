import type { FilterGroup } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';
import { filterBody, timesBody } from './search-body';

/** What positions to look for: lists that are empty stand for all, but not all of them may be, with no filter beside. */
export interface EphemerisQuery {
  /** One month at most, of a search at once two days. */
  readonly range: TimeRange;
  readonly programs: readonly string[];
  readonly platforms: readonly string[];
  readonly instrumentTypes: readonly string[];
  readonly filters: FilterGroup | null;
}

/** A search for positions as the service wants it. */
export function ephemerisSearchBody({ range, programs, platforms, instrumentTypes, filters }: EphemerisQuery): object {
  return {
    data_sources: {
      ...{ programs, platforms, instrument_types: instrumentTypes },
      ephemeris_metadata_filters: filterBody(filters),
    },
    ...timesBody(range),
  };
}
