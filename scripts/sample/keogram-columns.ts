import { middleColumn } from '$lib/analysis/keogram';
import { datasetByName } from '$lib/datasets/catalogue';
import { trexRgbLegacy } from '$lib/datasets/trex-rgb-legacy';
import type { Camera } from './plan';

/** The column of pixels of which a camera's keogram is made, by its index. */
export function keogramColumn({ dataset, width }: Pick<Camera, 'dataset' | 'width'>): number {
  // Frames of one camera lie the same way, whatever the format of its files.
  const { orientation } = datasetByName(dataset) ?? trexRgbLegacy;
  return middleColumn(width, orientation);
}
