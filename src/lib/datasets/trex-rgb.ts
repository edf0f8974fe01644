import type { ImagerDataset } from '$lib/model/dataset';
import { colourImager } from './colour-imager';
import { trexRgbCredit } from './credit';

/** TREx RGB all-sky imagers: colour, one frame every 3 s, one HDF5 file a minute. */
export const trexRgb: ImagerDataset = {
  ...colourImager,
  name: 'TREX_RGB_RAW_NOMINAL',
  title: 'TREx RGB',
  directory: 'TREx/RGB/stream0',
  fileName: /^\d{8}_\d{4}_[a-z0-9]+_rgb-\d+_full\.h5$/,
  deviceKind: 'rgb',
  frame: { width: 553, height: 480 },
  // As in the colour pictures of the same cameras, of which stars were seen.
  orientation: { eastSide: 'right', peerFlip: { rows: true, columns: false } },
  searchWords: ['rgb', 'trex-rgb', 'colour', 'color'],
  instrumentArray: 'trex_rgb',
  skymaps: { dataset: 'TREX_RGB_SKYMAP_IDLSAV', directory: 'TREx/RGB/skymaps' },
  credit: trexRgbCredit,
  timeKeys: ['image_request_start_timestamp', 'image_request_start'],
  verified: false,
};

/** Bursts of the same cameras: about three frames a second, PNG in one tar a minute. */
export const trexRgbBurst: ImagerDataset = {
  ...trexRgb,
  name: 'TREX_RGB_RAW_BURST',
  title: 'TREx RGB burst',
  light: 'colour, 3 frames a second',
  directory: 'TREx/RGB/stream0.burst',
  fileName:
    /^\d{8}_\d{4}(_[a-z0-9]+_rgb-\d+_(burst|mode-b\d_raw)\.png\.tar|\d{2}_\d+_[a-z0-9]+_rgb-\d+_(\d+ms_)?(burst|mode-b\d_raw)\.png)$/,
  // A minute unpacks to 140 MB.
  packing: { container: 'png', fileSpanSec: 60, hourFolders: true, framesTogether: 12 },
  // 160–167 frames a minute.
  cadenceSec: 0.375,
  searchWords: ['burst'],
  // A single frame was seen, no tar of them.
  verified: false,
};

/** The same cameras in their first years, in colour: 20 frames a minute, PNG in a tar or loose. */
export const trexRgbLegacyColour: ImagerDataset = {
  ...trexRgb,
  name: 'TREX_RGB_RAW_LEGACY_COLOUR', // the archive has no name for it; this one follows its other names
  title: 'TREx RGB (legacy, colour)',
  directory: 'TREx/RGB/unstable/stream0.colour',
  listedByService: false,
  fileName: /^\d{8}_\d{4}(_[a-z0-9]+_rgb-\d+_full\.png\.tar|\d{2}_\d+_[a-z0-9]+_rgb-\d+_(\d+ms_)?full\.png)$/,
  packing: { container: 'png', fileSpanSec: 60, hourFolders: true, framesTogether: null },
  searchWords: ['rgb-legacy-colour'],
  verified: false,
};
