import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parseInstant } from '$lib/datasets/utc';
import type { DataProduct, ProductQuery } from '$lib/model/data-product';
import { productsAsCsv, productsAsJson, queryAsJson, queryAsPython } from '$lib/state/product-text';

const product = (change: Partial<DataProduct> = {}): DataProduct => ({
  startUs: parseInstant('2020-01-01T00:00')!,
  endUs: parseInstant('2020-01-01T23:59')!,
  source: {
    ...{ identifier: 103, program: 'trex', platform: 'gillam', instrumentType: 'RGB ASI', sourceType: 'ground' },
    displayName: 'TREx RGB GILL',
  },
  ...{ url: 'https://example.org/a.jpg', type: 'keogram', metadata: { keogram_type: 'daily' } },
  ...change,
});

const query: ProductQuery = {
  range: { startUs: parseInstant('2020-01-01')!, endUs: parseInstant('2020-01-11')! },
  ...{ programs: ['trex'], platforms: ['fort smith'], instrumentTypes: ['RGB ASI'], types: ['keogram'] },
  filters: { joined: 'OR', expressions: [{ key: 'keogram_type', operator: 'in', values: ['daily', 'it\'s "x"'] }] },
};

describe('products', () => {
  test('as a table: a column for each key of the metadata, and nothing that a spreadsheet would reckon', () => {
    const odd = product({ metadata: { movie_type: '=1+1', note: 'a "b", c\nd' } });
    expect(productsAsCsv([product(), odd]).split('\r\n')).toEqual([
      'start,end,program,platform,instrument_type,display_name,data_product_type,url,keogram_type,movie_type,note',
      '2020-01-01T00:00:00,2020-01-01T23:59:00,trex,gillam,RGB ASI,TREx RGB GILL,keogram,https://example.org/a.jpg,daily,,',
      '2020-01-01T00:00:00,2020-01-01T23:59:00,trex,gillam,RGB ASI,TREx RGB GILL,keogram,https://example.org/a.jpg,,\'=1+1,"a ""b"", c\nd"',
      '',
    ]);
  });

  test('as the service gives them', () => {
    expect(JSON.parse(productsAsJson([product()]))).toEqual([
      {
        start: '2020-01-01T00:00:00',
        end: '2020-01-01T23:59:00',
        data_source: {
          ...{ identifier: 103, program: 'trex', platform: 'gillam', instrument_type: 'RGB ASI' },
          ...{ source_type: 'ground', display_name: 'TREx RGB GILL' },
        },
        ...{ url: 'https://example.org/a.jpg', data_product_type: 'keogram', metadata: { keogram_type: 'daily' } },
      },
    ]);
  });
});

describe('a query', () => {
  test('as a file for the command line', () => {
    expect(JSON.parse(queryAsJson(query))).toEqual({
      data_sources: {
        ...{ programs: ['trex'], platforms: ['fort smith'], instrument_types: ['RGB ASI'] },
        data_product_metadata_filters: {
          logical_operator: 'OR',
          expressions: [{ key: 'keogram_type', operator: 'in', values: ['daily', 'it\'s "x"'] }],
        },
      },
      start: '2020-01-01T00:00:00',
      end: '2020-01-10T23:59:59',
      data_product_type_filters: ['keogram'],
    });
  });

  const hasPython = spawnSync('python3', ['--version']).status === 0;
  if (!hasPython && process.env.CI === 'true') throw new Error('there is no Python to try the query in');

  test.skipIf(!hasPython)('as Python that asks for the very same', () => {
    // A stand-in for the library that prints what it was called with.
    const library = `
import sys, types, json
class Products:
    def search(self, **given):
        print(json.dumps(given, default=str))
        return types.SimpleNamespace(data=[])
aurorax = types.SimpleNamespace(search=types.SimpleNamespace(data_products=Products()))
sys.modules['pyaurorax'] = types.SimpleNamespace(PyAuroraX=lambda: aurorax)
`;
    const { stdout, stderr } = spawnSync('python3', ['-c', library + queryAsPython(query)], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      ...{ start: '2020-01-01 00:00:00', end: '2020-01-10 23:59:59', programs: ['trex'], platforms: ['fort smith'] },
      ...{ instrument_types: ['RGB ASI'], data_product_types: ['keogram'] },
      metadata_filters: [{ key: 'keogram_type', operator: 'in', values: ['daily', 'it\'s "x"'] }],
      ...{ metadata_filters_logical_operator: 'OR', return_immediately: false, verbose: true },
    });
  });
});
