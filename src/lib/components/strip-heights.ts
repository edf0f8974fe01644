/** A strip that takes its equal share is no lower, in CSS pixels: below that a keogram says nothing. */
const lowestSharePx = 44;

/**
 * How high strips are that stand one above the other: those with a height of their own as high as that, the others
 * equal shares of what is left. Together they may be higher than the room, which then scrolls.
 *
 * @param own in CSS pixels; null for an equal share
 * @param roomPx for all of them
 */
export function stripHeights(own: readonly (number | null)[], roomPx: number): number[] {
  const taken = own.reduce<number>((sum, height) => sum + (height ?? 0), 0);
  const sharing = own.filter((height) => height === null).length;
  const share = Math.max(lowestSharePx, Math.floor((roomPx - taken) / Math.max(1, sharing)));
  return own.map((height) => height ?? share);
}
