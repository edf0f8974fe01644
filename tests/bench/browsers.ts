import { chromium, firefox, type Browser } from '@playwright/test';
import { findChromium } from '../../scripts/chromium';
import { findFirefox } from '../../scripts/firefox';
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
    const executablePath = await findFirefox();
    if (executablePath === null) return null;
    const channel = executablePath === firefox.executablePath() ? {} : { channel: 'moz-firefox' };
    return firefox.launch({ ...channel, executablePath, headless: true });
  },
};
