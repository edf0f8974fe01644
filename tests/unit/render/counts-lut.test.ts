import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { colormapNames } from '$lib/model/dataset';
import { palette } from '$lib/render/colormap';
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
