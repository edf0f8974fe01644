import { dayUs, formatDate } from '$lib/datasets/utc';
import type { WallBreaks, WallGap, WallLook, WallRow } from '$lib/model/wall';

/** Neighbouring rows are neighbouring nights as far as anybody knows, and one group. */
export const noBreaks: WallBreaks = { gaps: new Map(), isSure: true, groups: new Set() };

/**
 * Where nights are missing between rows, and where groups begin. By site the nights of each site are told, by date only
 * dates without any row: which sites lack a row is seen there.
 *
 * @param rows in the order of that grouping
 * @param missing what is known of the nights between them; null: nothing yet, or that they were left out
 */
export function breaksOf(
  rows: readonly WallRow[],
  groupedBy: WallLook['groupedBy'],
  missing: 'sure' | 'unsure' | null,
): WallBreaks {
  const gaps = new Map<number, WallGap>();
  const groups = new Set<number>();
  for (let at = 1; at < rows.length; at++) {
    const [before, row] = [rows[at - 1]!, rows[at]!];
    const isOtherSite = row.camera.name !== before.camera.name;
    if (groupedBy === 'date' ? row.dateUs !== before.dateUs : isOtherSite) groups.add(at);
    if (missing && (groupedBy === 'date' || !isOtherSite)) {
      const gap = between(before.dateUs, row.dateUs);
      if (gap) gaps.set(at, gap);
    }
  }
  // Lines above and below every row would tell nothing.
  return { gaps, isSure: missing !== 'unsure', groups: groups.size === rows.length - 1 ? noBreaks.groups : groups };
}

/** `2020-01-03…05` */
export function gapDates({ firstUs, lastUs }: Pick<WallGap, 'firstUs' | 'lastUs'>): string {
  const [first, last] = [formatDate(firstUs), formatDate(lastUs)];
  if (first === last) return first;
  const same = first.slice(0, 8) === last.slice(0, 8) ? 8 : first.slice(0, 5) === last.slice(0, 5) ? 5 : 0;
  return `${first}…${last.slice(same)}`;
}

function between(oneUs: number, otherUs: number): WallGap | null {
  const nights = Math.round(Math.abs(otherUs - oneUs) / dayUs) - 1;
  if (nights < 1) return null;
  return { firstUs: Math.min(oneUs, otherUs) + dayUs, lastUs: Math.max(oneUs, otherUs) - dayUs, nights };
}
