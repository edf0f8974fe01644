import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** Journeys that take minutes each, one after the other: `npm run test:long`. */
export default defineConfig({
  ...base,
  testDir: 'tests/long',
  testMatch: '**/*.spec.ts',
  fullyParallel: false,
  workers: 1,
  timeout: 10 * 60_000,
  globalTimeout: 25 * 60_000,
  projects: base.projects?.map((project) =>
    // The killed tab brings its own Chromium, whose processes it knows how to end.
    project.name === 'firefox' ? { ...project, testMatch: '**/stormy-night.spec.ts' } : project,
  ),
});
