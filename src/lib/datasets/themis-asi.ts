import type { ImagerDataset } from '$lib/model/dataset';
import { themisCredit } from './credit';
import { minuteStacks, rawCounts } from './packing';

/** THEMIS all-sky imagers: white light, one frame every 3 s, one file a minute. */
export const themisAsi: ImagerDataset = {
  name: 'THEMIS_ASI_RAW',
  title: 'THEMIS ASI',
  light: 'white light',
  directory: 'THEMIS/asi/stream0',
  listedByService: true,
  // 2004 is packed with bzip2 and has the exposure in its names: listed all the same, so that it shows as a night
  // that cannot be read instead of one that does not exist. The same folders hold hourly `row2` and `wide` files.
  fileName: /^\d{8}_\d{4}_[a-z0-9]+_themis\d+_full(_\d+ms)?\.pgm(\.gz|\.bz2)?$/,
  packing: minuteStacks,
  deviceKind: 'themis',
  frame: { width: 256, height: 256 },
  cadenceSec: 3,
  // As stored, north on top. Found with stars and the skymap of Gakona.
  orientation: { eastSide: 'left', peerFlip: { rows: true, columns: false } },
  keogramSlice: { kind: 'middle-column' },
  samples: rawCounts,
  // Inside the lens circle, percentiles 1 / 50 / 98 are 3650 / 6690 / 9450 counts at Gillam (2014, moonlit haze) and
  // 2460 / 3330 / 7740 at Gakona (2011, quiet). The camera's own background is 2200–3500 of them.
  display: { countsRange: [2500, 10_000], colormap: 'gray' },
  altitudeKm: 110,
  searchWords: ['themis', 'asi', 'thm', 'white'],
  instrumentArray: 'themis_asi',
  skymaps: { dataset: 'THEMIS_ASI_SKYMAP_IDLSAV', directory: 'THEMIS/asi/skymaps' },
  calibrations: null,
  credit: themisCredit,
  // The second key is what the IDL readers fall back to in files of the first years.
  timeKeys: ['image request start', 'exposure start time'],
  verified: true,
};
