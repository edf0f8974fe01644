import {
  interpolateBlues,
  interpolateGreens,
  interpolateInferno,
  interpolateMagma,
  interpolatePlasma,
  interpolateViridis,
} from 'd3-scale-chromatic';
import type { ColormapName } from '$lib/model/dataset';
import { cividis, turbo } from './colormap-tables';

/** A colormap as 256 pixels in the byte order of canvas image data, opaque. */
export type Palette = Uint32Array<ArrayBuffer>;

const interpolators: Record<ColormapName, (x: number) => string> = {
  gray: (x) => rgb(x, x, x),
  viridis: interpolateViridis,
  cividis: (x) => tableColor(cividis, x),
  inferno: interpolateInferno,
  magma: interpolateMagma,
  plasma: interpolatePlasma,
  turbo: (x) => tableColor(turbo, x),
  gist_heat: (x) => rgb(1.5 * x, 2 * x - 1, 4 * x - 3), // the formula of matplotlib's table of that name
  greens: (x) => interpolateGreens(1 - x), // reversed, so that more light is brighter
  blues: (x) => interpolateBlues(1 - x),
};

const palettes = new Map<ColormapName, Palette>();

/** The 256 entries of a colormap, dark to bright; built on first use. */
export function palette(name: ColormapName): Palette {
  let entries = palettes.get(name);
  if (!entries) {
    const bytes = new Uint8ClampedArray(256 * 4);
    for (let index = 0; index < 256; index++) {
      const [red, green, blue] = parseColor(interpolators[name](index / 255));
      bytes.set([red, green, blue, 255], index * 4);
    }
    entries = new Uint32Array(bytes.buffer);
    palettes.set(name, entries);
  }
  return entries;
}

/** A colormap as a CSS gradient, dark at the left. */
export function paletteGradient(name: ColormapName): string {
  const stops = Array.from({ length: 17 }, (_, index) => interpolators[name](index / 16));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

function rgb(red: number, green: number, blue: number): string {
  const byte = (x: number) => Math.round(255 * Math.min(1, Math.max(0, x)));
  return `rgb(${byte(red)}, ${byte(green)}, ${byte(blue)})`;
}

/** The nearest of a table's 256 colours. */
function tableColor(table: string, x: number): string {
  const index = Math.round(255 * Math.min(1, Math.max(0, x)));
  return `#${table.slice(6 * index, 6 * index + 6)}`;
}

/** d3 gives `#440154` for its tables and `rgb(68, 1, 84)` for its formulas. */
function parseColor(text: string): [number, number, number] {
  if (text.startsWith('#')) {
    const value = parseInt(text.slice(1), 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  }
  const [red, green, blue] = text.match(/\d+/g)!.map(Number);
  return [red!, green!, blue!];
}
