import { productSearchBody } from '$lib/datasets/product-query';
import { formatDate, formatSecond, secondUs } from '$lib/datasets/utc';
import type { DataProduct, ProductQuery } from '$lib/model/data-product';
import type { FilterGroup } from '$lib/model/search';
import { csvLine } from './csv';

/* What was found, and what was asked, as text to take away. */

const columns = [
  'start',
  'end',
  'program',
  'platform',
  'instrument_type',
  'display_name',
  'data_product_type',
  'url',
] as const;

/** Comma-separated values after RFC 4180, a column for each key of the metadata at the end; times are UTC. */
export function productsAsCsv(products: readonly DataProduct[]): string {
  const keys = [...new Set(products.flatMap(({ metadata }) => Object.keys(metadata)))].sort();
  const lines = products.map((product) => {
    const record = recordOf(product);
    const { program, platform, instrument_type, display_name } = record.data_source;
    const { start, end, data_product_type, url } = record;
    const plain = [start, end, program, platform, instrument_type, display_name, data_product_type, url];
    return csvLine([...plain, ...keys.map((key) => product.metadata[key] ?? '')]);
  });
  return [csvLine([...columns, ...keys]), ...lines, ''].join('\r\n');
}

/** As the service gives them. */
export function productsAsJson(products: readonly DataProduct[]): string {
  return `${JSON.stringify(products.map(recordOf), null, 2)}\n`;
}

/** The query as the service wants it; `aurorax-cli` takes the same as a file. */
export function queryAsJson(query: ProductQuery): string {
  return `${JSON.stringify(productSearchBody(query), null, 2)}\n`;
}

/**
 * The same search by PyAuroraX, version 1: it wants at least one of programs, platforms and instrument types.
 *
 * @see https://docs.aurorax.space/code/pyaurorax_api_reference/pyaurorax/search.html
 */
export function queryAsPython(query: ProductQuery): string {
  const { range, programs, platforms, instrumentTypes, types, filters } = query;
  const lines = [
    `start=${pythonTime(range.startUs)},`,
    `end=${pythonTime(range.endUs - secondUs)},`,
    ...listLine('programs', programs),
    ...listLine('platforms', platforms),
    ...listLine('instrument_types', instrumentTypes),
    ...listLine('data_product_types', types),
    ...filterLines(filters),
  ];
  return [
    'import datetime',
    'import pyaurorax',
    '',
    'aurorax = pyaurorax.PyAuroraX()',
    'search = aurorax.search.data_products.search(',
    ...lines.map((line) => `    ${line}`),
    '    return_immediately=False,',
    '    verbose=True,',
    ')',
    'for product in search.data:',
    '    print(product.start, product.data_source.display_name, product.data_product_type, product.url)',
    '',
  ].join('\n');
}

function recordOf({ startUs, endUs, source, url, type, metadata }: DataProduct) {
  return {
    ...{ start: timeText(startUs), end: timeText(endUs) },
    data_source: {
      identifier: source.identifier,
      program: source.program,
      platform: source.platform,
      instrument_type: source.instrumentType,
      source_type: source.sourceType,
      display_name: source.displayName,
    },
    ...{ url, data_product_type: type, metadata },
  };
}

function timeText(us: number): string {
  return `${formatDate(us)}T${formatSecond(us)}`;
}

function pythonTime(us: number): string {
  const at = new Date(us / 1000);
  const parts = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  return `datetime.datetime(${[...parts, at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].join(', ')})`;
}

function listLine(name: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`${name}=[${values.map(pythonText).join(', ')}],`];
}

function filterLines(filters: FilterGroup | null): string[] {
  if (!filters) return [];
  const expressions = filters.expressions.map(({ key, operator, values }) => {
    const list = values.map(pythonText).join(', ');
    return `    {"key": ${pythonText(key)}, "operator": ${pythonText(operator)}, "values": [${list}]},`;
  });
  return [
    'metadata_filters=[',
    ...expressions,
    '],',
    `metadata_filters_logical_operator=${pythonText(filters.joined)},`,
  ];
}

/** A string of JSON is one of Python too, but for what lies beyond 16 bits, which both take as it is. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}
