import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { HostCheck, HostKey } from '$lib/model/connection';
import { checkBase, directHosts } from '$lib/services/hosts';
import { Settings } from '$lib/state/settings.svelte';
import SettingsPanel from '../../src/routes/settings/SettingsPanel.svelte';
import { later, memory, open, row, status, usage, works } from './settings-page';

test.each([
  ['works', 'Works'],
  ['cross-origin', 'Answers, but forbids this page to read it'],
  ['unreachable', 'Cannot be reached'],
  ['failing', 'Answers, but not as it should'],
  ['blocked', 'This app’s own policy forbids asking there'],
  ['offline', 'Not asked: you are offline'],
] as const)(
  'connection, %s: an icon, words, advice, findings in a disclosure, and the time it took',
  async (verdict, words) => {
    const advice = verdict === 'works' ? null : 'Start the app with npm start.';
    await open({
      check: (key) =>
        Promise.resolve(
          key === 'srs' ? { ...works, host: key, verdict, advice, tookMs: 1240 } : { ...works, host: key },
        ),
    });
    await expect.element(row('Listing service')).toHaveTextContent('Not checked yet');
    await page.getByRole('button', { name: 'Check connections' }).click();
    const listing = row('Listing service');
    await expect.element(listing).toHaveAttribute('data-verdict', verdict);
    await expect.element(listing.getByText(words)).toBeVisible();
    await expect.element(listing.getByText('1.2 s')).toBeVisible();
    expect(listing.element().querySelectorAll('svg')).toHaveLength(1);
    if (advice) await expect.element(listing.getByText(advice)).toBeVisible();
    const finding = listing.getByText(/Folders can be read/);
    await expect.element(finding).not.toBeVisible();
    await listing.getByText('What was tried').click();
    await expect.element(finding).toBeVisible();
    await expect.element(row('File archive').getByText('84 ms')).toBeVisible();
    await expect.element(status('Connection')).toHaveTextContent(`Listing service: ${words}.`);
    await expect.element(page.getByText(/^Last checked \d\d:\d\d:\d\d UTC$/)).toBeVisible();
  },
);

test('the three checks run at once, each answer shows when it comes, and the start is not pressed twice', async () => {
  const answers = { data: later<HostCheck>(), srs: later<HostCheck>(), aurorax: later<HostCheck>() };
  const { check } = await open({ check: (key) => answers[key].promise });
  const button = page.getByRole('button', { name: 'Check connections' });
  await button.click();
  expect(check.mock.calls.map(([key]) => key)).toEqual(['data', 'srs', 'aurorax']);
  await expect.element(button).toHaveAttribute('aria-disabled', 'true');
  (button.element() as HTMLElement).click();
  expect(check).toHaveBeenCalledTimes(3);
  answers.srs.settle({ ...works, host: 'srs' });
  await expect.element(row('Listing service')).toHaveAttribute('data-verdict', 'works');
  await expect.element(row('File archive')).toHaveTextContent('Asking …');
  answers.data.settle({ ...works, verdict: 'unreachable' });
  answers.aurorax.settle({ ...works, host: 'aurorax' });
  await expect.element(status('Connection')).toHaveTextContent(/^Checked\. File archive: Cannot be reached\./);
  await expect.element(button).toHaveAttribute('aria-disabled', 'false');
});

test('cancelled by keyboard: what came stays, what did not says so, a late answer changes nothing', async () => {
  const slow = later<HostCheck>();
  const signals: AbortSignal[] = [];
  await open({
    check: (key, signal) => {
      signals.push(signal);
      return key === 'data' ? slow.promise : Promise.resolve({ ...works, host: key });
    },
  });
  const button = page.getByRole('button', { name: 'Check connections' });
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(row('AuroraX search')).toHaveAttribute('data-verdict', 'works');
  await userEvent.keyboard('{Tab}');
  await expect.element(page.getByRole('button', { name: 'Cancel' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(signals.every((signal) => signal.aborted)).toBe(true);
  await expect.element(button).toHaveFocus();
  await expect.element(row('File archive')).toHaveAttribute('data-verdict', 'cancelled');
  await expect.element(row('AuroraX search')).toHaveAttribute('data-verdict', 'works');
  await expect.element(status('Connection')).toHaveTextContent('Cancelled.');
  slow.settle({ ...works, verdict: 'unreachable' });
  await slow.promise;
  await expect.element(row('File archive')).toHaveAttribute('data-verdict', 'cancelled');

  await userEvent.keyboard('{Enter}'); // and it can be done again
  await expect.element(row('File archive')).toHaveAttribute('data-verdict', 'unreachable');
});

test('a check that breaks says nothing about the host, and the others count', async () => {
  await open({
    check: (key) => (key === 'data' ? Promise.reject(new Error('no such thing')) : Promise.resolve(works)),
  });
  await page.getByRole('button', { name: 'Check connections' }).click();
  await expect.element(row('File archive')).toHaveTextContent('The check itself failed');
  await expect.element(row('File archive')).toHaveTextContent('no such thing');
  await expect.element(row('Listing service')).toHaveAttribute('data-verdict', 'works');
});

test('leaving the page stops a check', async () => {
  const signals: AbortSignal[] = [];
  const props = {
    settings: new Settings(memory, null),
    hosts: directHosts,
    usage: () => Promise.resolve(usage),
    clear: () => Promise.resolve(),
    check: (_key: HostKey, signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<HostCheck>(() => undefined);
    },
    checkBase: (text: string) => checkBase(text),
    mayAsk: () => true,
  };
  const { unmount } = await render(SettingsPanel, props);
  await page.getByRole('button', { name: 'Check connections' }).click();
  await expect.poll(() => signals.length).toBe(3);
  await unmount();
  expect(signals.every((signal) => signal.aborted)).toBe(true);
});
