import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { paintWall, placeOf, type PaintedRow } from '$lib/render/wall-painter';

const hourUs = 3_600_000_000;
const dayUs = 24 * hourUs;
const hours = ([from, to]: readonly [number, number]) => ({ startUs: from * hourUs, endUs: to * hourUs });

describe('where a picture stands in its row', () => {
  test.each([
    ['all of it, over all of the row', [0, 24], [0, 24], { source: 0, sourceWidth: 720, left: 0, width: 960 }],
    ['a quarter of it, over all of the row', [0, 24], [6, 12], { source: 180, sourceWidth: 180, left: 0, width: 960 }],
    ['an hour in a day', [6, 7], [0, 24], { source: 0, sourceWidth: 720, left: 240, width: 40 }],
    ['its end at the beginning', [-12, 12], [0, 24], { source: 360, sourceWidth: 360, left: 0, width: 480 }],
    ['its beginning at the end', [12, 36], [0, 24], { source: 0, sourceWidth: 360, left: 480, width: 480 }],
    ['nothing before', [-24, 0], [0, 24], null],
    ['nothing after', [24, 25], [0, 24], null],
    ['nothing of an instant', [3, 3], [0, 24], null],
  ] as const)('%s', (_, range, shown, expected) => {
    const place = placeOf(hours(range), hours(shown), 720, 960);
    const near = expected && Object.entries(expected).map(([key, value]) => [key, expect.closeTo(value, 6) as number]);
    expect(place).toEqual(near && Object.fromEntries(near));
  });

  test('an instant of the picture is the same instant of the row', () => {
    const instant = fc.integer({ min: 0, max: 3 * 86_400 }).map((seconds) => seconds * 1_000_000);
    const ranges = fc.tuple(instant, instant).filter(([a, b]) => a !== b);
    const side = fc.integer({ min: 1, max: 8192 });
    fc.assert(
      fc.property(ranges, ranges, side, side, (one, other, pictureWidth, rowWidth) => {
        const [range, shown] = [one, other].map(([a, b]) => ({ startUs: Math.min(a, b), endUs: Math.max(a, b) }));
        const place = placeOf(range!, shown!, pictureWidth, rowWidth);
        const overlapUs = Math.min(range!.endUs, shown!.endUs) - Math.max(range!.startUs, shown!.startUs);
        expect(place === null).toBe(overlapUs <= 0);
        if (!place) return;
        const inPicture = (x: number) => range!.startUs + (x / pictureWidth) * (range!.endUs - range!.startUs);
        const inRow = (x: number) => shown!.startUs + (x / rowWidth) * (shown!.endUs - shown!.startUs);
        expect(Math.abs(inPicture(place.source) - inRow(place.left))).toBeLessThan(1000);
        const ends = [inPicture(place.source + place.sourceWidth), inRow(place.left + place.width)] as const;
        expect(Math.abs(ends[0] - ends[1])).toBeLessThan(1000);
        expect(place.left >= 0 && place.left + place.width <= rowWidth * (1 + 1e-9)).toBe(true);
        expect(place.source >= 0 && place.source + place.sourceWidth <= pictureWidth * (1 + 1e-9)).toBe(true);
      }),
    );
  });
});

/** What was drawn where. */
function fakeContext() {
  const fills: number[][] = [];
  const draws: { at: number[]; smooth: boolean }[] = [];
  let strokes = 0;
  const quiet = () => undefined;
  const context = {
    canvas: { width: 1, height: 1 },
    imageSmoothingEnabled: true,
    fillRect: (...at: number[]) => fills.push(at),
    drawImage: (_: unknown, ...at: number[]) => draws.push({ at, smooth: context.imageSmoothingEnabled }),
    stroke: () => strokes++,
    ...{ setTransform: quiet, clearRect: quiet, save: quiet, restore: quiet, beginPath: quiet, rect: quiet },
    ...{ clip: quiet, moveTo: quiet, lineTo: quiet },
  };
  return { context: context as unknown as CanvasRenderingContext2D, fills, draws, strokes: () => strokes };
}

/** Where pictures are made smaller: what is drawn there is seen in a browser's test. */
beforeAll(() => {
  const getContext = () => ({ canvas: 'between', drawImage: () => undefined, clearRect: () => undefined });
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      readonly getContext = getContext;
    },
  );
});
afterAll(() => vi.unstubAllGlobals());

const colours = { empty: 'black', hatch: 'grey', line: 'white' };
const picture = { image: {} as ImageBitmap, width: 720, height: 32, range: { startUs: 0, endUs: dayUs } };
const row = (change: Partial<PaintedRow> = {}): PaintedRow => ({
  ...{ top: 0, height: 48, shown: { startUs: 0, endUs: dayUs }, pictures: [picture], ground: 'coming' },
  ...change,
});

describe('a row on the canvas', () => {
  test('has a pixel of space below it, and none where it is low', () => {
    const { context, fills } = fakeContext();
    paintWall(context, [row(), row({ top: 48 }), row({ top: 96, height: 4 })], { width: 300, ratio: 1, colours });
    expect(fills).toEqual([
      [0, 0, 300, 47],
      [0, 48, 300, 47],
      [0, 96, 300, 4],
    ]);
  });

  test('lies on whole pixels of the screen, whatever their size', () => {
    const { context, fills, draws } = fakeContext();
    const rows = Array.from({ length: 5 }, (_, place) => row({ top: place * 8 - 3, height: 8 }));
    paintWall(context, rows, { width: 301, ratio: 1.25, colours });
    expect(fills.every((at) => at.every(Number.isInteger))).toBe(true);
    // One row ends where the next begins.
    for (const [place, [, y, , height]] of fills.slice(0, -1).entries())
      expect(y! + height!).toBe(fills[place + 1]![1]);
    expect(draws.map(({ at }) => [at[5], at[7]])).toEqual(fills.map(([, y, , height]) => [y, height]));
  });

  test('shows its pictures one over the other, with sharp edges where they are enlarged', () => {
    const { context, draws } = fakeContext();
    const hour = { ...picture, width: 600, range: { startUs: 0, endUs: hourUs } };
    const shown = { startUs: 0, endUs: 2 * hourUs };
    const gone = { ...picture, range: { startUs: -dayUs, endUs: 0 } };
    paintWall(context, [row({ shown, pictures: [picture, hour, gone] })], { width: 300, ratio: 2, colours });
    expect(draws).toEqual([
      { at: [0, 0, 60, 32, 0, 0, 600, 94], smooth: false },
      // Two columns to a pixel, but three pixels to a row: the columns were joined before.
      { at: [0, 0, 300, 32, 0, 0, 300, 94], smooth: false },
    ]);
  });

  test('is hatched where nothing is to come', () => {
    const { context, strokes } = fakeContext();
    paintWall(context, [row(), row({ ground: 'none', pictures: [] })], { width: 300, ratio: 1, colours });
    expect(strokes()).toBe(1);
  });
});
