import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runNpm } from './command';
import { sourceHash } from './source-hash';

const stampName = path.join('node_modules', '.cache', 'nightside', 'built-from');

/** Whether `build/` was made from the sources as they are now. */
export async function isBuilt(project: string): Promise<boolean> {
  const [stamp, page] = await Promise.all([
    readFile(path.join(project, stampName), 'utf8').catch(() => null),
    access(path.join(project, 'build', 'index.html')).then(
      () => true,
      () => false,
    ),
  ]);
  return page && stamp === (await sourceHash(project));
}

/**
 * Build the app and remember from which sources.
 *
 * @returns the build's exit code
 */
export async function build(project: string): Promise<number> {
  const stamp = path.join(project, stampName);
  const hash = await sourceHash(project); // before, so that an edit during the build asks for another one
  await rm(stamp, { force: true });
  const code = await runNpm(project, ['run', '--silent', 'build']);
  if (code !== 0) return code;
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, hash);
  return 0;
}
