import { FlateErrorCode, Gunzip, type FlateError } from 'fflate';
import type { FileProblem } from '$lib/model/failure';
import { crc32 } from './crc32';
import { GrowingBytes } from './growing-bytes';
import { problem, tooLarge } from './gzip-problem';

export interface Unpacked {
  readonly bytes: Uint8Array;
  /** What is wrong with the packed file; `offset` is the number of unpacked bytes that could be had. */
  readonly problem: FileProblem | null;
  /** The packed data were read to their end: a problem is then one of checksums, or of what follows the data. */
  readonly complete: boolean;
}

/**
 * fflate gives nothing of a chunk in which it meets an error. So the chunk with the error is fed again in smaller
 * ones, and again, down to single bytes: then only the broken symbol itself is missing, and its place is known.
 */
const chunkSizes = [65536, 2048, 64, 1] as const;

/** Each member costs fflate 128 kB of fresh memory: nothing but empty members would keep it busy for minutes. */
const mostMembers = 2000;

/** Four bytes that begin no member: fflate names them as such exactly when the member before them is complete. */
const notAMember = 4;

/** Room made at first, for every stretch between paddings; what needs more is copied while it grows. */
const firstRoom = 2 ** 18;

/**
 * Unpack a damaged or unusual gzip file: several members, something after the end, cut off, wrong checksum.
 * Every byte that can be unpacked is returned. fflate checks no checksum, so that is done here, member by member.
 * Zeros behind a member (padding of tapes and disk blocks) are no problem, whether or not another member follows.
 */
export function salvageGzip(bytes: Uint8Array, limit: number): Unpacked {
  const first = salvageStretch(bytes, limit, mostMembers);
  if (first.nextStart === null) return first;
  const unpacked = new GrowingBytes(2 * first.bytes.length, limit);
  let { problem: firstProblem, complete } = first;
  let stretch = first;
  let start = 0;
  let members = mostMembers;
  for (;;) {
    unpacked.append(stretch.bytes);
    const isFull = stretch.problem?.kind === 'unsupported' && unpacked.length === limit;
    firstProblem ??= isFull ? tooLarge(limit) : stretch.problem;
    complete &&= stretch.complete;
    if (stretch.nextStart === null) break;
    start += stretch.nextStart;
    members -= stretch.members;
    if (members <= 0) {
      firstProblem ??= tooManyMembers();
      complete = false;
      break;
    }
    stretch = salvageStretch(bytes.subarray(start), limit - unpacked.length, members);
  }
  return {
    bytes: unpacked.bytes(),
    problem: firstProblem && { ...firstProblem, offset: unpacked.length },
    complete,
  };
}

/** Members one behind the other, without padding between them. */
interface Stretch extends Unpacked {
  readonly members: number;
  /** Where in the bytes given the next stretch begins, behind padding; null where none does. */
  readonly nextStart: number | null;
}

function salvageStretch(bytes: Uint8Array, limit: number, members: number): Stretch {
  let known: Broken | null = null;
  for (const chunkSize of chunkSizes) {
    const attempt = new Attempt(bytes, limit, members);
    const stop = attempt.feed(known, chunkSize);
    if (chunkSize === 1 || (stop.kind !== 'broken' && stop.kind !== 'overlooked')) return attempt.conclude(stop);
    if (stop.kind === 'broken') known = stop;
  }
  throw new Error('unreachable: single bytes always conclude');
}

interface Broken {
  readonly kind: 'broken';
  readonly chunkStart: number;
  readonly chunkEnd: number;
  readonly error: FlateError;
}

type Stop =
  | Broken
  /** An error that fflate met in larger chunks and not in these: what it gives from here on means nothing. */
  | { readonly kind: 'overlooked'; readonly error: FlateError }
  | { readonly kind: 'cut' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'too-many-members' };

class StopFeeding extends Error {
  constructor(readonly stop: Stop) {
    super(stop.kind);
  }
}

class Attempt {
  readonly #bytes: Uint8Array;
  readonly #limit: number;
  readonly #unpacked: GrowingBytes;
  readonly #gunzip: Gunzip;
  readonly #mostMembers: number;
  #members = 0;
  #memberStart = 0;
  #crc = 0;
  #checksumProblem: FileProblem | null = null;
  #probing = false;

  constructor(bytes: Uint8Array, limit: number, members: number) {
    this.#bytes = bytes;
    this.#mostMembers = members;
    this.#limit = limit;
    this.#unpacked = new GrowingBytes(Math.min(4 * bytes.length, firstRoom), limit);
    this.#gunzip = new Gunzip((chunk) => this.#keep(chunk));
    this.#gunzip.onmember = (start) => {
      this.#endMember(start - 8);
      if (this.#members >= this.#mostMembers) throw new StopFeeding({ kind: 'too-many-members' });
    };
  }

  /** Feed in chunks of 64 kB up to the chunk that is known to be broken, and that one in chunks of `chunkSize`. */
  feed(known: Broken | null, chunkSize: number): Stop {
    const fineFrom = known?.chunkStart ?? 0;
    let start = 0;
    while (start < this.#bytes.length) {
      if (known && start >= known.chunkEnd) return { kind: 'overlooked', error: known.error };
      const end = start < fineFrom ? Math.min(start + chunkSizes[0], fineFrom) : start + chunkSize;
      const stop = this.#push(this.#bytes.subarray(start, end), start);
      if (stop) return stop;
      start = end;
    }
    // What comes out from here on is made of the probe, not of the file.
    this.#probing = true;
    for (let index = 0; index < notAMember; index++) {
      const stop = this.#push(new Uint8Array(1), this.#bytes.length + index);
      if (stop) return stop;
    }
    return { kind: 'cut' };
  }

