import type { ImagerDataset } from '$lib/model/dataset';
import { rainbow } from './rainbow';
import { rego } from './rego';
import { smileAsi } from './smile-asi';
import { themisAsi } from './themis-asi';
import { trexBlue } from './trex-blue';
import { trexNir } from './trex-nir';
import { trexRgb, trexRgbBurst, trexRgbLegacyColour } from './trex-rgb';
import { trexRgbLegacy } from './trex-rgb-legacy';
import { trexSpectProcessed } from './trex-spect-processed';
import { trexSpectrograph } from './trex-spectrograph';

/** Every imager whose raw files this app reads, in the order in which people are shown them. */
export const imagerDatasets: readonly ImagerDataset[] = [
  themisAsi,
  rego,
  trexRgb,
  trexNir,
  trexBlue,
  trexSpectrograph,
  trexSpectProcessed,
  smileAsi,
  trexRgbBurst,
  trexRgbLegacy,
  trexRgbLegacyColour,
  rainbow,
];

/** @param name as the archive spells it: `THEMIS_ASI_RAW` */
export function datasetByName(name: string): ImagerDataset | null {
  return imagerDatasets.find((dataset) => dataset.name === name) ?? null;
}
