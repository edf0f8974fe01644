import { defineConfig } from '@playwright/test';
import { firefoxLaunch } from './tests/firefox-launch';

const jsonReport = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;

/** Journeys through the built app. Servers and browser flags: tests/e2e/fixtures.ts, one set per worker. */
export default defineConfig({
  testDir: 'tests/e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI === 'true',
  // The longest journey takes 40 s where nothing else runs; a slow machine must not fail it.
  timeout: 120_000,
  // A slow machine is no fault of the app: what must come has three times the usual five seconds to come.
  expect: { timeout: 15_000 },
  reporter: jsonReport === undefined ? [['list']] : [['list'], ['json', { outputFile: jsonReport }]],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-CA',
    // A browser's own clock zone must not show anywhere: every time is UTC.
    timezoneId: 'America/Winnipeg',
    // A trace costs a fifth of the time, in Firefox twice the whole: `--trace on` where one is wanted.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'chromium', use: { browserName: 'chromium' } },
    {
      name: 'firefox',
      grepInvert: /nothing spills over|pictures for people/, // how it looks is looked at in Chromium
      use: { browserName: 'firefox', channel: firefoxLaunch.channel },
    },
  ],
});
