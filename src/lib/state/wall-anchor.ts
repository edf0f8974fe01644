import type { WallRow } from '$lib/model/wall';
import type { WallLayout } from './wall-layout';

/** A row that hung before and hangs now, and its places. */
export interface KeptPlace {
  readonly before: number;
  readonly now: number;
}

/**
 * By what row to tell where one was when others hang now: that row, else the nearest below that is still there, else the
 * nearest above.
 *
 * @param at place of the row, before
 * @returns null where none is left of those that hung
 */
export function keptPlace(before: readonly WallRow[], now: readonly WallRow[], at: number): KeptPlace | null {
  const places = new Map(now.map(({ key }, place) => [key, place]));
  for (const step of [1, -1])
    for (let place = step > 0 ? at : at - 1; place >= 0 && place < before.length; place += step) {
      const found = places.get(before[place]!.key);
      if (found !== undefined) return { before: place, now: found };
    }
  return null;
}

/** What hangs, and where. */
export interface Hanging {
  readonly rows: readonly WallRow[];
  readonly layout: WallLayout;
}

/**
 * How far to scroll, in pixels, so that what was uppermost stays there when rows come or go, lines appear between them,
 * or they grow. The top of the wall stays the top.
 *
 * @param top how far it was scrolled before
 */
export function keptScroll(before: Hanging, now: Hanging, top: number): number {
  if (top <= 0) return top;
  const kept = keptPlace(before.rows, now.rows, before.layout.rowAt(top));
  if (!kept) return top;
  const growth = now.layout.rowHeight / before.layout.rowHeight;
  return now.layout.topOf(kept.now) + (top - before.layout.topOf(kept.before)) * growth;
}
