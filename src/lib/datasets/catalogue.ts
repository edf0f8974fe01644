import type { ImagerDataset } from '$lib/model/dataset';
import { rainbow } from './rainbow';
import { rego } from './rego';
import { themisAsi } from './themis-asi';
import { trexBlue } from './trex-blue';
import { trexNir } from './trex-nir';
import { trexRgbLegacy } from './trex-rgb-legacy';
import { trexSpectrograph } from './trex-spectrograph';

/** Every imager whose raw files this app reads, in the order in which people are shown them. */
export const imagerDatasets: readonly ImagerDataset[] = [
  themisAsi,
  rego,
  trexNir,
  trexBlue,
  trexSpectrograph,
  trexRgbLegacy,
  rainbow,
];

/** @param name as the archive spells it: `THEMIS_ASI_RAW` */
export function datasetByName(name: string): ImagerDataset | null {
  return imagerDatasets.find((dataset) => dataset.name === name) ?? null;
}
