import { gunzip } from '$lib/formats/gzip';
import type { Unpacked } from '$lib/formats/gzip-salvage';
import { decodePgm, type PgmFile, type PgmFrame } from '$lib/formats/pgm';
import { HeaderSearch } from '$lib/formats/pgm-search';
import { signatureOf, type Signature } from '$lib/formats/signature';
import type { ImagerDataset } from '$lib/model/dataset';
import type { Failure, FileProblem, Outcome } from '$lib/model/failure';
import type { FrameSeries, HeaderLine } from '$lib/model/frames';
import { datasetByName } from './catalogue';
import { datasetOfDevice, datasetOfPath, parseFileName } from './file-name';
import { earlierProblem } from './file-problem';
import { headerValue } from './header';
import { parseTimestampUs } from './timestamp';

export interface FileSource {
  /** As the archive spells it; null where nobody has said: then the file's name and its header decide. */
  readonly dataset: string | null;
  /** File name, path or address. */
  readonly name: string;
}

/** A `FrameSeries` of which it may not be known which camera took it. */
export type ImagerFrames = Omit<FrameSeries, 'dataset' | 'siteUid' | 'deviceUid'> & {
  readonly dataset: string | null;
  readonly siteUid: string | null;
  readonly deviceUid: string | null;
  /** Where each frame begins in the unpacked file, in bytes. */
  readonly offsets: readonly number[];
};

/** For files of imagers that the catalogue lacks. */
const usualTimeKeys: ImagerDataset['timeKeys'] = ['image request start', 'exposure start time'];

/**
 * Read the PGM file of any imager, packed or not. Site and device are those of the header (the first frame's lines
 * hold for the whole file), else those of the name. A frame counts only with a time of its own: one without is left
 * out and reported, since a time inherited from another frame would be made up.
 *
 * @returns a failure when no frame at all could be had: `missing` for a web page in place of the file, `unsupported`
 *   for other formats, else `corrupt`
 */
export async function readImagerFrames(file: Uint8Array, source: FileSource): Promise<Outcome<ImagerFrames>> {
  const unpacked = await gunzip(file);
  const { bytes, problem: packedProblem } = unpacked;
  const signature = signatureOf(bytes);
  if (signature === 'empty' && packedProblem) return failed(failureOf(packedProblem));
  const refused = refusal(signature);
  if (refused) return failed(refused);
  const pgm = decodePgm(bytes);
  if (signature === 'unknown' && !packedProblem && hasNoFrame(pgm, bytes)) return failed(notOfAnyKind);
  const header = pgm.frames[0]?.header ?? [];
  const place = identify(header, source);
  const timed = keepTimedFrames(pgm, place.dataset?.timeKeys ?? usualTimeKeys);
  const problem = firstProblem(unpacked, earlierProblem(pgm.problem, timed.problem));
  if (timed.timesUs.length === 0) return failed(failureOf(problem ?? noFrame));
  const { width, height } = pgm;
  const { siteUid, deviceUid } = place;
  const dataset = source.dataset ?? place.dataset?.name ?? null;
  const { counts, timesUs, offsets } = timed;
  return { ok: true, value: { dataset, siteUid, deviceUid, width, height, counts, timesUs, offsets, header, problem } };
}

const noFrame: FileProblem = { kind: 'corrupt', format: 'pgm', offset: 0, message: 'no frame in the file' };

const notOfAnyKind: Failure = {
  kind: 'unsupported',
  format: 'unknown',
  message: 'The file is not a PGM or SAVE file: nothing in it begins like a frame.',
};

function hasNoFrame(pgm: PgmFile, bytes: Uint8Array): boolean {
  return pgm.frames.length === 0 && pgm.problem?.kind === 'corrupt' && new HeaderSearch(bytes).next(0, null) === null;
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
      return { kind: 'corrupt', format: 'pgm', offset: 0, message: 'The file is empty.' };
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

interface TimedFrames {
  readonly counts: Uint16Array<ArrayBuffer>;
  readonly timesUs: Float64Array<ArrayBuffer>;
  readonly offsets: readonly number[];
  readonly problem: FileProblem | null;
}

function keepTimedFrames(pgm: PgmFile, timeKeys: readonly string[]): TimedFrames {
  const timesOrNull = pgm.frames.map((frame) => timeOf(frame, timeKeys));
  const timesUs = Float64Array.from(timesOrNull.filter((time) => time !== null));
  const kept = pgm.frames.filter((_, index) => timesOrNull[index] !== null);
  const offsets = kept.map(({ offset }) => offset);
  if (kept.length === pgm.frames.length) return { counts: pgm.samples, timesUs, offsets, problem: null };
  const counts = new Uint16Array(kept.length * pgm.width * pgm.height);
  kept.forEach((frame, index) => counts.set(frame.samples, index * frame.samples.length));
  const offset = pgm.frames[timesOrNull.indexOf(null)]!.offset;
  const message = 'a frame does not say when it was taken';
  return { counts, timesUs, offsets, problem: { kind: 'inconsistent', format: 'pgm', offset, message } };
}

/** The first of the keys whose text is a time. */
function timeOf(frame: PgmFrame, timeKeys: readonly string[]): number | null {
  for (const key of timeKeys) {
    const time = parseTimestampUs(headerValue(frame.header, [key]) ?? '');
    if (time !== null) return time;
  }
  return null;
}

function failureOf({ kind, format, offset, message }: FileProblem): Failure {
  if (kind === 'unsupported') return { kind, format, message: `The ${format} file cannot be read: ${message}.` };
  return { kind: 'corrupt', format, offset, message: `The file holds no good frame: ${message}.` };
}

function failed(failure: Failure): Outcome<never> {
  return { ok: false, failure };
}
