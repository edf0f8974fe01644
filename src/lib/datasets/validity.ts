/** A file that holds from a day on, until the next one does. */
export interface ValidFrom {
  readonly startUs: number;
  /** Orders files of one day: `v01` before `v02` before `vXX`. */
  readonly version: string;
}

/**
 * The file for an instant, as the archive's own library finds it: the latest start not after it, of several the highest
 * version; last days of validity are ignored. For an instant before all of them the first one, by rule `first`.
 *
 * @param files in any order
 * @returns null only when there are none
 */
export function chooseValid<T extends ValidFrom>(
  files: readonly T[],
  timeUs: number,
): { readonly chosen: T; readonly rule: 'valid' | 'first' } | null {
  const rising = files.toSorted((a, b) => a.startUs - b.startUs || compareText(a.version, b.version));
  const valid = rising.findLast((file) => file.startUs <= timeUs);
  if (valid) return { chosen: valid, rule: 'valid' };
  const [first] = rising;
  return first ? { chosen: first, rule: 'first' } : null;
}

/** Start of a day written `YYYYMMDD`; null where the calendar has no such day. */
export function parseDay(text: string): number | null {
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)].map(Number) as [
    number,
    number,
    number,
  ];
  const date = new Date(Date.UTC(year, month - 1, day));
  // 30 February rolls over into March.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() * 1000 : null;
}

/** The file's name in an address or path, with `%2B` read as `+`. */
export function baseName(nameOrUrl: string): string {
  const last = nameOrUrl
    .replace(/[?#].*$/, '')
    .split(/[/\\]/)
    .at(-1)!; // split gives at least one piece
  try {
    return decodeURIComponent(last);
  } catch {
    return last; // a stray % belongs to the name
  }
}

/** By character codes, not by anybody's language. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
