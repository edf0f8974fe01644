import { parseInstant } from '$lib/datasets/utc';
import type { Outcome } from '$lib/model/failure';
import { openFolder, readFolder } from './directory-listing';
import type { Network } from './network';

/**
 * The last day of which a dataset's folder has a folder, `YYYY/MM/DD`, by looking into three folders.
 *
 * @param directory below the archive root
 * @param sure false where nobody saw that folder
 * @returns start of the day, UTC microseconds; null where there is none
 */
export async function findLatestDay(
  directory: string,
  sure: boolean,
  network: Network,
): Promise<Outcome<number | null>> {
  const root = directory.split('/');
  const path: string[] = [];
  for (const form of [/^(19|20)\d{2}$/, /^(0[1-9]|1[0-2])$/, /^(0[1-9]|[12]\d|3[01])$/]) {
    const here = [...root, ...path];
    const folder =
      path.length === 0 ? await openFolder(here, sure ? root.length : 1, network) : await readFolder(here, network);
    if (!folder.ok) return folder;
    const names = folder.value.filter(({ isFolder, name }) => isFolder && form.test(name)).map(({ name }) => name);
    const last = names.sort().at(-1);
    if (last === undefined) return { ok: true, value: null };
    path.push(last);
  }
  return { ok: true, value: parseInstant(path.join('-')) };
}
