import type { Outcome } from '$lib/model/failure';
import type { FrameSeries } from '$lib/model/frames';
import { readImagerFrames, type FileSource } from './imager-frames';

/**
 * All good frames of one raw file of a known camera: `counts` as stored, `[frame][row][column]`, frames in file order,
 * each with the start of its own exposure. Damage costs the frames it touches; `problem` names its first cause.
 *
 * @param file as downloaded, gzipped or not; left untouched
 * @param source `dataset` null: the file's directory, its name or the device in its header tells
 * @returns a failure when no frame could be had (see `readImagerFrames`), or when nothing tells which camera it was
 */
export async function readFrameSeries(file: Uint8Array, source: FileSource): Promise<Outcome<FrameSeries>> {
  const outcome = await readImagerFrames(file, source);
  if (!outcome.ok) return outcome;
  const { dataset, siteUid, deviceUid, ...frames } = outcome.value;
  if (dataset !== null && siteUid !== null && deviceUid !== null) {
    return { ok: true, value: { dataset, siteUid, deviceUid, ...frames } };
  }
  const lacking = siteUid === null ? 'site' : deviceUid === null ? 'camera' : 'array of imagers';
  const message = `Neither the file's name nor its header tells a ${lacking} known here.`;
  return { ok: false, failure: { kind: 'unsupported', format: 'pgm', message } };
}
