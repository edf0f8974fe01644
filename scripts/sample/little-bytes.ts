/** Bytes that grow, smallest byte of a number first, as HDF5 writes its own records. */
export class LittleBytes {
  readonly #bytes: number[] = [];

  get length(): number {
    return this.#bytes.length;
  }

  uint8(...values: readonly number[]): this {
    this.#bytes.push(...values);
    return this;
  }

  uint16(...values: readonly number[]): this {
    for (const value of values) this.#bytes.push(value & 0xff, value >>> 8);
    return this;
  }

  uint32(...values: readonly number[]): this {
    for (const value of values)
      this.#bytes.push(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
    return this;
  }

  /** Whole numbers up to 2⁵³ − 1. */
  uint64(...values: readonly number[]): this {
    for (const value of values) this.uint32(value >>> 0, Math.floor(value / 2 ** 32));
    return this;
  }

  /** One byte a character, up to U+00FF. */
  text(text: string): this {
    return this.raw(Buffer.from(text, 'latin1'));
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  /** Noughts up to a multiple of 8, or up to a length. */
  pad(length = 8 * Math.ceil(this.length / 8)): this {
    while (this.length < length) this.#bytes.push(0);
    return this;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes);
  }
}
