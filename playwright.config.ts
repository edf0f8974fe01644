import { defineConfig } from '@playwright/test';

const jsonReport = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;

/** Journeys through the built app. Servers and browser flags: tests/e2e/fixtures.ts, one set per worker. */
export default defineConfig({
  testDir: 'tests/e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI === 'true',
  timeout: 60_000,
  reporter: jsonReport === undefined ? [['list']] : [['list'], ['json', { outputFile: jsonReport }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-CA',
    // A browser's own clock zone must not show anywhere: every time is UTC.
    timezoneId: 'America/Winnipeg',
    trace: 'retain-on-failure',
  },
});
