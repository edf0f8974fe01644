/** What gathers bytes and gives their SHA-256: the platform's where it does so piece by piece, else `startSha256`. */
export interface Digest {
  /** @param bytes as they lie in memory */
  update(bytes: ArrayBufferView): unknown;
  /** 64 characters; nothing may be added afterwards. */
  hex(): string;
}
export type StartDigest = () => Digest;

/**
 * SHA-256 of bytes that come piece by piece, in a page of any origin: what browsers offer takes all bytes at once, and
 * only on secure pages.
 *
 * @see FIPS 180-4, section 6.2
 */
export const startSha256: StartDigest = () => new Sha256();

const blockBytes = 64;

/** The first 32 bits of the fractional parts of roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
const primes = firstPrimes(64);
const constants = Int32Array.from(primes, (prime) => fractionBits(Math.cbrt(prime)));
const start = primes.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));

class Sha256 implements Digest {
  readonly #state = Int32Array.from(start);
  readonly #words = new Int32Array(64);
  readonly #rest = new Uint8Array(blockBytes);
  #restLength = 0;
  #length = 0;

  update({ buffer, byteOffset, byteLength }: ArrayBufferView): this {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    this.#length += byteLength;
    let at = 0;
    if (this.#restLength > 0) {
      at = Math.min(byteLength, blockBytes - this.#restLength);
      this.#rest.set(bytes.subarray(0, at), this.#restLength);
      this.#restLength += at;
      if (this.#restLength < blockBytes) return this;
      this.#block(this.#rest, 0);
      this.#restLength = 0;
    }
    for (; at + blockBytes <= byteLength; at += blockBytes) this.#block(bytes, at);
    this.#rest.set(bytes.subarray(at));
    this.#restLength = byteLength - at;
    return this;
  }

  hex(): string {
    const length = this.#length;
    const padding = new Uint8Array(blockBytes * (this.#restLength < 56 ? 1 : 2) - this.#restLength);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(length / 2 ** 29));
    view.setUint32(padding.length - 4, (length * 8) % 2 ** 32);
    this.update(padding);
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #block(bytes: Uint8Array, at: number): void {
    const words = this.#words;
    for (let index = 0; index < 16; index++, at += 4)
      words[index] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    for (let index = 16; index < 64; index++) {
      const x = words[index - 15]!;
      const y = words[index - 2]!;
      const near = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
      const far = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
      words[index] = words[index - 16]! + near + words[index - 7]! + far;
    }
    const state = this.#state;
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    let e = state[4]!;
    let f = state[5]!;
    let g = state[6]!;
    let h = state[7]!;
    for (let index = 0; index < 64; index++) {
      const choice = (e & f) ^ (~e & g);
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + constants[index]! + words[index]!) | 0;
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
    state[4]! += e;
    state[5]! += f;
    state[6]! += g;
    state[7]! += h;
  }
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function fractionBits(value: number): number {
  return Math.floor((value % 1) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++)
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  return found;
}
