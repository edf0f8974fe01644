import type { HeaderLine } from '$lib/model/frames';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The metadata of a riometer file as keys and values: what stands before the first colon, in lower case with `_` for
 * blanks, is the key. The line with four dashes is the `summary`, the bare `Version 1` the `version`; the site is written
 * in lower case and the processing date as `2018-05-04T01:00:01`. Other lines without a colon are left out, as is
 * everything from the row of dashes on.
 *
 * @param lines as in the file, with `#`
 */
export function readRiometerHeader(lines: readonly string[]): HeaderLine[] {
  const end = lines.findIndex((line) => /^#\s*-{12,}/.test(line));
  return lines.slice(0, end < 0 ? undefined : end).flatMap((line) => readLine(line.slice(1).trim()));
}

function readLine(line: string): HeaderLine[] {
  if (line.includes('----')) return [['summary', line]];
  const version = /^version\s+(\S+)$/i.exec(line);
  if (version) return [['version', version[1]!]];
  const colon = line.indexOf(':');
  if (colon < 1) return [];
  const key = line.slice(0, colon).trim().toLowerCase().replace(/\s+/g, '_');
  const value = line.slice(colon + 1).trim();
  if (key === 'site_unique_id') return [[key, value.toLowerCase()]];
  return [[key, key === 'processing_date' ? (isoDate(value) ?? value) : value]];
}

/** `Fri May  4 01:00:01 2018`; null for other forms. The file does not say of which zone: none is added. */
function isoDate(text: string): string | null {
  const match = /^[a-z]{3} ([a-z]{3}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2}) (\d{4})$/i.exec(text);
  const month = months.indexOf(match?.[1]?.toLowerCase() ?? '');
  if (!match || month < 0) return null;
  return `${match[4]}-${String(month + 1).padStart(2, '0')}-${match[2]!.padStart(2, '0')}T${match[3]}`;
}
