import path from 'node:path';
import { sampleHash } from '../source-hash';
import { generateSample, type GenerateOptions, type Makers } from './generate';
import { readStanding, resolveLink } from './place';
import { defaultSeed } from './plan';
import { copyForStaticHost, requireStaticPlace } from './static-copy';
import { isBeingMade, othersDone, removeLeftovers } from './workshop';

/** Where the sample event is kept, below the project. */
export const samplePlace = path.join('.cache', 'sample');

export interface EnsureOptions {
  /** Whether one that other sources made will do where it cannot be made anew. */
  readonly acceptOlder?: boolean;
  readonly makers?: Makers;
}

/**
 * The folder of the sample event, laid out like the public server, with its description beside it. Where there is none,
 * or one that other sources made, it is written first; where another process is writing it, that is waited for.
 *
 * @param say told what a person at the terminal should know
 * @returns null where it could not be written: the app works without
 */
export async function ensureSample(
  project: string,
  say: (line: string) => void,
  { acceptOlder = true, makers }: EnsureOptions = {},
): Promise<string | null> {
  const folder = path.join(project, samplePlace);
  const wanted = await sampleHash(project);
  const isThere = async () => (await readStanding(folder))?.madeFrom === wanted;
  // Others work beside what a link leads to; one that leads nowhere is a fault of the making.
  const place = await resolveLink(folder).catch(() => folder);
  await removeLeftovers(place);
  if (await isThere()) return folder;
  if (await isBeingMade(place)) {
    say('The sample event is being made by another command already: waiting for it …');
    await othersDone(place);
    if (await isThere()) return folder;
  }
  say('Making the sample event, once: about a minute …');
  try {
    await writeSample(project, { folder, seed: defaultSeed, full: false, makers }, say);
    return folder;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (acceptOlder && (await readStanding(folder))) {
      say(`The sample event could not be made anew, an older one is used: ${reason}`);
      return folder;
    }
    say(`The sample event is left out: ${reason}`);
    return null;
  }
}

/**
 * Puts the sample event into a built app, for a host that only serves files. Whether it may go there is known before it
 * is made.
 *
 * @param target as `copyForStaticHost` takes it
 * @returns false where there is none and it could not be made
 * @throws when it may not go there
 */
export async function copySample(
  project: string,
  target: string,
  say: (line: string) => void,
  options: EnsureOptions = {},
): Promise<boolean> {
  await requireStaticPlace(target);
  const folder = await ensureSample(project, say, options);
  if (folder === null) return false;
  await copyForStaticHost(folder, target);
  return true;
}

/** Writes it, whatever sample event is there, says how far it is, and at the end how large it is. */
export async function writeSample(
  project: string,
  options: Pick<GenerateOptions, 'folder' | 'seed' | 'full' | 'makers'>,
  say: (line: string) => void,
): Promise<void> {
  const started = performance.now();
  let told = 0;
  const done = await generateSample({
    ...options,
    madeFrom: await sampleHash(project),
    onProgress: (share) => {
      const percent = Math.floor(10 * share) * 10;
      if (percent > told && percent < 100) say(`… ${(told = percent)} %`);
    },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  say(
    done
      ? `Sample event: ${done.files} files, ${(done.bytes / 1e6).toFixed(1)} MB, in ${seconds} s.`
      : 'Another command has made the same sample event meanwhile: that one is used.',
  );
}
