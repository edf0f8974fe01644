import type { ColormapName } from '$lib/model/dataset';
import { cividis, inferno, magma, plasma, turbo, viridis, type ColorSteps } from './colormap-tables';

/** A colormap as 256 pixels in the byte order of canvas image data, opaque. */
export type Palette = Uint32Array<ArrayBuffer>;

/** Red, green and blue, 0…255; what is not whole or out of range is brought in when it becomes a pixel. */
type Color = readonly [red: number, green: number, blue: number];

/** The colour of each of the 256 levels. */
const makers: Record<ColormapName, () => readonly Color[]> = {
  gray: () => levels((x) => [255 * x, 255 * x, 255 * x]),
  viridis: () => colorsOf(viridis),
  cividis: () => colorsOf(cividis),
  inferno: () => colorsOf(inferno),
  magma: () => colorsOf(magma),
  plasma: () => colorsOf(plasma),
  turbo: () => colorsOf(turbo),
  // the formula of matplotlib's table of that name
  gist_heat: () => levels((x) => [255 * 1.5 * x, 255 * (2 * x - 1), 255 * (4 * x - 3)]),
  greens: () => between('00441b 006d2c 238b45 41ab5d 74c476 a1d99b c7e9c0 e5f5e0 f7fcf5'),
  blues: () => between('08306b 08519c 2171b5 4292c6 6baed6 9ecae1 c6dbef deebf7 f7fbff'),
};

const palettes = new Map<ColormapName, Palette>();

/** The 256 entries of a colormap, dark to bright; built on first use. */
export function palette(name: ColormapName): Palette {
  let entries = palettes.get(name);
  if (!entries) {
    const bytes = new Uint8ClampedArray(makers[name]().flatMap((color) => [...color, 255]));
    entries = new Uint32Array(bytes.buffer);
    palettes.set(name, entries);
  }
  return entries;
}

/** A colormap as a CSS gradient, dark at the left. */
export function paletteGradient(name: ColormapName): string {
  const colors = new Uint8Array(palette(name).buffer);
  const stops = Array.from({ length: 17 }, (_, index) => {
    const at = 4 * Math.min(255, 16 * index);
    return `rgb(${colors.subarray(at, at + 3).join(', ')})`;
  });
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

function levels(colorAt: (x: number) => Color): Color[] {
  return Array.from({ length: 256 }, (_, index) => colorAt(index / 255));
}

function colorsOf({ first, steps }: ColorSteps): Color[] {
  const channel = (which: number) => {
    let value = parseColor(first)[which]!;
    const letters = steps.slice(255 * which, 255 * (which + 1));
    return [value, ...Array.from(letters, (_, index) => (value += letters.charCodeAt(index) - unchanged))];
  };
  const [reds, greens, blues] = [channel(0), channel(1), channel(2)];
  return reds.map((red, index) => [red, greens[index]!, blues[index]!]);
}

const unchanged = 'm'.charCodeAt(0);

/**
 * Straight lines between equally spaced colours: the sequential schemes of ColorBrewer, turned so that more light is
 * brighter.
 *
 * @see https://colorbrewer2.org (C. Brewer, M. Harrower, Pennsylvania State University, Apache-2.0)
 */
function between(anchors: string): Color[] {
  const stops = anchors.split(' ').map(parseColor);
  return levels((x) => {
    const position = x * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(position));
    const mix = (which: number) =>
      stops[below]![which]! + (stops[below + 1]![which]! - stops[below]![which]!) * (position - below);
    return [mix(0), mix(1), mix(2)];
  });
}

function parseColor(digits: string): Color {
  const value = parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
