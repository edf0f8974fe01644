import { peekPngHeader } from '$lib/formats/png-header';
import { FormatError } from '$lib/formats/format-error';
import { signatureOf } from '$lib/formats/signature';
import type { Failure, FileProblem, Outcome } from '$lib/model/failure';
import type { RecognisedFile } from '$lib/model/own-file';
import { canonicalName, canonicalPath } from './canonical-path';
import { datasetByName } from './catalogue';
import { findColourPictures } from './colour-pictures';
import { parseFileName } from './file-name';
import { readSeriesStack } from './frame-series';
import { parsePictureName } from './picture-name';
import { formatDate, formatMinute, secondUs } from './utc';

/** Frames of a camera as they were found in a file. */
export interface FoundFrames {
  readonly dataset: string;
  readonly siteUid: string;
  readonly deviceUid: string;
  /** Rising, at least one. */
  readonly timesUs: ArrayLike<number>;
  readonly synthetic: boolean;
  readonly problem: FileProblem | null;
}

/** PGM frames, packed or not. */
export async function recogniseStack(file: Uint8Array, name: string): Promise<Outcome<RecognisedFile>> {
  const unnamed = await readSeriesStack(file, { dataset: null, name: '' });
  const lacksCamera = !unnamed.ok && unnamed.failure.kind === 'unsupported' && unnamed.failure.format === 'pgm';
  const outcome = lacksCamera && parseFileName(name) ? await readSeriesStack(file, { dataset: null, name }) : unnamed;
  if (!outcome.ok)
    return outcome.failure.kind === 'unsupported' ? { ok: false, failure: inOwnWords(outcome.failure) } : outcome;
  // The header of a dark frame is that of any other.
  if (/_dark[_.]/.test(name)) {
    const message = 'Dark frames, taken with the shutter closed: they show no sky.';
    return { ok: false, failure: { kind: 'unsupported', format: 'pgm', message } };
  }
  const { frames, ...rest } = outcome.value;
  return recognisedFrames({ ...rest, timesUs: frames.map(({ timeUs }) => timeUs) }, name);
}

/** What is no frame may be anything: here nothing else is left that it could be. */
function inOwnWords(failure: Extract<Failure, { kind: 'unsupported' }>): Failure {
  if (failure.format !== 'unknown') return failure;
  return {
    ...failure,
    message: 'Of no kind that is known here: nothing in it begins like a frame or like any other file of the archive.',
  };
}

/** A PNG picture or a tar of them. */
export function recognisePictures(file: Uint8Array, name: string): Outcome<RecognisedFile> {
  const isLoose = signatureOf(file) === 'png';
  if (isLoose && !parsePictureName(name)) return recogniseLoosePicture(file);
  const outcome = findColourPictures(file, { dataset: null, name });
  if (!outcome.ok) return outcome;
  const { dataset, pictures, ...rest } = outcome.value;
  if (dataset === null) {
    const message = `Pictures of a camera in a mode that is not known here (${pictures[0]!.mode ?? 'none given'}).`;
    return { ok: false, failure: { kind: 'unsupported', format: 'png', message } };
  }
  const timesUs = pictures.map(({ timeUs }) => timeUs);
  return recognisedFrames({ ...rest, dataset, timesUs, synthetic: false }, name, isLoose);
}

/** Only its name could say when a colour frame was taken; without, it is a picture like a summary plot. */
function recogniseLoosePicture(file: Uint8Array): Outcome<RecognisedFile> {
  try {
    const { width, height } = peekPngHeader(file);
    const remark =
      'A picture. If it is a frame of a camera, only the name that the archive gave it would say of which.';
    return {
      ok: true,
      value: { content: { kind: 'picture', width, height }, synthetic: false, problem: null, remark },
    };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { format, offset, message } = error;
    const sentence = `The picture cannot be read: ${message}.`;
    return { ok: false, failure: { kind: 'corrupt', format, offset, message: sentence } };
  }
}

/** Of the few frames of a file that was broken off, the middle one too may lie just outside the minute of its name. */
const strayUs = 10 * secondUs;

/** @param single whether the file is one that is named for its only frame */
export function recognisedFrames(found: FoundFrames, name: string, single = false): Outcome<RecognisedFile> {
  const { siteUid, deviceUid, timesUs, synthetic, problem } = found;
  const dataset = datasetByName(found.dataset);
  if (!dataset) {
    const message = `Frames of ${siteUid.toUpperCase()} ${deviceUid}, a camera that is not known here.`;
    return { ok: false, failure: { kind: 'unsupported', format: 'frames', message } };
  }
  const spanUs = dataset.packing.fileSpanSec * secondUs;
  const firstUs = timesUs[0]!;
  const lastUs = timesUs[timesUs.length - 1]!;
  // The middle one: a file's first frame may have been begun just before its minute.
  const middleUs = timesUs[timesUs.length >> 1]!;
  const named = parseFileName(name);
  const lateUs = named === null ? NaN : middleUs - named.startUs;
  const isOfTime = lateUs >= -strayUs && lateUs < (single ? 0 : spanUs) + strayUs;
  const isOfCamera = named?.siteUid === siteUid && named.deviceUid === deviceUid;
  const isNamed = isOfTime && isOfCamera && dataset.fileName.test(name);
  const startUs = isNamed ? named.startUs : single ? firstUs : Math.floor(middleUs / spanUs) * spanUs;
  const file = { siteUid, deviceUid, startUs };
  const path = canonicalPath(dataset, file, isNamed ? name : canonicalName(dataset, file, single));
  const says = (one: { siteUid: string; deviceUid: string; startUs: number }) =>
    `${one.siteUid.toUpperCase()} ${one.deviceUid}, ${formatDate(one.startUs)} ${formatMinute(one.startUs)} UTC`;
  const remark =
    named && !(isOfTime && isOfCamera)
      ? `The name says ${says(named)}; the file itself says ${says({ ...file, startUs: firstUs })}, and that counts.`
      : null;
  const frames = { frames: timesUs.length, firstUs, lastUs };
  const content = { kind: 'frames', dataset: dataset.name, ...file, path, ...frames } as const;
  return { ok: true, value: { content, synthetic, problem, remark } };
}
