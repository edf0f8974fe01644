/** One line of the bench's table. */
export type BenchRow = MeasuredRow | SkippedRow;

interface Named {
  /** `hour of THEMIS to keogram columns` */
  readonly what: string;
  /** `Chromium`, `Firefox`, `Node` */
  readonly where: string;
}

export interface MeasuredRow extends Named {
  /** How many times the amount of what it is held against. */
  readonly ratio: number;
  /** What it is held against: `bare inflate`. */
  readonly against: string;
  /** The ratio that must not be exceeded; null where nothing is promised. */
  readonly most: number | null;
  /** The measured amounts, ours first, for people: `634 ms : 601 ms`. */
  readonly amounts: string;
}

export interface SkippedRow extends Named {
  /** Why there is no figure, in a few words. */
  readonly skipped: string;
}

/** Rows that are measured together; `npm run bench -- --only <name>` runs one group. */
export interface BenchGroup {
  readonly name: string;
  run(): Promise<BenchRow[]>;
}

export function isMeasured(row: BenchRow): row is MeasuredRow {
  return 'ratio' in row;
}

export function exceeds(row: BenchRow): boolean {
  return isMeasured(row) && row.most !== null && !(row.ratio <= row.most);
}

/** The rows as a table of plain text, ratios first. */
export function tableOf(rows: readonly BenchRow[]): string {
  const head = ['ratio', 'at most', 'what', 'where', 'held against', 'measured'];
  const lines = rows.map((row) =>
    isMeasured(row)
      ? [row.ratio.toFixed(2), mostOf(row), row.what, row.where, row.against, row.amounts]
      : ['–', '–', row.what, row.where, '', `skipped: ${row.skipped}`],
  );
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]!.length)));
  const write = (line: readonly string[]) =>
    line
      .map((cell, column) => (column < 2 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [write(head), ...lines.map(write)].join('\n');
}

function mostOf(row: MeasuredRow): string {
  if (row.most === null) return '–';
  return `${row.most.toFixed(2)}${exceeds(row) ? ' !' : ''}`;
}
