import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build';
import { runRoomyTool, runTool } from './command';
import { ensurePython } from './python';
import { sampleStep } from './sample-step';
import { playwrightStep, runSteps, vitestStep, type Step } from './test-steps';

const project = fileURLToPath(new URL('..', import.meta.url));

/** So that Firefox is heard of at once; all of its journeys belong to the long tests. */
const firefoxFirst = ['first-light', '--grep', 'a typed line opens the event|every column of the keogram'];
/** Some looks at other sizes and in the other theme, and what is long by nature, wait for the long tests. */
const untilLater = ['--grep-invert', '@long|@alone'];
/** Those that measure how long the page's tasks take: another browser beside them would be measured as well. */
const oneByOne = ['--grep', '@alone', '--grep-invert', '@long', '--workers', '1'];
/** vitest would leave one of them to whoever watches. */
const allProcessors = ['--maxWorkers', '100%'];

// The whole of `npm test`, or its quick half.
const { values } = parseArgs({ options: { fast: { type: 'boolean', default: false } } });
process.exitCode = await runSteps(
  project,
  values.fast ? quickSteps() : [pythonStep(), ...proofReading({ andBuild: true }), unitTests(), ...slowSteps()],
);

/** Installs what independent readers need; the quick half leaves a machine as it is, and says what it skips. */
function pythonStep(): Step {
  return {
    title: 'Python with numpy, scipy and h5py',
    run: async () => {
      if (await ensurePython()) return 0;
      process.stdout.write('There is none and it could not be installed: tests that need it are skipped.\n');
      return process.env.CI === 'true' ? 1 : 0;
    },
  };
}

function quickSteps(): Step[] {
  return [...proofReading(), unitTests()];
}

/** Format, types and lint; where more is to come, the app is built meanwhile. */
function proofReading({ andBuild = false } = {}): Step[] {
  const tool = (name: string, ...args: string[]) => runTool(project, name, args);
  const roomyTool = (name: string, ...args: string[]) => runRoomyTool(project, name, args);
  return [
    { title: 'generated types', run: () => tool('svelte-kit', 'sync') },
    {
      title: andBuild ? 'format, types, lint and build' : 'format, types and lint',
      run: async () => {
        // Each of them has work for one processor; the lint, which takes longer than all others, is halved between two.
        const tests = 'tests/';
        const codes = await Promise.all([
          inTurn(
            () => roomyTool('eslint', '.', '--ignore-pattern', tests),
            ...(andBuild ? [() => build(project)] : []),
          ),
          inTurn(
            () => tool('prettier', '--check', '--log-level=warn', '.'),
            () => roomyTool('svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'),
            () => tool('tsc', '-p', 'tsconfig.sw.json'),
            () => roomyTool('eslint', tests),
          ),
        ]);
        return Math.max(...codes);
      },
    },
  ];
}

function unitTests(): Step {
  return vitestStep(project, 'unit tests', { folder: 'tests/unit', args: ['--project', 'node', ...allProcessors] });
}

async function inTurn(...runs: (() => Promise<number>)[]): Promise<number> {
  for (const run of runs) {
    const code = await run();
    if (code !== 0) return code;
  }
  return 0;
}

function slowSteps(): Step[] {
  const folder = 'tests/browser';
  const journeys = 'tests/e2e';
  return [
    sampleStep(project),
    vitestStep(project, 'the sample event against its truth', {
      folder: 'tests/sample',
      args: ['--project', 'sample', ...allProcessors],
    }),
    vitestStep(project, 'component tests', { folder, browser: 'chromium', args: ['--project', 'browser'] }),
    playwrightStep(project, 'journeys in Chromium', { folder: journeys, browser: 'chromium', args: untilLater }),
    playwrightStep(project, 'journeys that are timed', { folder: journeys, browser: 'chromium', args: oneByOne }),
    playwrightStep(project, 'some journeys in Firefox', { folder: journeys, browser: 'firefox', args: firefoxFirst }),
  ];
}
