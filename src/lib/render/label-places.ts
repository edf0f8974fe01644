/**
 * Where labels stand so that none covers another: as near as can be to where they are wanted, in the same order.
 *
 * @param wanted heights of their middles, in pixels from the upper edge
 * @param size of a label
 * @param height into which they are to fit; where they do not, the lowest stand beyond it
 * @returns in the order of `wanted`
 */
export function labelPlaces(wanted: readonly number[], size: number, height: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  const places = wanted.map(() => 0);
  let free = size / 2;
  for (const index of order) {
    places[index] = Math.max(free, wanted[index]!);
    free = places[index] + size;
  }
  // What went too low is pushed up again, and pushes those above it.
  let floor = Math.max(height, size * wanted.length) - size / 2;
  for (const index of order.toReversed()) {
    places[index] = Math.min(floor, places[index]!);
    floor = places[index] - size;
  }
  return places;
}
