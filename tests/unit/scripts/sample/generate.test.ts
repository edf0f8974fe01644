import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, readlink, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateSample, type GenerateOptions } from '../../../../scripts/sample/generate';
import type { RunJobs } from '../../../../scripts/sample/jobs';
import { temporaryTree, type TemporaryTree } from '../../archive/temporary-tree';
import { failingJobs, toyJobs, toyMakers } from './toy-jobs';

let tree: TemporaryTree;
let folder: string;
beforeEach(async () => {
  tree = await temporaryTree();
  folder = path.join(tree.root, 'place', 'sample');
  await mkdir(path.dirname(folder));
});
afterEach(() => tree.remove());

const generate = ({ run = toyJobs, ...options }: Partial<GenerateOptions> & { run?: RunJobs } = {}) =>
  generateSample({
    ...{ folder, seed: 1, full: false, madeFrom: 'here', onProgress: () => {}, makers: toyMakers(run) },
    ...options,
  });
const minute = (of = folder) => readFile(path.join(of, 'sort_by_project', 'THEMIS', 'minute.pgm.gz'), 'utf8');
const names = async (of: string) => (await readdir(path.join(tree.root, of), { recursive: true })).sort();
const whole = ['sample.json', 'sort_by_project', 'truth.json'];
const description = async () => JSON.parse(await readFile(path.join(folder, 'sample.json'), 'utf8')) as unknown;

describe('the sample event in its folder', () => {
  test('is whole, can be read by others, and leaves nothing beside it', async () => {
    expect(await generate()).toEqual({ files: 1000, bytes: 1e9 });
    expect((await readdir(folder)).sort()).toEqual(whole);
    expect(await readdir(path.dirname(folder))).toEqual(['sample']);
    const ownFolder = path.join(tree.root, 'made by hand');
    await mkdir(ownFolder);
    expect((await stat(folder)).mode).toBe((await stat(ownFolder)).mode);
  });

  test('says which minutes were computed', async () => {
    await generate();
    expect(await description()).toMatchObject({ minutes: 'core', computed: [0, 3, 6, 7, 8, 9, 12, 15, 18] });
    await generate({ full: true });
    expect(await description()).toMatchObject({ minutes: 'all', computed: Array.from({ length: 20 }, (_, at) => at) });
  });

  test('replaces an older one, and goes into an empty folder', async () => {
    await mkdir(folder);
    await generate({ seed: 1 });
    await generate({ seed: 2 });
    expect(await minute()).toMatch(/^seed 2/);
    expect(await readdir(path.dirname(folder))).toEqual(['sample']);
  });

  test('is written anew even where the same one stands, which may be spoilt', async () => {
    await generate();
    await writeFile(path.join(folder, 'sort_by_project', 'THEMIS', 'minute.pgm.gz'), 'spoilt');
    expect(await generate()).not.toBeNull();
    expect(await minute()).toMatch(/^seed 1/);
  });

  test('of a link, what it leads to is replaced', async () => {
    await mkdir(path.join(tree.root, 'large disk', 'sample'), { recursive: true });
    await symlink(path.join(tree.root, 'large disk', 'sample'), folder);
    await generate({ seed: 1 });
    await generate({ seed: 2 });
    expect(await readlink(folder)).toBe(path.join(tree.root, 'large disk', 'sample'));
    expect(await minute(path.join(tree.root, 'large disk', 'sample'))).toMatch(/^seed 2/);
    expect(await readdir(path.join(tree.root, 'large disk'))).toEqual(['sample']);
  });

  test('of a link to a folder that is still to be made, that one is made', async () => {
    await mkdir(path.join(tree.root, 'large disk'));
    await symlink('../large disk/sample', folder);
    await generate({ seed: 3 });
    expect(await readlink(folder)).toBe('../large disk/sample');
    expect(await minute(path.join(tree.root, 'large disk', 'sample'))).toMatch(/^seed 3/);
  });
});

