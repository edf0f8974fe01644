import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build';
import { runTool } from './command';
import { playwrightStep, runSteps, vitestStep, type Step } from './test-steps';

const project = fileURLToPath(new URL('..', import.meta.url));

// The whole of `npm test`, or its quick half.
const { values } = parseArgs({ options: { fast: { type: 'boolean', default: false } } });
process.exitCode = await runSteps(project, values.fast ? quickSteps() : [...quickSteps(), ...slowSteps()]);

function quickSteps(): Step[] {
  const tool = (title: string, name: string, ...args: string[]): Step => ({
    title,
    run: () => runTool(project, name, args),
  });
  return [
    tool('generated types', 'svelte-kit', 'sync'),
    tool('format', 'prettier', '--check', '--log-level=warn', '.'),
    tool('lint', 'eslint', '.'),
    tool('types', 'svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'),
    tool('types of the service worker', 'tsc', '-p', 'tsconfig.sw.json'),
    vitestStep(project, 'unit tests', { folder: 'tests/unit', args: ['--project', 'node'] }),
  ];
}

function slowSteps(): Step[] {
  const folder = 'tests/browser';
  return [
    vitestStep(project, 'component tests', { folder, browser: 'chromium', args: ['--project', 'browser'] }),
    { title: 'build', run: () => build(project) },
    playwrightStep(project, 'journeys in Chromium', { folder: 'tests/e2e', browser: 'chromium' }),
    playwrightStep(project, 'journeys in Firefox', { folder: 'tests/e2e', browser: 'firefox' }),
  ];
}
