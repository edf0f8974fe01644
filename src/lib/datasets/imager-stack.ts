import { gunzip } from '$lib/formats/gzip';
import type { Unpacked } from '$lib/formats/gzip-salvage';
import { HeaderSearch } from '$lib/formats/pgm-search';
import { findFrames, type FramePlace } from '$lib/formats/pgm-stack';
import { signatureOf, type Signature } from '$lib/formats/signature';
import type { ImagerDataset } from '$lib/model/dataset';
import type { Failure, FileProblem, Outcome } from '$lib/model/failure';
import type { FrameSeries, HeaderLine } from '$lib/model/frames';
import { datasetByName } from './catalogue';
import { datasetOfDevice, datasetOfPath, parseFileName } from './file-name';
import { earlierProblem, placedIn } from './file-problem';
import { headerValue, isSynthetic } from './header';
import { parseTimestampUs } from './timestamp';

export interface FileSource {
  /** As the archive spells it; null where nobody has said: then the file's name and its header decide. */
  readonly dataset: string | null;
  /** File name, path or address. */
  readonly name: string;
}

/** A frame as it stands in its file. */
export interface TimedFrame {
  /** Start of its exposure, UTC microseconds. */
  readonly timeUs: number;
  /** Where it begins in the unpacked file, in bytes. */
  readonly offset: number;
  /** Its samples, row by row, one byte each or two with the larger first: a view of the unpacked file. */
  readonly samples: Uint8Array;
}

/** The frames of a file in file order, at least one, of which it may not be known which camera took them. */
export interface ImagerStack extends Pick<FrameSeries, 'height' | 'width' | 'header' | 'synthetic' | 'problem'> {
  readonly dataset: string | null;
  readonly siteUid: string | null;
  readonly deviceUid: string | null;
  readonly frames: readonly TimedFrame[];
  /** What the frames lie in, when nobody else has it: it is theirs to be changed or given away. */
  readonly buffer: ArrayBuffer | null;
}

/** For files of imagers that the catalogue lacks. */
const usualTimeKeys: ImagerDataset['timeKeys'] = ['image request start', 'exposure start time'];

/**
 * Find the frames in the PGM file of any imager, packed or not. Site and device are those of the header (the first
 * frame's lines hold for the whole file), else those of the name. A frame counts only with a time of its own: one
 * without is left out and reported, since a time inherited from another frame would be made up.
 *
 * @param file left untouched
 * @param room memory that may be written over, for the unpacked file to lie in
 * @returns a failure when no frame at all could be had: `missing` for a web page in place of the file, `unsupported`
 *   for other formats, else `corrupt`
 */
export async function readImagerStack(
  file: Uint8Array,
  source: FileSource,
  room: ArrayBuffer | null = null,
): Promise<Outcome<ImagerStack>> {
  const unpacked = await gunzip(file, undefined, room);
  const { bytes, problem: packedProblem } = unpacked;
  const signature = signatureOf(bytes);
  if (signature === 'empty' && packedProblem) return failed(failureOf(placedIn(file, packedProblem)));
  const refused = refusal(signature);
  if (refused) return failed(refused);
  const pgm = findFrames(bytes);
  if (signature === 'unknown' && !packedProblem && hasNoFrame(pgm, bytes)) return failed(notOfAnyKind);
  const { width, height, lines: header } = pgm.places[0]?.header ?? { width: 0, height: 0, lines: [] };
  const place = identify(header, source);
  const timed = keepTimedFrames(pgm.places, place.dataset?.timeKeys ?? usualTimeKeys);
  const problem = placedIn(file, firstProblem(unpacked, earlierProblem(pgm.problem, timed.problem)));
  if (timed.frames.length === 0) return failed(failureOf(problem ?? placedIn(file, noFrame)));
  const { siteUid, deviceUid } = place;
  const dataset = source.dataset ?? place.dataset?.name ?? null;
  const buffer = bytes !== file && bytes.buffer instanceof ArrayBuffer ? bytes.buffer : null;
  const { frames } = timed;
  const synthetic = isSynthetic(header);
  return {
    ok: true,
    value: { dataset, siteUid, deviceUid, width, height, frames, buffer, header, synthetic, problem },
  };
}

