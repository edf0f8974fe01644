import { FormatError } from '$lib/formats/format-error';
import { decodePng, type PngPicture } from '$lib/formats/png';
import { peekPngHeader, rowBytes, type PngHeader } from '$lib/formats/png-header';
import { signatureOf } from '$lib/formats/signature';
import { decodeTar } from '$lib/formats/tar';
import { bestDeflateRatio } from '$lib/formats/zlib-stream';
import type { FileProblem, FileProblemKind, Outcome } from '$lib/model/failure';
import { earlierProblem } from './file-problem';
import { foreignFile } from './foreign-file';
import { farFromMost } from './frame-order';
import type { FileSource } from './imager-stack';
import { datasetOfMode, parsePictureName, type PictureName } from './picture-name';

/** A picture as it stands in its file, not unpacked yet. */
export interface ColourPicture extends PictureName {
  /** Without directories. */
  readonly name: string;
  /** Where it begins in the file, in bytes. */
  readonly offset: number;
  /** One PNG file: a view. */
  readonly bytes: Uint8Array;
}

/** The pictures of one camera in one file, in the order of their times, which rise. */
export interface ColourPictures {
  readonly dataset: string | null;
  readonly siteUid: string;
  readonly deviceUid: string;
  /** Size of the first picture with a sound header, and of all others here. */
  readonly height: number;
  readonly width: number;
  readonly bitDepth: 8 | 16;
  /** At least one. */
  readonly pictures: readonly ColourPicture[];
  readonly problem: FileProblem | null;
}

/**
 * Find the pictures in a tar of PNG files (TREx RGB bursts and legacy colour), or take a single PNG for one. Nothing is
 * unpacked, so that a minute of 140 MB can be gone through picture by picture with `readColourPicture`.
 * When, where and by which camera a picture was taken is told by its name alone. Left out and reported are pictures whose
 * name does not tell it or tells a time more than 10 minutes away from the others, those of another camera or of another
 * size than the first, and all but the first of one time.
 *
 * @param file left untouched
 * @returns a failure when there is no picture at all: `missing` for a web page in place of the file
 */
export function findColourPictures(file: Uint8Array, source: FileSource): Outcome<ColourPictures> {
  const signature = signatureOf(file);
  if (signature !== 'tar' && signature !== 'png') {
    return { ok: false, failure: foreignFile(signature, 'png', 'a PNG picture or a tar of them') };
  }
  const tar = signature === 'tar' ? decodeTar(file) : null;
  const members = tar
    ? tar.entries.map(({ name, contentOffset, bytes }) => ({ name: baseName(name), offset: contentOffset, bytes }))
    : [{ name: baseName(source.name), offset: 0, bytes: file }];
  const sieve = new Sieve();
  for (const { name, offset, bytes } of members) {
    if (tar && (!name.endsWith('.png') || name.startsWith('.'))) continue;
    const told = parsePictureName(name);
    if (told) sieve.add({ ...told, name, offset, bytes });
    else sieve.note('inconsistent', offset, `the name "${name.slice(0, 80)}" does not tell when the picture was taken`);
  }
  const { pictures, header } = sieve.run();
  const problem = earlierProblem(tar?.problem ?? null, sieve.problem());
  const first = pictures[0];
  if (!first || !header) {
    const { kind, format, offset, message } = problem ?? noPicture;
    if (kind === 'unsupported') return { ok: false, failure: { kind, format, message: `No picture: ${message}.` } };
    return { ok: false, failure: { kind: 'corrupt', format, offset, message: `No picture: ${message}.` } };
  }
  const dataset = source.dataset ?? datasetOfMode(first.mode);
  const { siteUid, deviceUid } = first;
  const { width, height } = header;
  const bitDepth = header.bitDepth === 16 ? 16 : 8;
  return { ok: true, value: { dataset, siteUid, deviceUid, width, height, bitDepth, pictures, problem } };
}

const noPicture: FileProblem = { kind: 'corrupt', format: 'tar', offset: 0, message: 'the tar holds no PNG file' };

