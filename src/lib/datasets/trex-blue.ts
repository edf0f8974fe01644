import type { ImagerDataset } from '$lib/model/dataset';
import { trexBlueCredit } from './credit';
import { minuteStacks, rawCounts } from './packing';

/** TREx Blueline all-sky imagers: 427.8 nm, one frame every 3 s, one file a minute. */
export const trexBlue: ImagerDataset = {
  name: 'TREX_BLUE_RAW',
  title: 'TREx Blueline',
  light: '427.8 nm',
  directory: 'TREx/blueline/stream0',
  listedByService: true,
  fileName: /^\d{8}_\d{4}_[a-z0-9]+_blue-\d+_full\.pgm(\.gz)?$/, // the same folders hold `_dark_full` files
  packing: minuteStacks,
  deviceKind: 'blue',
  frame: { width: 320, height: 270 },
  cadenceSec: 3,
  // The sample files show no stars, and no skymap was at hand: nobody has said yet where east is.
  orientation: { eastSide: 'unknown', peerFlip: { rows: true, columns: false } },
  keogramSlice: { kind: 'middle-column' },
  samples: rawCounts,
  // Percentiles 1 / 50 / 98 inside the lens circle at Gillam (2022, diffuse): 690 / 1455 / 1900 counts; the corners
  // outside it have 400–600. Published figures use 500–5000.
  display: { countsRange: [500, 4000], colormap: 'blues' },
  altitudeKm: 110,
  searchWords: ['blue', 'blueline', '4278', '427.8'],
  instrumentArray: 'trex_blue',
  skymaps: { dataset: 'TREX_BLUE_SKYMAP_IDLSAV', directory: 'TREx/blueline/skymaps' },
  calibrations: {
    flatfieldDataset: 'TREX_BLUE_CALIBRATION_FLATFIELD_IDLSAV',
    rayleighsDataset: 'TREX_BLUE_CALIBRATION_RAYLEIGHS_IDLSAV',
    // By analogy with the other arrays: no file of this one was at hand, nor its folder named anywhere.
    directory: 'TREx/blueline/calibration',
  },
  credit: trexBlueCredit,
  timeKeys: ['image request start', 'exposure start time'],
  verified: true,
};
