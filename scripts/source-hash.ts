import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Everything that decides what a build looks like. */
const folders = ['src', 'static', 'workers', 'scripts'];
const files = ['package.json', 'package-lock.json', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json'];
const settings = ['BASE_PATH', 'APP_VERSION'];

/** A fingerprint of the sources below a project folder: names and contents of all files, and the build's settings. */
export async function sourceHash(project: string): Promise<string> {
  const hash = createHash('sha256');
  for (const setting of settings) hash.update(`${setting}=${process.env[setting] ?? ''}\0`);
  const names = [...files];
  for (const folder of folders) names.push(...(await filesBelow(project, folder)));
  for (const name of names.sort()) {
    const content = await readFile(path.join(project, name)).catch(missingAsNull);
    hash.update(`${name}\0${content?.length ?? 'none'}\0`);
    if (content) hash.update(content);
  }
  return hash.digest('hex');
}

async function filesBelow(project: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(project, folder), { recursive: true, withFileTypes: true }).catch(
    missingAsNull,
  );
  return (entries ?? [])
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(project, path.join(entry.parentPath, entry.name)));
}

function missingAsNull(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
