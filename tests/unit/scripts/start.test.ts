import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closeServer, listen } from '../../../scripts/http/listen';
import { sourceHash } from '../../../scripts/source-hash';
import { parsePort, start, type StartOptions, type Started } from '../../../scripts/start';
import { closingLine, readCounts, sum } from '../../../scripts/test-counts';
import { jsonOf, rawRequest } from '../archive/raw-request';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';

let tree: TemporaryTree;
let started: Started | null = null;
let said: string[] = [];

beforeAll(async () => {
  tree = await temporaryTree({ 'build/index.html': 'the app', 'sort_by_project/file.txt': 'from the folder' });
});
afterAll(() => tree.remove());
afterEach(async () => {
  await started?.close();
  started = null;
  said = [];
});

async function begin(options: Partial<StartOptions> = {}): Promise<string> {
  started = await start({
    archive: tree.root,
    port: 0,
    folder: path.join(tree.root, 'build'),
    prepare: () => Promise.resolve(0),
    say: (line) => said.push(line),
    ...options,
  });
  return `http://127.0.0.1:${started.port}`;
}

/** A port that somebody else has, for as long as the work takes. */
async function withBusyPort(work: (port: number) => Promise<void>): Promise<void> {
  const other = createServer();
  const port = await listen(other, 0);
  try {
    await work(port);
  } finally {
    await closeServer(other);
  }
}

