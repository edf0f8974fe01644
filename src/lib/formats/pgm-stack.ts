import type { FileProblem, FileProblemKind } from '$lib/model/failure';
import { ByteCursor } from './byte-cursor';
import { FormatError } from './format-error';
import { beginsFrame, bytesPerSample, isSameSize, readHeader, sampleBytes, type PgmHeader } from './pgm-header';
import { endsInCrLf, fittingSamples, HeaderSearch, isCutMagic } from './pgm-search';

/** A frame found in the file: nothing is allocated for it before all are known to be there. */
export interface FramePlace {
  readonly header: PgmHeader;
  readonly offset: number;
  /** Its samples as stored: a view of the file. */
  readonly raw: Uint8Array;
}

/** A minute has 20 to 200. What is kept for each is small, but a few packed bytes can unpack to millions of frames. */
const mostFrames = 10_000;
/** A minute's headers come to 50 kB or less. */
const mostHeaderBytes = 4 * 2 ** 20;

/** Find the frames of a file, all of the size that most of them have, in file order. */
export function findFrames(bytes: Uint8Array): { places: readonly FramePlace[]; problem: FileProblem | null } {
  return new StackScan(bytes).run();
}

/** A frame with what speaks for its size: that it ends where another begins, or with the file. */
interface FoundFrame extends FramePlace {
  readonly leadsOn: boolean;
}

interface SizeTally {
  readonly header: PgmHeader;
  frames: number;
  leadingOn: number;
}

class StackScan {
  readonly #bytes: Uint8Array;
  readonly #cursor: ByteCursor;
  readonly #search: HeaderSearch;
  readonly #found: FoundFrame[] = [];
  readonly #tallies = new Map<string, SizeTally>();
  #commonest: SizeTally | null = null;
  #headerBytes = 0;
  #hasCrLf = false;
  #problem: FormatError | null = null;

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
    const places = this.#keepAlike();
    if (places.length === 0) this.#problem ??= cursor.error('no frame in the file');
    return { places, problem: this.#problem?.toProblem() ?? null };
  }

  /** @returns where to go on, or null when nothing more is wanted or can be found */
  #readFrame(): number | null {
    const cursor = this.#cursor;
    const offset = cursor.offset;
    if (this.#found.length >= mostFrames) return this.#giveUp(offset, `more than ${mostFrames} frames`);
    const header = this.#readHeader();
    if (!header) return this.#search.next(Math.max(offset + 2, cursor.offset), this.#size);
    const headerEnd = cursor.offset;
    this.#headerBytes += headerEnd - offset;
    if (this.#headerBytes > mostHeaderBytes) {
      return this.#giveUp(offset, `more than ${mostHeaderBytes} bytes of frame headers`);
    }
    if (header.strayLineOffset !== null) {
      this.#note('corrupt', header.strayLineOffset, 'a header line is neither comment nor number');
    }
    const start = fittingSamples(this.#bytes, headerEnd, header, this.#hasCrLf);
    if (start === null) return this.#readMisfit(header, offset, headerEnd);
    this.#hasCrLf ||= start > headerEnd;
    return this.#keep(header, offset, start, true);
  }

  #readHeader(): PgmHeader | null {
    try {
      return readHeader(this.#cursor);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.#noteError(error);
      return null;
    }
  }

  /**
   * A frame that ends where nothing begins. Its size may be the damage, or bytes of it are lost: then another frame's
   * header stands among what would be its samples. Otherwise the damage comes behind it.
   */
  #readMisfit(header: PgmHeader, offset: number, headerEnd: number): number | null {
    const size = this.#size;
    const start = this.#hasCrLf && endsInCrLf(this.#bytes, headerEnd) ? headerEnd + 1 : headerEnd;
    const end = start + sampleBytes(header);
    const within = this.#search.nextLeadingOn(start, size, Math.min(end, this.#bytes.length));
    if (within && isSameSize(header, within.header)) {
      this.#note('corrupt', start, `a frame lacks ${end - within.offset} bytes of its samples`);
      return within.offset;
    }
    const isOdd = size !== null && !isSameSize(header, size);
    if (within || isOdd) this.#noteSize(header, offset, size);
    if (within) return within.offset;
    if (end > this.#bytes.length) {
      const left = this.#bytes.length - start;
      this.#note('truncated', start, `${sampleBytes(header)} bytes expected, ${left} left`);
    }
    return isOdd || end > this.#bytes.length
      ? this.#search.next(start, size)
      : this.#keep(header, offset, start, false);
  }

  /** @returns the frame's end */
  #keep(header: PgmHeader, offset: number, start: number, leadsOn: boolean): number {
    const end = start + sampleBytes(header);
    this.#found.push({ header, offset, raw: this.#bytes.subarray(start, end), leadsOn });
    const key = `${header.width} ${header.height}`;
    const tally = this.#tallies.get(key) ?? { header, frames: 0, leadingOn: 0 };
    this.#tallies.set(key, tally);
    tally.frames += 1;
    if (leadsOn) tally.leadingOn += 1;
    const most = this.#commonest;
    if (
      !most ||
      tally.frames > most.frames ||
      (tally.frames === most.frames && tally.leadingOn > 0 && most.leadingOn === 0)
    ) {
      this.#commonest = tally;
    }
    return end;
  }

  /** A frame of the size the file has, as far as known: one frame that leads nowhere does not tell. */
  get #size(): PgmHeader | null {
    const most = this.#commonest;
    return most && (most.leadingOn > 0 || most.frames > 1) ? most.header : null;
  }

  /** No frame begins where one should. */
  #passForeignBytes(): number | null {
    const { offset } = this.#cursor;
    if (isCutMagic(this.#bytes, offset)) this.#note('truncated', offset, 'the file ends in a frame header');
    this.#note('corrupt', offset, 'no frame begins here');
    return this.#search.next(offset, this.#size);
  }

  /** One size for all; frames that lead nowhere must be like the others in the width of their samples, too. */
  #keepAlike(): FoundFrame[] {
    const size = this.#size;
    const alike = this.#found.filter(({ header }) => size !== null && isSameSize(header, size));
    const wide = alike.filter(({ header }) => bytesPerSample(header) === 2).length;
    const usual = 2 * wide >= alike.length ? 2 : 1;
    return this.#found.filter(({ header, offset, leadsOn }) => {
      if (size === null || !isSameSize(header, size)) {
        this.#noteSize(header, offset, size);
        return false;
      }
      if (leadsOn || bytesPerSample(header) === usual) return true;
      this.#note('corrupt', offset, `a frame with samples of ${bytesPerSample(header)} bytes among others of ${usual}`);
      return false;
    });
  }

  #noteSize({ width, height }: PgmHeader, offset: number, size: PgmHeader | null): void {
    const pixels = `${width} × ${height} pixels`;
    if (size) this.#note('inconsistent', offset, `a frame of ${pixels} among frames of ${size.width} × ${size.height}`);
    else this.#note('corrupt', offset, `a frame of ${pixels} ends where no other begins`);
  }

  #giveUp(offset: number, message: string): null {
    this.#note('unsupported', offset, message);
    return null;
  }

  #note(kind: FileProblemKind, offset: number, message: string): void {
    this.#noteError(new FormatError(kind, 'pgm', offset, message));
  }

  /** The first in the file counts, though sizes are judged last; of two at one place the one noted first. */
  #noteError(error: FormatError): void {
    if (!this.#problem || (error.offset ?? 0) < (this.#problem.offset ?? 0)) this.#problem = error;
  }
}
