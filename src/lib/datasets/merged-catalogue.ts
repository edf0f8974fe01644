import type { CatalogueDataset, ListedDataset } from '$lib/model/catalogue';
import { arrayOfDataset } from './archive-arrays';
import { archiveDatasets } from './archive-datasets';
import { otherCredit } from './credit';

/**
 * What the service says of its datasets, laid over what the app carries: the service has the last word on words,
 * level, span, folder, DOI and citation; how a dataset is read only the app knows. A dataset that the app has never
 * heard of is listed as not read; one that the service does not name stays.
 *
 * @returns in alphabetical order of the names
 */
export function mergedCatalogue(
  listed: readonly ListedDataset[],
  carried: readonly CatalogueDataset[] = archiveDatasets,
): readonly CatalogueDataset[] {
  const merged = new Map(carried.map((dataset) => [dataset.name, dataset]));
  for (const said of listed) merged.set(said.name, laidOver(merged.get(said.name) ?? stranger(said.name), said));
  return [...merged.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function laidOver(dataset: CatalogueDataset, said: ListedDataset): CatalogueDataset {
  return {
    ...dataset,
    description: said.description ?? dataset.description,
    level: said.level ?? dataset.level,
    fileSpan: said.fileSpan ?? dataset.fileSpan,
    dois: said.dois.length > 0 ? said.dois : dataset.dois,
    credit: { ...dataset.credit, citation: said.citation ?? dataset.credit.citation },
    directory: said.directory ?? dataset.directory,
    directoryIsSure: said.directory !== null || dataset.directoryIsSure,
    listedByService: said.listedByService,
  };
}

function stranger(name: string): CatalogueDataset {
  const array = arrayOfDataset(name);
  const { doi, citation, acknowledgement, page } = array?.credit ?? otherCredit;
  return {
    name,
    array: array?.title ?? 'Other',
    instrumentArray: array?.instrumentArray ?? null,
    level: 'not known',
    kind: 'unknown',
    fileSpan: 'none',
    cadenceSec: null,
    description: 'A dataset that this version of the app does not know',
    dois: doi === null ? [] : [doi],
    credit: { citation, acknowledgement, page },
    directory: null,
    directoryIsSure: false,
    listedByService: true,
    reading: 'none',
    verified: false,
  };
}
