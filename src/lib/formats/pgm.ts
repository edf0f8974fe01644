import type { FileProblem } from '$lib/model/failure';
import type { HeaderLine } from '$lib/model/frames';
import { ByteCursor } from './byte-cursor';
import { FormatError } from './format-error';
import { beginsFrame, readHeader, sampleBytes, type PgmHeader } from './pgm-header';
import { HeaderSearch } from './pgm-search';

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
 * Damage costs the frames it touches and no other: a frame cut short or of another size is left out, foreign bytes
 * are passed over up to the next header, and `problem` says what was wrong first, and where.
 *
 * @param bytes one file, already gunzipped; left untouched
 * @see https://netpbm.sourceforge.net/doc/pgm.html (16-bit samples are big-endian)
 */
export function decodePgm(bytes: Uint8Array): PgmFile {
  const { places, problem } = new StackScan(bytes).run();
  const { width, height } = places[0]?.header ?? { width: 0, height: 0 };
  const samples = new Uint16Array(places.length * width * height);
  const frames = places.map(({ header, offset, raw }, index): PgmFrame => {
    const own = samples.subarray(index * width * height, (index + 1) * width * height);
    fillSamples(own, raw);
    return { header: header.lines, commentLines: header.commentLines, maxValue: header.maxValue, offset, samples: own };
  });
  return { width, height, samples, frames, problem };
}

/** A frame found in the file: nothing is allocated for it before all are known to be there. */
interface FramePlace {
  readonly header: PgmHeader;
  readonly offset: number;
  readonly rawOffset: number;
  /** Its samples as stored: a view of the file. */
  readonly raw: Uint8Array;
}

class StackScan {
  readonly #bytes: Uint8Array;
  readonly #cursor: ByteCursor;
  readonly #search: HeaderSearch;
  readonly #places: FramePlace[] = [];
  #problem: FileProblem | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#cursor = new ByteCursor(bytes, 'pgm');
    this.#search = new HeaderSearch(bytes);
  }

  run(): { places: readonly FramePlace[]; problem: FileProblem | null } {
    const cursor = this.#cursor;
    let next: number | null = 0;
    while (next !== null && next < cursor.length) {
      cursor.seek(next);
      next = beginsFrame(this.#bytes, next) ? this.#readFrame() : this.#passForeignBytes();
    }
    if (this.#places.length === 0) this.#note(cursor.error('no frame in the file'));
    return { places: this.#places, problem: this.#problem };
  }

  /** @returns where to go on, or null when nothing more can be found */
  #readFrame(): number | null {
    const cursor = this.#cursor;
    const offset = cursor.offset;
    try {
      const header = readHeader(cursor);
      const rawOffset = cursor.offset;
      const raw = cursor.take(sampleBytes(header));
      return this.#place({ header, offset, rawOffset, raw });
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.#note(error);
      return this.#search.next(Math.max(offset + 2, cursor.offset), this.#places[0]?.header ?? null);
    }
  }

  #place(place: FramePlace): number | null {
    const { header, offset } = place;
    const first = this.#places[0]?.header;
    if (first && (first.width !== header.width || first.height !== header.height)) {
      const sizes = `${header.width} × ${header.height} pixels among frames of ${first.width} × ${first.height}`;
      this.#note(new FormatError('inconsistent', 'pgm', offset, `a frame of ${sizes}`));
      // The size itself may be the damage: believed only where it leads to a next frame or to the end.
      const end = this.#cursor.offset;
      if (end === this.#cursor.length || beginsFrame(this.#bytes, end)) return end;
      return this.#search.next(place.rawOffset, first);
    }
    if (header.strayLineOffset !== null) {
      this.#note(
        new FormatError('corrupt', 'pgm', header.strayLineOffset, 'a header line is neither comment nor number'),
      );
    }
    this.#places.push(place);
    return this.#cursor.offset;
  }

  /** No frame begins where one should. */
  #passForeignBytes(): number | null {
    const cursor = this.#cursor;
    const first = this.#places[0]?.header ?? null;
    const overrun = this.#overrunHeader();
    if (overrun !== null) {
      const { rawOffset } = this.#places.pop()!;
      const lost = cursor.offset - overrun;
      this.#note(new FormatError('corrupt', 'pgm', rawOffset, `a frame lacks ${lost} bytes of its samples`));
      return overrun;
    }
    const cut = cursor.length - cursor.offset < 3 && 'P5'.startsWith(String.fromCharCode(...this.#rest()));
    if (cut) this.#note(cursor.error('the file ends in a frame header', 'truncated'));
    this.#note(cursor.error('no frame begins here'));
    return this.#search.next(cursor.offset, first);
  }

  /**
   * Bytes lost inside a frame make it reach into the next one, whose header then stands among its samples. Samples
   * may read as a header by accident, so it counts only when its own frame ends where another begins.
   */
  #overrunHeader(): number | null {
    const before = this.#places.at(-1);
    if (!before) return null;
    const found = this.#search.next(before.rawOffset, before.header, this.#cursor.offset);
    return found !== null && this.#search.leadsOn(found) ? found : null;
  }

  #rest(): Uint8Array {
    return this.#bytes.subarray(this.#cursor.offset);
  }

  #note(problem: FormatError): void {
    this.#problem ??= problem.toProblem();
  }
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
