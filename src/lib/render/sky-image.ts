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

/**
 * Paints one frame.
 *
 * @param counts CCD counts `[row][column]`, as stored
 * @returns pixels of the same shape, turned
 */
export function paintFrame(
  counts: Uint16Array,
  size: { readonly height: number; readonly width: number },
  lut: CountsLut,
  turn: Turn,
): ImageData {
  const { height, width } = size;
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < height; row++) {
    const source = row * width;
    const target = (turn.flipRows ? height - 1 - row : row) * width;
    if (turn.flipColumns)
      for (let column = 0; column < width; column++)
        pixels[target + width - 1 - column] = lut[counts[source + column]!]!;
    else for (let column = 0; column < width; column++) pixels[target + column] = lut[counts[source + column]!]!;
  }
  return image;
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
