import type { FileProblem } from '$lib/model/failure';
import type { HeaderLine } from '$lib/model/frames';
import { unfoldSamples } from './pgm-samples';
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
  const pixels = width * height;
  const samples = unfoldSamples(
    places.map(({ raw }) => raw),
    pixels,
  );
  const frames = places.map(({ header, offset }, index): PgmFrame => {
    const own = samples.subarray(index * pixels, (index + 1) * pixels);
    return { header: header.lines, commentLines: header.commentLines, maxValue: header.maxValue, offset, samples: own };
  });
  return { width, height, samples, frames, problem };
}
