import { createHash, type Hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Everything that decides what a build looks like. */
const folders = ['src', 'static', 'workers', 'scripts'];
const files = ['package.json', 'package-lock.json', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json'];
const settings = ['BASE_PATH', 'APP_VERSION', 'DATA_HOSTS'];

/** What turns a file's bytes into keogram columns: another version of it makes other columns. */
const reducingFolders = ['src/lib/formats', 'src/lib/datasets', 'src/lib/analysis', 'workers'];

/** What decides the bytes of the sample event. */
const samplingFolders = [
  'scripts/sample',
  'src/lib/geometry',
  'src/lib/analysis',
  'src/lib/datasets',
  'src/lib/formats',
];

/** A fingerprint of the sources below a project folder: names and contents of all files, and the build's settings. */
export async function sourceHash(project: string): Promise<string> {
  const hash = createHash('sha256');
  for (const setting of settings) hash.update(`${setting}=${process.env[setting] ?? ''}\0`);
  return hashFiles(hash, project, folders, files);
}

/** A fingerprint of the code that reduces files, to know what was made by another version of it. */
export async function reductionHash(project: string): Promise<string> {
  return (await hashFiles(createHash('sha256'), project, reducingFolders, [])).slice(0, 16);
}

/** A fingerprint of what makes the sample event, to know which was made by another version of it. */
export async function sampleHash(project: string): Promise<string> {
  return (await hashFiles(createHash('sha256'), project, samplingFolders, ['package-lock.json'])).slice(0, 16);
}

async function hashFiles(
  hash: Hash,
  project: string,
  below: readonly string[],
  single: readonly string[],
): Promise<string> {
  const names = [...single];
  for (const folder of below) names.push(...(await filesBelow(project, folder)));
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
