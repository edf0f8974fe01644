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

test('the day that was gone to is marked and in sight; who asks to be brought there has the keys', async () => {
  const days = Array.from({ length: 200 }, (_, day) => {
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    return { ...record(`https://host/${day}.jpg`), start: `${date}T00:00:00`, end: `${date}T23:59:00` };
  });
  const table = readProductTable(JSON.stringify(days));
  if (typeof table === 'string') throw new Error(table);
  const order = Uint32Array.from({ length: table.count }, (_, index) => index);
  const dayStartUs = Date.UTC(2020, 3, 1) * 1000;
  let reached = 0;
  const { rerender } = await render(ProductTable, { table, order, dayStartUs, onreach: () => reached++ });
  const element = () => document.querySelector<HTMLElement>('[role="table"]')!;
  const current = () => document.querySelector<HTMLElement>('[aria-current="date"]');
  const isInSight = () => {
    const [row, room] = [current()?.getBoundingClientRect(), element().getBoundingClientRect()];
    return row !== undefined && row.top >= room.top && row.bottom <= room.bottom;
  };
  await expect.poll(isInSight).toBe(true);
  expect(current()!.textContent).toContain('2020-04-01');
  expect([reached, document.activeElement === element()]).toEqual([0, false]);
  // Whoever scrolls away stays away, whatever the order, until he asks again.
  element().scrollTop = 0;
  await rerender({ order: order.toReversed() });
  expect(element().scrollTop).toBe(0);
  await rerender({ isVisit: true });
  await expect.poll(isInSight).toBe(true);
  expect([reached, document.activeElement === element()]).toEqual([1, true]);
});
