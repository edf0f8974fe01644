import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { colormapNames } from '$lib/model/dataset';
import { palette, paletteGradient } from '$lib/render/colormap';
import { createCountsLut } from '$lib/render/counts-lut';
import { sharedReference } from '../shared-data';

const bytesOf = (pixel: number) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, pixel >>> 24];

test.each(colormapNames)('%s: 256 opaque colours, the brightest last', (name) => {
  const entries = [...palette(name)].map(bytesOf);
  expect(entries).toHaveLength(256);
  expect(entries.every(([, , , alpha]) => alpha === 255)).toBe(true);
  const light = ([red, green, blue]: number[]) => 0.3 * red! + 0.6 * green! + 0.1 * blue!;
  if (name !== 'turbo') expect(light(entries[255]!)).toBeGreaterThan(light(entries[0]!) + 100);
});

test.each([
  ['gray', '000000', '808080', 'ffffff'],
  ['viridis', '440154', '21918c', 'fde725'],
  ['cividis', '00224e', '7d7c78', 'fee838'],
  ['inferno', '000004', 'bc3754', 'fcffa4'],
  ['magma', '000004', 'b73779', 'fcfdbf'],
  ['plasma', '0d0887', 'cc4778', 'f0f921'],
  ['turbo', '30123b', 'a4fc3c', '7a0403'],
  ['gist_heat', '000000', 'c00100', 'ffffff'],
  ['greens', '00441b', '75c477', 'f7fcf5'],
  ['blues', '08306b', '6caed6', 'f7fbff'],
] as const)('%s: its first, middle and last colour', (name, ...colors) => {
  const hex = (pixel: number) =>
    bytesOf(pixel)
      .slice(0, 3)
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
  expect([0, 128, 255].map((level) => hex(palette(name)[level]!))).toEqual(colors);
  // The gradient beside the slider shows the same colours.
  expect(paletteGradient(name)).toContain(`${css(palette(name)[0]!)}, ${css(palette(name)[16]!)}, `);
  expect(paletteGradient(name)).toContain(`${css(palette(name)[240]!)}, ${css(palette(name)[255]!)})`);
});

const css = (pixel: number) => `rgb(${bytesOf(pixel).slice(0, 3).join(', ')})`;

test('black below, white above, gamma lifts the middle', () => {
  const linear = createCountsLut({ countsRange: [1000, 3000], gamma: 1, colormap: 'gray' });
  const lifted = createCountsLut({ countsRange: [1000, 3000], gamma: 2, colormap: 'gray' });
  const red = (lut: Uint32Array, counts: number) => bytesOf(lut[counts]!)[0];
  expect([0, 1000, 2000, 3000, 65535].map((counts) => red(linear, counts))).toEqual([0, 0, 128, 255, 255]);
  expect(red(lifted, 1500)).toBe(128); // (1/4)^(1/2)
});

test('every one of the 65,536 counts has the colour that the rule gives it', () => {
  for (const [countsRange, gamma] of [
    [[2500, 10_000], 1],
    [[2500, 10_000], 1.3],
    [[0, 65_535], 0.35],
    [[400, 1100], 3],
    [[7, 8], 1],
    [[65_000, 65_535], 2.2],
  ] as const) {
    const [low, high] = countsRange;
    const lut = createCountsLut({ countsRange, gamma, colormap: 'viridis' });
    const colors = palette('viridis');
    let wrong = 0;
    for (let counts = 0; counts < 65_536; counts++) {
      const x = Math.max(0, (counts - low) / (high - low));
      if (lut[counts] !== colors[Math.min(255, Math.floor(256 * x ** (1 / gamma)))]) wrong += 1;
    }
    expect(wrong, `${countsRange.join('–')}, gamma ${gamma}`).toBe(0);
  }
});

test('rises without a step back for any range', () => {
  for (const countsRange of [
    [0, 65535],
    [65000, 65535],
    [0, 1],
    [300, 301],
  ] as const) {
    const lut = createCountsLut({ countsRange, gamma: 0.7, colormap: 'gray' });
    for (let counts = 1; counts < 65536; counts++)
      if (bytesOf(lut[counts]!)[0]! < bytesOf(lut[counts - 1]!)[0]!) throw new Error(`falls at ${counts}`);
    expect(bytesOf(lut[65535]!)[0]).toBe(255);
  }
});

test.skipIf(!sharedReference)('the tables agree with the published ones', () => {
  const file = join(sharedReference!, 'oracles', 'colormaps.json');
  const { tables } = JSON.parse(readFileSync(file, 'utf8')) as { tables: Record<string, string> };
  const off: Record<string, number> = {};
  for (const name of colormapNames) {
    const table = tables[name]?.match(/../g)?.map((hex) => parseInt(hex, 16));
    if (!table) continue;
    const own = [...palette(name)].flatMap((pixel) => bytesOf(pixel).slice(0, 3));
    off[name] = Math.max(...table.map((value, index) => Math.abs(value - own[index]!)));
  }
  expect(Object.keys(off).sort()).toEqual(['cividis', 'inferno', 'magma', 'plasma', 'turbo', 'viridis']);
  expect(Math.max(...Object.values(off))).toBeLessThanOrEqual(1);
});

test.skipIf(!sharedReference)('the formulas and the schemes agree with matplotlib', () => {
  const file = join(sharedReference!, 'oracles', 'scaling.json');
  interface Samples {
    readonly name: string;
    readonly rgb_at_0_32_64_96_128_160_192_224_255: readonly (readonly number[])[];
  }
  const { colormaps } = JSON.parse(readFileSync(file, 'utf8')) as { colormaps: Samples[] };
  const samplesOf = (name: string) =>
    colormaps.find((colormap) => colormap.name === name)!.rgb_at_0_32_64_96_128_160_192_224_255;
  for (const [name, published] of [
    ['gray', 'gray'],
    ['gist_heat', 'gist_heat'],
    ['greens', 'Greens_r'],
    ['blues', 'Blues_r'],
  ] as const)
    for (const [index, color] of samplesOf(published).entries()) {
      const own = bytesOf(palette(name)[Math.min(255, 32 * index)]!);
      for (const which of [0, 1, 2]) expect(Math.abs(own[which]! - color[which]!), name).toBeLessThanOrEqual(1);
    }
});
