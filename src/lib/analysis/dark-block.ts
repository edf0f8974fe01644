import type { Orientation } from '$lib/model/dataset';
import type { Skymap } from '$lib/model/skymap';

/** A block of pixels in a corner of the picture, rows and columns as stored, where no light falls. */
export interface DarkBlock {
  /** Its first pixel. */
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
  /** True where a skymap says that all of it lies outside the lens; false where that is only usual. */
  readonly proven: boolean;
}

interface Size {
  readonly height: number;
  readonly width: number;
}

/** Pixels a side, as the publishers take. */
const side = 5;

/**
 * Where a frame's dark level is measured: the corner the publishers take, or, where the skymap shows sky in it (a
 * camera that was turned or moved), the next corner without. A skymap of another size than the frames tells nothing.
 *
 * @returns null where all four corners see sky
 */
export function chooseDarkBlock(frame: Size, orientation: Orientation, skymap: Skymap | null): DarkBlock | null {
  const usual = peerDarkBlock(frame, orientation);
  if (skymap?.height !== frame.height || skymap.width !== frame.width) return usual;
  const [otherRow, otherColumn] = [frame.height - usual.height - usual.row, frame.width - usual.width - usual.column];
  const corners = [usual, { ...usual, column: otherColumn }, { ...usual, row: otherRow }];
  const dark = [...corners, { ...usual, row: otherRow, column: otherColumn }].find((block) => !seesSky(skymap, block));
  return dark ? { ...dark, proven: true } : null;
}

/** The block of PyAuroraX, `[0:5, 0:5]` after its flips, which nobody has looked at: see `calibrateAsPyAuroraX`. */
export function peerDarkBlock({ height, width }: Size, { peerFlip }: Orientation): DarkBlock {
  const [rows, columns] = [Math.min(side, height), Math.min(side, width)];
  return {
    row: peerFlip.rows ? height - rows : 0,
    column: peerFlip.columns ? width - columns : 0,
    height: rows,
    width: columns,
    proven: false,
  };
}

function seesSky({ elevationDeg, width }: Skymap, block: DarkBlock): boolean {
  for (let row = block.row; row < block.row + block.height; row++) {
    const first = row * width + block.column;
    if (elevationDeg.subarray(first, first + block.width).some((elevation) => !Number.isNaN(elevation))) return true;
  }
  return false;
}
