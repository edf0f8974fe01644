import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readFrameSeries } from '$lib/datasets/frame-series';
import type { FrameSeries } from '$lib/model/frames';
import { sharedData } from '../unit/shared-data';

export { sharedData };

const folder = 'sort_by_project/THEMIS/asi/stream0';
export const gill = (minute: string, ending = 'pgm.gz') =>
  `${folder}/2014/03/10/gill_themis19/ut06/20140310_${minute}_gill_themis19_full.${ending}`;
export const gako = (minute: string) =>
  `${folder}/2011/01/06/gako_themis20/ut17/20110106_${minute}_gako_themis20_full.pgm.gz`;
export const gakoSkymap = 'sort_by_project/THEMIS/asi/skymaps/gako/gako_20110305/themis_skymap_gako_20110305-+_vXX.sav';

export const gillTenMinutes = 'v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&track=THEMIS_ASI_RAW:gill';
export const gakoTwoMinutes = 'v=1&range=2011-01-06T17:00Z/2011-01-06T17:02Z&track=THEMIS_ASI_RAW:gako';

export async function bytesOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(path.join(sharedData ?? '', file)));
}

/** A real minute, decoded in Node. */
export async function framesOf(file: string): Promise<FrameSeries> {
  const outcome = await readFrameSeries(await bytesOf(file), { dataset: 'THEMIS_ASI_RAW', name: path.basename(file) });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

/** The grey of counts under THEMIS's default scaling, by the rule that the app states: floor(256 x). */
export function greyOf(counts: number, [low, high]: readonly [number, number]): number {
  return Math.max(0, Math.min(255, Math.floor((256 * (counts - low)) / (high - low))));
}
