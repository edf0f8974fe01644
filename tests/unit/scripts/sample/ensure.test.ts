import { mkdir, readdir, readFile, rm, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copySample, ensureSample, samplePlace, writeSample } from '../../../../scripts/sample/ensure';
import type { RunJobs } from '../../../../scripts/sample/jobs';
import { temporaryTree, type TemporaryTree } from '../../archive/temporary-tree';
import { failingJobs, slowJobs, toyJobs, toyMakers } from './toy-jobs';

let project: TemporaryTree;
let folder: string;
let said: string[];
beforeEach(async () => {
  project = await temporaryTree({ 'scripts/sample/plan.ts': 'version 1' });
  folder = path.join(project.root, samplePlace);
  said = [];
});
afterEach(() => project.remove());

const ensure = (run: RunJobs, acceptOlder?: boolean) =>
  ensureSample(project.root, (line) => said.push(line), { makers: toyMakers(run), acceptOlder });
const never: RunJobs = () => Promise.reject(new Error('it was computed'));
const madeFrom = async () =>
  (JSON.parse(await readFile(path.join(folder, 'sample.json'), 'utf8')) as { madeFrom: string }).madeFrom;

describe('the sample event of a project', () => {
  test('is made once, and what is said on the way', async () => {
    expect(await ensure(toyJobs)).toBe(folder);
    expect(said).toEqual([
      'Making the sample event, once: about a minute …',
      ...[10, 20, 30, 40, 50, 60, 70, 80, 90].map((percent) => `… ${percent} %`),
      expect.stringMatching(/^Sample event: 1000 files, 1000\.0 MB, in \d+ s\.$/),
    ]);
    said = [];
    expect(await ensure(never)).toBe(folder);
    expect(said).toEqual([]);
  });

  test('is made anew where other sources made it', async () => {
    await ensure(toyJobs);
    const first = await madeFrom();
    await project.add({ 'scripts/sample/plan.ts': 'version 2' });
    await ensure(toyJobs);
    expect(await madeFrom()).not.toBe(first);
  });

  test('an older one is used where it cannot be made anew, unless it will not do', async () => {
    await ensure(toyJobs);
    const first = await madeFrom();
    await project.add({ 'scripts/sample/plan.ts': 'version 2' });
    said = [];
    expect(await ensure(failingJobs)).toBe(folder);
    expect(said.at(-1)).toBe('The sample event could not be made anew, an older one is used: the disk is full');
    expect(await madeFrom()).toBe(first);
    expect(await ensure(failingJobs, false)).toBeNull();
    expect(said.at(-1)).toBe('The sample event is left out: the disk is full');
  });

  test('is left out where it cannot be made at all, and leaves nothing', async () => {
    expect(await ensure(failingJobs)).toBeNull();
    expect(said.at(-1)).toBe('The sample event is left out: the disk is full');
    expect(await readdir(path.dirname(folder))).toEqual([]);
  });
});

describe('the sample event in a built app', () => {
  const copy = (target: string, run: RunJobs) =>
    copySample(project.root, path.join(project.root, target), (line) => said.push(line), { makers: toyMakers(run) });
  beforeEach(() => project.add({ 'build/service-worker.js': '', 'build/sample/index.html': '{"sample":null}' }));

  test('a wrong place is known before it is made', async () => {
    await expect(copy('build', never)).rejects.toThrow(/is not the sample folder of a built app/);
    expect(said).toEqual([]);
    expect(await readdir(project.root)).not.toContain('.cache');
  });

  test('it is made where there is none, and put there', async () => {
    expect(await copy('build/sample', toyJobs)).toBe(true);
    expect(await readFile(path.join(project.root, 'build/sample/index.html'), 'utf8')).toContain('nightside');
  });

  test('what stands there stays when it cannot be made', async () => {
    expect(await copy('build/sample', failingJobs)).toBe(false);
    expect(await readFile(path.join(project.root, 'build/sample/index.html'), 'utf8')).toBe('{"sample":null}');
  });
});

describe('while another command makes it', () => {
  /** Somebody's workshop: of another computer, since only the time says that somebody is at work there. */
  const workshop = () => path.join(project.root, '.cache', '.nightside-sample-00000000-1-abcdef');

  test('it is waited for, not computed twice', async () => {
    let isWaiting = () => {};
    const waiting = new Promise<void>((resolve) => (isWaiting = resolve));
    await mkdir(workshop(), { recursive: true });
    const second = ensureSample(project.root, (line) => (said.push(line), isWaiting()), { makers: toyMakers(never) });
    await waiting;
    // The first one is done: its sample event stands there, its workshop is gone.
    await project.add({ 'scripts/sample/plan.ts': 'version 1' });
    await writeSample(project.root, { folder, seed: 1, full: false, makers: toyMakers(toyJobs) }, () => {});
    await rm(workshop(), { recursive: true });
    expect(await second).toBe(folder);
    expect(said).toEqual(['The sample event is being made by another command already: waiting for it …']);
  });

  test('it is waited for behind a link, too', async () => {
    await project.add({ 'large disk/.nightside-sample-00000000-1-abcdef/made/truth.json': '{}', '.cache/a': '' });
    await symlink('../large disk/sample', folder);
    const away = () => void rm(path.join(project.root, 'large disk'), { recursive: true, force: true });
    await ensureSample(project.root, (line) => (said.push(line), away()), { makers: toyMakers(failingJobs) });
    expect(said[0]).toContain('waiting');
  });

  test('it is made here after all when the other one gives up', async () => {
    await mkdir(workshop(), { recursive: true });
    const second = ensureSample(
      project.root,
      (line) => (said.push(line), void rm(workshop(), { recursive: true, force: true })),
      { makers: toyMakers(toyJobs) },
    );
    expect(await second).toBe(folder);
    expect(said.slice(0, 2)).toEqual([expect.stringContaining('waiting'), expect.stringContaining('Making')]);
  });

  test('one that has been silent for minutes is not waited for', async () => {
    await mkdir(workshop(), { recursive: true });
    const minutesAgo = Date.now() / 1000 - 300;
    await utimes(workshop(), minutesAgo, minutesAgo);
    expect(await ensure(toyJobs)).toBe(folder);
    expect(said[0]).toContain('Making');
  });

  test('two that begin at the same moment both end with a whole one', async () => {
    expect(await Promise.all([ensure(slowJobs), ensure(toyJobs)])).toEqual([folder, folder]);
    expect((await readdir(folder)).sort()).toEqual(['sample.json', 'sort_by_project', 'truth.json']);
    expect(await readdir(path.dirname(folder))).toEqual(['sample']);
  });
});
