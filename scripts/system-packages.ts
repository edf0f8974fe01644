import { spawnSync } from 'node:child_process';
import { access } from 'node:fs/promises';

/** Whether Debian's packages can be installed here: we are root, and there is apt-get. */
export async function canInstallPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await exists('/usr/bin/apt-get'));
}

/**
 * Install Debian packages and nothing that is only recommended beside them. Says nothing but errors.
 *
 * @returns whether they are there now
 */
export function installPackages(names: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args: readonly string[]) =>
    spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    }).status === 0;
  return aptGet('update') && aptGet('install', '-y', '--no-install-recommends', ...names);
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
