import type { ImagerDataset } from '$lib/model/dataset';
import type { Failure, Outcome } from '$lib/model/failure';
import type { FrameSeries } from '$lib/model/frames';
import { datasetByName } from './catalogue';
import { earlierProblem, placedIn } from './file-problem';
import { inOrderOfTime } from './frame-order';
import { countsOf, timesOf } from './imager-frames';
import { readImagerStack, type FileSource, type ImagerStack } from './imager-stack';

/** The frames of a known camera in the order of their times, still as they stand in their file. */
export interface SeriesStack extends ImagerStack {
  readonly dataset: string;
  readonly siteUid: string;
  readonly deviceUid: string;
}

/**
 * All good frames of one raw file of a known camera: `counts` as stored, `[frame][row][column]`, frames in order of
 * time, each with the start of its own exposure. Damage costs the frames it touches; `problem` names its first cause.
 *
 * @param file as downloaded, gzipped or not; left untouched
 * @param source `dataset` null: the file's directory, its name or the device in its header tells
 * @returns a failure when no frame could be had (see `readImagerStack`), when nothing tells which camera it was,
 *   or when the frames are much larger than that camera's
 */
export async function readFrameSeries(
  file: Uint8Array,
  source: FileSource,
): Promise<Outcome<FrameSeries<Uint16Array<ArrayBuffer>>>> {
  const outcome = await readSeriesStack(file, source);
  if (!outcome.ok) return outcome;
  const { frames, buffer, ...rest } = outcome.value;
  const counts = countsOf(frames, rest, buffer);
  return { ok: true, value: { ...rest, channels: 1, counts, wavelengthNm: null, timesUs: timesOf(frames) } };
}

/**
 * The same frames not unfolded into counts: for what needs a few pixels of each.
 *
 * @param room memory that may be written over, for the unpacked file to lie in
 */
export async function readSeriesStack(
  file: Uint8Array,
  source: FileSource,
  room: ArrayBuffer | null = null,
): Promise<Outcome<SeriesStack>> {
  const outcome = await readImagerStack(file, source, room);
  if (!outcome.ok) return outcome;
  const stack = outcome.value;
  const { dataset, siteUid, deviceUid } = stack;
  if (dataset !== null && siteUid !== null && deviceUid !== null) {
    const refused = refusalOfSize(stack, datasetByName(dataset));
    if (refused) return { ok: false, failure: refused };
    const { frames, problem: disorder } = inOrderOfTime(stack.frames);
    const problem =
      stack.problem?.format === 'gzip' ? stack.problem : earlierProblem(stack.problem, placedIn(file, disorder));
    return { ok: true, value: { ...stack, dataset, siteUid, deviceUid, frames, problem } };
  }
  const lacking = siteUid === null ? 'site' : deviceUid === null ? 'camera' : 'array of imagers';
  const message = `Neither the file's name nor its header tells a ${lacking} known here.`;
  return { ok: false, failure: { kind: 'unsupported', format: 'pgm', message } };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Cameras bin their pixels, or stop doing so; nothing else explains another size. */
const largestShare = 4;

function refusalOfSize({ width, height }: Size, dataset: ImagerDataset | null): Failure | null {
  if (!dataset || width * height <= largestShare * dataset.frame.width * dataset.frame.height) return null;
  const usual = `${dataset.frame.width} × ${dataset.frame.height}`;
  const message = `The file's frames of ${width} × ${height} pixels are no pictures of ${dataset.title} (${usual}).`;
  return { kind: 'unsupported', format: 'pgm', message };
}
