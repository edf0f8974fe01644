import type { GridFrames } from '$lib/model/grid';
import { createMosaicLook, type MosaicLook } from '$lib/render/mosaic-look';
import type { MosaicFrame } from '$lib/render/mosaic-painter';
import type { GridLook } from '$lib/state/grid-look.svelte';

/** Tables of colours are made once for a scaling, and again only when it changes. */
const looks = new WeakMap<object, MosaicLook>();
/** The whole grid of a track: its room serves frame after frame. */
const rooms = new WeakMap<GridLook, Laid>();

interface Laid {
  readonly frames: GridFrames;
  readonly index: number;
  readonly elevationDeg: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * The merged map at the cursor as the map paints it; null where there is none.
 *
 * @param elevationDeg cells that were seen no higher than this are left out, like the pixels of cameras
 */
export function gridFrameOf(grid: GridLook, elevationDeg: number): MosaicFrame | null {
  const { sight, scaling } = grid;
  if (!sight) return null;
  const { frames, index } = sight;
  const before = rooms.get(grid);
  const isSame = before?.frames === frames && before.index === index && before.elevationDeg === elevationDeg;
  const values = isSame ? before.values : layGrid(frames, index, elevationDeg, before?.values);
  if (!isSame) rooms.set(grid, { frames, index, elevationDeg, values });
  let look = looks.get(scaling);
  if (!look) {
    const { countsRange: valueRange, gamma, colormap } = scaling;
    look = createMosaicLook({ valueRange, gamma, colormap }, { kind: 'values' });
    looks.set(scaling, look);
  }
  return { counts: values, channels: frames.channels, fillValue: null, look };
}

/**
 * A frame over the whole Earth, `[row][column][channel]`, NaN where its cells are empty or were seen too low.
 *
 * @param spare room that is not needed any more: used again where it fits
 */
export function layGrid(
  { height, width, channels, box, values, confidence }: GridFrames,
  index: number,
  elevationDeg: number,
  spare?: Float32Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  const size = height * width * channels;
  const laid = spare?.length === size ? spare : new Float32Array(size);
  laid.fill(NaN);
  const cells = box.height * box.width;
  for (let row = 0, cell = index * cells; row < box.height; row++) {
    for (let column = 0; column < box.width; column++, cell++) {
      // A cell without a rating is taken as it is.
      if (confidence && confidence[cell]! <= elevationDeg) continue;
      const to = ((box.row + row) * width + box.column + column) * channels;
      for (let channel = 0; channel < channels; channel++) laid[to + channel] = values[cell * channels + channel]!;
    }
  }
  return laid;
}
