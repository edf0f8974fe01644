import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FrameTimes } from '$lib/analysis/frame-times';
import type { TimeRange } from '$lib/model/time';
import { createCountsLut } from '$lib/render/counts-lut';
import { CountsPicture, frameSpan, isInView, type KeogramFile } from '$lib/render/keogram-image';

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
    const changed = picture.add({ counts, timesUs, nextUs: null, height: 4, channels: 1 }, 3 * second, {
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

  test('of three channels, each has its own part of the pixel', () => {
    const lut = createCountsLut({ countsRange: [0, 256], gamma: 1, colormap: 'gray' });
    const picture = new CountsPicture(1, 2, 3);
    // [channel][row]
    const counts = Uint16Array.of(10, 11, 100, 101, 200, 201);
    const timesUs = Float64Array.of(0);
    picture.add({ counts, timesUs, nextUs: null, height: 2, channels: 3 }, second, { startUs: 0, endUs: second });
    const pixels = new Uint32Array(2);
    picture.paint(pixels, { from: 0, to: 1 }, lut);
    expect([...new Uint8Array(pixels.buffer)]).toEqual([10, 100, 200, 255, 11, 101, 201, 255]);
  });

  test('frames that share a column are averaged in counts, before colour', () => {
    const picture = new CountsPicture(1, 1);
    picture.add(
      {
        counts: Uint16Array.of(10, 20, 33, 0),
        timesUs: Float64Array.of(0, 1, 2, 3),
        nextUs: null,
        height: 1,
        channels: 1 as const,
      },
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
      channels: 1 as const,
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
    const file = {
      counts: Uint16Array.of(9),
      timesUs: Float64Array.of(100),
      nextUs: null,
      height: 1,
      channels: 1 as const,
    };
    const { from, to } = picture.add(file, 1, { startUs: 0, endUs: 50 });
    expect(to - from).toBe(0);
    expect(painted(picture)).toEqual(Array(10).fill(0));
  });
});

describe('sums made beforehand', () => {
  const lut = new Uint32Array(65536).map((_, counts) => counts + 1);
  const height = 3;
  const cadenceUs = 3 * second;
  /** Files of 1…40 frames with jitter, lost frames and counts up to the brightest. */
  const file = fc
    .record({
      startUs: fc.integer({ min: -200, max: 700 }).map((seconds) => seconds * second),
      steps: fc.array(fc.integer({ min: 2_900_000, max: 7_000_000 }), { minLength: 1, maxLength: 40 }),
      nextUs: fc.option(fc.integer({ min: 1, max: 9_000_000 })),
      seed: fc.integer({ min: 1, max: 1000 }),
    })
    .map(({ startUs, steps, nextUs, seed }): KeogramFile => {
      let timeUs = startUs;
      const timesUs = Float64Array.from(steps, (step) => (timeUs += step));
      const counts = Uint16Array.from(
        { length: steps.length * height },
        (_, at) => 65535 - ((at * seed * 7919) % 65000),
      );
      return { counts, height, channels: 1, timesUs, nextUs: nextUs && timesUs.at(-1)! + nextUs };
    });
  const shown = fc
    .record({ startUs: fc.integer({ min: -100, max: 500 }), length: fc.integer({ min: 1, max: 900 }) })
    .map(({ startUs, length }) => ({ startUs: startUs * second, endUs: (startUs + length) * second }));
  const width = fc.integer({ min: 1, max: 60 });

  /** Frame by frame and pixel by pixel: the rule itself. */
  function meanOf(files: readonly KeogramFile[], shown: TimeRange, width: number): number[] {
    const sums = Array.from({ length: width * height }, () => 0);
    const frames = Array.from({ length: width }, () => 0);
    for (const one of files)
      one.timesUs.forEach((_, frame) => {
        const span = frameSpan(one, frame, cadenceUs, shown, width);
        for (let x = span?.from ?? 0; x < (span?.to ?? 0); x++) {
          frames[x]! += 1;
          for (let row = 0; row < height; row++) sums[row * width + x]! += one.counts[frame * height + row]!;
        }
      });
    return sums.map((sum, at) => (frames[at % width] ? Math.round(sum / frames[at % width]!) + 1 : 0));
  }

  function pixelsOf(picture: CountsPicture): number[] {
    const pixels = new Uint32Array(picture.width * picture.height).fill(7);
    picture.paint(pixels, { from: 0, to: picture.width }, lut);
    return [...pixels];
  }

  test('give each pixel the mean of its frames, exactly', () => {
    fc.assert(
      fc.property(fc.array(file, { maxLength: 8 }), shown, width, (files, shown, width) => {
        const picture = new CountsPicture(width, height);
        for (const one of files) picture.add(one, cadenceUs, shown);
        expect(pixelsOf(picture)).toEqual(meanOf(files, shown, width));
      }),
    );
  });

  test('what is taken out, or ends elsewhere, leaves nothing behind; all that changed is told', () => {
    const changes = fc.array(fc.record({ file, fate: fc.constantFrom('stays', 'goes', 'ends elsewhere') }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(changes, shown, width, (changes, shown, width) => {
        const picture = new CountsPicture(width, height);
        for (const { file } of changes) picture.add(file, cadenceUs, shown);
        const left: KeogramFile[] = [];
        const pixels = new Uint32Array(width * height);
        picture.paint(pixels, { from: 0, to: width }, lut);
        for (const { file, fate } of changes) {
          const now = { ...file, nextUs: file.nextUs === null ? file.timesUs.at(-1)! + 2_000_000 : null };
          if (fate === 'goes') picture.paint(pixels, picture.remove(file, cadenceUs, shown), lut);
          else if (fate === 'stays') left.push(file);
          else {
            picture.paint(pixels, picture.changeEnd(file, now, cadenceUs, shown), lut);
            left.push(now);
          }
        }
        expect([...pixels]).toEqual(meanOf(left, shown, width));
        expect(pixelsOf(picture)).toEqual(meanOf(left, shown, width));
      }),
    );
  });

  test('a file is out of view when none of its frames is in it, and only then', () => {
    fc.assert(
      fc.property(file, shown, (one, shown) => {
        const any = [...one.timesUs.keys()].some((frame) => frameSpan(one, frame, cadenceUs, shown, 10));
        // A file around the window, without a frame in it, may be looked at in vain.
        const around = one.timesUs[0]! < shown.startUs && one.timesUs.at(-1)! >= shown.endUs;
        if (!around) expect(isInView(one, cadenceUs, shown)).toBe(any);
        else if (any) expect(isInView(one, cadenceUs, shown)).toBe(true);
      }),
    );
  });
});
