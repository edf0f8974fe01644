import type { FileProblemKind } from '$lib/model/failure';
import { FormatError } from './format-error';

/**
 * A place in a file. It owns the offset and checks every read, so a `FormatError` always says where reading broke:
 * a read that does not fit reports `truncated` at the offset at which it began, and the cursor stays there.
 * Multi-byte numbers are big-endian, as PGM samples and IDL SAVE files are.
 */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #format: string;
  #offset = 0;

  /** @param format the format's name, as errors say it */
  constructor(bytes: Uint8Array, format: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#format = format;
  }

  get offset(): number {
    return this.#offset;
  }

  get length(): number {
    return this.#bytes.length;
  }

  get atEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  /** Go to an absolute offset, the end of the file included. */
  seek(offset: number): void {
    if (!Number.isInteger(offset) || offset < 0) throw this.error(`offset ${offset} is not in the file`);
    if (offset > this.length) {
      throw this.error(`offset ${offset} lies behind the end, at ${this.length}`, 'truncated');
    }
    this.#offset = offset;
  }

  /** The next `count` bytes: a view of the file, not a copy. */
  take(count: number): Uint8Array {
    const start = this.#advance(count);
    return this.#bytes.subarray(start, start + count);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4));
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  float32(): number {
    return this.#view.getFloat32(this.#advance(4));
  }

  float64(): number {
    return this.#view.getFloat64(this.#advance(8));
  }

  bigInt64(): bigint {
    return this.#view.getBigInt64(this.#advance(8));
  }

  bigUint64(): bigint {
    return this.#view.getBigUint64(this.#advance(8));
  }

  /** An error at the present offset, to be thrown by the caller. */
  error(message: string, kind: FileProblemKind = 'corrupt'): FormatError {
    return new FormatError(kind, this.#format, this.#offset, message);
  }

  #advance(count: number): number {
    if (!Number.isInteger(count) || count < 0) throw this.error(`cannot read ${count} bytes`);
    const start = this.#offset;
    if (count > this.length - start) {
      throw this.error(`${count} bytes expected, ${this.length - start} left`, 'truncated');
    }
    this.#offset = start + count;
    return start;
  }
}
