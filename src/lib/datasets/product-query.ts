import { formatDate, formatSecond, secondUs } from './utc';
import type { ProductQuery } from '$lib/model/data-product';
import type { FilterGroup } from '$lib/model/search';

/** A search for data products as the service wants it. */
export function productSearchBody(query: ProductQuery): object {
  const { range, programs, platforms, instrumentTypes, types, filters } = query;
  return {
    data_sources: {
      ...{ programs, platforms, instrument_types: instrumentTypes },
      data_product_metadata_filters: filterBody(filters),
    },
    start: secondOf(range.startUs),
    // The service takes its end as the last second that counts.
    end: secondOf(range.endUs - secondUs),
    data_product_type_filters: types,
  };
}

/** The fields that a table of products needs: a fifth of what the service has to say of each. */
export const productFields = {
  ...{ start: true, end: true, url: true, data_product_type: true, metadata: true },
  data_source: {
    ...{ identifier: true, program: true, platform: true, instrument_type: true },
    ...{ source_type: true, display_name: true },
  },
} as const;

/** Filters as any search wants them; none is an empty object. */
export function filterBody(filters: FilterGroup | null): object {
  if (!filters || filters.expressions.length === 0) return {};
  return { logical_operator: filters.joined, expressions: filters.expressions };
}

/** `2020-02-01T00:00:00`: to the second and without a zone. */
function secondOf(us: number): string {
  return `${formatDate(us)}T${formatSecond(us)}`;
}
