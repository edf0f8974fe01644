import { jsonAnswer, type Answer } from '../../scripts/http/answer';
import { allDatasets } from './dataset-table';
import { notOneOf, unprocessable } from './validation';

const levels: readonly string[] = ['L0', 'L1', 'L1A', 'L2', 'L3'];

/** `GET /api/v1/data_distribution/datasets` */
export function datasetsAnswer(query: URLSearchParams, archiveBase: string): Answer {
  const level = query.get('level');
  if (level !== null && !levels.includes(level)) return unprocessable([notOneOf('level', level, levels)]);
  const wanted = (query.get('name') ?? '').toUpperCase();
  const records = allDatasets
    .filter((dataset) => dataset.name.includes(wanted) && (level === null || dataset.level === level))
    .map((dataset) => datasetRecord(dataset, archiveBase));
  return jsonAnswer(200, records);
}

/** One dataset in the form of the service. */
export function datasetRecord(dataset: (typeof allDatasets)[number], archiveBase: string) {
  const { family } = dataset;
  const ownDoi = family.doi === null ? [] : [family.doi];
  const dois = [...dataset.extraDois, ...ownDoi].map((doi) => `https://doi.org/${doi}`);
  const details = [
    ...dataset.extraDois.map((doi) => `https://doi.org/${doi}`),
    ...ownDoi.map((doi) => `https://commons.datacite.org/doi.org/${doi.toLowerCase()}`),
  ];
  return {
    name: dataset.name,
    short_description: `${family.title} ${dataset.description}`,
    long_description: `${family.array}. More information can be found at ${archiveBase}`,
    data_tree_url: `${archiveBase}/sort_by_project/${dataset.directory}`,
    file_listing_supported: true,
    level: dataset.level,
    doi: dois.join(', ') || null,
    doi_details: details.join(', ') || null,
    citation: family.citation === null ? null : `${family.citation} https://doi.org/${family.doi}`,
    supported_libraries: family.libraries,
    file_time_resolution: dataset.resolution,
  };
}
