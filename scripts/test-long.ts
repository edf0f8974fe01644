import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './build';
import { sampleStep } from './sample-step';
import { playwrightStep, runSteps, vitestStep } from './test-steps';

const project = fileURLToPath(new URL('..', import.meta.url));
const folder = 'tests/long';
const args = ['--config', 'playwright.long.config.ts'];

// The whole of `npm run test:long`: what takes minutes each.
process.exitCode = await runSteps(project, [
  vitestStep(project, 'long tests of readers', { folder, args: ['--config', 'vitest.long.config.ts'] }),
  { title: 'build', run: async () => ((await isBuilt(project)) ? 0 : build(project)) },
  sampleStep(project),
  playwrightStep(project, 'long journeys in Chromium', { folder, browser: 'chromium', args }),
  playwrightStep(project, 'long journeys in Firefox', { folder, browser: 'firefox', args }),
  playwrightStep(project, 'the other journeys in Chromium', {
    folder: 'tests/e2e',
    browser: 'chromium',
    args: ['--grep', '@long', '--grep-invert', '@alone'],
  }),
  playwrightStep(project, 'the other timed journeys in Chromium', {
    folder: 'tests/e2e',
    browser: 'chromium',
    args: ['--grep', '(?=.*@long)(?=.*@alone)', '--workers', '1'],
  }),
  playwrightStep(project, 'all journeys in Firefox', { folder: 'tests/e2e', browser: 'firefox' }),
]);
