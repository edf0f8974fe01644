/**
 * Samples of fewer than 8 bits, one byte each.
 *
 * @param stored rows of one channel, each begun with a fresh byte, its first sample in the highest bits
 * @param bits 1, 2 or 4
 */
export function spreadBits(stored: Uint8Array, width: number, rows: number, bits: number): Uint8Array<ArrayBuffer> {
  const stride = Math.ceil((width * bits) / 8);
  const perByte = 8 / bits;
  const mask = (1 << bits) - 1;
  const samples = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const byte = stored[row * stride + Math.floor(column / perByte)]!;
      samples[row * width + column] = (byte >> (8 - bits * (1 + (column % perByte)))) & mask;
    }
  }
  return samples;
}

interface Coloured {
  /** 4 where the palette has opacities, else 3. */
  readonly channels: 3 | 4;
  readonly colours: Uint8Array<ArrayBuffer>;
  /** Pixels before the first whose index the palette lacks. */
  readonly pixels: number;
}

/**
 * Colours in place of the indices of a palette.
 *
 * @param palette red, green and blue of each entry, one after the other; null where there is none
 * @param opacities of the first entries; the others are opaque
 */
export function expandPalette(indices: Uint8Array, palette: Uint8Array | null, opacities: Uint8Array | null): Coloured {
  const channels = opacities ? 4 : 3;
  const entries = Math.floor((palette?.length ?? 0) / 3);
  const colours = new Uint8Array(indices.length * channels);
  let pixels = 0;
  for (; pixels < indices.length; pixels++) {
    const index = indices[pixels]!;
    if (index >= entries) break;
    const at = pixels * channels;
    colours[at] = palette![3 * index]!;
    colours[at + 1] = palette![3 * index + 1]!;
    colours[at + 2] = palette![3 * index + 2]!;
    if (opacities) colours[at + 3] = opacities[index] ?? 255;
  }
  return { channels, colours, pixels };
}
