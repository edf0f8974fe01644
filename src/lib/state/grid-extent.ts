import type { GridBox, GridFrames } from '$lib/model/grid';

/** Cells of a whole grid, and which part of them has been seen filled. */
export interface GridExtent {
  readonly height: number;
  readonly width: number;
  readonly box: GridBox;
}

/** What every file of the archive has, until one was read that has another size: nothing is filled yet. */
export const usualExtent: GridExtent = { height: 512, width: 1024, box: { row: 0, column: 0, height: 0, width: 0 } };

/** The extent with what a file fills, in whole steps; the same object where it lies within. */
export function grown(extent: GridExtent, { height, width, box }: GridFrames): GridExtent {
  const isSame = height === extent.height && width === extent.width;
  const known = isSame ? extent.box : usualExtent.box;
  if (box.height * box.width === 0) return isSame ? extent : { height, width, box: known };
  const isFirst = known.height === 0;
  const down = (cell: number) => Math.floor(cell / boxStep) * boxStep;
  const up = (cell: number, most: number) => Math.min(most, Math.ceil(cell / boxStep) * boxStep);
  const row = down(isFirst ? box.row : Math.min(known.row, box.row));
  const column = down(isFirst ? box.column : Math.min(known.column, box.column));
  const bottom = up(Math.max(known.row + known.height, box.row + box.height), height);
  const right = up(Math.max(known.column + known.width, box.column + box.width), width);
  const next = { row, column, height: bottom - row, width: right - column };
  const isWithin = isSame && !isFirst && next.height === known.height && next.width === known.width;
  return isWithin && row === known.row && column === known.column ? extent : { height, width, box: next };
}

/** The box grows by so many cells at once, so that sites that come and go do not have the map laid out anew. */
const boxStep = 32;
