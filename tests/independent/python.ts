import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { findPython } from '../../scripts/python';

/*
 * Programs of others that read what this project writes: Python with numpy, scipy and h5py.
 */

/** The Python with numpy, scipy and h5py, or null where there is none: tests that need it skip then. */
export const python = findPython();

if (!python && process.env.CI === 'true') throw new Error('there is no python3 with numpy, scipy and h5py');
if (!python)
  console.warn('SKIPPED: tests with independent readers, since there is no python3 with numpy, scipy and h5py');

/**
 * Run one of the scripts of this folder; what it prints is JSON.
 *
 * @throws with what the script had to say when it fails
 */
export function askPython(script: string, ...args: readonly string[]): unknown {
  if (!python) throw new Error('there is no python3 with numpy, scipy and h5py');
  const path = resolve('tests/independent', script);
  const { status, stdout, stderr } = spawnSync(python, [path, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return JSON.parse(stdout);
}
