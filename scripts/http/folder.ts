import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file or folder that a request may see. */
export interface Found {
  readonly kind: 'file' | 'folder';
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  readonly bytes: number;
  readonly modified: Date;
}

export interface Entry extends Found {
  readonly name: string;
}

/**
 * The names in a URL path, decoded one by one. `null` for a path that no honest link has: broken escapes, `.` and `..`
 * in any spelling, escaped slashes, empty names, hidden files.
 *
 * @param urlPath without query, still percent-encoded: `/a/b%2Bc/`; a slash at the end is not a name
 */
export function namesOf(urlPath: string): string[] | null {
  if (!urlPath.startsWith('/')) return null;
  const names: string[] = [];
  const parts = urlPath.slice(1).split('/');
  if (parts.at(-1) === '') parts.pop();
  for (const part of parts) {
    let name: string;
    try {
      name = decodeURIComponent(part);
    } catch {
      return null; // an escape that is none
    }
    if (name === '' || name.startsWith('.') || /[/\\\0]/.test(name)) return null;
    names.push(name);
  }
  return names;
}

/**
 * Look a name path up below a folder. Nothing outside the folder is ever found, whatever symbolic links say.
 *
 * @param root absolute path of an existing folder, symbolic links resolved
 * @param names as `namesOf` gives them
 */
export async function findBelow(root: string, names: readonly string[]): Promise<Found | null> {
  try {
    const real = await realpath(path.join(root, ...names));
    if (real !== root && !real.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) return null;
    const facts = await stat(real);
    if (!facts.isFile() && !facts.isDirectory()) return null;
    const kind = facts.isFile() ? 'file' : 'folder';
    return { kind, path: real, bytes: facts.size, modified: facts.mtime };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** What a folder below `root` holds, by name; hidden entries and links that lead out are left out. */
export async function listBelow(root: string, names: readonly string[]): Promise<Entry[]> {
  const folder = await findBelow(root, names);
  if (folder?.kind !== 'folder') return [];
  const entries: Entry[] = [];
  for (const name of await readdir(folder.path)) {
    if (name.startsWith('.')) continue;
    const found = await findBelow(root, [...names, name]);
    if (found) entries.push({ ...found, name });
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG' || code === 'EACCES';
}
