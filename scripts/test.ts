import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build';
import { findChromium, installChromium } from './chromium';
import { runTool } from './command';
import { closingLine, noTests, readCounts, sum, type TestCounts } from './test-counts';

/** One thing to run; a suite also reports how many tests there were. */
interface Step {
  readonly title: string;
  readonly run: () => Promise<number>;
  readonly suite?: Suite;
}

interface Suite {
  /** Where its tests lie, below the project. */
  readonly folder: string;
  readonly ending: '.test.ts' | '.spec.ts';
  readonly report: string;
  readonly needsBrowser: boolean;
}

const project = fileURLToPath(new URL('..', import.meta.url));
const reports = path.join(project, 'node_modules', '.cache', 'nightside', 'reports');
const inCi = process.env.CI === 'true';

const { values } = parseArgs({ options: { fast: { type: 'boolean', default: false } } });
process.exitCode = await main(values.fast);

/** The whole of `npm test`, or its quick half; the first step that fails is the last. */
async function main(fast: boolean): Promise<number> {
  await rm(reports, { recursive: true, force: true });
  await mkdir(reports, { recursive: true });
  const browser = fast ? null : ((await findChromium()) ?? (await installChromium(project)));
  if (browser) process.env.CHROMIUM_PATH = browser; // for every step from here on
  if (!fast && !browser && inCi) {
    say('There is no Chromium and none could be installed: the browser tests cannot run.');
    return finish(1, []);
  }

  const counts: TestCounts[] = [];
  const started = performance.now();
  for (const step of fast ? quickSteps() : [...quickSteps(), ...slowSteps()]) {
    const reason = await reasonToSkip(step, browser);
    if (reason) {
      say(`\n── ${step.title}: SKIPPED, ${reason}`);
      continue;
    }
    const code = await runStep(step, counts);
    if (code !== 0) {
      say(`\n${step.title} failed.`);
      return finish(code, counts);
    }
  }
  say(`\nAll done in ${seconds(performance.now() - started)}.`);
  return finish(inCi && sum(counts).passed === 0 ? 1 : 0, counts);
}

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
    vitest('unit tests', 'node', 'tests/unit', false),
  ];
}

function slowSteps(): Step[] {
  const report = path.join(reports, 'e2e.json');
  return [
    vitest('component tests', 'browser', 'tests/browser', true),
    { title: 'build', run: () => build(project) },
    {
      title: 'end-to-end tests',
      suite: { folder: 'tests/e2e', ending: '.spec.ts', report, needsBrowser: true },
      run: () => {
        const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
        return runTool(project, 'playwright', ['test', '--reporter=list,json'], env);
      },
    },
  ];
}

function vitest(title: string, vitestProject: string, folder: string, needsBrowser: boolean): Step {
  const report = path.join(reports, `${vitestProject}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    title,
    suite: { folder, ending: '.test.ts', report, needsBrowser },
    run: () => runTool(project, 'vitest', ['run', '--project', vitestProject, ...reporters]),
  };
}

async function reasonToSkip({ suite }: Step, browser: string | null): Promise<string | null> {
  if (!suite) return null;
  const entries = await readdir(path.join(project, suite.folder), { recursive: true }).catch(() => []);
  if (!entries.some((entry) => entry.endsWith(suite.ending))) return `there are none in ${suite.folder}/`;
  return suite.needsBrowser && !browser ? 'there is no Chromium here and none could be installed' : null;
}

async function runStep(step: Step, counts: TestCounts[]): Promise<number> {
  say(`\n── ${step.title}`);
  const started = performance.now();
  const code = await step.run();
  say(`── ${step.title}: ${seconds(performance.now() - started)}`);
  if (!step.suite) return code;
  const counted = await readCounts(step.suite.report).catch((error: unknown) => {
    say(String(error));
    return { ...noTests, failed: 1 };
  });
  counts.push(counted);
  if (code === 0 && inCi && counted.passed === 0) {
    say('No test ran, although there are some.');
    return 1;
  }
  return code === 0 && counted.failed > 0 ? 1 : code;
}

function finish(code: number, counts: readonly TestCounts[]): number {
  say(closingLine(sum(counts)));
  return code;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
