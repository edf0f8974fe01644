import { expect, test } from 'vitest';
import { createCountsLut } from '$lib/render/counts-lut';
import { KeogramPainter } from '$lib/render/keogram-painter';
import { hour, minute, sampleFiles, second } from './sample-night';
import { lut } from './strip-props';

test('however files come and go, the picture is the one that is painted in one go', () => {
  const files = sampleFiles({ startUs: 0, endUs: 12 * minute }, 1, 8);
  const window = { startUs: 0, endUs: 12 * minute };
  const view = (shown: typeof files) => ({
    window,
    cadenceUs: 3 * second,
    lut: createCountsLut({ countsRange: [2500, 4000], gamma: 1, colormap: 'gray' }),
    width: 101,
    files: shown,
  });
  const [painter, canvas] = [new KeogramPainter(), document.createElement('canvas')];
  const pixels = (from: HTMLCanvasElement) => [...from.getContext('2d')!.getImageData(0, 0, 101, 8).data];
  const there = new Set<number>();
  const { lut } = view([]);
  for (const index of [0, 4, 8, 2, 6, 10, 1, 9, -4, 3, 5, -8, 7, 11, 4, 8, -1, 1]) {
    if (index < 0) there.delete(-index);
    else there.add(index);
    const shown = files.flatMap((file, at) =>
      there.has(at) ? [{ ...file, nextUs: there.has(at + 1) ? files[at + 1]!.timesUs[0]! : null }] : [],
    );
    const now = { ...view(shown), lut };
    while (painter.paint(canvas, now));
    const fresh = document.createElement('canvas');
    while (new KeogramPainter().paint(fresh, now));
    expect(pixels(canvas)).toEqual(pixels(fresh));
  }
});

test('files that come all at once are taken in turns; those that were there never leave the picture', () => {
  const whole = { startUs: 0, endUs: 4 * hour };
  const files = sampleFiles(whole);
  const canvas = document.createElement('canvas');
  const painter = new KeogramPainter();
  const view = { window: whole, cadenceUs: 3 * second, lut, width: 480, files };
  const filled = () => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, 480, 1);
    return data.filter((value, at) => at % 4 === 3 && value === 255).length;
  };
  expect(painter.paint(canvas, view, 0)).toBe(true);
  expect(filled()).toBeLessThan(480);
  while (painter.paint(canvas, view));
  expect(filled()).toBe(480);
  // Zoomed and back with no time at all for new files: they are not new.
  expect(painter.paint(canvas, { ...view, window: { startUs: hour, endUs: 2 * hour } }, 0)).toBe(false);
  expect(filled()).toBe(480);
  expect(painter.paint(canvas, view, 0)).toBe(false);
  expect(filled()).toBe(480);
});
