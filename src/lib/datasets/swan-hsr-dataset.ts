import type { CurveDataset } from '$lib/model/curve';
import { hsrCredit } from './curve-credit';

/** SWAN hyper-spectral riometers: power in eleven bands, 20 to 40 MHz, every second. *Not verified on real files.* */
export const swanHsr: CurveDataset = {
  name: 'SWAN_HSR_K0_H5',
  title: 'SWAN HSR',
  measures: '20–40 MHz, raw power',
  directory: 'SWAN/hsr/l0/multi_freq/h5',
  fileName: /^\d{8}_[a-z0-9]{2,12}-hsr_k0_v\d+\.h5$/,
  format: 'hdf5',
  cadenceSec: 1,
  firstShown: ['20.00 MHz', '30.00 MHz', '40.00 MHz'], // eleven at once hide each other
  searchWords: ['hsr', 'swan', 'riometer', 'hyper-spectral'],
  instrumentArray: 'swan_hsr',
  credit: hsrCredit,
  verified: false,
};
