import { readdir, readFile, readlink, realpath, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { archiveFolder, descriptionName } from './paths';

/*
 * The folder where a sample event is to stand. Whatever else stands there is somebody's, and not to be lost to a
 * mistyped name.
 */

export const truthName = 'truth.json';
const ownNames: readonly string[] = [descriptionName, truthName, archiveFolder];
/** Each one that fails is another process that was faster. */
const attempts = 20;

/** The description of the sample event in a folder, and which file it is; null where there is none. */
export interface Standing {
  readonly text: string;
  readonly madeFrom: unknown;
  /** Another one for every file that was written there. */
  readonly stamp: string;
}

/**
 * Move a whole sample event to its place. One that stands there is replaced; the same one, when another process put it
 * there since `before` was read, is kept.
 *
 * @param made the sample event, on the same disk
 * @param target as `requireReplaceable` takes it
 * @param spare an empty folder on the same disk, to be removed afterwards with what was replaced
 * @returns whether `made` stands there now
 * @throws when something else stands there: it is left as it is
 */
export async function putInPlace(
  made: string,
  target: string,
  spare: string,
  before: Standing | null,
): Promise<boolean> {
  const ours = await readStanding(made);
  for (let attempt = 1; ; attempt++) {
    const there = await readStanding(target);
    if (there && there.stamp !== before?.stamp && there.text === ours?.text) return false;
    const replaced = path.join(spare, String(attempt));
    // Between the look and the move another process may have moved it away.
    const moved = (await requireReplaceable(target)) && (await renamed(target, replaced, ['ENOENT']));
    try {
      if (await renamed(made, target, attempt < attempts ? ['EEXIST', 'ENOTEMPTY'] : [])) return true;
    } catch (error) {
      if (moved) await rename(replaced, target);
      throw error;
    }
  }
}

/**
 * @param target without links, see `resolveLink`
 * @returns whether anything stands there
 * @throws unless it is absent, empty, or a sample event and nothing else
 */
export async function requireReplaceable(target: string): Promise<boolean> {
  for (;;) {
    const looked = await identityOf(target);
    const names = await namesIn(target);
    if (names === null) return false;
    const foreign = names.find((name) => !ownNames.includes(name));
    if (foreign !== undefined)
      throw new Error(`${target} holds other things than a sample event (${foreign}): it is left as it is`);
    if (names.length === 0 || (await readStanding(target))) return true;
    // Unless another process has moved it away, or another one there, since its names were read.
    if (looked !== null && (await identityOf(target)) === looked)
      throw new Error(`${target} holds no sample event that could be replaced: it is left as it is`);
  }
}

/** @returns null where nothing stands */
async function namesIn(target: string): Promise<string[] | null> {
  try {
    return await readdir(target);
  } catch (error) {
    if (hasCode(error, ['ENOENT'])) return null;
    if (!hasCode(error, ['ENOTDIR'])) throw error;
    throw new Error(`${target} is no folder: a file stands there, or on the way to it`, { cause: error });
  }
}

/** Another one for every folder, and for the same one once something in it has changed; null where nothing stands. */
async function identityOf(target: string): Promise<string | null> {
  const found = await stat(target, { bigint: true }).catch(() => null);
  // Numbers of removed folders are given out again.
  return found && `${found.ino} ${found.mtimeNs} ${found.ctimeNs}`;
}

/**
 * What a link stands for is replaced, not the link; it may lead to a folder that is still to be made.
 *
 * @throws when it leads to none that can be: the disk it is on may be absent
 */
export async function resolveLink(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if (!hasCode(error, ['ENOENT', 'ENOTDIR'])) throw error;
    const leadsTo = await readlink(folder).catch(() => null);
    if (leadsTo === null) return folder; // no link, or nothing at all
    const target = path.resolve(path.dirname(folder), leadsTo);
    if (await stat(path.dirname(target)).catch(() => null)) return resolveLink(target);
    throw new Error(`${folder} is a link that leads nowhere`, { cause: error });
  }
}

export async function readStanding(folder: string): Promise<Standing | null> {
  const file = path.join(folder, descriptionName);
  try {
    const { ino, mtimeMs } = await stat(file);
    const text = await readFile(file, 'utf8');
    const found: unknown = JSON.parse(text);
    if (typeof found !== 'object' || !found || !('sample' in found) || found.sample !== 'nightside') return null;
    return { text, madeFrom: 'madeFrom' in found ? found.madeFrom : null, stamp: `${ino} ${mtimeMs}` };
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}

/** @returns false where it fails with one of the codes */
async function renamed(from: string, to: string, codes: readonly string[]): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, codes)) return false;
    throw error;
  }
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}
