/* Comma-separated values after RFC 4180, of a kind that no spreadsheet reckons with. */

/** A cell that begins like a formula would be reckoned by a spreadsheet: an apostrophe keeps it text. */
const likeFormula = /^'*[=+\-@\t\r]/;

export function csvLine(cells: readonly string[]): string {
  return cells.map(quoted).join(',');
}

function quoted(cell: string): string {
  const plain = likeFormula.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export interface CsvRow {
  readonly cells: readonly string[];
  /** Line of the file on which it begins, counted from 1. */
  readonly line: number;
}

/**
 * Rows of a table, of any program: with commas, or with the semicolons or tabs that the first line has more of; a mark
 * of the encoding and apostrophes before what looks like a formula are taken off. A quote that never ends reaches to the
 * end of the file. Empty lines are no rows.
 */
export function parseCsv(text: string): CsvRow[] {
  const body = text.replace(/^\ufeff/, '');
  const separator = separatorOf(body);
  // A cell in quotes, or one without; then what ends it.
  const cell = new RegExp(
    `(?:"((?:[^"]|"")*)(?:"|$)([^${separator}\\r\\n]*)|([^${separator}\\r\\n]*))(${separator}|\\r\\n?|\\n|$)`,
    'y',
  );
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let [line, beganAt] = [1, 1];
  while (cell.lastIndex <= body.length) {
    const match = cell.exec(body);
    if (!match) break;
    const [all, inQuotes, after = '', bare = '', end = ''] = match;
    cells.push(inQuotes === undefined ? bare : inQuotes.replaceAll('""', '"') + after);
    line += all.match(/\r\n?|\n/g)?.length ?? 0;
    if (end === separator) continue;
    if (cells.some((each) => each.trim() !== '')) rows.push({ cells: cells.map(unguarded), line: beganAt });
    cells = [];
    beganAt = line;
    if (end === '') break;
  }
  return rows;
}

function unguarded(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

function separatorOf(text: string): ',' | ';' | '\t' {
  const head = text
    .slice(0, 4000)
    .split(/[\r\n]/, 1)[0]!
    .replace(/"[^"]*"/g, '');
  const countOf = (mark: string) => head.split(mark).length - 1;
  const [commas, semicolons, tabs] = [countOf(','), countOf(';'), countOf('\t')];
  if (semicolons > commas && semicolons >= tabs) return ';';
  return tabs > commas ? '\t' : ',';
}