describe('npm start', () => {
  test('serves the app beside its relay and says where, and where the data come from', async () => {
    const url = await begin();
    expect((await rawRequest(url, '/')).body.toString()).toBe('the app');
    expect((await rawRequest(url, '/relay/data/sort_by_project/file.txt')).body.toString()).toBe('from the folder');
    expect(said).toEqual([
      `Observations come from the folder ${tree.root}.`,
      `Nightside is at http://localhost:${started?.port}/`,
    ]);
  });

  test('a folder’s files are for the app’s own page only', async () => {
    const { headers } = await rawRequest(await begin(), '/relay/data/sort_by_project/file.txt');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('without a folder the relay stands before the public archive', async () => {
    const url = await begin({ archive: null });
    expect(jsonOf(await rawRequest(url, '/relay/'))).toMatchObject({ archive: 'live' });
    expect(said[0]).toBe('Observations come from the public archive.');
  });

  test('a folder that is no archive is named', async () => {
    const nothing = path.join(tree.root, 'build');
    await expect(begin({ archive: nothing })).rejects.toThrow(`${nothing} is not an archive folder`);
  });

  test('serves the sample event, once it is there; the app does not wait for one', async () => {
    const absent = await begin();
    expect(jsonOf(await rawRequest(absent, '/sample/'))).toEqual({ sample: null });
    await started?.close();
    const description = { sample: 'nightside', version: 1, title: 'A substorm' };
    const sample = await temporaryTree({ 'sample.json': JSON.stringify(description) });
    const order: string[] = [];
    const url = await begin({
      prepare: () => Promise.resolve((order.push('built'), 0)),
      sample: () => Promise.resolve((order.push('sample'), sample.root)),
    });
    expect(order).toEqual(['built', 'sample']);
    expect(jsonOf(await rawRequest(url, '/sample/'))).toMatchObject(description);
    expect((await rawRequest(url, '/')).body.toString()).toBe('the app');
    await sample.remove();
  });

  test('a sample event that is spoilt keeps nobody from the app', async () => {
    const nothing = path.join(tree.root, 'build');
    const url = await begin({ sample: () => Promise.resolve(nothing) });
    expect((await rawRequest(url, '/')).body.toString()).toBe('the app');
    expect(jsonOf(await rawRequest(url, '/sample/'))).toEqual({ sample: null });
    expect(said[0]).toMatch(/^The sample event is left out: /);
  });

  test('a busy port that was asked for is an error, before anything is built', async () => {
    await withBusyPort(async (port) => {
      let built = false;
      const prepare = () => Promise.resolve(((built = true), 0));
      await expect(begin({ port, prepare })).rejects.toThrow(`Port ${port} is taken by another program`);
      expect(built).toBe(false);
    });
  });

  test('nobody asked for a port: two can run side by side', async () => {
    const first = await start({
      archive: null,
      port: null,
      folder: path.join(tree.root, 'build'),
      prepare: () => Promise.resolve(0),
      say: () => undefined,
    });
    await begin({ port: null });
    expect(started?.port).not.toBe(first.port);
    expect(first.port).toBeGreaterThanOrEqual(4170);
    await first.close();
  });

  test('a build that fails is said, and the port given back', async () => {
    await expect(begin({ prepare: () => Promise.resolve(2) })).rejects.toThrow('could not be built');
    expect(said).toEqual([]);
  });

  test.each(['x', '-1', '65536', '80.5', ''])('--port %j is none', (text) => {
    expect(() => parsePort(text)).toThrow('a port is a number from 0 to 65535');
  });

  test('a port that is one is taken, and none asked for is none', () => {
    expect([parsePort('4171'), parsePort('0'), parsePort(undefined)]).toEqual([4171, 0, null]);
  });

  test('from the command line a wrong folder is one sentence and exit code 1', async () => {
    const { code, stdout, stderr } = await runCommand('start', '--archive', path.join(tree.root, 'no-such'));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trim()).toBe(
      `${path.join(tree.root, 'no-such')} is not an archive folder: it has no sort_by_project/ in it.`,
    );
  });

  test('a command that does not exist is one sentence too', async () => {
    const { code, stdout, stderr } = await runCommand('../start');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('There is no command "../start"');
  });
});

describe('the fingerprint of the sources', () => {
  test('changes with contents, names and settings, and with nothing else', async () => {
    const project = await temporaryTree({
      'src/a.ts': '1',
      'src/deep/b.ts': '2',
      'package.json': '{}',
      'README.md': 'x',
    });
    const first = await sourceHash(project.root);
    await project.add({ 'README.md': 'y', 'tests/c.ts': '3', 'build/index.html': '' });
    expect(await sourceHash(project.root)).toBe(first);
    const hashes = [first];
    const changes: Record<string, string>[] = [
      { 'src/a.ts': '2' },
      { 'src/new.ts': '' },
      { 'static/icon.svg': '<svg/>' },
      { 'vite.config.ts': '' },
    ];
    for (const change of changes) {
      await project.add(change);
      hashes.push(await sourceHash(project.root));
    }
    process.env.BASE_PATH = '/somewhere';
    hashes.push(await sourceHash(project.root));
    delete process.env.BASE_PATH;
    expect(new Set(hashes).size).toBe(6);
    await project.remove();
  });
});

describe('the closing line of npm test', () => {
  test('adds the suites up, and names skipped tests only where there are some', async () => {
    await tree.add({
      'vitest.json': JSON.stringify({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }),
      'playwright.json': JSON.stringify({ stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 0 }, errors: [] }),
    });
    const vitest = await readCounts(path.join(tree.root, 'vitest.json'));
    const playwright = await readCounts(path.join(tree.root, 'playwright.json'));
    expect(closingLine(sum([vitest, playwright]))).toBe('9 passed, 1 failed, 3 skipped');
    expect(closingLine(playwright)).toBe('4 passed, 0 failed');
  });

  test('a file that could not be loaded is a failure, a suite that never ended is nothing', async () => {
    const broken = { status: 'failed', assertionResults: [] };
    const red = { status: 'failed', assertionResults: [{ status: 'failed' }] };
    await tree.add({
      'broken.json': JSON.stringify({ numPassedTests: 1, numFailedTests: 1, testResults: [broken, red] }),
      'crashed.json': JSON.stringify({ stats: { expected: 0, unexpected: 0 }, errors: [{ message: 'no server' }] }),
      'cut.json': '{"numPassed',
    });
    const read = (name: string) => readCounts(path.join(tree.root, name));
    expect(await read('broken.json')).toEqual({ passed: 1, failed: 2, skipped: 0 });
    expect(await read('crashed.json')).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(await read('absent.json')).toEqual({ passed: 0, failed: 0, skipped: 0 });
    await expect(read('cut.json')).rejects.toThrow(SyntaxError);
  });
});

/** What npm runs, as npm runs it. */
function runCommand(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/run.mjs', ...args], { timeout: 30_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
