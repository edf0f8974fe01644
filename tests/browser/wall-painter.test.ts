import { describe, expect, test } from 'vitest';
import { hourUs } from '$lib/datasets/utc';
import { paintWall, type PaintedRow } from '$lib/render/wall-painter';

const day = { startUs: 0, endUs: 24 * hourUs };
const colours = { empty: 'rgb(0 0 200)', hatch: 'rgb(200 0 0)', line: 'rgb(0 200 0)' };

/** A picture of a column for each hour: grey, ten times the hour; of some hours there are no data. */
function hours(without: readonly number[] = []): OffscreenCanvas {
  const canvas = new OffscreenCanvas(24, 8);
  const context = canvas.getContext('2d')!;
  for (let hour = 0; hour < 24; hour++) {
    context.fillStyle = `rgb(${10 * hour} ${10 * hour} ${10 * hour})`;
    if (!without.includes(hour)) context.fillRect(hour, 0, 1, 8);
  }
  return canvas;
}

/** Red of each pixel in a line of the canvas; blue ones, where there is no picture, as null. */
function paint(rows: readonly PaintedRow[], width: number, ratio: number) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(200 * ratio)];
  const context = canvas.getContext('2d')!;
  paintWall(context, rows, { width, ratio, colours });
  return (y: number) => {
    const { data } = context.getImageData(0, y, canvas.width, 1);
    return Array.from({ length: canvas.width }, (_, x) => (data[4 * x + 2]! > data[4 * x]! ? null : data[4 * x]!));
  };
}

const row = (shown: PaintedRow['shown'], image = hours(), change: Partial<PaintedRow> = {}): PaintedRow => ({
  ...{ top: 0, height: 20, shown, pictures: [{ image, width: 24, height: 8, range: day }], ground: 'coming' },
  ...change,
});

test.each([1, 2])('each hour stands at its place, %i pixels of the screen to one of CSS', (ratio) => {
  const shown = { startUs: 6 * hourUs, endUs: 12 * hourUs };
  const line = paint([row(shown)], 60, ratio)(5 * ratio);
  expect(line).toEqual(Array.from({ length: 60 * ratio }, (_, x) => 10 * (6 + Math.floor(x / (10 * ratio)))));
});

test('before and behind a picture, and where it has no data, its ground is seen', () => {
  const shown = { startUs: -12 * hourUs, endUs: 36 * hourUs };
  const line = paint([row(shown, hours([3, 4]))], 96, 1)(5);
  const expected = Array.from({ length: 96 }, (_, x) => {
    const hour = Math.floor(x / 2) - 12;
    return hour < 0 || hour >= 24 || hour === 3 || hour === 4 ? null : 10 * hour;
  });
  // Black is as little blue as red: the first hour is a picture all the same.
  expect(line).toEqual(expected);
});

test('rows stand one below the other with a line between them; a row that left leaves nothing', () => {
  const at = paint([row(day), row(day, hours(), { top: 20 })], 24, 1);
  const own = Array.from({ length: 24 }, (_, hour) => 10 * hour);
  for (const y of [0, 18, 20, 38]) expect(at(y)).toEqual(own);
  for (const y of [19, 39, 60]) expect(at(y)).toEqual(Array(24).fill(0));
});

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a picture of a pixel to each column and row', () => {
  /** @param red by column and row */
  function pictureOf(width: number, height: number, red: (column: number, row: number) => number): OffscreenCanvas {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d')!;
    const pixels = context.createImageData(width, height);
    for (let at = 0; at < width * height; at++) {
      const value = red(at % width, Math.floor(at / width));
      pixels.data.set([value, value, value, 255], 4 * at);
    }
    context.putImageData(pixels, 0, 0);
    return canvas;
  }

  /** Rows of the canvas on which it is painted, each from the left; of all of the picture or of the hours that are shown. */
  function painted(image: OffscreenCanvas, size: { width: number; height: number }, shown = day): (number | null)[][] {
    const { width, height } = image;
    // Of rows that are low there is none between them.
    const gap = size.height >= 16 ? 1 : 0;
    const at = paint(
      [row(shown, image, { height: size.height + gap, pictures: [{ image, width, height, range: day }] })],
      size.width,
      1,
    );
    return Array.from({ length: size.height }, (_, y) => at(y));
  }

  test.each([
    ['32 rows in 4', 32, 4],
    ['100 rows in 4', 100, 4],
    ['256 rows in 47', 256, 47],
    ['48 rows in 30', 48, 30],
  ])('is as bright as it was, %s: no row is passed over, zoomed in or not', (_, height, low) => {
    // One row of four is bright, whichever; a quarter of 240 is 60.
    for (const bright of [0, 1, 2, 3]) {
      const image = pictureOf(48, height, (__, at) => (at % 4 === bright ? 240 : 0));
      for (const shown of [day, { startUs: 6 * hourUs, endUs: 12 * hourUs }]) {
        const lines = painted(image, { width: 96, height: low }, shown);
        const mean = meanOf(lines.map((line) => line[20]!));
        expect(Math.abs(mean - 60), `row ${bright}`).toBeLessThan(low > 16 ? 4 : 12);
      }
    }
  });

  test('keeps its columns apart where they are enlarged, however low it is', () => {
    const image = pictureOf(24, 100, (column) => (column % 2 === 0 ? 200 : 20));
    const lines = painted(image, { width: 60, height: 4 }, { startUs: 6 * hourUs, endUs: 12 * hourUs });
    const expected = Array.from({ length: 60 }, (_, x) => (Math.floor(x / 10) % 2 === 0 ? 200 : 20));
    for (const line of lines) expect(line).toEqual(expected);
  });

  test('keeps its rows apart where they are enlarged, however narrow it is', () => {
    const image = pictureOf(720, 10, (_, at) => (at % 2 === 0 ? 200 : 20));
    const lines = painted(image, { width: 500, height: 80 });
    for (const [y, line] of lines.entries())
      expect(line).toEqual(Array(500).fill(Math.floor(y / 8) % 2 === 0 ? 200 : 20));
  });

  test('is as bright as it was where it is narrow: no column is passed over', () => {
    for (let bright = 0; bright < 5; bright++) {
      const image = pictureOf(1440, 20, (column) => (column % 5 === bright ? 200 : 0));
      for (const height of [4, 20, 60]) {
        const line = painted(image, { width: 288, height })[2]!.slice(4, -4) as number[];
        expect(Math.abs(meanOf(line) - 40)).toBeLessThan(3);
        // Anywhere, not only in all.
        for (let x = 4; x < line.length; x += 4) expect(Math.abs(meanOf(line.slice(x - 4, x)) - 40)).toBeLessThan(15);
      }
    }
  });

  test('stands at its instants, made smaller or enlarged whichever way', () => {
    // Dark before 09:00, bright from then on.
    const image = pictureOf(1441, 100, (column) => (column >= (1441 * 9) / 24 ? 200 : 0));
    for (const height of [4, 90, 190])
      for (const width of [120, 960, 4800]) {
        for (const line of painted(image, { width, height }).slice(0, 90)) {
          const edge = line.findIndex((value) => value! >= 100);
          expect(Math.abs(edge - (width * 9) / 24), `${width} × ${height}`).toBeLessThanOrEqual(
            Math.max(1, width / 1441),
          );
        }
      }
  });
});
