import type { FileProblem } from '$lib/model/failure';
import type { HeaderLine } from '$lib/model/frames';
import { findFrames } from './pgm-stack';

export interface PgmFile {
  /** Size of every frame; 0 × 0 when there is none. */
  readonly width: number;
  readonly height: number;
  /** CCD counts of all frames as stored, `[frame][row][column]`, first row first. */
  readonly samples: Uint16Array<ArrayBuffer>;
  readonly frames: readonly PgmFrame[];
  /** The first thing wrong with the file; the frames are good all the same. */
  readonly problem: FileProblem | null;
}

export interface PgmFrame {
  /** The frame's own `#"key" value` lines: only the first frame of a file carries them all. */
  readonly header: readonly HeaderLine[];
  /** All lines that begin with `#`, bare ones included. */
  readonly commentLines: number;
  readonly maxValue: number;
  /** Where the frame begins in the file, in bytes. */
  readonly offset: number;
  /** This frame's part of the file's `samples`: a view, `[row][column]`. */
  readonly samples: Uint16Array<ArrayBuffer>;
}

/**
 * Decode binary PGM ("P5") frames stored back to back, as the imagers write them.
 * Damage costs the frames it touches and no other: a frame cut short or of another size than most is left out, foreign
 * bytes are passed over up to the next header, and `problem` says what was wrong first, and where.
 * More frames or header text than any camera writes end the reading with a problem `unsupported`.
 *
 * @param bytes one file, already gunzipped; left untouched
 * @see https://netpbm.sourceforge.net/doc/pgm.html (16-bit samples are big-endian)
 */
export function decodePgm(bytes: Uint8Array): PgmFile {
  const { places, problem } = findFrames(bytes);
  const { width, height } = places[0]?.header ?? { width: 0, height: 0 };
  const samples = new Uint16Array(places.length * width * height);
  const frames = places.map(({ header, offset, raw }, index): PgmFrame => {
    const own = samples.subarray(index * width * height, (index + 1) * width * height);
    fillSamples(own, raw);
    return { header: header.lines, commentLines: header.commentLines, maxValue: header.maxValue, offset, samples: own };
  });
  return { width, height, samples, frames, problem };
}

const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** @param raw one byte a sample, or two with the larger first */
function fillSamples(samples: Uint16Array<ArrayBuffer>, raw: Uint8Array): void {
  if (raw.length === samples.length) return samples.set(raw);
  // Copied first and turned in place: headers have any length, so `raw` seldom lies on an even offset.
  new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength).set(raw);
  if (hostIsLittleEndian) swapBytes(samples);
}

/** Two samples at a time: measured at half the time of a loop over single ones. */
function swapBytes(samples: Uint16Array<ArrayBuffer>): void {
  const lead = Math.min(samples.length, (samples.byteOffset & 2) >> 1);
  const pairs = new Uint32Array(samples.buffer, samples.byteOffset + 2 * lead, (samples.length - lead) >> 1);
  for (let index = 0; index < pairs.length; index++) {
    const pair = pairs[index]!;
    pairs[index] = ((pair & 0xff00ff) << 8) | ((pair >>> 8) & 0xff00ff);
  }
  if (lead) samples[0] = swapped(samples[0]!);
  if ((samples.length - lead) & 1) samples[samples.length - 1] = swapped(samples[samples.length - 1]!);
}

function swapped(sample: number): number {
  return ((sample & 0xff) << 8) | (sample >>> 8);
}
