import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { findChromium, installChromium } from './chromium';
import { runTool } from './command';
import { findFirefox, installFirefox } from './firefox';
import { closingLine, noTests, readCounts, sum, type TestCounts } from './test-counts';

/** One thing to run; a suite also reports how many tests there were. */
export interface Step {
  readonly title: string;
  readonly run: () => Promise<number>;
  readonly suite?: Suite;
}

interface Suite {
  /** Where its tests lie, below the project. */
  readonly folder: string;
  readonly ending: '.test.ts' | '.spec.ts';
  readonly report: string;
  readonly browser: BrowserName | null;
}

export type BrowserName = keyof typeof browsers;

const browsers = {
  chromium: { title: 'Chromium', variable: 'CHROMIUM_PATH', find: findChromium, install: installChromium },
  firefox: { title: 'Firefox', variable: 'FIREFOX_PATH', find: findFirefox, install: installFirefox },
} as const;

const inCi = process.env.CI === 'true';

/**
 * Runs the steps in turn, up to the first that fails, and closes with how many tests passed. Browsers that they need
 * are found or installed. What cannot run is skipped with a line that says so; in CI that is a failure.
 *
 * @returns the exit code
 */
export async function runSteps(project: string, steps: readonly Step[]): Promise<number> {
  const reports = reportFolder(project);
  await rm(reports, { recursive: true, force: true });
  await mkdir(reports, { recursive: true });
  const missing = await missingBrowsers(project, steps);
  if (inCi && missing.size > 0) {
    const titles = [...missing].map((name) => browsers[name].title).join(' and no ');
    say(`There is no ${titles} and none could be installed: the browser tests cannot run.`);
    return finish(1, []);
  }

  const counts: TestCounts[] = [];
  const started = performance.now();
  for (const step of steps) {
    const reason = await reasonToSkip(project, step, missing);
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

/** Tests that vitest runs. */
export function vitestStep(
  project: string,
  title: string,
  { folder, browser = null, args }: { folder: string; browser?: BrowserName | null; args: readonly string[] },
): Step {
  const report = path.join(reportFolder(project), `${path.basename(folder)}-vitest.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    title,
    suite: { folder, ending: '.test.ts', report, browser },
    run: () => runTool(project, 'vitest', ['run', ...args, ...reporters]),
  };
}

/** Tests that Playwright runs, in one browser. */
export function playwrightStep(
  project: string,
  title: string,
  { folder, browser, args = [] }: { folder: string; browser: BrowserName; args?: readonly string[] },
): Step {
  const report = path.join(reportFolder(project), `${title.replace(/\W+/g, '-')}.json`);
  return {
    title,
    suite: { folder, ending: '.spec.ts', report, browser },
    run: () => {
      const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
      return runTool(project, 'playwright', ['test', `--project=${browser}`, ...args, '--reporter=list,json'], env);
    },
  };
}

function reportFolder(project: string): string {
  return path.join(project, 'node_modules', '.cache', 'nightside', 'reports');
}

/** Those that are needed and cannot be had; the others are named in the environment of every step. */
async function missingBrowsers(project: string, steps: readonly Step[]): Promise<ReadonlySet<BrowserName>> {
  const missing = new Set<BrowserName>();
  for (const name of new Set(steps.map(({ suite }) => suite?.browser ?? null))) {
    if (name === null) continue;
    const { variable, find, install } = browsers[name];
    const place = (await find()) ?? (await install(project));
    if (place === null) missing.add(name);
    else process.env[variable] = place;
  }
  return missing;
}

async function reasonToSkip(
  project: string,
  { suite }: Step,
  missing: ReadonlySet<BrowserName>,
): Promise<string | null> {
  if (!suite) return null;
  const entries = await readdir(path.join(project, suite.folder), { recursive: true }).catch(() => []);
  if (!entries.some((entry) => entry.endsWith(suite.ending))) return `there are none in ${suite.folder}/`;
  if (suite.browser === null || !missing.has(suite.browser)) return null;
  return `there is no ${browsers[suite.browser].title} here and none could be installed`;
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
