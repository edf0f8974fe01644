import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Settings } from '$lib/state/settings.svelte';
import { memory, open, status, usage } from './settings-page';

test('storage: what is kept, of what, and the browser’s own rough word', async () => {
  await open();
  const storage = page.getByRole('region', { name: 'Storage' });
  await expect.element(page.getByRole('meter')).toHaveAttribute('aria-valuetext', '1.4 GB of 4.0 GB');
  await expect.element(page.getByRole('meter')).toHaveAttribute('aria-valuenow', '35');
  await expect.element(storage.getByRole('row', { name: /Archive files/ })).toHaveTextContent(/1.231.*1\.3 GB/);
  await expect.element(storage.getByRole('row', { name: /Keogram columns/ })).toHaveTextContent('100 MB');
  await expect.element(storage.getByText(/a rough one: 1\.5 GB in use .* about 11\.5 GB/)).toBeVisible();
  await expect.element(storage.getByText(/beyond the open tab/)).not.toBeInTheDocument();
});

test('storage: nothing outlives the tab, something could not be kept, no estimate: each is said', async () => {
  await open({
    usage: () =>
      Promise.resolve({ ...usage, lasting: false, browser: null, problem: { kind: 'quota', message: 'full' } }),
  });
  await expect.element(page.getByText(/keeps nothing for this app beyond the open tab/)).toBeVisible();
  await expect.element(page.getByText(/could not be kept lately\. The browser’s storage is full\./)).toBeVisible();
  await expect.element(page.getByText('This browser gives no estimate of its own.')).toBeVisible();
});

test('storage: what cannot be counted is said, and the rest of the page works', async () => {
  await open({ usage: () => Promise.reject(new Error('the database is gone')) });
  await expect.element(page.getByText('What is kept could not be counted: the database is gone')).toBeVisible();
  await expect.element(page.getByLabelText('Budget')).toHaveValue('4000000000');
});

test('a new budget is remembered, told to whoever listens, and looked at at once', async () => {
  const { settings, shelf, usage: look } = await open();
  await expect.element(page.getByRole('meter')).toBeVisible();
  const told = vi.fn();
  settings.onchange(told);
  const looks = look.mock.calls.length;
  await page.getByLabelText('Budget').selectOptions('16 GB');
  expect(settings.cacheBudgetBytes).toBe(16e9);
  expect(told).toHaveBeenCalledOnce();
  expect(new Settings(() => shelf, null).cacheBudgetBytes).toBe(16e9);
  await expect.poll(() => look.mock.calls.length).toBeGreaterThan(looks);
  await expect.element(page.getByText(/more than the browser says it might allow/)).toBeVisible();
  await page.getByLabelText('Budget').selectOptions('8 GB');
  await expect.element(page.getByText(/more than the browser says it might allow/)).not.toBeInTheDocument();
});

test('a budget that is none of the choices is one all the same', async () => {
  const settings = new Settings(memory, null);
  settings.change({ cacheBudgetBytes: 3e9 });
  await open({ settings });
  await expect.element(page.getByLabelText('Budget')).toHaveValue('3000000000');
  await expect.element(page.getByRole('option', { name: '3 GB', exact: true })).toBeInTheDocument();
});

test('forgetting asks first: the harmless answer has the focus, Escape and Enter keep everything', async () => {
  const { clear } = await open();
  const button = page.getByRole('button', { name: 'Forget everything kept' });
  await expect.element(button).toBeVisible();
  const dialog = page.getByRole('dialog', { name: 'Forget everything kept?' });

  (button.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog).toHaveTextContent(/1.231 files \(1\.3 GB\)/);
  await expect.element(dialog.getByRole('button', { name: 'Keep everything' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();

  await userEvent.keyboard('{Enter}');
  await expect.element(dialog).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog).not.toBeInTheDocument();
  expect(clear).not.toHaveBeenCalled();
});

test('forgetting by keyboard: done, counted anew, and said', async () => {
  let now = usage;
  const { clear } = await open({
    usage: () => Promise.resolve(now),
    clear: () => {
      now = { ...usage, files: 0, fileBytes: 0, products: 0, productBytes: 0 };
      return Promise.resolve();
    },
  });
  const button = page.getByRole('button', { name: 'Forget everything kept' });
  await expect.element(button).toBeVisible();
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard('{Tab}{Enter}');
  expect(clear).toHaveBeenCalledOnce();
  await expect.element(status('Storage')).toHaveTextContent(/^Forgotten: 1.231 files, 1\.3 GB\.$/);
  await expect.element(page.getByRole('meter')).toHaveAttribute('aria-valuetext', '0 B of 4.0 GB');
});

test('what cannot be forgotten is said', async () => {
  await open({ clear: () => Promise.reject(new Error('blocked by another tab')) });
  await page.getByRole('button', { name: 'Forget everything kept' }).click();
  await page.getByRole('button', { name: 'Forget everything', exact: true }).click();
  await expect
    .element(status('Storage'))
    .toHaveTextContent('Not everything could be forgotten: blocked by another tab');
});

test('downloads: one to five, by pointer and by arrow keys', async () => {
  const { settings } = await open();
  const group = page.getByRole('group', { name: 'Files at a time, from each host' });
  expect(group.getByRole('radio').elements().length).toBe(5);
  await expect.element(group.getByRole('radio', { name: '5' })).toBeChecked();
  await group.getByRole('radio', { name: '2' }).click();
  expect(settings.parallelDownloads).toBe(2);
  await userEvent.keyboard('{ArrowRight}');
  expect(settings.parallelDownloads).toBe(3);
  await expect.element(group.getByRole('radio', { name: '3' })).toHaveFocus();
});

test('what another tab changes shows here', async () => {
  const { settings } = await open();
  settings.change({ parallelDownloads: 4, cacheBudgetBytes: 1e9 });
  await expect.element(page.getByRole('radio', { name: '4' })).toBeChecked();
  await expect.element(page.getByLabelText('Budget')).toHaveValue('1000000000');
});