/**
 * Unpack one picture: `values` as stored, `[row][column][channel]`, opacity left out. Only whole pictures count.
 *
 * @returns what is wrong with the picture, with an offset in the whole file, and no values then
 */
export async function readColourPicture(
  picture: ColourPicture,
): Promise<{ values: PngPicture['samples']; texts: PngPicture['texts']; problem: FileProblem | null } | FileProblem> {
  const inFile = (problem: FileProblem) => ({ ...problem, offset: picture.offset + (problem.offset ?? 0) });
  try {
    const { samples, channels, rows, height, texts, problem } = await decodePng(picture.bytes);
    if (problem && rows < height) return inFile(problem);
    const values = channels === 4 ? withoutOpacity(samples) : samples;
    return { values, texts, problem: problem && inFile(problem) };
  } catch (error) {
    if (error instanceof FormatError) return inFile(error.toProblem());
    throw error;
  }
}

/** Keeps what fits together, and counts what does not. */
class Sieve {
  readonly #candidates: ColourPicture[] = [];
  #first: FileProblem | null = null;
  #left = 0;

  add(picture: ColourPicture): void {
    this.#candidates.push(picture);
  }

  note(kind: FileProblemKind, offset: number, message: string): void {
    const problem: FileProblem = { kind, format: 'png', offset, message };
    this.#first = earlierProblem(this.#first, problem);
    this.#left += 1;
  }

  problem(): FileProblem | null {
    if (!this.#first || this.#left === 1) return this.#first;
    return { ...this.#first, message: `${this.#first.message}; ${this.#left} pictures are left out` };
  }

  run(): { pictures: ColourPicture[]; header: PngHeader | null } {
    const ordered = this.#candidates.sort((one, other) => one.timeUs - other.timeUs || one.offset - other.offset);
    const pictures: ColourPicture[] = [];
    let size: PngHeader | null = null;
    const isFar = ordered.length > 0 ? farFromMost(ordered) : () => false;
    for (const picture of ordered) {
      if (isFar(picture.timeUs)) {
        this.note('inconsistent', picture.offset, `a name says a time far from that of the others (${picture.name})`);
        continue;
      }
      const header = this.#soundHeader(picture);
      if (!header) continue;
      size ??= header;
      const last = pictures.at(-1);
      const { width, height, bitDepth } = header;
      if (last && (picture.siteUid !== last.siteUid || picture.deviceUid !== last.deviceUid)) {
        this.note('inconsistent', picture.offset, `a picture is of another camera (${picture.name})`);
      } else if (width !== size.width || height !== size.height || (bitDepth === 16) !== (size.bitDepth === 16)) {
        const sizes = `${width} × ${height} pixels of ${bitDepth} bits, not ${size.width} × ${size.height} of ${size.bitDepth}`;
        this.note('inconsistent', picture.offset, `a picture has ${sizes}`);
      } else if (picture.timeUs === last?.timeUs) {
        this.note('inconsistent', picture.offset, `two pictures are of one time (${picture.name})`);
      } else pictures.push(picture);
    }
    return { pictures, header: size };
  }

  #soundHeader({ bytes, offset }: ColourPicture): PngHeader | null {
    try {
      const header = peekPngHeader(bytes);
      const packed = header.height * rowBytes(header) <= bestDeflateRatio * bytes.length;
      if (packed && (header.hasPalette || header.storedChannels >= 3)) return header;
      if (packed) this.note('unsupported', offset, 'a picture is grey, not in colours');
      else this.note('truncated', offset, 'a picture is too short for its size');
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.note(error.kind, offset + (error.offset ?? 0), error.message);
    }
    return null;
  }
}

function withoutOpacity(samples: PngPicture['samples']): PngPicture['samples'] {
  const colours =
    samples instanceof Uint16Array
      ? new Uint16Array((3 * samples.length) / 4)
      : new Uint8Array((3 * samples.length) / 4);
  let to = 0;
  for (let from = 0; from < samples.length; from += 4) {
    colours[to++] = samples[from]!;
    colours[to++] = samples[from + 1]!;
    colours[to++] = samples[from + 2]!;
  }
  return colours;
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
