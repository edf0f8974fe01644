import { archiveArrays } from '$lib/datasets/archive-arrays';
import { datasetByName } from '$lib/datasets/catalogue';
import { observatoriesOf } from '$lib/datasets/observatories';
import type { CatalogueDataset, ProductKind, Reading } from '$lib/model/catalogue';
import { kindWords, readingWords } from './catalogue-words';

/** Which datasets to list; null stands for all. */
export interface CatalogueFilter {
  readonly text: string;
  readonly array: string | null;
  readonly level: string | null;
  readonly kind: ProductKind | null;
  readonly reading: Reading | null;
}

export const noFilter: CatalogueFilter = { text: '', array: null, level: null, kind: null, reading: null };

/** The datasets that fit every part of a filter; every word of its text must occur somewhere in what is told. */
export function matching(datasets: readonly CatalogueDataset[], filter: CatalogueFilter): CatalogueDataset[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return datasets.filter((dataset) => {
    const { array, level, kind, reading } = dataset;
    if (filter.array !== null && array !== filter.array) return false;
    if (filter.level !== null && level !== filter.level) return false;
    if (filter.kind !== null && kind !== filter.kind) return false;
    if (filter.reading !== null && reading !== filter.reading) return false;
    const imager = datasetByName(dataset.name);
    const told = [
      ...[dataset.name, array, dataset.description, kindWords[kind], readingWords[reading], ...dataset.dois],
      ...observatoriesOf(dataset.instrumentArray).flatMap(({ siteUid, name }) => [siteUid, name]),
      ...(imager ? [imager.light, ...imager.searchWords] : []),
    ];
    const text = told.join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** What each part of a filter can be set to, among these datasets, in an order that people expect. */
export function choicesOf(datasets: readonly CatalogueDataset[]) {
  const kinds = new Set(datasets.map(({ kind }) => kind));
  const readings = new Set(datasets.map(({ reading }) => reading));
  const inOrderOf = <K extends string>(words: Readonly<Record<K, string>>, present: ReadonlySet<K>) =>
    (Object.keys(words) as K[]).filter((key) => present.has(key));
  return {
    arrays: [...new Set(datasets.map(({ array }) => array))].sort((a, b) => rankOf(a) - rankOf(b)),
    levels: [...new Set(datasets.map(({ level }) => level))].sort(),
    kinds: inOrderOf(kindWords, kinds),
    readings: inOrderOf(readingWords, readings),
  };
}

/** Datasets by array, those that are read as tracks or curves first in each, the others in order of their names. */
export function groupedByArray(datasets: readonly CatalogueDataset[]) {
  const groups = new Map<string, CatalogueDataset[]>();
  for (const dataset of datasets) groups.set(dataset.array, [...(groups.get(dataset.array) ?? []), dataset]);
  const isFirst = ({ reading }: CatalogueDataset) => (reading === 'track' || reading === 'curve' ? 0 : 1);
  return [...groups]
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .map(([array, members]) => ({ array, datasets: members.toSorted((a, b) => isFirst(a) - isFirst(b)) }));
}

/** Strangers come last. */
function rankOf(array: string): number {
  const rank = archiveArrays.findIndex(({ title }) => title === array);
  return rank < 0 ? archiveArrays.length : rank;
}
