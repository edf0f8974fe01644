import { firefox } from '@playwright/test';
import { runTool } from './command';
import { canInstallPackages, exists, installPackages } from './system-packages';

/** Where a Firefox may be, the one that was asked for first. The ESR is the one that the tests were written with. */
const places = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];

/** Path of a Firefox on this machine: `FIREFOX_PATH`, the system's, or Playwright's own; null when there is none. */
export async function findFirefox(): Promise<string | null> {
  const asked = process.env.FIREFOX_PATH;
  if (asked !== undefined && asked !== '') return (await exists(asked)) ? asked : null;
  for (const place of [...places, firefox.executablePath()]) if (await exists(place)) return place;
  return null;
}

/** Get one: the system's package where we may install packages, else the one that Playwright brings. */
export async function installFirefox(project: string): Promise<string | null> {
  if (await canInstallPackages()) {
    process.stdout.write('Installing Firefox with apt-get …\n');
    if (installPackages(['firefox-esr', 'fonts-dejavu-core'])) return findFirefox();
  }
  process.stdout.write('Installing Firefox with Playwright …\n');
  await runTool(project, 'playwright', ['install', 'firefox']);
  return findFirefox();
}
