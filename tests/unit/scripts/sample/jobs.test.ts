import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runJobs, type Job } from '../../../../scripts/sample/jobs';
import { rawPath } from '../../../../scripts/sample/paths';
import { cameras } from '../../../../scripts/sample/plan';
import { temporaryTree, type TemporaryTree } from '../../archive/temporary-tree';

let tree: TemporaryTree;
beforeEach(async () => (tree = await temporaryTree()));
afterEach(() => tree.remove());

const fourJobs: Job[] = [0, 1, 2, 3].map((minute) => ({ camera: 0, minute }));

/** What the threads run instead of the cameras. */
async function runScript(script: string, onProgress: (share: number) => void = () => {}) {
  await tree.add({ 'toy.mjs': `import { parentPort, workerData } from 'node:worker_threads';\n${script}` });
  const data = { folder: tree.root, seed: 7 };
  return runJobs(fourJobs, data, onProgress, pathToFileURL(path.join(tree.root, 'toy.mjs')));
}

test('adds up what the threads have done, and says how far they are', async () => {
  const shares: number[] = [];
  const script = `parentPort.on('message', ({ minute }) => parentPort.postMessage({ files: minute, bytes: workerData.seed }));`;
  expect(await runScript(script, (share) => shares.push(share))).toEqual({ files: 6, bytes: 28 });
  expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
});

test.each([
  ['with a code', `parentPort.on('message', () => process.exit(3));`, /ended before its work was done \(exit code 3\)/],
  ['without one', `parentPort.once('message', () => parentPort.close());`, /ended before its work was done/],
  ['by an error', `parentPort.on('message', () => { throw new Error('no such star') });`, /no such star/],
  ['by a promise', `parentPort.on('message', async () => { throw new Error('disk full') });`, /disk full/],
  ['before it began', `throw new Error('cannot be loaded');`, /cannot be loaded/],
])('a thread that ends %s is an error, and nobody waits for it', async (_, script, sentence) => {
  await expect(runScript(script)).rejects.toThrow(sentence);
});

test('the other threads end with it', async () => {
  const script = `
    import { appendFileSync } from 'node:fs';
    const beats = new URL('beats', import.meta.url);
    appendFileSync(beats, '');
    parentPort.on('message', ({ minute }) => {
      if (minute === 0) globalThis.setTimeout(() => process.exit(1), 100);
      else setInterval(() => appendFileSync(beats, '.'), 5);
    });`;
  await expect(runScript(script)).rejects.toThrow(/ended before its work was done/);
  const beats = () => readFile(path.join(tree.root, 'beats'), 'utf8');
  const before = await beats();
  await setTimeout(100);
  expect(await beats()).toBe(before);
});

test('the real threads write a camera’s minute', async () => {
  const done = await runJobs([{ camera: 0, minute: 3 }], { folder: tree.root, seed: 1 }, () => {});
  const file = rawPath(cameras[0]!, 3);
  expect(await readdir(path.dirname(path.join(tree.root, file)))).toEqual([path.basename(file)]);
  expect(done.files).toBe(1);
  expect(done.bytes).toBeGreaterThan(100_000);
}, 30_000);
