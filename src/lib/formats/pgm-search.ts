import { beginsFrame, sampleBytes, suspectHeader, type PgmHeader } from './pgm-header';

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
        if (header && (!like || (header.width === like.width && header.height === like.height))) return at;
        this.#budget -= examined + costOfLooking;
      }
      at = searched.indexOf(0x50, at + 1);
    }
    return null;
  }

  /** Whether the frame whose header stands here ends where another begins, or with the file. */
  leadsOn(offset: number): boolean {
    const { header, examined } = suspectHeader(this.#bytes, offset);
    if (!header) return false;
    const end = offset + examined + sampleBytes(header);
    return end === this.#bytes.length || beginsFrame(this.#bytes, end);
  }
}
