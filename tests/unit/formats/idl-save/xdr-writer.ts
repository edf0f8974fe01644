/** Big-endian numbers and padded texts, one after the other. */
export class XdrWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  int32(value: number): this {
    this.#view(4).setInt32(0, value);
    return this;
  }

  uint32(value: number): this {
    this.#view(4).setUint32(0, value);
    return this;
  }

  uint64(value: bigint): this {
    this.#view(8).setBigUint64(0, value);
    return this;
  }

  float32(value: number): this {
    this.#view(4).setFloat32(0, value);
    return this;
  }

  float64(value: number): this {
    this.#view(8).setFloat64(0, value);
    return this;
  }

  raw(bytes: ArrayLike<number>): this {
    const start = this.#grow(bytes.length);
    this.#bytes.set(bytes, start);
    return this;
  }

  /** Zeros up to the next multiple of 4. */
  pad(): this {
    this.#grow((4 - (this.#length % 4)) % 4);
    return this;
  }

  /** Length, Latin-1 characters, padding. */
  text(text: string): this {
    return this.int32(text.length)
      .raw(Array.from(text, (character) => character.charCodeAt(0)))
      .pad();
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #view(count: number): DataView {
    const start = this.#grow(count);
    return new DataView(this.#bytes.buffer, start, count);
  }

  /** Room for more bytes; the offset at which they begin. */
  #grow(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return start;
  }
}
