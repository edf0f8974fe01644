import type { FileProblem, FileProblemKind } from '$lib/model/failure';

/** One line of numbers, as written. */
export interface RiometerRow {
  /** `03/05/18`: day, month, year without its century. */
  readonly date: string;
  /** `00:00:02`; the hour goes to 24. */
  readonly time: string;
  /** One or two numbers; `NaN` where nothing was measured. */
  readonly values: readonly number[];
  /** Where the line begins in the file, in bytes. */
  readonly offset: number;
}

export interface RiometerText {
  /** The lines that begin with `#`, as written. */
  readonly header: readonly string[];
  /** In file order, all with as many values as most of them have. */
  readonly rows: readonly RiometerRow[];
  /** Lines that are neither and were passed over, empty ones not counted. */
  readonly badRows: number;
  /** The first thing wrong with the file; the rows are good all the same. */
  readonly problem: FileProblem | null;
}

/** A day has 17,280 rows; at one a second it would have 86,400. */
const mostRows = 200_000;
/** The longest seen has 140 characters. */
const longestLine = 4096;
const mostHeaderLines = 1000;

/** A day has 0.5 MB. */
const mostBytes = 2 ** 25;

/**
 * Read the text of a NORSTAR riometer: lines of metadata with `#` before them, then rows of a date, a time and one value
 * (k0) or two (k2). Any run of blanks separates. A line of any other form (`**` for a time, say) is passed over and
 * counted. A last row that the file's end cuts is left out, since it may lack digits.
 *
 * @param bytes ASCII; left untouched
 * @see the archive's files themselves: no description of the form is published
 */
export function parseRiometerText(bytes: Uint8Array): RiometerText {
  const header: string[] = [];
  const found: RiometerRow[] = [];
  const bad: number[] = [];
  let stopped: FileProblem | null = null;
  const text = textOf(bytes.subarray(0, mostBytes));
  for (let at = markBytes(text); at < text.length;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end).replace(/\r$/, '');
    if (line.startsWith('#')) {
      if (header.length >= mostHeaderLines) {
        stopped = problemAt('unsupported', at, `more than ${mostHeaderLines} lines of metadata`);
        break;
      }
      header.push(line);
    } else if (end < 0 && line.trim() !== '') {
      stopped =
        bytes.length > mostBytes
          ? problemAt('unsupported', at, `longer than ${mostBytes} bytes`)
          : problemAt('truncated', at, 'the file ends within a row');
      break;
    } else if (found.length >= mostRows) {
      stopped = problemAt('unsupported', at, `more than ${mostRows} rows`);
      break;
    } else if (line.trim() !== '') {
      const row = line.length <= longestLine ? parseRow(line, at) : null;
      if (row) found.push(row);
      else bad.push(at);
    }
    if (end < 0) break;
    at = end + 1;
  }
  const columns = usualColumns(found);
  const rows = found.filter(({ values }) => values.length === columns);
  if (rows.length < found.length)
    for (const { values, offset } of found) if (values.length !== columns) bad.push(offset);
  const firstBad = bad.reduce((first, offset) => Math.min(first, offset), Infinity);
  const unread = bad.length === 0 ? null : problemAt('corrupt', firstBad, badRowsText(bad.length));
  return { header, rows, badRows: bad.length, problem: unread ?? stopped };
}

/** As most rows have; of as many of both kinds, as the first. */
function usualColumns(rows: readonly RiometerRow[]): number {
  const first = rows[0]?.values.length ?? 1;
  const others = rows.reduce((count, { values }) => count + (values.length === first ? 0 : 1), 0);
  return 2 * others > rows.length ? 3 - first : first;
}

/** Some editors put a mark before text in UTF-8; one character for each byte here. */
function markBytes(text: string): number {
  return text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0;
}

/** Whether bytes begin like such a file: metadata that name a riometer, or else a row. */
export function beginsRiometerText(bytes: Uint8Array): boolean {
  const text = textOf(bytes.subarray(0, longestLine));
  const lines = text.slice(markBytes(text)).trimStart().split(/\r?\n/);
  if (lines[0]!.startsWith('#')) return lines.some((line) => /^#.*(riometer|raw signal)/i.test(line));
  return lines.length > 1 && parseRow(lines[0]!, 0) !== null;
}

const rowForm = /^\s*(\d{1,2}\/\d{1,2}\/\d{2})\s+(\d{1,2}:\d{2}:\d{2})\s+(\S+)(?:\s+(\S+))?\s*$/;
const numberForm = /^(?:[+-]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:e[+-]?\d{1,2})?|[+-]?nan)$/i;

function parseRow(text: string, offset: number): RiometerRow | null {
  const match = rowForm.exec(text);
  if (!match) return null;
  const [, date, time, ...numbers] = match;
  const written = numbers.filter((number) => number !== undefined);
  if (!written.every((number) => numberForm.test(number))) return null;
  // What is not a number to JavaScript here is `NaN` in any spelling.
  return { date: date!, time: time!, values: written.map(Number), offset };
}

function badRowsText(count: number): string {
  return count === 1 ? 'a row cannot be read' : `${count} rows cannot be read, this one first`;
}

function problemAt(kind: FileProblemKind, offset: number, message: string): FileProblem {
  return { kind, format: 'riometer text', offset, message };
}

/** One character for each byte, so that offsets are the same. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
