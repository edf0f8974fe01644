import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { HostCheck, HostKey } from '$lib/model/connection';
import type { KeptUsage } from '$lib/model/kept';
import { checkBase, directHosts, type Hosts } from '$lib/services/hosts';
import { Settings } from '$lib/state/settings.svelte';
import SettingsPanel from '../../src/routes/settings/SettingsPanel.svelte';

const usage: KeptUsage = {
  files: 1231,
  pinnedFiles: 0,
  pinnedBytes: 0,
  fileBytes: 1.3e9,
  products: 1200,
  productBytes: 1e8,
  budgetBytes: 4e9,
  browser: { usageBytes: 1.5e9, quotaBytes: 11.5e9 },
  lasting: true,
  problem: null,
};

const works: HostCheck = {
  host: 'data',
  title: 'file archive',
  base: 'https://data.phys.ucalgary.ca',
  verdict: 'works',
  findings: ['Folders can be read: there are 12 at the root of the archive.'],
  advice: null,
  tookMs: 84,
};

/** A store that lasts as long as the test. */
function memory(): Storage {
  const map = new Map<string, string>();
  return {
    length: 0,
    key: () => null,
    clear: () => map.clear(),
    getItem: (key) => map.get(key) ?? null,
    removeItem: (key) => void map.delete(key),
    setItem: (key, value) => void map.set(key, value),
  };
}

interface Fakes {
  readonly settings?: Settings;
  readonly hosts?: Hosts;
  readonly usage?: () => Promise<KeptUsage>;
  readonly clear?: () => Promise<void>;
  readonly check?: (key: HostKey, signal: AbortSignal) => Promise<HostCheck>;
}

async function open(fakes: Fakes = {}) {
  await page.viewport(800, 1400);
  const shelf = memory();
  const props = {
    settings: new Settings(() => shelf, null),
    hosts: directHosts,
    usage: vi.fn(fakes.usage ?? (() => Promise.resolve(usage))),
    clear: vi.fn(fakes.clear ?? (() => Promise.resolve())),
    check: vi.fn(fakes.check ?? ((key: HostKey) => Promise.resolve({ ...works, host: key }))),
    checkBase: (text: string) => checkBase(text),
    mayAsk: (base: string) => !base.startsWith('https://forbidden.example'),
    reload: vi.fn(),
    ...(fakes.settings && { settings: fakes.settings }),
    ...(fakes.hosts && { hosts: fakes.hosts }),
  };
  await render(SettingsPanel, props);
  return { ...props, shelf };
}

function row(name: string) {
  return page
    .getByRole('region', { name: 'Connection' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });
}

/** A promise that the test settles. */
function later<T>() {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (settle = resolve));
  return { promise, settle };
}

const status = (region: string) => page.getByRole('region', { name: region }).getByRole('status');

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
