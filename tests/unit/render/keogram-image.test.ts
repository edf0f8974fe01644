import { describe, expect, test } from 'vitest';
import { createCountsLut } from '$lib/render/counts-lut';
import { mapColumns, paintKeogram } from '$lib/render/keogram-image';

const second = 1_000_000;
const window = { startUs: 0, endUs: 60 * second };
const everyThree = Float64Array.from({ length: 20 }, (_, frame) => (3 * frame + 0.05) * second);

describe('frames on a true time axis', () => {
  test('frames that follow each other leave no crack and no overlap', () => {
    const map = mapColumns({ timesUs: everyThree, nextUs: 60.04 * second }, 3 * second, window, 1000);
    expect([...map.first.subarray(1)].every((frame) => frame >= 0)).toBe(true);
    expect(map.first[0]).toBe(-1); // the first frame starts 50 ms after the minute
    expect([...map.first].every((frame, x) => frame < 0 || map.behind[x] === frame + 1)).toBe(true);
    expect(map.first[500]).toBe(9); // 30.0 s: the tenth frame begins only at 30.05 s
    expect(map.first[501]).toBe(10);
  });

  test('a lost frame leaves its place empty', () => {
    const timesUs = everyThree.filter((_, frame) => frame !== 7);
    const map = mapColumns({ timesUs, nextUs: null }, 3 * second, window, 600);
    const empty = [...map.first.keys()].filter((x) => x > 0 && map.first[x] === -1);
    // the lost frame's time is 21.05–24.05 s, at 10 columns a second
    expect([empty[0], empty.at(-1), empty.length]).toEqual([211, 240, 30]);
  });

  test('jitter of tens of milliseconds leaves no crack', () => {
    const timesUs = everyThree.map((timeUs, frame) => timeUs + (frame % 2 ? 60_000 : -40_000));
    const map = mapColumns({ timesUs, nextUs: null }, 3 * second, window, 3000);
    const inside = [...map.first].slice(3, 2990);
    expect(inside.every((frame) => frame >= 0)).toBe(true);
  });

  test('zoomed out, frames share a column and none is lost', () => {
    const timesUs = Float64Array.from({ length: 200 }, (_, frame) => frame * 3 * second);
    const map = mapColumns({ timesUs, nextUs: null }, 3 * second, { startUs: 0, endUs: 600 * second }, 50);
    const shown = new Set<number>();
    map.first.forEach((first, x) => {
      for (let frame = first; frame < map.behind[x]!; frame++) shown.add(frame);
    });
    expect(shown.size).toBe(200);
  });

  test('outside the window nothing is drawn', () => {
    const map = mapColumns(
      { timesUs: everyThree, nextUs: null },
      3 * second,
      { startUs: 600 * second, endUs: 660 * second },
      100,
    );
    expect([...map.first].every((frame) => frame === -1)).toBe(true);
  });
});

describe('columns to pixels', () => {
  const lut = createCountsLut({ countsRange: [0, 255], gamma: 1, colormap: 'gray' });
  const grey = (value: number) => (0xff000000 | (value << 16) | (value << 8) | value) >>> 0;

  test('one bright row becomes one bright line; gaps stay transparent', () => {
    const counts = new Uint16Array(3 * 4);
    for (let frame = 0; frame < 3; frame++) counts[frame * 4 + 2] = 255;
    const timesUs = Float64Array.of(0, 3 * second, 9 * second);
    const map = mapColumns({ timesUs, nextUs: null }, 3 * second, { startUs: 0, endUs: 12 * second }, 4);
    const pixels = new Uint32Array(4 * 4);
    paintKeogram(pixels, { counts, timesUs, height: 4 }, map, lut);
    const [black, white] = [grey(0), grey(255)];
    expect([...pixels]).toEqual([
      ...[black, black, 0, black],
      ...[black, black, 0, black],
      ...[white, white, 0, white],
      ...[black, black, 0, black],
    ]);
  });

  test('frames that share a column are averaged in counts, before colour', () => {
    const counts = Uint16Array.of(10, 20, 33, 0);
    const timesUs = Float64Array.of(0, 1, 2, 3);
    const map = mapColumns({ timesUs, nextUs: null }, 1, { startUs: 0, endUs: 4 }, 1);
    const pixels = new Uint32Array(1);
    paintKeogram(pixels, { counts, timesUs, height: 1 }, map, lut);
    expect(pixels[0]).toBe(grey(16)); // 15.75, rounded once
  });
});
