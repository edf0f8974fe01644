import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { findBelow, listBelow, type Entry, type Found } from '../../scripts/http/folder';

/** The one folder of the public server that holds files. */
export const treeName = 'sort_by_project';

/** Several folders laid out like the public server, seen as one; where two have the same file, the first wins. */
export interface Tree {
  /** @param names below `sort_by_project`; none stands for that folder itself */
  find(names: readonly string[]): Promise<Found | null>;
  /** By name; empty where there is no such folder. */
  list(names: readonly string[]): Promise<Entry[]>;
}

/**
 * @param roots folders that contain `sort_by_project/`; that folder may itself be a symbolic link, since whoever names it
 *   means what it points to, but nothing in it may lead out of it
 * @throws a sentence for people when a root is not such a folder
 */
export async function openTree(roots: readonly string[]): Promise<Tree> {
  const tops = await Promise.all(roots.map(topOf));
  return {
    async find(names) {
      for (const top of tops) {
        const found = await findBelow(top, names);
        if (found) return found;
      }
      return null;
    },
    async list(names) {
      const merged = new Map<string, Entry>();
      for (const top of tops) {
        for (const entry of await listBelow(top, names)) if (!merged.has(entry.name)) merged.set(entry.name, entry);
      }
      return [...merged.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

async function topOf(root: string): Promise<string> {
  const top = path.join(root, treeName);
  const facts = await stat(top).catch(() => null);
  if (!facts?.isDirectory()) {
    throw new Error(`${root} is not an archive folder: it has no ${treeName}/ in it.`);
  }
  return realpath(top);
}
