import type { CurveDataset } from '$lib/model/curve';
import { norstarRiometerK0, norstarRiometerK2 } from './norstar-riometer';
import { swanHsr } from './swan-hsr-dataset';

/** Every dataset of curves that this app reads, in the order in which people are shown them. */
export const curveDatasets: readonly CurveDataset[] = [norstarRiometerK0, norstarRiometerK2, swanHsr];

/** @param name as the archive spells it: `NORSTAR_RIOMETER_K0_TXT` */
export function curveDatasetByName(name: string): CurveDataset | null {
  return curveDatasets.find((dataset) => dataset.name === name) ?? null;
}
