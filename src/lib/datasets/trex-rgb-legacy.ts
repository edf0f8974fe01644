import type { ImagerDataset } from '$lib/model/dataset';
import { trexRgbCredit } from './credit';
import { minuteStacks, rawCounts } from './packing';

/**
 * TREx RGB all-sky imagers in their first years: one channel of 16 bits instead of three colours.
 * The file-listing service does not know this dataset; its directory does.
 */
export const trexRgbLegacy: ImagerDataset = {
  name: 'TREX_RGB_RAW_LEGACY', // the archive has no name for it; this one follows its other names
  title: 'TREx RGB (legacy)',
  light: 'white light',
  directory: 'TREx/RGB/unstable/stream0',
  listedByService: false,
  fileName: /^\d{8}_\d{4}_[a-z0-9]+_rgb-\d+_full\.pgm(\.gz)?$/,
  packing: minuteStacks,
  deviceKind: 'rgb',
  frame: { width: 553, height: 480 },
  cadenceSec: 3,
  // As the colour files of the same cameras have it.
  orientation: { eastSide: 'right', peerFlip: { rows: true, columns: false } },
  keogramSlice: { kind: 'middle-column' },
  samples: rawCounts,
  // No file was at hand. The colour files are drawn with 10–110 of 8 bits: the same in 16 bits.
  display: { countsRange: [2560, 28_160], colormap: 'gray' },
  altitudeKm: 110,
  searchWords: ['rgb', 'legacy'],
  instrumentArray: 'trex_rgb',
  skymaps: { dataset: 'TREX_RGB_SKYMAP_IDLSAV', directory: 'TREx/RGB/skymaps' },
  calibrations: null,
  credit: trexRgbCredit,
  timeKeys: ['image_request_start_timestamp', 'image request start'],
  verified: false,
};
