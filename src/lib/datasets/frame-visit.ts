import type { Failure, FileProblem, Outcome } from '$lib/model/failure';
import type { LaidFrame } from '$lib/model/frames';
import { headerOfPicture } from './colour-frames';
import { findColourPictures, readColourPicture } from './colour-pictures';
import { visitColourSeries } from './colour-series';
import { earlierProblem } from './file-problem';
import { isSynthetic } from './header';
import type { FileSource } from './imager-stack';
import { readProcessedSpectra } from './processed-spectra';

/** What is known of a file's frames before the first of them is read. */
export interface VisitedFrames {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Wavelength of each row in nm; null where rows have none. */
  readonly wavelengthNm: Float64Array<ArrayBuffer> | null;
  /** How many frames there should be. */
  readonly frames: number;
  /** Whether damage that has not been met yet may leave fewer. */
  readonly mayLack: boolean;
}

/** What is known of them when all were gone through. */
export interface VisitEnd {
  readonly siteUid: string;
  readonly deviceUid: string;
  /** Of the frames that were visited, rising. */
  readonly timesUs: Float64Array<ArrayBuffer>;
  readonly synthetic: boolean;
  readonly problem: FileProblem | null;
}

/**
 * @returns what gets each good frame once: a view that is gone with the next. They come in order of time, but for
 *   spectra, which come with their `place` in that order. May be called anew, when all begins again
 */
export type BeginVisit = (about: VisitedFrames) => (frame: LaidFrame, place?: number) => void;

/**
 * Go through the frames of a file that is no PGM stack one by one, holding as few at a time as its format allows: one
 * of a tar of pictures, all of an HDF5 minute, some of an hour of spectra.
 *
 * @returns a failure when no frame could be had or when nothing tells which camera it was
 */
export async function visitFrames(
  container: 'hdf5' | 'png' | 'spectra',
  file: Uint8Array,
  source: FileSource,
  begin: BeginVisit,
): Promise<Outcome<VisitEnd>> {
  switch (container) {
    case 'hdf5':
      return visitColour(file, source, begin);
    case 'png':
      return visitPictures(file, source, begin);
    case 'spectra':
      return visitSpectra(file, source, begin);
  }
}

async function visitColour(file: Uint8Array, source: FileSource, begin: BeginVisit): Promise<Outcome<VisitEnd>> {
  const outcome = await visitColourSeries(file, source, ({ height, width, channels }, { values, frames, places }) => {
    const visit = begin({ height, width, channels, wavelengthNm: null, frames: places.length, mayLack: false });
    // Each is reduced where it stands, among the others: putting frames together would cost more than all the rest.
    for (const first of places) visit({ values, first, step: frames });
  });
  if (!outcome.ok) return outcome;
  const { siteUid, deviceUid, timesUs, synthetic, problem } = outcome.value;
  return { ok: true, value: { siteUid, deviceUid, timesUs, synthetic, problem } };
}

/** Pictures in the making: the platform may unpack one in another thread while its predecessor is looked at here. */
const together = 3;

async function visitPictures(file: Uint8Array, source: FileSource, begin: BeginVisit): Promise<Outcome<VisitEnd>> {
  const found = findColourPictures(file, source);
  if (!found.ok) return found;
  const { pictures, height, width, siteUid, deviceUid } = found.value;
  const visit = begin({ height, width, channels: 3, wavelengthNm: null, frames: pictures.length, mayLack: true });
  const timesUs: number[] = [];
  let { problem } = found.value;
  let synthetic = false;
  const coming: ReturnType<typeof readColourPicture>[] = [];
  for (const [index, picture] of pictures.entries()) {
    for (let next = index + coming.length; coming.length < together && next < pictures.length; next++)
      coming.push(readColourPicture(pictures[next]!));
    const read = await coming.shift()!;
    if (!('values' in read)) {
      problem = earlierProblem(problem, read);
      continue;
    }
    if (timesUs.length === 0) synthetic = isSynthetic(headerOfPicture(picture, read.texts));
    problem = earlierProblem(problem, read.problem);
    timesUs.push(picture.timeUs);
    visit({ values: read.values, first: 0, step: 1 });
  }
  if (timesUs.length === 0) return { ok: false, failure: noPicture(problem) };
  return { ok: true, value: { siteUid, deviceUid, timesUs: Float64Array.from(timesUs), synthetic, problem } };
}

async function visitSpectra(file: Uint8Array, source: FileSource, begin: BeginVisit): Promise<Outcome<VisitEnd>> {
  const outcome = await readProcessedSpectra(file, source, (about) => {
    const { wavelengthNm, bins } = about;
    const shape = { height: wavelengthNm.length, width: bins, channels: 1, wavelengthNm } as const;
    const visit = begin({ ...shape, frames: about.timesUs.length, mayLack: true });
    return ({ index, values }) => visit({ values, first: 0, step: 1 }, index);
  });
  if (!outcome.ok) return outcome;
  const { siteUid, deviceUid, timesUs, synthetic, problem } = outcome.value;
  if (siteUid === null || deviceUid === null) return { ok: false, failure: unknownCamera };
  return { ok: true, value: { siteUid, deviceUid, timesUs, synthetic, problem } };
}

const unknownCamera: Failure = {
  kind: 'unsupported',
  format: 'hdf5',
  message: 'Neither the file’s name nor its metadata tell a site and a camera.',
};

function noPicture(problem: FileProblem | null): Failure {
  const { format, offset, message } = problem ?? { format: 'png', offset: null, message: 'there is none' };
  return { kind: 'corrupt', format, offset, message: `The file holds no good picture: ${message}.` };
}
