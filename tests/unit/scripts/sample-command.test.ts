import { execFile } from 'node:child_process';
import { readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';

let tree: TemporaryTree;
beforeAll(async () => {
  tree = await temporaryTree({ 'mine/thesis.tex': 'years of work', 'a-file': '' });
  await symlink(path.join(tree.root, 'mine'), path.join(tree.root, 'a-link'));
});
afterAll(() => tree.remove());

/** The command without what npm puts before it, which may install packages. All of these end before any computing. */
function runSample(...args: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const env = { ...process.env, INIT_CWD: tree.root, TSX_TSCONFIG_PATH: 'tsconfig.node.json' };
  return new Promise((resolve) => {
    const command = ['--import', 'tsx', 'scripts/sample.ts', ...args];
    execFile(process.execPath, command, { timeout: 30_000, env }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}

test('--help prints every option, in a few lines', async () => {
  const { code, stdout, stderr } = await runSample('--help');
  expect([code, stderr]).toEqual([0, '']);
  for (const option of ['--full', '--seed N', '--out DIR', '--static DIR']) expect(stdout).toContain(option);
  expect(stdout.split('\n').length).toBeLessThan(10);
});

test.each([
  ['an unknown option', ['--fill'], 2, /^Unknown option '--fill'/],
  ['an empty seed', ['--seed', ''], 2, /^--seed "": a seed is a whole number/],
  ['a seed with an exponent', ['--seed', '1e3'], 2, /^--seed 1e3: a seed is a whole number/],
  ['a seed in base 16', ['--seed', '0x10'], 2, /^--seed 0x10: a seed is a whole number/],
  ['a negative seed, which is one', ['--seed', '-5', '--out', 'a-file'], 1, /a-file is no folder/],
  ['a folder of others', ['--out', 'mine'], 1, /mine holds other things than a sample event \(thesis\.tex\)/],
  ['a file', ['--out', 'a-file'], 1, /a-file is no folder/],
  ['a link to a folder of others', ['--out', 'a-link'], 1, /mine holds other things than a sample event/],
  ['no built app', ['--static', 'mine'], 1, /mine is not the sample folder of a built app/],
])(
  '%s: one sentence and an exit code, never a stack',
  async (_, args, exitCode, sentence) => {
    const before = (await readdir(tree.root, { recursive: true })).sort();
    const { code, stdout, stderr } = await runSample(...args);
    expect([code, stdout]).toEqual([exitCode, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect((await readdir(tree.root, { recursive: true })).sort()).toEqual(before);
  },
  30_000,
);
