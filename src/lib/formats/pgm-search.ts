import { beginsFrame, isSameSize, sampleBytes, suspectHeader, type PgmHeader } from './pgm-header';

/** Looking into one more place costs about as much as looking at this many bytes. */
const costOfLooking = 16;

/**
 * How many bytes of headers that turn out to be none may be looked at in one file. Samples of real files hold the
 * three bytes that begin a header once in many files: only bytes made for it come near this.
 */
const patience = 2 ** 20;

/**
 * Finds the next frame header among bytes that may be anything, samples included. What a whole file may cost is
 * bounded: bytes made to look like endless beginnings of headers end the search instead of going on for hours.
 */
export class HeaderSearch {
  readonly #bytes: Uint8Array;
  #budget = patience;
  /** Up to here `nextLeadingOn` has looked before, for nothing: no byte is gone through twice. */
  #fruitlessUntil = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /**
   * @param like a frame of this size is looked for, since samples may read as a header by accident;
   *   null when none is known yet
   * @param until headers that begin from here on are not wanted
   * @returns offset of the header, or null when there is none
   */
  next(from: number, like: PgmHeader | null, until = this.#bytes.length): number | null {
    const searched = this.#bytes.subarray(0, until);
    let at = searched.indexOf(0x50, from);
    while (at >= 0 && this.#budget > 0) {
      if (beginsFrame(this.#bytes, at)) {
        const { header, examined } = suspectHeader(this.#bytes, at);
        if (header && (!like || isSameSize(header, like))) return at;
        this.#budget -= examined + costOfLooking;
      }
      at = searched.indexOf(0x50, at + 1);
    }
    return null;
  }

  /**
   * The next header whose frame ends where another begins, or with the file: no accident makes samples read so.
   * Places from `until` on are not wanted.
   */
  nextLeadingOn(from: number, like: PgmHeader | null, until: number): { offset: number; header: PgmHeader } | null {
    let offset = this.next(Math.max(from, this.#fruitlessUntil), like, until);
    while (offset !== null) {
      const { header, examined } = suspectHeader(this.#bytes, offset);
      if (header && fittingSamples(this.#bytes, offset + examined, header) !== null) return { offset, header };
      this.#budget -= examined + costOfLooking;
      offset = this.next(offset + 1, like, until);
    }
    this.#fruitlessUntil = Math.max(this.#fruitlessUntil, until);
    return null;
  }
}

/**
 * Where a frame's samples begin, if it then ends where another begins, or with the file; null when it does not.
 * One blank ends a header, so the second byte of a line end `\r\n` is a sample unless that is what makes it fit.
 *
 * @param inText the file is known to have such line ends: then they are always two bytes
 */
export function fittingSamples(bytes: Uint8Array, headerEnd: number, header: PgmHeader, inText = false): number | null {
  const starts = !endsInCrLf(bytes, headerEnd) ? [headerEnd] : inText ? [headerEnd + 1] : [headerEnd, headerEnd + 1];
  return starts.find((start) => mayFollowFrame(bytes, start + sampleBytes(header))) ?? null;
}

export function endsInCrLf(bytes: Uint8Array, headerEnd: number): boolean {
  return bytes[headerEnd - 1] === 0x0d && bytes[headerEnd] === 0x0a;
}

/** The end of the file, or the beginning of a frame, which the end of the file may cut. */
function mayFollowFrame(bytes: Uint8Array, at: number): boolean {
  return at === bytes.length || beginsFrame(bytes, at) || isCutMagic(bytes, at);
}

/** Whether the file ends in `P` or `P5`. */
export function isCutMagic(bytes: Uint8Array, at: number): boolean {
  const left = bytes.length - at;
  return bytes[at] === 0x50 && (left === 1 || (left === 2 && bytes[at + 1] === 0x35));
}
