import type { HeaderLine } from '$lib/model/frames';
import type { ByteCursor } from './byte-cursor';

export interface PgmHeader {
  readonly width: number;
  readonly height: number;
  readonly maxValue: number;
  /** The `#"key" value` lines in file order, repeated keys kept, keys and values trimmed. */
  readonly lines: readonly HeaderLine[];
  /** All lines that begin with `#`, bare ones included. */
  readonly commentLines: number;
  /** Where a line begins that is neither comment nor number (and was left out); null in a sound header. */
  readonly strayLineOffset: number | null;
}

/** The longest seen has 2.3 kB. */
const longestHeader = 64 * 1024;
/** Wider than any of the cameras, narrow enough that no header makes anyone allocate much. */
const largestSide = 8192;
/** A byte lost or turned in a header spoils a line or two; more than that is no header. */
const mostStrayLines = 8;

const newline = 0x0a;
const hash = 0x23;
const quote = 0x22;

/** Whether a frame can begin here: `P5` and one blank. */
export function beginsFrame(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === 0x50 && bytes[offset + 1] === 0x35 && isBlank(bytes[offset + 2]);
}

/** How many bytes of samples follow a header. */
export function sampleBytes(header: PgmHeader): number {
  return header.width * header.height * bytesPerSample(header);
}

export function bytesPerSample({ maxValue }: PgmHeader): 1 | 2 {
  return maxValue < 256 ? 1 : 2;
}

export function isSameSize(one: PgmHeader, other: PgmHeader): boolean {
  return one.width === other.width && one.height === other.height;
}

/**
 * Read one frame's header; the cursor then stands at its first sample.
 * Any netpbm white space and plain comments are taken; text is Latin-1, of which bytes from 0x80 on are dropped.
 *
 * @throws FormatError with the header's offset, or with that of the first sample where the numbers make no sense
 * @see https://netpbm.sourceforge.net/doc/pgm.html
 */
export function readHeader(cursor: ByteCursor): PgmHeader {
  const start = cursor.offset;
  const reader = new HeaderReader(cursor.take(Math.min(longestHeader, cursor.length - start)), mostStrayLines);
  const stop = reader.read();
  if (stop !== null) {
    cursor.seek(start);
    if (stop !== 'end') throw cursor.error(stop);
    if (cursor.length - start < longestHeader) throw cursor.error('the file ends in a frame header', 'truncated');
    throw cursor.error(`a frame header does not end within ${longestHeader} bytes`);
  }
  cursor.seek(start + reader.at);
  const fault = reader.faultyNumbers();
  if (fault) throw cursor.error(fault);
  return reader.header(start);
}

/**
 * Look for a header where one is only suspected, among bytes that may be anything: no stray lines, no exception.
 *
 * @returns `examined`: how many bytes had to be looked at
 */
export function suspectHeader(bytes: Uint8Array, offset: number): { header: PgmHeader | null; examined: number } {
  const reader = new HeaderReader(bytes.subarray(offset, offset + longestHeader), 0);
  const found = reader.read() === null && reader.faultyNumbers() === null;
  return { header: found ? reader.header(offset) : null, examined: reader.at };
}

class HeaderReader {
  at = 0;
  readonly lines: HeaderLine[] = [];
  commentLines = 0;
  readonly #numbers: number[] = [];
  #strayLineAt: number | null = null;
  readonly #window: Uint8Array;
  #strayLinesLeft: number;

  constructor(window: Uint8Array, strayLines: number) {
    this.#window = window;
    this.#strayLinesLeft = strayLines;
  }

  /** @returns null when the header is complete, `end` when the window is over before it, else what is wrong */
  read(): string | null {
    if (!beginsFrame(this.#window, 0)) {
      return this.#window.length < 3 && 'P5'.startsWith(textOf(this.#window)) ? 'end' : 'no frame begins here';
    }
    this.at = 2;
    while (this.#numbers.length < 3) {
      const byte = this.#window[this.at];
      if (byte === undefined) return 'end';
      if (isBlank(byte)) this.at += 1;
      else if (isDigit(byte)) {
        if (!this.#readNumber()) return 'a frame header has a malformed number';
      } else if (isSign(byte) && isDigit(this.#window[this.at + 1])) {
        return this.#signedNumbers();
      } else if (byte !== hash && this.#strayLinesLeft-- <= 0) return 'a frame header has lines of unknown kind';
      else if (!this.#readLine(byte === hash)) return 'end';
    }
    // One blank ends the header; a second one would already be a sample.
    if (this.at >= this.#window.length) return 'end';
    if (!isBlank(this.#window[this.at])) return 'a frame header has a malformed number';
    this.at += 1;
    return null;
  }

  /** What is wrong with width, height and largest value; null when nothing is. */
  faultyNumbers(): string | null {
    const [width, height, maxValue] = this.#readNumbers();
    if (!isWithin(width, largestSide) || !isWithin(height, largestSide)) {
      return `${width} × ${height} pixels are not a picture of these cameras`;
    }
    return isWithin(maxValue, 65535) ? null : `max value ${maxValue} is not a PGM sample range`;
  }

  /** @param start offset of the header in the file */
  header(start: number): PgmHeader {
    const [width, height, maxValue] = this.#readNumbers();
    const { lines, commentLines } = this;
    const strayLineOffset = this.#strayLineAt === null ? null : start + this.#strayLineAt;
    return { width, height, maxValue, lines, commentLines, strayLineOffset };
  }

  #readNumbers(): [width: number, height: number, maxValue: number] {
    return this.#numbers as [number, number, number];
  }

  #signedNumbers(): string {
    const text = textOf(this.#window.subarray(this.at, this.at + 24)).split(/[\r\n]/)[0]!;
    return this.#numbers.length < 2
      ? `a frame's size is written as "${text}", which is not a size`
      : `max value ${text} is not a PGM sample range`;
  }

  #readNumber(): boolean {
    let value = 0;
    const start = this.at;
    while (isDigit(this.#window[this.at])) value = value * 10 + this.#window[this.at++]! - 0x30;
    this.#numbers.push(value);
    const next = this.#window[this.at];
    return this.at - start <= 10 && (next === undefined || isBlank(next) || next === hash);
  }

  #readLine(isComment: boolean): boolean {
    const end = this.#window.indexOf(newline, this.at);
    if (end < 0) return false;
    if (isComment) {
      this.commentLines += 1;
      const line = parseLine(this.#window.subarray(this.at + 1, end));
      if (line) this.lines.push(line);
    } else this.#strayLineAt ??= this.at;
    this.at = end + 1;
    return true;
  }
}

/** The value is all that follows the second quote: it may hold quotes itself. */
function parseLine(afterHash: Uint8Array): HeaderLine | null {
  const first = afterHash.findIndex((byte) => byte !== 0x20);
  if (afterHash[first] !== quote) return null;
  const second = afterHash.indexOf(quote, first + 1);
  if (second < 0) return null;
  return [textOf(afterHash.subarray(first + 1, second)).trim(), textOf(afterHash.subarray(second + 1)).trim()];
}

function textOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) if (byte < 0x80) text += String.fromCharCode(byte);
  return text;
}

function isWithin(value: number, largest: number): boolean {
  return value >= 1 && value <= largest;
}

function isSign(byte: number): boolean {
  return byte === 0x2b || byte === 0x2d;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}
