import { middleColumn } from '$lib/analysis/keogram';
import { datasetByName } from '$lib/datasets/catalogue';
import type { Camera } from './plan';

/** The column of pixels of which a camera's keogram is made, by its index. */
export function keogramColumn({ dataset, width }: Pick<Camera, 'dataset' | 'width'>): number {
  return middleColumn(width, datasetByName(dataset)!.orientation);
}
