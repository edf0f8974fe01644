import { parseInstant } from '$lib/datasets/utc';
import type { OwnFrames, OwnRiometer } from '$lib/model/own-file';
import type { OpenFolder } from '$lib/state/given-files';

export const at = (utc: string) => parseInstant(utc)!;

export function framesAt(utc: string, camera: Partial<OwnFrames> = {}): OwnFrames {
  const startUs = at(utc);
  const of = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: 'themis19', ...camera };
  const path = `${of.dataset}/${of.siteUid}/${utc}.pgm`;
  return { kind: 'frames', ...of, startUs, path, frames: 20, firstUs: startUs, lastUs: startUs + 57e6 };
}

export function dayAt(date: string, siteUid = 'gill'): OwnRiometer {
  const startUs = at(`${date}T00:00`);
  const of = { dataset: 'NORSTAR_RIOMETER_K0_TXT', siteUid, path: `${siteUid}/${date}.txt` };
  return { kind: 'riometer', ...of, startUs, measurements: 100, firstUs: startUs, lastUs: startUs + 86_399e6 };
}

export const file = (name: string) => new File(['x'], name);

export async function* oneByOne<T>(items: readonly T[]): AsyncGenerator<T, void> {
  await Promise.resolve();
  yield* items;
}

export function folderOf(name: string, content: readonly (File | OpenFolder)[]): OpenFolder {
  return {
    kind: 'directory',
    name,
    values: () =>
      oneByOne(
        content.map((one) =>
          one instanceof File ? ({ kind: 'file', name: one.name, getFile: () => Promise.resolve(one) } as const) : one,
        ),
      ),
  };
}
