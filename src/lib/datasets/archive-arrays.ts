import type { Credit } from '$lib/model/dataset';
import {
  hyperSpectralRiometerCredit,
  rainbowCredit,
  regoCredit,
  riometerCredit,
  smileCredit,
  themisCredit,
  trexBlueCredit,
  trexNirCredit,
  trexRgbCredit,
  trexSpectrographCredit,
} from './credit';

/** What the datasets of one array have in common. */
export interface ArchiveArray {
  /** What their names begin with, without the underscore: `THEMIS_ASI`. */
  readonly prefix: string;
  /** As people write it: `THEMIS ASI`. */
  readonly title: string;
  /** What their descriptions begin with. */
  readonly about: string;
  /** The observatory list of the array, as the service spells it. */
  readonly instrumentArray: string;
  /** Folder that their folders are in, below the archive root. */
  readonly directory: string;
  readonly credit: Credit;
  /** DOIs that go before that of the array. */
  readonly moreDois?: readonly string[];
}

export const themis: ArchiveArray = {
  prefix: 'THEMIS_ASI',
  title: 'THEMIS ASI',
  about: 'THEMIS All Sky Imagers',
  instrumentArray: 'themis_asi',
  directory: 'THEMIS/asi',
  credit: themisCredit,
};

export const rego: ArchiveArray = {
  prefix: 'REGO',
  title: 'REGO',
  about: 'REGO All Sky Imagers',
  instrumentArray: 'rego',
  directory: 'GO-Canada/REGO',
  credit: regoCredit,
};

export const nir: ArchiveArray = {
  prefix: 'TREX_NIR',
  title: 'TREx NIR',
  about: 'TREx NIR All Sky Imagers',
  instrumentArray: 'trex_nir',
  directory: 'TREx/NIR',
  credit: trexNirCredit,
};

export const blue: ArchiveArray = {
  prefix: 'TREX_BLUE',
  title: 'TREx Blueline',
  about: 'TREx Blueline All Sky Imagers',
  instrumentArray: 'trex_blue',
  directory: 'TREx/blueline',
  credit: trexBlueCredit,
};

export const rgb: ArchiveArray = {
  prefix: 'TREX_RGB',
  title: 'TREx RGB',
  about: 'TREx RGB All Sky Imagers',
  instrumentArray: 'trex_rgb',
  directory: 'TREx/RGB',
  credit: trexRgbCredit,
};

/** The green line alone, derived from the colour pictures of the same cameras. */
export const rgbGreenLine: ArchiveArray = {
  ...rgb,
  prefix: 'TREX_RGB5577',
  about: 'TREx RGB All Sky Imager',
  moreDois: ['10.26464/epp2023063'],
};

export const spectrograph: ArchiveArray = {
  prefix: 'TREX_SPECT',
  title: 'TREx Spectrograph',
  about: 'TREx Spectrograph',
  instrumentArray: 'trex_spectrograph',
  directory: 'TREx/spectrograph',
  credit: trexSpectrographCredit,
};

export const smile: ArchiveArray = {
  prefix: 'SMILE_ASI',
  title: 'SMILE ASI',
  about: 'SMILE All Sky Imagers',
  instrumentArray: 'smile_asi',
  directory: 'SMILE/asi/l0',
  credit: smileCredit,
};

export const riometers: ArchiveArray = {
  prefix: 'NORSTAR_RIOMETER',
  title: 'NORSTAR riometers',
  about: 'NORSTAR Single Frequency Riometers',
  instrumentArray: 'norstar_riometer',
  directory: 'GO-Canada/GO-Rio',
  credit: riometerCredit,
};

export const hyperSpectralRiometers: ArchiveArray = {
  prefix: 'SWAN_HSR',
  title: 'SWAN HSR',
  about: 'SWAN Hyper Spectral Riometer (HSR)',
  instrumentArray: 'swan_hsr',
  directory: 'SWAN/hsr/l0/multi_freq',
  credit: hyperSpectralRiometerCredit,
};

export const rainbow: ArchiveArray = {
  prefix: 'RAINBOW',
  title: 'Rainbow',
  about: 'Rainbow colour All Sky Imagers',
  instrumentArray: 'rainbow',
  directory: 'GO-Canada/AGO',
  credit: rainbowCredit,
};

/** In the order in which people are shown them. */
export const archiveArrays: readonly ArchiveArray[] = [
  ...[themis, rego, rgb, nir, blue, rgbGreenLine, spectrograph, smile, riometers, hyperSpectralRiometers, rainbow],
];

/** The array that a dataset belongs to by its name, be the dataset known here or not; null for a strange name. */
export function arrayOfDataset(name: string): ArchiveArray | null {
  return archiveArrays.find(({ prefix }) => name.startsWith(`${prefix}_`)) ?? null;
}
