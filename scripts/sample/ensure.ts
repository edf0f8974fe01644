import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sampleHash } from '../source-hash';
import { generateSample, type Done } from './generate';
import { descriptionName } from './paths';
import { defaultSeed } from './plan';

/** Where the sample event is kept, below the project. */
export const samplePlace = path.join('.cache', 'sample');

/**
 * The folder of the sample event, laid out like the public server, with its description beside it. Where there is none,
 * or one that other sources made, it is written first.
 *
 * @param say told what a person at the terminal should know
 * @returns null where it could not be written: the app works without
 */
export async function ensureSample(project: string, say: (line: string) => void): Promise<string | null> {
  const folder = path.join(project, samplePlace);
  if ((await madeFrom(folder)) === (await sampleHash(project))) return folder;
  say('Exposing the sample event, once: about a minute …');
  try {
    await writeSample(project, { folder, seed: defaultSeed, full: false }, say);
    return folder;
  } catch (error) {
    say(`The sample event is left out: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** Writes it, whatever is there, and says how far it is. */
export async function writeSample(
  project: string,
  options: { readonly folder: string; readonly seed: number; readonly full: boolean },
  say: (line: string) => void,
): Promise<Done> {
  let told = 0;
  return generateSample({
    ...options,
    madeFrom: await sampleHash(project),
    onProgress: (share) => {
      const percent = Math.floor(4 * share) * 25;
      if (percent > told && percent < 100) say(`… ${(told = percent)} %`);
    },
  });
}

/** Which sources made the sample event there; null where there is none, or not all of it. */
async function madeFrom(folder: string): Promise<unknown> {
  try {
    const description: unknown = JSON.parse(await readFile(path.join(folder, descriptionName), 'utf8'));
    return typeof description === 'object' && description && 'madeFrom' in description ? description.madeFrom : null;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}
