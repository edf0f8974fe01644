import { chromium } from '@playwright/test';
import { runTool } from './command';
import { canInstallPackages, exists, installPackages } from './system-packages';

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
  if (await canInstallPackages()) {
    process.stdout.write('Installing Chromium with apt-get …\n');
    if (installPackages(['chromium', 'fonts-dejavu-core'])) return findChromium();
  }
  process.stdout.write('Installing Chromium with Playwright …\n');
  await runTool(project, 'playwright', ['install', 'chromium']);
  return findChromium();
}