const noFrame: FileProblem = { kind: 'corrupt', format: 'pgm', offset: 0, message: 'no frame in the file' };

const notOfAnyKind: Failure = {
  kind: 'unsupported',
  format: 'unknown',
  message: 'The file is not a PGM or SAVE file: nothing in it begins like a frame.',
};

type FoundFrames = ReturnType<typeof findFrames>;

function hasNoFrame({ places, problem }: FoundFrames, bytes: Uint8Array): boolean {
  return places.length === 0 && problem?.kind === 'corrupt' && new HeaderSearch(bytes).next(0, null) === null;
}

/**
 * Damage of the packing is the cause of whatever is found wrong with what came out of it. Where only a checksum
 * tells of it, the place is known from the frames alone.
 */
function firstProblem({ problem: packed, complete }: Unpacked, inFrames: FileProblem | null): FileProblem | null {
  if (!packed || !inFrames || !complete) return packed ?? inFrames;
  return { ...inFrames, kind: 'corrupt', message: `${inFrames.message}, and ${packed.message}` };
}

/** What cannot be frames of these imagers. Bytes that look like nothing known may still hold frames further on. */
function refusal(signature: Signature): Failure | null {
  switch (signature) {
    case 'pgm':
    case 'unknown':
      return null;
    case 'html':
      return { kind: 'missing', message: 'The archive answered with a web page: it has no such file.' };
    case 'empty':
      return { kind: 'corrupt', format: 'pgm', offset: null, message: 'The file is empty.' };
    case 'gzip':
      return { kind: 'unsupported', format: 'gzip', message: 'The file is packed twice.' };
    case 'bzip2':
    case 'hdf5':
    case 'png':
    case 'tar':
    case 'idl save':
    case 'cdf': {
      const message = `The file is in ${signature.toUpperCase()} format; frames are read from PGM files only.`;
      return { kind: 'unsupported', format: signature, message };
    }
  }
}

function identify(header: readonly HeaderLine[], source: FileSource) {
  const named = parseFileName(source.name.slice(source.name.lastIndexOf('/') + 1));
  const siteUid = plainUid(headerValue(header, ['site unique id'])) ?? named?.siteUid ?? null;
  const deviceUid = plainUid(headerValue(header, ['imager unique id'])) ?? named?.deviceUid ?? null;
  const dataset =
    source.dataset === null
      ? (datasetOfPath(source.name) ?? datasetOfDevice(deviceUid ?? ''))
      : datasetByName(source.dataset);
  return { dataset, siteUid, deviceUid };
}

/** Identifiers go into links and lists: text of any other form is not one, whatever the header says. */
function plainUid(text: string | null): string | null {
  const uid = text?.toLowerCase() ?? '';
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(uid) && uid.length <= 24 ? uid : null;
}

function keepTimedFrames(places: readonly FramePlace[], timeKeys: readonly string[]) {
  const frames: TimedFrame[] = [];
  let problem: FileProblem | null = null;
  for (const { header, offset, raw: samples } of places) {
    const timeUs = timeOf(header.lines, timeKeys);
    if (timeUs !== null) frames.push({ timeUs, offset, samples });
    else problem ??= { kind: 'inconsistent', format: 'pgm', offset, message: 'a frame does not say when it was taken' };
  }
  return { frames, problem };
}

/** The first of the keys whose text is a time. */
function timeOf(header: readonly HeaderLine[], timeKeys: readonly string[]): number | null {
  for (const key of timeKeys) {
    const time = parseTimestampUs(headerValue(header, [key]) ?? '');
    if (time !== null) return time;
  }
  return null;
}

function failureOf({ kind, format, message, ...place }: FileProblem): Failure {
  if (kind === 'unsupported') return { kind, format, message: `The ${format} file cannot be read: ${message}.` };
  return { kind: 'corrupt', format, ...place, message: `The file holds no good frame: ${message}.` };
}

function failed(failure: Failure): Outcome<never> {
  return { ok: false, failure };
}
