import type { MosaicSource, MosaicTable } from '$lib/model/mosaic';
import { pixelOf, sourceOf } from './mosaic-table';

/** One of the cameras that see a place. */
export interface MosaicPick {
  readonly source: MosaicSource;
  /** Place of the source in the table's list. */
  readonly index: number;
  /** Pixel of its pictures, as stored. */
  readonly row: number;
  readonly column: number;
  /** Of the pixel's middle; null of grids. */
  readonly elevationDeg: number | null;
}

/**
 * All cameras that see what a pixel of the picture shows, in the order of the overlap rule; none outside the picture.
 *
 * @param x column of the picture, fractions allowed: 0 is its left edge
 * @param y row of the picture
 */
export function pickMosaic(
  { width, height, sources, offsets, entries, elevationDeg }: MosaicTable,
  x: number,
  y: number,
): MosaicPick[] {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (!(column >= 0 && column < width && row >= 0 && row < height)) return [];
  const at = row * width + column;
  const picks: MosaicPick[] = [];
  for (let place = offsets[at]!; place < offsets[at + 1]!; place++) {
    const entry = entries[place]!;
    const [index, pixel] = [sourceOf(entry), pixelOf(entry)];
    const source = sources[index]!;
    const elevation = elevationDeg[place]!;
    picks.push({
      source,
      index,
      row: Math.floor(pixel / source.width),
      column: pixel % source.width,
      elevationDeg: Number.isFinite(elevation) ? elevation : null,
    });
  }
  return picks;
}
