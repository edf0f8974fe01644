import { expect, test } from 'vitest';
import { hourUs } from '$lib/datasets/utc';
import { paintWall, type PaintedRow } from '$lib/render/wall-painter';

const day = { startUs: 0, endUs: 24 * hourUs };
const colours = { empty: 'rgb(0 0 200)', hatch: 'rgb(200 0 0)' };

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
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(100 * ratio)];
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
