/**
 * Columns of one of the archive's own keogram pictures that have no data: white from top to bottom. Packing leaves a
 * little noise, so nearly white counts, and a few pixels may differ. Among such columns something may be written, as that
 * the sample event's are synthetic: mostly white ones between two that are white belong to them. (A breakup is mostly
 * white, too, but stands between others.)
 *
 * @param rgba shape [height][width][4], 0…255, first row first
 * @returns for each column whether it is empty
 */
export function emptyColumns(rgba: Uint8ClampedArray, width: number, height: number): readonly boolean[] {
  const others = new Uint32Array(width);
  for (let at = 0, pixel = 0; pixel < width * height; pixel++, at += 4) {
    if (rgba[at]! < white || rgba[at + 1]! < white || rgba[at + 2]! < white) others[pixel % width]!++;
  }
  const empty = Array.from(others, (count) => count <= fewOthers * height);
  for (let from = 1; from < width; from++) {
    if (!empty[from - 1] || empty[from]) continue;
    let to = from;
    while (to < width && !empty[to] && others[to]! <= mostOthers * height) to++;
    if (to < width && empty[to]) empty.fill(true, from, to);
    from = to;
  }
  return empty;
}

const white = 248;
const fewOthers = 0.02;
const mostOthers = 0.5;

/** Makes columns see-through, in place. */
export function clearColumns(rgba: Uint8ClampedArray, columns: readonly boolean[]): void {
  const width = columns.length;
  for (let pixel = 0; pixel * 4 < rgba.length; pixel++) if (columns[pixel % width]) rgba[pixel * 4 + 3] = 0;
}

/**
 * How bright each column is: the mean of its pixels' luma (ITU-R BT.601).
 *
 * @param empty columns without data
 * @returns 0 black to 1 white; NaN where a column has no data
 */
export function columnBrightness(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  empty: readonly boolean[],
): Float32Array<ArrayBuffer> {
  const sums = new Float32Array(width);
  for (let at = 0, pixel = 0; pixel < width * height; pixel++, at += 4) {
    sums[pixel % width]! += 0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!;
  }
  return sums.map((sum, column) => (empty[column] ? NaN : sum / (255 * height)));
}
