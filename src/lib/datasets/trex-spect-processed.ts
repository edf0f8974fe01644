import type { ImagerDataset } from '$lib/model/dataset';
import { trexSpectrographCredit } from './credit';

/**
 * Spectra of the TREx spectrographs as the publishers calibrated them: Rayleighs per nm, one every 15 s, one HDF5 file
 * an hour.
 */
export const trexSpectProcessed: ImagerDataset = {
  name: 'TREX_SPECT_PROCESSED_V1',
  title: 'TREx Spectrograph, calibrated',
  light: '385–801 nm',
  directory: 'TREx/spectrograph/l1/processed',
  listedByService: true,
  fileName: /^\d{8}_\d{2}_[a-z0-9]+_spect-\d+_cal_v\d+\.h5$/,
  // An hour unpacks to 252 MB.
  packing: { container: 'spectra', fileSpanSec: 3600, hourFolders: false, framesTogether: 8 },
  deviceKind: 'spect',
  frame: { width: 256, height: 1024 },
  cadenceSec: 15,
  orientation: { eastSide: 'none', peerFlip: { rows: false, columns: false } },
  // The green line as the publishers' own tool integrates it.
  keogramSlice: { kind: 'emission-band', signalNm: [555.5, 558.5], backgroundNm: [550.5, 553.5] },
  samples: { channels: 1, most: 65_535, unit: 'R/nm', keogramUnit: 'R' },
  // No real file was at hand: the green line of a quiet sky has some hundred Rayleighs, a bright arc ten thousand.
  display: { countsRange: [0, 3000], colormap: 'greens' },
  altitudeKm: null,
  searchWords: ['processed', 'calibrated'],
  instrumentArray: 'trex_spectrograph',
  skymaps: { dataset: 'TREX_SPECT_SKYMAP_IDLSAV', directory: 'TREx/spectrograph/skymaps' },
  calibrations: null,
  credit: trexSpectrographCredit,
  timeKeys: [],
  verified: false,
};
