import type { CurveDataset } from '$lib/model/curve';
import type { ImagerDataset } from '$lib/model/dataset';
import type { GridDataset } from '$lib/model/grid';
import { datasetByName, imagerDatasets } from './catalogue';
import { curveDatasetByName, curveDatasets } from './curve-catalogue';
import { gridDatasetByName } from './grid-catalogue';

/** What stands at a site and can be a track of an event: cameras first, then what measures curves. */
export const trackDatasets: readonly (ImagerDataset | CurveDataset)[] = [...imagerDatasets, ...curveDatasets];

/**
 * Whatever can be a track of an event; merged maps of an array belong to no site.
 *
 * @param name as the archive spells it
 */
export function trackDatasetByName(name: string): ImagerDataset | CurveDataset | GridDataset | null {
  return datasetByName(name) ?? curveDatasetByName(name) ?? gridDatasetByName(name);
}

/** What it sees or measures, for labels: `white light`, `30 MHz, raw signal`. */
export function subjectOf(dataset: ImagerDataset | CurveDataset | GridDataset): string {
  return 'light' in dataset ? dataset.light : dataset.measures;
}
