import { spawnSync } from 'node:child_process';
import { canInstallPackages, installPackages } from './system-packages';

const packages = ['python3', 'python3-numpy', 'python3-scipy', 'python3-h5py'];

/**
 * Have a Python with numpy, scipy and h5py, with which tests read what this project writes; Debian's packages are installed
 * where that may be done.
 *
 * @returns whether there is one now
 */
export async function ensurePython(): Promise<boolean> {
  const isThere = () => findPython() !== null;
  return isThere() || ((await canInstallPackages()) && installPackages(packages) && isThere());
}

/** The program that is a Python with numpy, scipy and h5py; null where there is none. */
export function findPython(): string | null {
  // Debian's packages belong to Debian's Python, which need not be the first on the path.
  const found = ['python3', '/usr/bin/python3'].find(
    (program) => spawnSync(program, ['-c', 'import numpy, scipy.io, h5py'], { stdio: 'ignore' }).status === 0,
  );
  return found ?? null;
}
