import type { FileSpan, ListedDataset } from '$lib/model/catalogue';
import type { Outcome } from '$lib/model/failure';
import { archiveRoot, canonicalOf, type Hosts } from './hosts';
import { isRecord } from './json';
import type { Network } from './network';
import { askForList, lineOf } from './service-answer';

/** Every dataset that the archive's service describes, in its order. */
export function listDatasets(network: Network): Promise<Outcome<readonly ListedDataset[]>> {
  return askForList(
    '/api/v1/data_distribution/datasets',
    'dataset list',
    (record) => parseDataset(record, network.hosts),
    network,
  );
}

const spans: Readonly<Record<string, FileSpan>> = {
  '1min': '1min',
  '1hr': '1hr',
  '1day': '1day',
  not_applicable: 'none',
};

/**
 * One record of the service. Only the name must be there: whatever else is missing or odd is null.
 *
 * @returns null for what has no name of the archive's form
 */
export function parseDataset(record: unknown, hosts: Hosts): ListedDataset | null {
  if (!isRecord(record) || typeof record.name !== 'string') return null;
  const name = record.name.trim().toUpperCase();
  if (!/^[A-Z][A-Z0-9_]{2,79}$/.test(name)) return null;
  const span = record.file_time_resolution;
  const level = lineOf(record.level, 10);
  return {
    name,
    description: lineOf(record.short_description),
    level: level !== null && /^L\d[A-Z]?$/.test(level) ? level : null,
    fileSpan: typeof span === 'string' && Object.hasOwn(spans, span) ? spans[span]! : null,
    dois: parseDois(record.doi),
    citation: parseCitation(record.citation),
    directory: parseDirectory(record.data_tree_url, hosts),
    listedByService: record.file_listing_supported === true,
  };
}

/** The service gives links, with a comma between them where there are two. */
function parseDois(value: unknown): readonly string[] {
  const matches = (lineOf(value) ?? '').matchAll(/(?:^|[\s,/])(10\.\d{4,9}\/[^\s,]+)/g);
  return [...matches].map((match) => match[1]!);
}

/** A citation names its place of publication; “Coming soon” and the like are none. */
function parseCitation(value: unknown): string | null {
  const text = lineOf(value)
    ?.replace(/\s*https?:\/\/doi\.org\/\S+$/, '')
    .trim();
  return text !== undefined && text.length >= 30 ? text : null;
}

function parseDirectory(value: unknown, hosts: Hosts): string | null {
  const url = typeof value === 'string' && value.length < 500 ? canonicalOf(value, hosts) : null;
  if (url === null || /[?#]/.test(url)) return null;
  const path = url.slice(archiveRoot.length).replace(/\/+$/, '');
  // Folders of the archive have plain names; one that needs decoding would be another address when put together again.
  return /^[\w.+-]+(\/[\w.+-]+)*$/.test(path) ? path : null;
}
