import { beginsRiometerText, parseRiometerText, type RiometerRow } from '$lib/formats/riometer-text';
import { signatureOf } from '$lib/formats/signature';
import type { FileProblem, Outcome } from '$lib/model/failure';
import type { RiometerSeries } from '$lib/model/riometer';
import { earlierProblem } from './file-problem';
import { foreignFile } from './foreign-file';
import { headerValue } from './header';
import { readRiometerHeader } from './riometer-header';
import { parseRiometerName } from './riometer-name';
import { parseTimestampUs } from './timestamp';
import { dayUs } from './utc';

interface TimedRow {
  readonly timeUs: number;
  readonly values: readonly number[];
  readonly offset: number;
}

/**
 * Read a day of a NORSTAR riometer (30 MHz), raw (k0) or with its absorption (k2).
 * k2 is *not verified on real files*: that absorption stands before the raw signal is taken from the publishers' reader.
 *
 * Rows stamped with hour 24 belong to the next day, have no value, and are dropped, as that reader does; values `NaN` are
 * kept. The century is that of the file's name, else of its first line. A row more than a day away from
 * that date counts as a bad one. Rows come in order of time; the first of two of one time counts.
 *
 * @param file left untouched
 * @param name file name, path or address: it tells the kind, and the site where the file does not
 * @returns a failure when there is no row at all: `missing` for a web page in place of the file
 */
export function readRiometerFile(file: Uint8Array, name: string): Outcome<RiometerSeries> {
  const signature = signatureOf(file);
  if (signature !== 'unknown' || !beginsRiometerText(file)) {
    return { ok: false, failure: foreignFile(signature, 'riometer text', 'the text of a riometer') };
  }
  const text = parseRiometerText(file);
  const named = parseRiometerName(name);
  const header = readRiometerHeader(text.header);
  const fileDayUs = named.dayUs ?? dayOfSummary(headerValue(header, ['summary']));
  const { rows, strange } = datedRows(text.rows, fileDayUs);
  const { ordered, disorder } = inOrder(rows);
  const kind = (text.rows[0]?.values.length ?? 1) > 1 ? 'k2' : 'k0';
  const faults = [strayRows(strange), disorder, kind === (named.kind ?? kind) ? null : otherKind(named.kind!)];
  const problem = faults.reduce(earlierProblem, text.problem);
  if (ordered.length === 0) {
    const { offset, message } = problem ?? { offset: file.length, message: 'the file ends before the first row' };
    const sentence = `The file holds no measurement: ${message}.`;
    return { ok: false, failure: { kind: 'corrupt', format: 'riometer text', offset, message: sentence } };
  }
  const column = (index: number) => Float64Array.from(ordered, ({ values }) => values[index]!);
  return {
    ok: true,
    value: {
      kind,
      siteUid: plainSite(headerValue(header, ['site_unique_id'])) ?? named.siteUid,
      timesUs: Float64Array.from(ordered, ({ timeUs }) => timeUs),
      rawVolts: column(kind === 'k2' ? 1 : 0),
      absorptionDb: kind === 'k2' ? column(0) : null,
      header,
      badRows: text.badRows + strange.length,
      problem,
    },
  };
}

function datedRows(rows: readonly RiometerRow[], fileDayUs: number | null) {
  const dated: TimedRow[] = [];
  const strange: number[] = [];
  const days = new Map<string, number | null>();
  for (const { date, time, values, offset } of rows) {
    if (time.startsWith('24')) continue;
    if (!days.has(date)) days.set(date, dayOf(date, fileDayUs));
    const day = days.get(date) ?? null;
    const withinUs = timeOfDay(time);
    if (day === null || withinUs === null || Math.abs(day - (fileDayUs ?? day)) > dayUs) {
      strange.push(offset);
    } else dated.push({ timeUs: day + withinUs, values, offset });
  }
  return { rows: dated, strange };
}

/** `03/05/18` is 3 May. Without a date to go by, years from 69 on are of the last century (as C's `%y` has it). */
function dayOf(date: string, fileDayUs: number | null): number | null {
  const [day, month, year] = date.split('/') as [string, string, string];
  let full = Number(year) + (Number(year) < 69 ? 2000 : 1900);
  if (fileDayUs !== null) {
    const fileYear = new Date(fileDayUs / 1000).getUTCFullYear();
    full = Number(year) + 100 * Math.round((fileYear - Number(year)) / 100); // the nearest: a day can cross a century
  }
  return parseTimestampUs(`${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')} 00:00:00`);
}

function timeOfDay(time: string): number | null {
  const [hour, minute, second] = time.split(':').map(Number) as [number, number, number];
  return hour > 23 || minute > 59 || second > 59 ? null : ((hour * 60 + minute) * 60 + second) * 1_000_000;
}

function inOrder(rows: readonly TimedRow[]): { ordered: readonly TimedRow[]; disorder: FileProblem | null } {
  const fault = rows.find(({ timeUs }, index) => index > 0 && timeUs <= rows[index - 1]!.timeUs);
  if (!fault) return { ordered: rows, disorder: null };
  const ordered = [...rows]
    .sort((one, other) => one.timeUs - other.timeUs)
    .filter(({ timeUs }, index, sorted) => index === 0 || timeUs !== sorted[index - 1]!.timeUs);
  const message = 'the rows are not in the order of their times';
  return { ordered, disorder: { kind: 'inconsistent', format: 'riometer text', offset: fault.offset, message } };
}

function dayOfSummary(summary: string | null): number | null {
  const day = /\b(\d{4})(\d{2})(\d{2})\b/.exec(summary ?? '');
  return day ? parseTimestampUs(`${day[1]}-${day[2]}-${day[3]} 00:00:00`) : null;
}

function strayRows(offsets: readonly number[]): FileProblem | null {
  if (offsets.length === 0) return null;
  const message = offsets.length === 1 ? 'a row is' : `${offsets.length} rows, this one first, are`;
  return {
    kind: 'inconsistent',
    format: 'riometer text',
    offset: offsets[0]!,
    message: `${message} of another day or of no time of day`,
  };
}

function otherKind(named: string): FileProblem {
  const message = `the name says ${named}, and the rows have the columns of the other kind`;
  return { kind: 'inconsistent', format: 'riometer text', offset: 0, message };
}

/** Identifiers go into links and lists: text of any other form is not one. */
function plainSite(text: string | null): string | null {
  return text !== null && /^[a-z0-9]{2,12}$/.test(text) ? text : null;
}
