import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import type { Fault } from '../archive/faults';
import type { HostKey } from '../archive/hosts';
import { hosts } from '../archive/hosts';
import type { LoggedRequest } from '../archive/request-log';
import type { SearchDesk } from '../archive/search-desk';
import { chromiumLaunch } from '../chromium-launch';
import { firefoxLaunch, firefoxPreferences } from '../firefox-launch';
import { Guards } from './guards';
import { startNameProxy, type NameProxy } from './name-proxy';
import { addFile, clearScratch, startServers, type Servers } from './servers';

export { expect };

/** The archive behind the app, as a test sees it. Before every test: no faults, an empty log, CORS on. */
export interface ArchiveControl {
  /** From now on these faults and no others; none at all when called without. */
  setFaults(...faults: readonly Fault[]): void;
  /** Whether pages may read the hosts' answers. */
  setCors(on: boolean): void;
  setGzipLabel(on: boolean): void;
  /** @param filePath `sort_by_project/THEMIS/…`; wins over a file of the shared data; gone after the test */
  addFile(filePath: string, bytes: Uint8Array): Promise<void>;
  /** Requests of one host since the test began, in the order in which they came. */
  seen(host: HostKey, pathPrefix?: string): readonly LoggedRequest[];
  /** How many of them were open at the same time at most. */
  maxConcurrent(host: HostKey, pathPrefix?: string): number;
  /** Forget what was seen. */
  forget(): void;
  /** From now on these are all data products that the search service knows. */
  setProducts(records: readonly unknown[]): void;
  /** From now on these are all positions that it knows, in place of made ones. */
  setEphemeris(records: readonly unknown[]): void;
  /** The searches, and how they go. */
  readonly searches: SearchDesk;
}

interface Options {
  /** How the app is served: on a plain static host, or with the relay beside it. */
  serving: 'direct' | 'relay';
}

interface Fixtures {
  archive: ArchiveControl;
  /** Active in every test; only to be named by one that expects trouble: `guards.expect(/ERR_CONNECTION_REFUSED/)`. */
  guards: Guards;
}

interface WorkerFixtures {
  /** The built app, from the project's folder. */
  buildFolder: string;
  servers: Servers;
  /** Firefox's way to the three hosts; null for Chromium, which is told where their names lead. */
  nameProxy: NameProxy | null;
}

export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  serving: ['direct', { option: true }],

  buildFolder: ['build', { option: true, scope: 'worker' }],

  servers: [
    async ({ buildFolder }, use) => {
      const servers = await startServers(buildFolder);
      await use(servers);
      await servers.close();
    },
    { scope: 'worker' },
  ],

  nameProxy: [
    async ({ browserName, servers }, use) => {
      const proxy = browserName === 'firefox' ? await startNameProxy(hostNames, servers.tlsPort) : null;
      await use(proxy);
      await proxy?.close();
    },
    { scope: 'worker' },
  ],

  launchOptions: [
    async ({ servers, nameProxy }, use) => {
      await use(
        nameProxy === null
          ? { ...chromiumLaunch, args: [...chromiumLaunch.args, hostRules(servers.tlsPort)] }
          : { ...firefoxLaunch, firefoxUserPrefs: firefoxPreferences(nameProxy.port) },
      );
    },
    { scope: 'worker' },
  ],

  ignoreHTTPSErrors: true, // the stand-in vouches for itself

  baseURL: async ({ servers, serving }, use) => {
    await use(`${servers[serving]}/`);
  },

  archive: [
    async ({ servers }, use) => {
      const { archive, scratch } = servers;
      archive.reset();
      await use({
        setFaults: (...faults) => archive.faults.set(...faults),
        setCors: (on) => (archive.behaviour.cors = on),
        setGzipLabel: (on) => (archive.behaviour.labelGzip = on),
        addFile: (filePath, bytes) => addFile(scratch, filePath, bytes),
        seen: (host, pathPrefix) => archive.log.seen(host, pathPrefix),
        maxConcurrent: (host, pathPrefix) => archive.log.maxConcurrent(host, pathPrefix),
        forget: () => archive.log.clear(),
        setProducts: (records) => archive.search.setProducts(records),
        setEphemeris: (records) => archive.search.setEphemeris(records),
        searches: archive.search.desk,
      });
      archive.reset();
      await clearScratch(scratch);
    },
    { auto: true }, // every test begins with a quiet archive, whether it asks for it or not
  ],

  guards: [
    async ({ context, nameProxy }, use) => {
      nameProxy?.forget();
      const guards = new Guards(nameProxy?.refused);
      await guards.watch(context);
      await use(guards);
      expect(guards.troubles, 'requests to strangers, console errors and warnings, policy violations').toEqual([]);
    },
    { auto: true },
  ],
});

/** No violation of any rule that axe knows, on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  // What frames of strangers would need, a page of its own for each look, doubles the time; there are no frames here.
  expect(page.frames(), 'frames').toHaveLength(1);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(({ target }) => target.join(' ')),
  }));
  expect(found, 'accessibility').toEqual([]);
}

/** Whether the test runs in Firefox, whose driver cannot do all that Chromium's can. */
export function inFirefox(): boolean {
  return base.info().project.name === 'firefox';
}

/** For people to look at, in `screenshots/`, as Chromium draws it; nothing is compared. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (inFirefox()) return;
  await page.screenshot({ path: `screenshots/${name}.png` });
}

const hostNames = Object.values(hosts).map((url) => new URL(url).hostname);

/** The three hosts lead to the stand-in, and every other name leads nowhere. */
function hostRules(tlsPort: number): string {
  const ours = hostNames.map((name) => `MAP ${name}:443 127.0.0.1:${tlsPort}`);
  const rules = [...ours, 'MAP * ~NOTFOUND', 'EXCLUDE localhost', 'EXCLUDE 127.0.0.1'];
  return `--host-resolver-rules=${rules.join(', ')}`;
}
