import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chromiumLaunch } from '../chromium-launch';
import { startServers, type Servers } from '../e2e/servers';
import { hosts } from '../archive/hosts';
import { startPlainBrowser, type PlainBrowser } from './plain-browser';
import { processesWith } from './process-tree';

/** A browser with a profile of its own on disk, as a person has it: what it keeps outlives it. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Ids of the browser's processes. */
  processes(): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** The app as built, and an archive with a night in it. */
export interface NightStage {
  readonly servers: Servers;
  /** A profile that nothing is kept in yet. */
  newProfile(): Promise<string>;
  visit(profile: string): Promise<Visitor>;
  /** A visit that nobody listens in on, for measuring memory and time. */
  plainVisit(profile: string): Promise<PlainBrowser>;
  close(): Promise<void>;
}

/** @param fill lays files into the archive's folder, which ends without a slash */
export async function stageNight(fill: (scratch: string) => Promise<void>): Promise<NightStage> {
  const servers = await startServers();
  const profiles: string[] = [];
  await fill(servers.scratch);
  return {
    servers,
    newProfile: async () => {
      const profile = await mkdtemp(path.join(tmpdir(), 'nightside-profile-'));
      profiles.push(profile);
      return profile;
    },
    visit: (profile) => visit(profile, servers),
    plainVisit: (profile) => startPlainBrowser(profile, [hostRules(servers.tlsPort), '--ignore-certificate-errors']),
    close: async () => {
      await servers.close();
      for (const profile of profiles) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The three hosts' names lead to the stand-in, every other name leads nowhere. */
export function hostRules(tlsPort: number): string {
  const ours = Object.values(hosts).map((url) => `MAP ${new URL(url).hostname}:443 127.0.0.1:${tlsPort}`);
  return `--host-resolver-rules=${[...ours, 'MAP * ~NOTFOUND', 'EXCLUDE localhost', 'EXCLUDE 127.0.0.1'].join(', ')}`;
}

async function visit(profile: string, servers: Servers): Promise<Visitor> {
  const context = await chromium.launchPersistentContext(profile, {
    ...chromiumLaunch,
    args: [...chromiumLaunch.args, hostRules(servers.tlsPort)],
    ignoreHTTPSErrors: true,
    viewport: { width: 1440, height: 900 },
    baseURL: `${servers.direct}/`,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    processes: () => processesWith(profile),
    close: () => context.close(),
  };
}
