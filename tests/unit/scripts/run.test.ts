import { execFile } from 'node:child_process';
import { copyFile, readdir, readFile, readlink, realpath, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';

/* A project of its own with one package, a command that does nothing, and an npm that leaves a file behind. */

const lock = (version: string) => JSON.stringify({ packages: { 'node_modules/tsx': { version } } });

let tree: TemporaryTree;
beforeEach(async () => {
  tree = await temporaryTree({
    'project/package-lock.json': lock('1.0.0'),
    'project/scripts/toy.ts': '',
    // In either kind of module: which one it is depends on where temporary folders are.
    'npm.js': `import('node:fs').then((fs) => fs.writeFileSync('npm-was-here', process.argv.slice(2).join(' ')));`,
  });
  await copyFile('scripts/run.mjs', path.join(tree.root, 'project/scripts/run.mjs'));
});
afterEach(() => tree.remove());

/** Packages as npm leaves them, in a folder of the tree. */
const addPackages = (folder: string, version: string) =>
  tree.add({
    [`${folder}/.package-lock.json`]: lock(version),
    [`${folder}/tsx/package.json`]: JSON.stringify({ type: 'module', exports: { './esm/api': './api.js' } }),
    // The command itself is not what is tried here.
    [`${folder}/tsx/api.js`]: `export const register = () => { console.log('tsx ${version}'); process.exit(0); };`,
  });
const link = (target: string) => symlink(path.join(tree.root, target), path.join(tree.root, 'project/node_modules'));
const names = async () => (await readdir(tree.root, { recursive: true })).sort();

function run(): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const env = { ...process.env, npm_execpath: path.join(tree.root, 'npm.js') };
  return new Promise((resolve) => {
    const command = [path.join(tree.root, 'project/scripts/run.mjs'), 'toy'];
    execFile(process.execPath, command, { timeout: 30_000, env }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}

describe('packages in a folder', () => {
  test('are used as they are when they are what the lock file says', async () => {
    await addPackages('project/node_modules', '1.0.0');
    expect(await run()).toEqual({ code: 0, stdout: 'tsx 1.0.0\n', stderr: '' });
    expect(await readdir(path.join(tree.root, 'project'))).not.toContain('npm-was-here');
  });

  test('are installed when they are not', async () => {
    await addPackages('project/node_modules', '0.9.0');
    expect((await run()).stderr).toBe('Installing dependencies …\n');
    expect(await readFile(path.join(tree.root, 'project/npm-was-here'), 'utf8')).toMatch(/^ci /);
  });
});

describe('packages behind a link', () => {
  test('are used as they are when they are what the lock file says', async () => {
    await addPackages('elsewhere', '1.0.0');
    await link('elsewhere');
    expect(await run()).toEqual({ code: 0, stdout: 'tsx 1.0.0\n', stderr: '' });
  });

  test.each([
    ['others', () => addPackages('elsewhere', '0.9.0')],
    ['none', () => tree.add({ 'elsewhere/thesis.tex': 'years of work' })],
    ['a file', () => tree.add({ elsewhere: '' })],
    ['nothing at all', () => Promise.resolve()],
  ])('%s: one sentence, exit code 1, and nothing is installed', async (_, add) => {
    await add();
    await link('elsewhere');
    const before = await names();
    const modules = path.join(await realpath(tree.root), 'project/node_modules');
    expect(await run()).toEqual({
      code: 1,
      stdout: '',
      stderr: `${modules} is a link that does not hold what package-lock.json says: nothing is installed through it.\n`,
    });
    expect(await names()).toEqual(before);
    expect(await readlink(modules)).toBe(path.join(tree.root, 'elsewhere'));
  });
});
