import type { WallRow } from '$lib/model/wall';

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
