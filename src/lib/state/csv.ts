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
  // What a cell has without quotes, or after them; then what ends it.
  const rest = new RegExp(`([^${separator}\\r\\n]*)(${separator}|\\r\\n?|\\n|$)`, 'y');
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let [line, beganAt] = [1, 1];
  for (let at = 0; at <= body.length;) {
    // No expression can take this: one cell may be as long as the file, and as full of quotes.
    const quotesEnd = body[at] === '"' ? endOfQuotes(body, at + 1) : null;
    const inQuotes = quotesEnd === null ? '' : body.slice(at + 1, quotesEnd).replaceAll('""', '"');
    rest.lastIndex = quotesEnd === null ? at : Math.min(body.length, quotesEnd + 1);
    const [, bare = '', end = ''] = rest.exec(body) ?? [];
    cells.push(inQuotes + bare);
    line += body.slice(at, rest.lastIndex).match(/\r\n?|\n/g)?.length ?? 0;
    at = rest.lastIndex;
    if (end === separator) continue;
    if (cells.some((each) => each.trim() !== '')) rows.push({ cells: cells.map(unguarded), line: beganAt });
    cells = [];
    beganAt = line;
    if (end === '') break;
  }
  return rows;
}

/** Where the quote stands that ends a cell: one that is not doubled; the end of the text where there is none. */
function endOfQuotes(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? text.length : at;
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
