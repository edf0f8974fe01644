import { FormatError } from '$lib/formats/format-error';
import { withHdf5, type Hdf5File } from '$lib/formats/hdf5';
import { plainValue, type Hdf5Value } from '$lib/formats/hdf5-value';
import type { FileProblem, Outcome } from '$lib/model/failure';
import type { HeaderLine } from '$lib/model/frames';
import { headerValue, isSynthetic } from './header';
import { parseTimestampUs } from './timestamp';

/** A day at one a second has 86,400; a damaged header may say anything. */
const mostTimes = 100_000;

/** Places that all HDF5 files of the archive have. */
export const timestampPath = '/data/timestamp';
export const fileMetadataPath = '/metadata/file';

/** A frame's place in its file and the start of its exposure. */
export interface Hdf5Frame {
  readonly index: number;
  readonly timeUs: number;
  /** Frames lie across each other in the file. */
  readonly offset: null;
}

/** Read an HDF5 file; what is wrong with all of it becomes a failure. */
export async function readHdf5<T>(bytes: Uint8Array, read: (file: Hdf5File) => T): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await withHdf5(bytes, read) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { kind, offset } = error;
    const message = `The HDF5 file cannot be read: ${error.message}.`;
    const format = 'hdf5';
    if (kind === 'unsupported') return { ok: false, failure: { kind, format, message } };
    return { ok: false, failure: { kind: 'corrupt', format, offset, message } };
  }
}

/** Attributes as header lines: what is neither text nor a number is left out. */
export function headerOf(attributes: ReadonlyMap<string, Hdf5Value>): readonly HeaderLine[] {
  return [...attributes].flatMap(([name, value]): HeaderLine[] => {
    const plain = plainValue(value);
    return plain === null ? [] : [[name, String(plain)]];
  });
}

/** Files made of computed frames say so in one of two ways. */
export function saysSynthetic(header: readonly HeaderLine[]): boolean {
  return isSynthetic(header) || /^synthetic\b/i.test(headerValue(header, ['comment']) ?? '');
}

/**
 * Which frames say when they were taken, in file order.
 *
 * @param fallback a frame's time where the list of times lacks it
 * @throws FormatError when none does, and where there should be more of them than any file has
 */
export function timedFrames(
  file: Hdf5File,
  count: number,
  fallback: (index: number) => string | null = () => null,
): { readonly frames: readonly Hdf5Frame[]; readonly problem: FileProblem | null } {
  if (count > mostTimes) throw new FormatError('unsupported', 'hdf5', null, `there are ${count} frames in the file`);
  const texts = file.texts(timestampPath);
  const frames = Array.from({ length: count }, (_, index): Hdf5Frame | null => {
    const timeUs = parseTimestampUs(texts[index] ?? '') ?? parseTimestampUs(fallback(index) ?? '');
    return timeUs === null ? null : { index, timeUs, offset: null };
  }).filter((frame) => frame !== null);
  if (frames.length === 0) throw new FormatError('inconsistent', 'hdf5', null, 'no frame says when it was taken');
  if (frames.length < count) return { frames, problem: inconsistent('a frame does not say when it was taken') };
  if (texts.length > count) return { frames, problem: inconsistent('there are more times than frames') };
  return { frames, problem: null };
}

export function inconsistent(message: string): FileProblem {
  return { kind: 'inconsistent', format: 'hdf5', offset: null, message };
}
