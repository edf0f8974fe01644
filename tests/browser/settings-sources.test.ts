import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { type Hosts } from '$lib/services/hosts';
import { Settings } from '$lib/state/settings.svelte';
import { open, row, status } from './settings-page';

test('sources: a text that is no address is kept, named, and nothing is saved', async () => {
  const { settings, reload } = await open();
  const field = page.getByLabelText('Listing service');
  await field.fill('http://mirror.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.element(field).toHaveAttribute('aria-invalid', 'true');
  await expect.element(field).toHaveFocus();
  await expect.element(field).toHaveAccessibleDescription(/should begin with https:\/\//);
  await expect.element(field).toHaveValue('http://mirror.example');
  expect(settings.baseUrls.srs).toBe(null);
  await field.fill('https://mirror.example');
  await expect.element(field).toHaveAttribute('aria-invalid', 'false');
  expect(reload).not.toHaveBeenCalled();
});

test('sources: an address that the page may not ask is said to be of no use, before it is saved', async () => {
  await open();
  const field = page.getByLabelText('File archive');
  await field.fill('https://mirror.example/ucalgary');
  await expect.element(page.getByText('This page may not ask there')).not.toBeInTheDocument();
  await field.fill('https://forbidden.example/ucalgary');
  await expect.element(field).toHaveAccessibleDescription(/This page may not ask there.*forbidden\.example/);
});

test('sources: saved with Enter, in use after a reload, and back to automatic', async () => {
  const { settings, reload } = await open();
  const field = page.getByLabelText('File archive');
  await expect.element(field).toHaveAttribute('placeholder', 'automatic: https://data.phys.ucalgary.ca, directly');
  await field.fill('  https://mirror.example/ucalgary/ ');
  await userEvent.keyboard('{Enter}');
  expect(settings.baseUrls).toEqual({ data: 'https://mirror.example/ucalgary', srs: null, aurorax: null });
  await expect.element(field).toHaveValue('https://mirror.example/ucalgary');
  await expect.element(status('Sources')).toHaveTextContent('Saved.');
  await page.getByRole('button', { name: 'Apply and reload' }).click();
  await expect.poll(() => reload.mock.calls.length).toBe(1);
  await page.getByRole('button', { name: 'Reset to automatic' }).click();
  await expect.element(field).toHaveValue('');
  expect(settings.baseUrls.data).toBe(null);
  await expect.element(page.getByRole('button', { name: 'Apply and reload' })).not.toBeInTheDocument();
});

test('sources: what is typed after saving is checked before the page is left', async () => {
  const { settings, reload } = await open();
  await page.getByLabelText('File archive').fill('https://mirror.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByLabelText('AuroraX search').fill('nonsense');
  await page.getByRole('button', { name: 'Apply and reload' }).click();
  await expect.element(page.getByLabelText('AuroraX search')).toHaveFocus();
  expect(reload).not.toHaveBeenCalled();
  expect(settings.baseUrls.aurorax).toBe(null);
});

test('sources: what is automatic is told through an address that was set', async () => {
  const relay: Hosts = { data: 'x', srs: 'x', aurorax: 'x', via: 'relay', label: 'the public archive' };
  await open({ hosts: { ...relay, data: 'https://mirror.example', via: 'custom', found: relay } });
  await expect
    .element(page.getByLabelText('File archive'))
    .toHaveAttribute('placeholder', 'automatic: through this app’s server');
  await expect.element(row('File archive')).toHaveTextContent('https://mirror.example');
});

test('a browser that stores nothing: said, and no reload is offered that would lose the address', async () => {
  const settings = new Settings(() => {
    throw new DOMException('denied', 'SecurityError');
  }, null);
  await open({ settings });
  await expect.element(page.getByText(/lets the app store no settings/)).toBeVisible();
  await page.getByLabelText('File archive').fill('https://mirror.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.element(page.getByText(/would have forgotten them/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Apply and reload' })).not.toBeInTheDocument();
});
