import type { ImagerDataset } from '$lib/model/dataset';
import { colourCounts } from './packing';

/** What the all-sky imagers in colour have in common: one frame every 3 s, one HDF5 file a minute. */
export const colourImager = {
  light: 'colour',
  listedByService: true,
  packing: { container: 'hdf5', fileSpanSec: 60, hourFolders: true, framesTogether: null },
  cadenceSec: 3,
  keogramSlice: { kind: 'middle-column' },
  samples: colourCounts,
  // The publishers of TREx RGB draw them from 10 to 110.
  display: { countsRange: [10, 110], colormap: 'gray' },
  altitudeKm: 110,
  calibrations: null,
} as const satisfies Partial<ImagerDataset>;
