import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSkymap } from '$lib/datasets/skymap';
import type { Skymap } from '$lib/model/skymap';
import { sharedData } from '../shared-data';

export const gakoName = 'themis_skymap_gako_20110305-+_vXX.sav';

export function gakoSkymapBytes(): Uint8Array {
  const folder = 'sort_by_project/THEMIS/asi/skymaps/gako/gako_20110305';
  return new Uint8Array(readFileSync(resolve(sharedData!, folder, gakoName)));
}

/** The one published skymap among the test data. */
export async function gakoSkymap(): Promise<Skymap> {
  const outcome = await readSkymap(gakoSkymapBytes(), gakoName);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

/** What other programs found in the test data. */
export function readDerived<T>(key: string): T {
  const expected = JSON.parse(readFileSync(resolve(sharedData!, 'expected.json'), 'utf8')) as {
    derived: Record<string, T>;
  };
  return expected.derived[key]!;
}
