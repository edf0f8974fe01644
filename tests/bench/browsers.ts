import { access } from 'node:fs/promises';
import { chromium, firefox, type Browser } from '@playwright/test';
import { findChromium } from '../../scripts/chromium';
import { chromiumLaunch } from '../chromium-launch';

/** A browser that the bench can be run in, if this machine has it. */
export interface BenchBrowser {
  readonly name: string;
  /** @returns null where there is none */
  launch(): Promise<Browser | null>;
}

export const chromiumBrowser: BenchBrowser = {
  name: 'Chromium',
  async launch() {
    const executablePath = await findChromium();
    return executablePath === null ? null : chromium.launch({ ...chromiumLaunch, executablePath });
  },
};

/** The stock browser, driven over WebDriver BiDi; without a window, since nothing here is drawn. */
export const firefoxBrowser: BenchBrowser = {
  name: 'Firefox',
  async launch() {
    for (const executablePath of [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox']) {
      if (!executablePath || !(await exists(executablePath))) continue;
      return firefox.launch({ channel: 'moz-firefox', executablePath, headless: true });
    }
    return null;
  },
};

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
