/**
 * In how many columns so many squares lie largest in a place.
 *
 * @param width of the place, in pixels
 * @param height of the place, in pixels
 */
export function columnsFor(squares: number, width: number, height: number): number {
  let best = 1;
  let bestSide = 0;
  for (let columns = 1; columns <= squares; columns++) {
    const side = Math.min(width / columns, height / Math.ceil(squares / columns));
    if (side > bestSide) [best, bestSide] = [columns, side];
  }
  return best;
}
