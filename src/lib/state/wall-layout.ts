import type { WallBreaks } from '$lib/model/wall';

/** Where the rows of a wall hang, in CSS pixels from its upper edge. */
export interface WallLayout {
  readonly rowHeight: number;
  readonly height: number;
  topOf(at: number): number;
  /** What is left free above a row. */
  spaceAbove(at: number): number;
  /** How much above a row a line parts it from another group; 0 for none. High rows have room for it in any case. */
  lineAbove(at: number): number;
  /** The row that is nearest: each place on the wall has one, also between rows. */
  rowAt(y: number): number;
  /** The lower one of the two rows between which a place lies; null within a row. */
  spaceAt(y: number): number | null;
}

/** Rows of this height have a pixel of space below them. */
export const spacedRow = 16;
/** Of missing nights: to be seen among the rows, and no taller however many they are. */
const [gapHeight, lowGapHeight] = [7, 3];
/** Of low rows it would cover a part: they are put apart. */
const lineHeight = 1;

/** @param groupedBySite of low rows only sites are parted, dates are too many */
export function layoutOf(
  count: number,
  rowHeight: number,
  { gaps, groups }: WallBreaks,
  groupedBySite: boolean,
): WallLayout {
  const isLow = rowHeight < spacedRow;
  const tops = new Float64Array(count);
  const spaceAbove = (at: number) => {
    if (gaps.has(at)) return isLow ? lowGapHeight : gapHeight;
    return isLow && groupedBySite && groups.has(at) ? lineHeight : 0;
  };
  const lineAbove = (at: number) =>
    groups.has(at) && (!isLow || (spaceAbove(at) > 0 && !gaps.has(at))) ? lineHeight : 0;
  let height = 0;
  for (let at = 0; at < count; at++) {
    tops[at] = height + spaceAbove(at);
    height = tops[at]! + rowHeight;
  }
  /** The last row that begins there or above; the first row above it all. */
  const begunAt = (y: number) => {
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (tops[middle]! <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const spaceAt = (y: number) => {
    const at = begunAt(y);
    return at + 1 < count && y >= tops[at]! + rowHeight ? at + 1 : null;
  };
  return {
    ...{ rowHeight, height, spaceAbove, lineAbove, spaceAt },
    topOf: (at) => tops[at] ?? height,
    rowAt(y) {
      const below = spaceAt(y);
      if (below === null) return begunAt(y);
      return tops[below]! - y <= spaceAbove(below) / 2 ? below : below - 1;
    },
  };
}
