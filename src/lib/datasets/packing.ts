import type { Packing, Samples } from '$lib/model/dataset';

/** PGM stacks, one a minute: how most cameras of the archive leave their frames. */
export const minuteStacks: Packing = {
  container: 'pgm',
  fileSpanSec: 60,
  hourFolders: true,
  framesTogether: null,
};

/** What a camera's chip counts, in 16 bits. */
export const rawCounts: Samples = { channels: 1, most: 65_535, unit: 'counts', keogramUnit: 'counts' };

/** Red, green and blue of 8 bits each. */
export const colourCounts: Samples = { channels: 3, most: 255, unit: 'counts', keogramUnit: 'counts' };
