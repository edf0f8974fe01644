import type { CountsLut } from './counts-lut';

/** Which way a stored picture is turned for the eye. North stays up; only left and right may change. */
export interface Turn {
  readonly flipColumns: boolean;
  readonly flipRows: boolean;
}

/**
 * How to turn a camera's pictures so that they show the sky as seen from below (east left) or as on a map
 * (east right). Row 0 is the northern edge in every array of the archive.
 */
export function turnFor(eastSide: 'left' | 'right' | 'unknown' | 'none', facing: 'sky' | 'map'): Turn {
  const wanted = facing === 'sky' ? 'left' : 'right';
  return { flipColumns: eastSide !== 'none' && eastSide !== 'unknown' && eastSide !== wanted, flipRows: false };
}

/** A frame, or a small picture of one. */
export interface FramePicture {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** `[row][column][channel]`, as stored. */
  readonly counts: Uint8Array | Uint16Array | Float32Array;
}

/**
 * Paints one frame. Numbers that are no whole counts of 16 bits are rounded and cut to them for their colour; what is not
 * a number stays transparent.
 *
 * @param lut of colour pictures that of grey: each channel takes its own part of the grey that stands for its counts
 * @returns pixels of the same shape, turned
 */
export function paintFrame(picture: FramePicture, lut: CountsLut, turn: Turn): ImageData {
  const { height, width } = picture;
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const paintRow = rowPainter(picture, lut, pixels);
  for (let row = 0; row < height; row++) {
    const target = (turn.flipRows ? height - 1 - row : row) * width;
    if (turn.flipColumns) paintRow(row * width, target + width - 1, -1);
    else paintRow(row * width, target, 1);
  }
  return image;
}

type PaintRow = (source: number, target: number, step: 1 | -1) => void;

/** Small loops of one kind each, so that the engine compiles each for its own kind of numbers. */
function rowPainter({ counts, width, channels }: FramePicture, lut: CountsLut, pixels: Uint32Array): PaintRow {
  if (channels === 3)
    return (source, target, step) => {
      for (let from = 3 * source, to = target, left = width; left > 0; left--, from += 3, to += step)
        pixels[to] = mixed(lut, counts[from]!, counts[from + 1]!, counts[from + 2]!);
    };
  if (counts instanceof Float32Array)
    return (source, target, step) => {
      for (let from = source, to = target, left = width; left > 0; left--, from++, to += step) {
        const value = counts[from]!;
        pixels[to] = value === value ? lut[Math.max(0, Math.min(65_535, Math.round(value)))]! : 0;
      }
    };
  return (source, target, step) => {
    for (let from = source, to = target, left = width; left > 0; left--, from++, to += step)
      pixels[to] = lut[counts[from]!]!;
  };
}

/** The pixel of three channels: canvas image data has red in the lowest byte, then green, blue and opacity. */
export function mixed(lut: CountsLut, red: number, green: number, blue: number): number {
  return ((lut[red]! & 0xff) | (lut[green]! & 0xff00) | (lut[blue]! & 0xff0000) | 0xff000000) >>> 0;
}

/** The stored pixel under a place in the turned picture, both as fractions of a pixel from the upper left corner. */
export function unturn(
  place: { readonly row: number; readonly column: number },
  size: { readonly height: number; readonly width: number },
  turn: Turn,
): { row: number; column: number } {
  return {
    row: turn.flipRows ? size.height - place.row : place.row,
    column: turn.flipColumns ? size.width - place.column : place.column,
  };
}
