import type { ProductQuery } from '$lib/model/data-product';
import { filterBody, timesBody } from './search-body';

/** A search for data products as the service wants it. */
export function productSearchBody(query: ProductQuery): object {
  const { range, programs, platforms, instrumentTypes, types, filters } = query;
  return {
    data_sources: {
      ...{ programs, platforms, instrument_types: instrumentTypes },
      data_product_metadata_filters: filterBody(filters),
    },
    ...timesBody(range),
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
