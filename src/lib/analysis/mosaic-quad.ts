import type { Coverage } from './mosaic-coverage';

/** Below all rows; what is a billion pixels away is not seen either. */
export const unseen = 2 ** 30;

/** Four corners: numbers handed over to a function would have to be made room for. */
export const quadX = new Float64Array(4);
export const quadY = new Float64Array(4);
/** Where its sides cross a row, rising. */
const crossings = new Float64Array(4);

/**
 * Pixels of the picture whose middles lie between the corners in `quadX` and `quadY`: of each row those between the first
 * and second, third and fourth side that it crosses.
 */
export function fillQuad(
  { left, top, width, pixels }: Coverage,
  firstRow: number,
  endRow: number,
  value: number,
): void {
  for (let row = firstRow; row < endRow; row++) {
    let count = 0;
    for (let from = 0; from < 4; from++) {
      const to = (from + 1) & 3;
      const [ya, yb] = [quadY[from]!, quadY[to]!];
      if (ya <= row === yb <= row) continue;
      const at = ya < yb ? crossing(quadX, quadY, from, to, row) : crossing(quadX, quadY, to, from, row);
      let place = count++;
      for (; place > 0 && crossings[place - 1]! > at; place--) crossings[place] = crossings[place - 1]!;
      crossings[place] = at;
    }
    const start = (row - top) * width - left;
    for (let pair = 0; pair < count; pair += 2) {
      const end = Math.min(left + width, Math.ceil(crossings[pair + 1]!));
      for (let at = Math.max(left, Math.ceil(crossings[pair]!)); at < end; at++) pixels[start + at] = value;
    }
  }
}

/** Where the side between two corners crosses a row, reckoned from the upper one, in whichever of two pixels it is met. */
function crossing(x: Float64Array, y: Float64Array, upper: number, lower: number, row: number): number {
  return x[upper]! + ((row - y[upper]!) * (x[lower]! - x[upper]!)) / (y[lower]! - y[upper]!);
}
