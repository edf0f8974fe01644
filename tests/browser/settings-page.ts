import { vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { HostCheck, HostKey } from '$lib/model/connection';
import type { KeptUsage } from '$lib/model/kept';
import { checkBase, directHosts, type Hosts } from '$lib/services/hosts';
import { Settings } from '$lib/state/settings.svelte';
import SettingsPanel from '../../src/routes/settings/SettingsPanel.svelte';

/** Of a browser that has seen some nights. */
export const usage: KeptUsage = {
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

/** What the check of a host that can be read says. */
export const works: HostCheck = {
  host: 'data',
  title: 'file archive',
  base: 'https://data.phys.ucalgary.ca',
  verdict: 'works',
  findings: ['Folders can be read: there are 12 at the root of the archive.'],
  advice: null,
  tookMs: 84,
};

/** A store that lasts as long as the test. */
export function memory(): Storage {
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

/** The settings, before everything that they can do to the rest of the app. */
export async function open(fakes: Fakes = {}) {
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

/** What the check of one host says. */
export function row(name: string) {
  return page
    .getByRole('region', { name: 'Connection' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });
}

/** A promise that the test settles. */
export function later<T>() {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (settle = resolve));
  return { promise, settle };
}

export const status = (region: string) => page.getByRole('region', { name: region }).getByRole('status');
