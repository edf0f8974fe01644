import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import ProductTable from '$lib/components/ProductTable.svelte';
import { readProductTable } from '$lib/datasets/product-table';

const source = { identifier: 1, program: 'trex', platform: 'gillam', instrument_type: 'RGB ASI' };
const record = (url: string) => ({
  ...{ start: '2020-02-01T00:00:00', end: '2020-02-01T23:59:00', data_product_type: 'keogram', url, metadata: {} },
  data_source: { ...source, source_type: 'ground', display_name: 'TREx RGB GILL' },
});

test('whatever addresses a service gives, a link leads to a web server, and one odd name costs no other', async () => {
  const urls = [
    ...['javascript:alert(1)', 'JaVaScRiPt://host/%0aalert(1)', 'data:text/html,x', '//host/x.jpg', 'blob:https://a/b'],
    ...['https://host/100%.jpg', 'https://host/', 'http://host/a%20night.jpg'],
  ];
  const table = readProductTable(JSON.stringify(urls.map(record)));
  if (typeof table === 'string') throw new Error(table);
  expect([table.count, table.unreadable]).toEqual([3, 5]);
  await render(ProductTable, { table, order: Uint32Array.from({ length: table.count }, (_, index) => index) });
  const links = () => [...document.querySelectorAll<HTMLAnchorElement>('[role="table"] a')];
  await expect
    .poll(() => links().map(({ textContent }) => textContent))
    .toEqual(['100%.jpg', 'https://host/', 'a night.jpg']);
  expect(links().map(({ protocol }) => protocol)).toEqual(['https:', 'https:', 'http:']);
});
