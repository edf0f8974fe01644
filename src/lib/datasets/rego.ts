import type { ImagerDataset } from '$lib/model/dataset';
import { regoCredit } from './credit';
import { minuteStacks, rawCounts } from './packing';

/** REGO, the redline all-sky imagers: 630.0 nm, one frame of 2 s every 3 s, one file a minute. */
export const rego: ImagerDataset = {
  name: 'REGO_RAW',
  title: 'REGO',
  light: '630.0 nm',
  directory: 'GO-Canada/REGO/stream0',
  listedByService: true,
  fileName: /^\d{8}_\d{4}_[a-z0-9]+_rego-\d+_6300\.pgm(\.gz)?$/, // the same folders hold `_6300_dark` files
  packing: minuteStacks,
  deviceKind: 'rego',
  frame: { width: 512, height: 512 },
  cadenceSec: 3,
  // The only imager whose columns, too, are reversed by PyAuroraX.
  orientation: { eastSide: 'left', peerFlip: { rows: true, columns: true } },
  keogramSlice: { kind: 'middle-column' },
  samples: rawCounts,
  // Percentiles 1 / 50 / 98 inside the lens circle at Gillam (2016): 288 / 460 / 680–790 counts; background about 280.
  display: { countsRange: [300, 1000], colormap: 'gist_heat' },
  altitudeKm: 230, // the red line is emitted higher than the others
  searchWords: ['rego', 'redline', 'red', '6300', '630.0'],
  instrumentArray: 'rego',
  skymaps: { dataset: 'REGO_SKYMAP_IDLSAV', directory: 'GO-Canada/REGO/skymap' }, // singular, unlike all others
  calibrations: {
    flatfieldDataset: 'REGO_CALIBRATION_FLATFIELD_IDLSAV',
    rayleighsDataset: 'REGO_CALIBRATION_RAYLEIGHS_IDLSAV',
    directory: 'GO-Canada/REGO/calibration',
  },
  credit: regoCredit,
  timeKeys: ['image request start', 'exposure start time'],
  verified: true,
};
