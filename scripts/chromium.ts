import { access } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { run, runTool } from './command';

/** Where a Chromium may be, the one that was asked for first. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of a Chromium on this machine: `CHROMIUM_PATH`, the system's, or Playwright's own; null when there is none. */
export async function findChromium(): Promise<string | null> {
  const asked = process.env.CHROMIUM_PATH;
  if (asked !== undefined && asked !== '') return (await exists(asked)) ? asked : null;
  for (const place of [...places, chromium.executablePath()]) if (await exists(place)) return place;
  return null;
}

/** Get one: the system's package where we may install packages, else the one that Playwright brings. */
export async function installChromium(project: string): Promise<string | null> {
  if (process.getuid?.() === 0 && (await exists('/usr/bin/apt-get'))) {
    process.stdout.write('Installing Chromium with apt-get …\n');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const updated = await run(project, 'apt-get', ['update', '-qq'], env);
    const install = ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
    if (updated === 0 && (await run(project, 'apt-get', install, env)) === 0) return findChromium();
  }
  process.stdout.write('Installing Chromium with Playwright …\n');
  await runTool(project, 'playwright', ['install', 'chromium']);
  return findChromium();
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
