import type { ProductQuery } from '$lib/model/data-product';
import type { ExploreChoice } from '$lib/model/explore';
import type { DescribedSource, FilterGroup } from '$lib/model/search';
import { queryOf } from './product-search.svelte';
import { sharedFields, sourcesOf } from './source-choices';

const kindField = 'keogram_type';

/**
 * What the service is asked for a wall: keograms, of whole days where its schema can tell them from those of hours, of
 * which there are twenty times as many.
 *
 * @param sources empty where they are not known
 * @returns null while no days were chosen
 */
export function wallQueryOf(choice: ExploreChoice, sources: readonly DescribedSource[]): ProductQuery | null {
  const query = queryOf(choice);
  if (!query) return null;
  return { ...query, types: ['keogram'], filters: dailyFilter(choice, query.filters, sources) };
}

function dailyFilter(
  { array, platforms }: ExploreChoice,
  filters: FilterGroup | null,
  sources: readonly DescribedSource[],
): FilterGroup | null {
  const chosen = sourcesOf(sources, array).filter(
    ({ platform }) => platforms.length === 0 || platforms.includes(platform),
  );
  const field = sharedFields(chosen).find(({ name }) => name === kindField);
  // Records have kinds that the schema does not list: where it lists none, any may come.
  const daily = field?.allowed.filter((kind) => kind.startsWith('daily')) ?? [];
  const isOwn = filters?.expressions.some(({ key }) => key === kindField) ?? false;
  // Groups do not nest: what is joined by "or" cannot be narrowed.
  if (daily.length === 0 || isOwn || filters?.joined === 'OR') return filters;
  const values = [...new Set([...daily, 'daily_moviederived'])];
  return { joined: 'AND', expressions: [...(filters?.expressions ?? []), { key: kindField, operator: 'in', values }] };
}