describe('what is somebody’s', () => {
  const own = '{"sample":"nightside"}';
  test.each([
    ['a person’s own files', { 'thesis.tex': 'years of work' }, /other things than a sample event \(thesis\.tex\)/],
    ['another program’s sample.json', { 'sample.json': '{"sample":"drum"}' }, /no sample event that could be replaced/],
    ['a sample.json that is no JSON', { 'sample.json': 'boom' }, /no sample event that could be replaced/],
    ['an archive without a description', { 'sort_by_project/a': 'b' }, /no sample event that could be replaced/],
    ['files beside a real one', { 'sample.json': own, 'notes.txt': 'mine' }, /a sample event \(notes\.txt\)/],
  ])('%s: left as it is, and nothing is computed', async (_, files: Record<string, string>, sentence) => {
    await tree.add(Object.fromEntries(Object.entries(files).map(([name, text]) => [`place/sample/${name}`, text])));
    const before = await names('place');
    const never: RunJobs = () => Promise.reject(new Error('it was computed'));
    await expect(generate({ run: never })).rejects.toThrow(sentence);
    expect(await names('place')).toEqual(before);
  });

  test('a folder beside it stays, whatever its name', async () => {
    await tree.add({ 'place/sample.part/thesis.tex': 'years of work', 'place/.nightside-sample-mine/a': 'b' });
    await generate();
    expect(await names('place')).toEqual(
      expect.arrayContaining(['sample.part/thesis.tex', '.nightside-sample-mine/a']),
    );
  });

  test('what a person puts there while it is computed stays, too', async () => {
    const run: RunJobs = async (...args) => {
      await tree.add({ 'place/sample/thesis.tex': 'years of work' });
      return toyJobs(...args);
    };
    await expect(generate({ run })).rejects.toThrow(/thesis\.tex/);
    expect(await names('place')).toEqual(['sample', 'sample/thesis.tex']);
  });

  test('a file, a folder below a file, and a link to nowhere are named', async () => {
    await writeFile(folder, 'a file');
    await expect(generate()).rejects.toThrow(`${folder} is no folder`);
    await expect(generate({ folder: path.join(folder, 'below') })).rejects.toThrow(/is no folder/);
    await symlink(path.join(tree.root, 'no', 'where'), path.join(tree.root, 'link'));
    await expect(generate({ folder: path.join(tree.root, 'link') })).rejects.toThrow(/a link that leads nowhere/);
    expect(await readFile(folder, 'utf8')).toBe('a file');
  });
});

describe('several at once', () => {
  test.each([
    ['in a fresh place', false],
    ['over an older one', true],
  ])('%s: one whole sample event, the later one is thrown away', async (_, isOlderThere) => {
    if (isOlderThere) await generate({ madeFrom: 'older' });
    let other: unknown;
    const overtaken: RunJobs = async (...args) => {
      other = await generate();
      return toyJobs(...args);
    };
    expect(await generate({ run: overtaken })).toBeNull();
    expect(other).toEqual({ files: 1000, bytes: 1e9 });
    expect((await readdir(folder)).sort()).toEqual(whole);
    expect(await description()).toMatchObject({ madeFrom: 'here' });
    expect(await readdir(path.dirname(folder))).toEqual(['sample']);
  });

  test('many that end together, of two editions: whole, and nothing is left', async () => {
    await generate({ madeFrom: 'older' });
    // Often enough that one looks while another one moves.
    for (let round = 0; round < 10; round++)
      await Promise.all(Array.from({ length: 12 }, (_, at) => generate({ seed: at % 2 })));
    expect((await readdir(folder)).sort()).toEqual(whole);
    const { seed } = (await description()) as { seed: number };
    expect(await minute()).toMatch(`seed ${seed},`);
    expect(await readdir(path.dirname(folder))).toEqual(['sample']);
  });
});

describe('when it fails', () => {
  test('nothing is left of it, and an older one stays', async () => {
    await generate({ seed: 1 });
    await expect(generate({ seed: 2, run: failingJobs })).rejects.toThrow('the disk is full');
    expect(await minute()).toMatch(/^seed 1/);
    expect(await readdir(path.dirname(folder))).toEqual(['sample']);
  });

  test('what processes left that are gone, or a day old, is removed by the next one; the others’ is not', async () => {
    const here = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
    const gone = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
    const left = `.nightside-sample-${here}-${gone}-aaaaaa`;
    const old = `.nightside-sample-${here}-${process.pid}-bbbbbb`;
    const atWork = `.nightside-sample-${here}-${process.pid}-cccccc`;
    const elsewhere = `.nightside-sample-00000000-${gone}-dddddd`;
    for (const name of [left, old, atWork, elsewhere]) await tree.add({ [`place/${name}/made/truth.json`]: '{}' });
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    await utimes(path.join(tree.root, 'place', old), twoDaysAgo, twoDaysAgo);
    await generate();
    expect((await readdir(path.dirname(folder))).sort()).toEqual([elsewhere, atWork, 'sample'].sort());
  });
});
