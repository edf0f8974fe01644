import type { CurveDataset } from '$lib/model/curve';
import type { ImagerDataset } from '$lib/model/dataset';
import { datasetByName, imagerDatasets } from './catalogue';
import { curveDatasetByName, curveDatasets } from './curve-catalogue';

/** Whatever can be a track of an event: cameras first, then what measures curves. */
export const trackDatasets: readonly (ImagerDataset | CurveDataset)[] = [...imagerDatasets, ...curveDatasets];

/** @param name as the archive spells it */
export function trackDatasetByName(name: string): ImagerDataset | CurveDataset | null {
  return datasetByName(name) ?? curveDatasetByName(name);
}

/** What it sees or measures, for labels: `white light`, `30 MHz, raw signal`. */
export function subjectOf(dataset: ImagerDataset | CurveDataset): string {
  return 'light' in dataset ? dataset.light : dataset.measures;
}
