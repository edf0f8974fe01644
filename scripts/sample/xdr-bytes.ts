/** NaN as IDL writes it; which of its many forms a computed one has is up to the machine. */
const nan32 = 0x7fc00000;
const nan64 = 0x7ff80000_00000000n;

type Words = ArrayLike<number>;

/** Bytes as XDR has them, written one after the other: numbers big-endian, what is shorter padded to 4 bytes. */
export class XdrBytes {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** 32 bits of a whole number, with or without sign. */
  int32(...values: readonly number[]): this {
    return this.words(values);
  }

  /** Each in 32 bits. */
  words(values: Words): this {
    const start = this.#room(4 * values.length);
    for (let index = 0; index < values.length; index++) this.#view.setInt32(start + 4 * index, values[index]!);
    return this;
  }

  floats(values: Float32Array): this {
    const start = this.#room(4 * values.length);
    for (let index = 0; index < values.length; index++) {
      const value = values[index]!;
      if (Number.isNaN(value)) this.#view.setUint32(start + 4 * index, nan32);
      else this.#view.setFloat32(start + 4 * index, value);
    }
    return this;
  }

  doubles(values: Float64Array): this {
    const start = this.#room(8 * values.length);
    for (let index = 0; index < values.length; index++) {
      const value = values[index]!;
      if (Number.isNaN(value)) this.#view.setBigUint64(start + 8 * index, nan64);
      else this.#view.setFloat64(start + 8 * index, value);
    }
    return this;
  }

  /** Each in 64 bits. */
  longs64(values: BigInt64Array | BigUint64Array): this {
    const start = this.#room(8 * values.length);
    values.forEach((value, index) => this.#view.setBigUint64(start + 8 * index, value));
    return this;
  }

  /** Bytes as they are, without padding. */
  raw(bytes: Uint8Array): this {
    const start = this.#room(bytes.length);
    this.#bytes.set(bytes, start);
    return this;
  }

  /** Bytes and their padding. */
  opaque(bytes: Uint8Array): this {
    this.raw(bytes);
    this.#room((4 - (this.#length % 4)) % 4);
    return this;
  }

  /** Length, characters as Latin-1, padding. @throws RangeError for characters that Latin-1 lacks */
  text(text: string): this {
    if (/[^\0-\xff]/.test(text)) throw new RangeError(`not to be written in Latin-1: ${text}`);
    return this.int32(text.length).opaque(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  }

  /** What was written so far: a view, good until more is written. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Room for more bytes, all zero; the offset at which they begin. */
  #room(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return start;
  }
}
