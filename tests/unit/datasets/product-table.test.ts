import { describe, expect, test } from 'vitest';
import { readMetadataSchema } from '$lib/datasets/data-source';
import { emptyProductTable, nameOfAddress, productAt, readProductTable, urlAt } from '$lib/datasets/product-table';
import type { ProductTable } from '$lib/model/data-product';

const source = { identifier: 46, program: 'themis-asi', platform: 'gillam', instrument_type: 'panchromatic ASI' };
const record = (more: object = {}) => ({
  ...{ start: '2023-01-01T00:00:00', end: '2023-01-01T23:59:00', data_source: source },
  ...{ url: 'https://example.org/a.jpg', data_product_type: 'keogram', metadata: { keogram_type: 'daily' } },
  ...more,
});

function read(...records: readonly unknown[]): ProductTable {
  const table = readProductTable(JSON.stringify({ result: records }));
  if (typeof table === 'string') throw new Error(table);
  return table;
}

test('records keep their order, and sources and types are told once', () => {
  const other = { ...source, identifier: 47, platform: 'kuujjuaq' };
  const table = read(
    record(),
    record({ data_source: other, url: 'https://example.org/b' }),
    record({ data_product_type: 'movie', metadata: null }),
  );
  expect([table.count, table.sources.length, table.types]).toEqual([3, 2, ['keogram', 'movie']]);
  expect(productAt(table, 1)).toMatchObject({ url: 'https://example.org/b', source: { platform: 'kuujjuaq' } });
  expect(productAt(table, 2)).toMatchObject({ type: 'movie', metadata: {}, source: { identifier: 46 } });
  expect(urlAt(table, 0)).toBe('https://example.org/a.jpg');
});

test('a bare list is as good', () => {
  expect(readProductTable(JSON.stringify([record()]))).toMatchObject({ count: 1 });
});

describe('from outside', () => {
  test.each<[string, unknown]>([
    ['nothing', null],
    ['no time', record({ start: 'yesterday' })],
    ['an end before its start', record({ end: '2022-12-31T00:00:00' })],
    ['no source', record({ data_source: null })],
    ['a source without a number', record({ data_source: { ...source, identifier: '46' } })],
    ['an address that runs', record({ url: 'javascript:alert(1)' })],
    ['an address that would break out of a page', record({ url: 'https://example.org/"><script>' })],
    ['an endless address', record({ url: `https://example.org/${'a'.repeat(3000)}` })],
    ['no type', record({ data_product_type: 7 })],
  ])('a record with %s is counted and left out', (_, bad) => {
    expect(read(record(), bad, record())).toMatchObject({ count: 2, unreadable: 1 });
  });

  test('metadata are text, not endless, and nothing of the language', () => {
    const metadata = JSON.parse('{"__proto__":"x","n":5,"b":true,"deep":{"a":1},"list":[1]}') as object;
    const long = { a: 'x'.repeat(20_000) };
    const table = read(record({ metadata }), record({ metadata: long }));
    expect(Object.entries(productAt(table, 0).metadata)).toEqual([
      ['__proto__', 'x'],
      ['n', '5'],
      ['b', 'true'],
    ]);
    expect(productAt(table, 1).metadata).toEqual({});
  });

  test.each([
    ['<html>', 'something that is no JSON'],
    ['7', 'something that is no list'],
    ['{"result":{}}', 'something that is no list'],
    ['{"error":{"error_code":"NotFound","error_message":"the file is gone"}}', 'the file is gone'],
  ])('%s is %s', (answer, said) => expect(readProductTable(answer)).toBe(said));
});

test('of nothing', () => expect(emptyProductTable()).toMatchObject({ count: 0, unreadable: 0 }));

test('a schema names each field once, and passes over what is none', () => {
  const field = { field_name: 'a', description: 'about a', data_type: 'double', allowed_values: ['1', 2] };
  expect(readMetadataSchema([field, field, null, { field_name: '' }, { field_name: 'b' }])).toEqual([
    { name: 'a', description: 'about a', type: 'double', allowed: ['1'] },
    { name: 'b', description: 'b', type: 'string', allowed: [] },
  ]);
  expect(readMetadataSchema('x')).toEqual([]);
});

test.each([
  ['https://host/a/20200201__gill_keogram.jpg', '20200201__gill_keogram.jpg'],
  ['https://host/a%20night.png', 'a night.png'],
  ['https://host/100%.png', '100%.png'],
  ['https://host/%C3%28.png', '%C3%28.png'],
  ['https://host/', ''],
])('the address %s ends with the name "%s"', (url, name) => {
  expect(nameOfAddress(url)).toBe(name);
});
