import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { folderPage } from '../../tests/archive/directory-listing';
import { hosts } from '../../tests/archive/hosts';
import { listBelow } from '../http/folder';
import { archiveFolder, descriptionName } from './paths';

/** Where the listing service answers, below its base. */
const urlsRoute = 'api/v1/data_distribution/urls';

/**
 * Lay the sample event out for a host that serves files and nothing else: its description as the folder's page, a page
 * in every folder of the archive, and one answer of the listing service, with all of its files, for every question; the
 * app takes from it what it asked for.
 *
 * @param sample the folder that `generateSample` wrote
 * @param target `sample/` of a built app; what stood there is replaced
 * @throws when there is no sample event, or when the target is not the `sample` folder of a built app
 */
export async function copyForStaticHost(sample: string, target: string): Promise<void> {
  const description = await readFile(path.join(sample, descriptionName), 'utf8');
  await requireStaticPlace(target);
  await rm(target, { recursive: true });
  const archive = path.join(target, 'data', archiveFolder);
  await cp(path.join(sample, archiveFolder), archive, { recursive: true });
  const files = await writePages(archive, []);
  const urls = files.map((names) => `${hosts.data}/${archiveFolder}/${names.map(encodeURIComponent).join('/')}`);
  const answer = path.join(target, 'srs', urlsRoute);
  await mkdir(path.dirname(answer), { recursive: true });
  await writeFile(answer, JSON.stringify({ urls, count: urls.length, total_bytes: null }));
  await writeFile(path.join(target, 'index.html'), description);
}

/**
 * A mistyped folder is not to be emptied: every build has this one, with little in it.
 *
 * @throws when the target is not the `sample` folder of a built app
 */
export async function requireStaticPlace(target: string): Promise<void> {
  const beside = await readdir(path.dirname(target)).catch(() => [] as string[]);
  if (path.basename(target) === 'sample' && beside.includes('sample') && beside.includes('service-worker.js')) return;
  throw new Error(`${target} is not the sample folder of a built app: build it first.`);
}

/** @returns the names on the way to each file, from the archive's root */
async function writePages(root: string, names: readonly string[]): Promise<string[][]> {
  const entries = await listBelow(root, names);
  const page = folderPage(`/${[archiveFolder, ...names].join('/')}/`, '../', '', entries);
  const files: string[][] = [];
  for (const { kind, name } of entries) {
    if (kind === 'folder') files.push(...(await writePages(root, [...names, name])));
    else files.push([...names, name]);
  }
  await writeFile(path.join(root, ...names, 'index.html'), page);
  return files;
}
