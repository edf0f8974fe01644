import { sourceAt, type Source } from './data-sources';
import { passes, type Metadata } from './metadata-filter';
import { isAmong, isOfSources, timeOf, type SearchQuery } from './search-query';
import type { Tree } from './tree';

/** A link to a picture, movie or table, as the search service keeps it. */
export interface ProductRecord {
  readonly start: string;
  readonly end: string;
  readonly data_source: Source;
  readonly url: string;
  readonly data_product_type: string;
  readonly metadata: Metadata;
}

/** A product counts when it starts at or after the start and ends at or before the end. */
export function matchingProducts(records: readonly ProductRecord[], query: SearchQuery): ProductRecord[] {
  const [startMs, endMs] = [timeOf(query.start), timeOf(query.end)];
  const { data_product_metadata_filters: filters } = query.data_sources;
  return records.filter(({ start, end, data_source: source, data_product_type: type, metadata }) => {
    const isInTime = timeOf(start) >= startMs && timeOf(end) <= endMs;
    const isOfType = isAmong(type, query.data_product_type_filters);
    return isInTime && isOfSources(source, query) && isOfType && passes(metadata, filters);
  });
}

/** How many products of each source begin on each day. */
export function productCounts(records: readonly ProductRecord[]): Map<Source, Map<string, number>> {
  const counts = new Map<number, readonly [Source, Map<string, number>]>();
  for (const { start, data_source: source } of records) {
    const [, days] = counts.get(source.identifier) ?? [source, new Map<string, number>()];
    counts.set(source.identifier, [source, days]);
    days.set(start.slice(0, 10), (days.get(start.slice(0, 10)) ?? 0) + 1);
  }
  return new Map(counts.values());
}

/** Folders of pictures, whose they are, and what the service calls their cameras' program and instrument. */
const pictureFolders = [
  { folder: ['THEMIS', 'asi', 'stream2'], program: 'themis-asi', instrument: 'panchromatic ASI' },
  { folder: ['TREx', 'RGB', 'stream2'], program: 'trex', instrument: 'RGB ASI' },
] as const;

const pictureName =
  /^(\d{4})(\d\d)(\d\d)_(\d\d)?_([a-z0-9]+)_([a-z]+-?\d+)_.*?(keogram|montage)(?:\.pgm)?\.(?:jpe?g|png)$/;

/** Records of the summary pictures that lie in a tree, as the service would have them. */
export async function recordsOfTree(tree: Tree, base: string): Promise<ProductRecord[]> {
  const records: ProductRecord[] = [];
  for (const { folder, program, instrument } of pictureFolders) {
    for (const path of await filesBelow(tree, [...folder], 5)) {
      const match = pictureName.exec(path.at(-1)!);
      if (!match) continue;
      const [, year, month, day, hour, site, , kind = ''] = match;
      const source = sourceAt(program, instrument, site!);
      if (!source) continue;
      const date = `${year}-${month}-${day}`;
      const [start, end] = hour
        ? [`${date}T${hour}:00:00`, `${date}T${hour}:59:00`]
        : [`${date}T00:00:00`, `${date}T23:59:00`];
      const url = `${base}/sort_by_project/${path.map(encodeURIComponent).join('/')}`;
      const metadata = { [`${kind}_type`]: hour ? 'hourly' : 'daily' };
      records.push({ start, end, data_source: source, url, data_product_type: kind, metadata });
    }
  }
  return records;
}

async function filesBelow(tree: Tree, names: readonly string[], depth: number): Promise<string[][]> {
  const found: string[][] = [];
  for (const entry of await tree.list(names)) {
    if (entry.kind === 'file') found.push([...names, entry.name]);
    else if (depth > 0) found.push(...(await filesBelow(tree, [...names, entry.name], depth - 1)));
  }
  return found;
}
