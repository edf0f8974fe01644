import type { ImagerDataset } from '$lib/model/dataset';
import { trexNirCredit } from './credit';
import { minuteStacks, rawCounts } from './packing';

/** TREx near-infrared all-sky imagers: 844.6 nm, one frame of 5 s every 6 s, one file a minute. */
export const trexNir: ImagerDataset = {
  name: 'TREX_NIR_RAW',
  title: 'TREx NIR',
  light: '844.6 nm',
  directory: 'TREx/NIR/stream0',
  listedByService: true,
  fileName: /^\d{8}_\d{4}_[a-z0-9]+_nir-\d+_8446\.pgm(\.gz)?$/, // the same folders hold `_8446_dark` files
  packing: minuteStacks,
  deviceKind: 'nir',
  frame: { width: 256, height: 256 },
  cadenceSec: 6,
  // Mirrored against THEMIS and REGO: as stored it is a map, not a sky.
  orientation: { eastSide: 'right', peerFlip: { rows: true, columns: false } },
  keogramSlice: { kind: 'middle-column' },
  samples: rawCounts,
  // Percentiles 1 / 50 / 98 inside the lens circle at Gillam (2022, quiet): 295 / 420 / 510 counts; background about
  // 300. Published figures of active nights reach 1500–2000.
  display: { countsRange: [300, 1200], colormap: 'gray' },
  altitudeKm: 110,
  searchWords: ['nir', 'near-infrared', 'infrared', '8446', '844.6'],
  instrumentArray: 'trex_nir',
  skymaps: { dataset: 'TREX_NIR_SKYMAP_IDLSAV', directory: 'TREx/NIR/skymaps' },
  calibrations: {
    flatfieldDataset: 'TREX_NIR_CALIBRATION_FLATFIELD_IDLSAV',
    rayleighsDataset: 'TREX_NIR_CALIBRATION_RAYLEIGHS_IDLSAV',
    directory: 'TREx/NIR/calibration',
  },
  credit: trexNirCredit,
  timeKeys: ['image request start', 'exposure start time'],
  verified: true,
};
