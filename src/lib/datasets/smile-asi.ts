import type { ImagerDataset } from '$lib/model/dataset';
import { colourImager } from './colour-imager';
import { smileCredit } from './credit';

/**
 * SMILE all-sky imagers: colour, one frame every 3 s, one HDF5 file a minute; where bundling on site failed, a file for
 * each frame instead.
 */
export const smileAsi: ImagerDataset = {
  ...colourImager,
  name: 'SMILE_ASI_RAW',
  title: 'SMILE ASI',
  directory: 'SMILE/asi/l0/raw',
  fileName: /^\d{8}_\d{4}(_[a-z0-9]+_smile-\d+_rgb-full|\d{2}_\d+_[a-z0-9]+_smile-\d+_raw)\.h5$/,
  deviceKind: 'smile',
  frame: { width: 512, height: 512 },
  // Said of the readers; no real file was at hand.
  orientation: { eastSide: 'right', peerFlip: { rows: true, columns: false } },
  searchWords: ['smile'],
  instrumentArray: 'smile_asi',
  skymaps: { dataset: 'SMILE_ASI_SKYMAP_IDLSAV', directory: 'SMILE/asi/l0/skymaps' },
  credit: smileCredit,
  timeKeys: ['image_request_start', 'image_request_start_timestamp'],
  verified: false,
};
