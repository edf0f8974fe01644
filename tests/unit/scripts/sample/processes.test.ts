import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryTree, type TemporaryTree } from '../../archive/temporary-tree';

/* Several processes and one place for a sample event. */

let tree: TemporaryTree;
let place: string;
let started: ChildProcessWithoutNullStreams[];
beforeEach(async () => {
  tree = await temporaryTree();
  place = path.join(tree.root, 'place');
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map(end));
  await tree.remove();
});

/** Starts one and waits until it is in the middle of its work. */
async function atWork(seed: number): Promise<ChildProcessWithoutNullStreams> {
  const args = ['--import', 'tsx', 'tests/unit/scripts/sample/toy-process.ts', path.join(place, 'sample'), `${seed}`];
  const child = spawn(process.execPath, args, { env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.node.json' } });
  started.push(child);
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint += chunk));
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`it ended before its work was done: ${complaint}`))),
  ]);
  return child;
}

async function end(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** @returns its exit code */
async function goOn(child: ChildProcessWithoutNullStreams): Promise<unknown> {
  child.stdin.write('go on\n');
  const [code] = (await once(child, 'exit')) as unknown[];
  return code;
}

const seedThere = async () =>
  (JSON.parse(await readFile(path.join(place, 'sample', 'sample.json'), 'utf8')) as { seed: number }).seed;
const minute = () => readFile(path.join(place, 'sample', 'sort_by_project', 'THEMIS', 'minute.pgm.gz'), 'utf8');

test('three at once all end well, and what stands there is whole', async () => {
  const makers = await Promise.all([atWork(1), atWork(2), atWork(2)]);
  expect(await readdir(place)).toHaveLength(3);
  expect(await Promise.all(makers.map(goOn))).toEqual([0, 0, 0]);
  expect(await readdir(place)).toEqual(['sample']);
  expect((await readdir(path.join(place, 'sample'))).sort()).toEqual(['sample.json', 'sort_by_project', 'truth.json']);
  expect(await minute()).toMatch(`seed ${await seedThere()},`);
}, 30_000);

test('what one left that was killed is removed by the next one; of one that is at work nothing is', async () => {
  const [killed, slow] = await Promise.all([atWork(1), atWork(2)]);
  await end(killed);
  expect(await readdir(place)).toHaveLength(2);
  const next = await atWork(3);
  expect(await readdir(place)).toHaveLength(2);
  expect([await goOn(next), await goOn(slow)]).toEqual([0, 0]);
  expect(await readdir(place)).toEqual(['sample']);
  expect(await seedThere()).toBe(2);
}, 30_000);
