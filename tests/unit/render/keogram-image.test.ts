import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FrameTimes } from '$lib/analysis/frame-times';
import type { TimeRange } from '$lib/model/time';
import { createCountsLut } from '$lib/render/counts-lut';
import { CountsPicture, frameSpan } from '$lib/render/keogram-image';

const second = 1_000_000;
const window = { startUs: 0, endUs: 60 * second };
const everyThree = Float64Array.from({ length: 20 }, (_, frame) => (3 * frame + 0.05) * second);

/** Which frames stand in each pixel column. */
function columnsOf(times: FrameTimes, cadenceUs: number, shown: TimeRange, width: number): number[][] {
  const columns = Array.from({ length: width }, (): number[] => []);
  times.timesUs.forEach((_, frame) => {
    const span = frameSpan(times, frame, cadenceUs, shown, width);
    for (let x = span?.from ?? 0; x < (span?.to ?? 0); x++) columns[x]!.push(frame);
  });
  return columns;
}

describe('frames on a true time axis', () => {
  test('frames that follow each other leave no crack and no overlap', () => {
    const columns = columnsOf({ timesUs: everyThree, nextUs: 60.04 * second }, 3 * second, window, 1000);
    expect(columns[0]).toEqual([]); // the first frame starts 50 ms after the minute
    expect(columns.slice(1).every((frames) => frames.length === 1)).toBe(true);
    expect([columns[500], columns[501]]).toEqual([[9], [10]]); // the eleventh frame begins at 30.05 s
  });

  test('a lost frame leaves its place empty', () => {
    const timesUs = everyThree.filter((_, frame) => frame !== 7);
    const columns = columnsOf({ timesUs, nextUs: null }, 3 * second, window, 600);
    const empty = [...columns.keys()].filter((x) => x > 0 && columns[x]!.length === 0);
    // the lost frame's time is 21.05–24.05 s, at 10 columns a second
    expect([empty[0], empty.at(-1), empty.length]).toEqual([211, 240, 30]);
  });

  test('jitter of tens of milliseconds leaves no crack', () => {
    const timesUs = everyThree.map((timeUs, frame) => timeUs + (frame % 2 ? 60_000 : -40_000));
    const columns = columnsOf({ timesUs, nextUs: null }, 3 * second, window, 3000);
    expect(columns.slice(3, 2990).every((frames) => frames.length === 1)).toBe(true);
  });

  test('zoomed out, frames share a column and none is lost', () => {
    const timesUs = Float64Array.from({ length: 200 }, (_, frame) => frame * 3 * second);
    const columns = columnsOf({ timesUs, nextUs: null }, 3 * second, { startUs: 0, endUs: 600 * second }, 50);
    expect(new Set(columns.flat()).size).toBe(200);
  });

  test('outside the window nothing is drawn', () => {
    const later = { startUs: 600 * second, endUs: 660 * second };
    expect(columnsOf({ timesUs: everyThree, nextUs: null }, 3 * second, later, 100).flat()).toEqual([]);
  });
});

describe('columns to pixels', () => {
  const lut = createCountsLut({ countsRange: [0, 255], gamma: 1, colormap: 'gray' });
  const grey = (value: number) => (0xff000000 | (value << 16) | (value << 8) | value) >>> 0;
  const painted = (picture: CountsPicture) => {
    const pixels = new Uint32Array(picture.width * picture.height);
    picture.paint(pixels, { from: 0, to: picture.width }, lut);
    return [...pixels];
  };

  test('one bright row becomes one bright line; gaps stay transparent', () => {
    const counts = new Uint16Array(3 * 4);
    for (let frame = 0; frame < 3; frame++) counts[frame * 4 + 2] = 255;
    const timesUs = Float64Array.of(0, 3 * second, 9 * second);
    const picture = new CountsPicture(4, 4);
    const changed = picture.add({ counts, timesUs, nextUs: null, height: 4 }, 3 * second, {
      startUs: 0,
      endUs: 12 * second,
    });
    expect(changed).toEqual({ from: 0, to: 4 });
    const [black, white] = [grey(0), grey(255)];
    expect(painted(picture)).toEqual([
      ...[black, black, 0, black],
      ...[black, black, 0, black],
      ...[white, white, 0, white],
      ...[black, black, 0, black],
    ]);
  });

  test('frames that share a column are averaged in counts, before colour', () => {
    const picture = new CountsPicture(1, 1);
    picture.add(
      { counts: Uint16Array.of(10, 20, 33, 0), timesUs: Float64Array.of(0, 1, 2, 3), nextUs: null, height: 1 },
      1,
      { startUs: 0, endUs: 4 },
    );
    expect(painted(picture)).toEqual([grey(16)]); // 15.75, rounded once
  });

  test('the picture does not depend on the order in which files come', () => {
    const files = Array.from({ length: 6 }, (_, minute) => ({
      counts: Uint16Array.from({ length: 20 }, (_, frame) => 40 * minute + frame),
      timesUs: Float64Array.from({ length: 20 }, (_, frame) => minute * 60 * second + frame * 3 * second),
      nextUs: minute < 5 ? (minute + 1) * 60 * second : null,
      height: 1,
    }));
    const of = (order: readonly number[], width: number) => {
      const picture = new CountsPicture(width, 1);
      for (const index of order) picture.add(files[index]!, 3 * second, { startUs: 0, endUs: 360 * second });
      return painted(picture);
    };
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    fc.assert(
      fc.property(orders, fc.integer({ min: 1, max: 300 }), (order, width) => {
        expect(of(order, width)).toEqual(of([0, 1, 2, 3, 4, 5], width));
      }),
    );
  });

  test('a file outside the window changes nothing', () => {
    const picture = new CountsPicture(10, 1);
    const file = { counts: Uint16Array.of(9), timesUs: Float64Array.of(100), nextUs: null, height: 1 };
    const { from, to } = picture.add(file, 1, { startUs: 0, endUs: 50 });
    expect(to - from).toBe(0);
    expect(painted(picture)).toEqual(Array(10).fill(0));
  });
});
