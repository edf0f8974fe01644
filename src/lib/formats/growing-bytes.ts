/** Bytes of a length not known beforehand, up to a limit. */
export class GrowingBytes {
  readonly #limit: number;
  #buffer: Uint8Array<ArrayBuffer>;
  #length = 0;

  /**
   * @param expected how much to make room for at once; the caller has checked that it is plausible
   * @param room memory that may be written over, used where it is large enough
   */
  constructor(expected: number, limit: number, room: ArrayBuffer | null = null) {
    this.#limit = limit;
    const first = Math.min(expected, limit);
    this.#buffer = room && room.byteLength >= first ? new Uint8Array(room) : new Uint8Array(first);
  }

  get length(): number {
    return this.#length;
  }

  /** Append what the limit leaves room for. @returns false when something had to be left out */
  append(chunk: Uint8Array): boolean {
    const room = this.#limit - this.#length;
    const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
    const needed = this.#length + kept.length;
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.min(this.#limit, Math.max(needed, 2 * this.#buffer.length)));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(kept, this.#length);
    this.#length = needed;
    return kept === chunk;
  }

  /** What was appended: a view of the inner buffer. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#length);
  }
}
