import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { test as base } from './fixtures';

/** A browser's memory on the disk: what is closed and opened again finds what it kept. */
export interface Profile {
  /** Start the browser, under the eyes of the test's guards; one at a time. */
  open(): Promise<BrowserContext>;
}

/** Tests of what outlives the browser. The ordinary `page` keeps nothing: it is private browsing. */
export const test = base.extend<{ profile: Profile }>({
  profile: async ({ playwright, browserName, launchOptions, channel, headless, viewport, locale, guards }, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'nightside-profile-'));
    const opened: BrowserContext[] = [];
    await use({
      async open() {
        const context = await playwright[browserName].launchPersistentContext(folder, {
          ...launchOptions,
          ...(channel === undefined ? {} : { channel }),
          ...(headless === undefined ? {} : { headless }),
          viewport,
          ...(locale === undefined ? {} : { locale }),
          ignoreHTTPSErrors: true,
        });
        opened.push(context);
        await guards.watch(context);
        return context;
      },
    });
    for (const context of opened) await context.close();
    await rm(folder, { recursive: true, force: true });
  },
});

/** Resolves once the app's service worker answers for the page. */
export async function controlled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { serviceWorker } = navigator;
    if (serviceWorker.controller) return;
    await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  });
}
