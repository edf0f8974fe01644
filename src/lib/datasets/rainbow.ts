import type { ImagerDataset } from '$lib/model/dataset';
import { rainbowCredit } from './credit';
import { minuteStacks, rawCounts } from './packing';

/**
 * Rainbow, the NORSTAR colour imagers: one frame of 5 s every 6 s, one file a minute. Pixels are those of the chip
 * under its mosaic of colour filters: neighbours see different colours, so fine stripes in a picture are not aurora.
 * Neither the file-listing service nor PyAuroraX knows this dataset.
 */
export const rainbow: ImagerDataset = {
  name: 'RAINBOW_RAW', // the archive has no name for it; this one follows its other names
  title: 'Rainbow',
  light: 'colour mosaic',
  directory: 'GO-Canada/AGO/stream0',
  listedByService: false,
  fileName: /^\d{8}_\d{4}_[a-z0-9]+_rainbow-\d+_full\.pgm(\.gz)?$/,
  packing: minuteStacks,
  deviceKind: 'rainbow',
  frame: { width: 512, height: 256 },
  cadenceSec: 6,
  // No skymap and no other reader says how it lies; unflipped, as nobody flips it.
  orientation: { eastSide: 'unknown', peerFlip: { rows: false, columns: false } },
  keogramSlice: { kind: 'middle-column' },
  samples: rawCounts,
  // Percentiles 1 / 50 / 98 inside the lens circle at Rabbit Lake (2013, quiet): 1880 / 2100 / 2480 counts; background
  // about 1800.
  display: { countsRange: [1800, 4000], colormap: 'gray' },
  altitudeKm: 110,
  searchWords: ['rainbow', 'norstar', 'ago'],
  instrumentArray: 'rainbow', // of the app's own table; the service has no list of these sites
  skymaps: null,
  calibrations: null,
  credit: rainbowCredit,
  timeKeys: ['image request start', 'exposure start time'],
  verified: true,
};
