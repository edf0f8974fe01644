import type { CurveDataset } from '$lib/model/curve';
import { riometerCredit } from './curve-credit';

const everyRiometer = {
  title: 'NORSTAR riometer',
  directory: 'GO-Canada/GO-Rio/txt',
  format: 'riometer text',
  cadenceSec: 5, // on average: steps of 4 to 6 s occur
  instrumentArray: 'norstar_riometer',
  credit: riometerCredit,
} as const;

/** NORSTAR riometers, the receiver's signal at 30 MHz, one file a day. Names before 2007 have three-letter sites. */
export const norstarRiometerK0: CurveDataset = {
  ...everyRiometer,
  name: 'NORSTAR_RIOMETER_K0_TXT',
  measures: '30 MHz, raw signal',
  fileName: /^(norstar_k0_rio-[a-z]{4}_\d{8}_v\d+|[a-z]{3}_canopus_dcp_rio_\d{8}_v0)\.txt$/,
  firstShown: ['raw signal'],
  searchWords: ['riometer', 'rio', 'norstar', 'k0'],
  verified: true,
};

/** The same with the absorption against the quiet day. *Not verified on real files.* */
export const norstarRiometerK2: CurveDataset = {
  ...everyRiometer,
  name: 'NORSTAR_RIOMETER_K2_TXT',
  measures: '30 MHz, absorption',
  fileName: /^(norstar_k2_rio-[a-z]{4}_\d{8}_v\d+|[a-z]{3}_rio_\d{8}_v1a)\.txt$/,
  firstShown: ['absorption'],
  searchWords: ['riometer', 'rio', 'norstar', 'k2', 'absorption'],
  verified: false,
};
