import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import ReopenSearch from '$lib/components/ReopenSearch.svelte';

const id = '63e09ea3-2465-4ea8-affe-bb17170f815d';
const field = () => document.querySelector('input')!;
/** As a screen reader has it, by what describes the field. */
const said = () => document.getElementById(field().getAttribute('aria-describedby')!)!.textContent;

async function open() {
  const reopened: string[] = [];
  await render(ReopenSearch, { onreopen: (requestId: string) => reopened.push(requestId) });
  await page.getByText('Reopen a search by its request id').click();
  return reopened;
}

async function type(text: string) {
  await userEvent.fill(field(), text);
  flushSync();
}

test.each([
  [id.slice(0, -1), 'This one has 31 digits and letters.'],
  [id.replace('-', ''), 'The hyphens of this one are elsewhere.'],
  [id.replace('63', 'xz'), '“x” stands in no request id.'],
  [id.replace('-', ' '), 'A space stands in no request id.'],
])('%s: says what is wrong with it, once the field is left or Enter pressed', async (wrong, words) => {
  const reopened = await open();
  await type(wrong);
  expect([said(), field().getAttribute('aria-invalid')]).toEqual(['', 'false']);
  await userEvent.tab();
  expect(said()).toBe(`${words} A request id is 32 digits or letters from a to f, with hyphens: 8-4-4-4-12.`);
  expect(field().getAttribute('aria-invalid')).toBe('true');
  await type(`${wrong}0`);
  expect(said()).toBe('');
  await type(wrong);
  await userEvent.keyboard('{Enter}');
  expect(said()).toContain(words);
  expect(reopened).toEqual([]);
});

test('one that is sound opens, with spaces around it and in capitals, too', async () => {
  const reopened = await open();
  expect(page.getByRole('button', { name: 'Reopen' }).element()).toHaveProperty('disabled', true);
  await type(`  ${id.toUpperCase()} `);
  await userEvent.keyboard('{Enter}');
  await page.getByRole('button', { name: 'Reopen' }).click();
  expect([reopened, said()]).toEqual([[id, id], '']);
});
