/**
 * A picture with fewer rows: each the mean of those that it stands for, however many and whatever parts of them. Columns
 * stay as they are, since each is an instant; a browser that makes a picture smaller mixes neighbours.
 *
 * @param rgba shape [height][width][4], 0…255; columns are see-through as a whole or not at all
 * @param rows no more than height
 * @returns shape [rows][width][4]
 */
export function lowerRows(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  rows: number,
): Uint8ClampedArray<ArrayBuffer> {
  const lowered = new Uint8ClampedArray(4 * width * rows);
  const sums = new Float64Array(4 * width);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    const [from, to] = [(row * height) / rows, ((row + 1) * height) / rows];
    for (let source = Math.floor(from); source < Math.min(height, Math.ceil(to)); source++) {
      const share = Math.min(to, source + 1) - Math.max(from, source);
      const at = 4 * width * source;
      for (let value = 0; value < 4 * width; value++) sums[value]! += share * rgba[at + value]!;
    }
    for (let value = 0; value < 4 * width; value++) lowered[4 * width * row + value] = sums[value]! / (to - from);
  }
  return lowered;
}