  conclude(stop: Stop): Stretch {
    if (stop.kind === 'too-large') return this.#result(tooLarge(this.#limit));
    if (stop.kind === 'too-many-members') return this.#result(tooManyMembers());
    if (stop.kind === 'overlooked') return this.#result(damaged(stop.error));
    if (stop.kind === 'cut' || (this.#probing && stop.error.code !== FlateErrorCode.InvalidHeader)) {
      this.#unpacked.append(restOfStoredBlock(this.#bytes));
      return this.#result(problem('truncated', 'the packed file ends too early'));
    }
    if (stop.error.code !== FlateErrorCode.InvalidHeader) {
      return this.#result(damaged(stop.error));
    }
    return this.#concludeAfterMember(stop.chunkEnd - notAMember);
  }

  #concludeAfterMember(memberEnd: number): Stretch {
    if (memberEnd <= 0) {
      if (this.#bytes.length < 3) return this.#result(problem('truncated', 'the packed file ends in its header'));
      return this.#result(problem('unsupported', `packing method ${this.#bytes[2]} is not deflate`));
    }
    this.#endMember(memberEnd - 8);
    const rest = this.#bytes.subarray(memberEnd);
    const padding = rest.findIndex((byte) => byte !== 0);
    if (padding < 0) return this.#result(null, true);
    if (padding > 0 && beginsMember(rest, padding)) return this.#result(null, true, memberEnd + padding);
    return this.#result(problem('corrupt', `${rest.length} bytes of something else follow the packed data`), true);
  }

  #push(chunk: Uint8Array, start: number): Stop | null {
    try {
      this.#gunzip.push(chunk);
      return null;
    } catch (error) {
      if (error instanceof StopFeeding) return error.stop;
      if (!isFlateError(error)) throw error;
      return { kind: 'broken', chunkStart: start, chunkEnd: start + chunk.length, error };
    }
  }

  #keep(chunk: Uint8Array): void {
    if (this.#probing) return;
    this.#crc = crc32(chunk, this.#crc);
    if (!this.#unpacked.append(chunk)) throw new StopFeeding({ kind: 'too-large' });
  }

  /** Hold a member against its own trailer. */
  #endMember(trailer: number): void {
    const { buffer, byteOffset } = this.#bytes;
    const view = new DataView(buffer, byteOffset + trailer, 8);
    const size = (this.#unpacked.length - this.#memberStart) % 2 ** 32;
    if (view.getUint32(0, true) !== this.#crc) this.#noteChecksum('the checksum of the unpacked data is wrong');
    else if (view.getUint32(4, true) !== size) this.#noteChecksum('the size of the unpacked data is wrong');
    this.#memberStart = this.#unpacked.length;
    this.#crc = 0;
    this.#members += 1;
  }

  #noteChecksum(message: string): void {
    this.#checksumProblem ??= problem('corrupt', message);
  }

  /** A wrong checksum comes before whatever else ended the reading. */
  #result(stopped: FileProblem | null, complete = false, nextStart: number | null = null): Stretch {
    const bytes = this.#unpacked.bytes();
    const first = this.#checksumProblem ?? stopped;
    const members = this.#members;
    return { bytes, problem: first && { ...first, offset: bytes.length }, complete, members, nextStart };
  }
}

/** Whether a gzip member with deflated data may begin here. @see RFC 1952, section 2.3 */
function beginsMember(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && ((bytes[at + 3] ?? 0xff) & 0xe0) === 0;
}

/**
 * The bytes of a stored (not packed) block that the end of the file cuts. fflate gives such a block only when it is
 * whole, so it is filled up, twice and with different bytes: what comes before the filler is the file's own.
 * Both fillers read as the beginning of one more stored block, so they cause no error behind the filled one.
 */
function restOfStoredBlock(bytes: Uint8Array): Uint8Array {
  const fillers = [0x00, 0xf8] as const;
  const [one, other] = [unpackFilledUp(bytes, fillers[0]), unpackFilledUp(bytes, fillers[1])];
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  // Where the end cuts packed data instead, the filler unpacks to anything but itself.
  const cutsStored =
    one.length === other.length &&
    one.subarray(same).every((byte) => byte === fillers[0]) &&
    other.subarray(same).every((byte) => byte === fillers[1]);
  return cutsStored ? one.subarray(0, same) : new Uint8Array(0);
}

/** @returns only what comes out once the filler is fed */
function unpackFilledUp(bytes: Uint8Array, filler: number): Uint8Array {
  let first: Uint8Array | null = null;
  let filling = false;
  const gunzip = new Gunzip((chunk) => {
    if (filling && chunk.length > 0) first ??= chunk;
  });
  try {
    for (let start = 0; start < bytes.length; start += chunkSizes[0]) {
      gunzip.push(bytes.subarray(start, start + chunkSizes[0]));
    }
    filling = true;
    gunzip.push(new Uint8Array(65536).fill(filler));
  } catch (error) {
    if (!isFlateError(error)) throw error;
  }
  return first ?? new Uint8Array(0);
}

function tooManyMembers(): FileProblem {
  return problem('unsupported', `more than ${mostMembers} members`);
}

function damaged(error: FlateError): FileProblem {
  return problem('corrupt', `the packed data are damaged (${error.message})`);
}

function isFlateError(error: unknown): error is FlateError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number';
}
