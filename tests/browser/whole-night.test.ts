import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import EventForm from '$lib/components/EventForm.svelte';
import SearchField from '$lib/components/SearchField.svelte';
import type { SkyEvent } from '$lib/model/event';
import { titleOf } from '$lib/state/new-event';

test('the form says which range a whole night is, and opens it', async () => {
  const onopen = vi.fn<(event: SkyEvent) => void>();
  await render(EventForm, { onopen });
  await page.getByRole('textbox', { name: 'Date' }).fill('2014-03-10');
  await page.getByRole('combobox', { name: 'Length' }).selectOptions('Whole night');
  await expect.element(page.getByRole('textbox', { name: 'Time, UTC' })).toBeDisabled();
  await expect.element(page.getByText('The whole night: 2014-03-10 00:47–12:09 UTC.')).toBeVisible();
  await page.getByRole('button', { name: 'Open' }).click();
  expect(titleOf(onopen.mock.lastCall![0])).toBe('THEMIS ASI GILL, 2014-03-10 00:47–12:09 UTC');

  await page.getByRole('combobox', { name: 'Site' }).selectOptions('yknf');
  await page.getByRole('textbox', { name: 'Date' }).fill('2014-06-21');
  await page.getByRole('button', { name: 'Open' }).click();
  await expect.element(page.getByText(/There is no night at YKNF on 2014-06-21/)).toBeVisible();
  expect(onopen).toHaveBeenCalledTimes(1);
});

test('the search field says the night before it is opened, or why there is none', async () => {
  const onopen = vi.fn<(event: SkyEvent) => void>();
  await render(SearchField, { current: null, onopen });
  const field = page.getByRole('searchbox');
  await field.fill('2014-03-10 gill');
  await expect.element(page.getByText('THEMIS ASI GILL, 2014-03-10 00:47–12:09 UTC. The whole night.')).toBeVisible();
  await field.fill('2014-06-21 yknf night');
  await expect.element(page.getByText(/There is no night at YKNF/)).toBeVisible();
  await field.fill('2014-03-10');
  await expect.element(page.getByText('Still needed: a site (gill).')).toBeVisible();
  await field.fill('2014-03-10 06:00 gill');
  await expect.element(page.getByText('THEMIS ASI GILL, 2014-03-10 06:00–06:10 UTC.')).toBeVisible();
});
