import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import SeasonStrip from '$lib/components/SeasonStrip.svelte';
import { dayUs, parseInstant } from '$lib/datasets/utc';
import { binsOfDay, brightest, noData } from '$lib/model/season';

afterEach(() => vi.restoreAllMocks());

const startUs = parseInstant('2019-07-01')!;
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const canvas = () => document.querySelector('canvas')!;

/** Red, green and blue in the middle of a day and part. */
function colourAt(day: number, part: number, days: number): readonly number[] {
  const copy = new OffscreenCanvas(canvas().width, canvas().height).getContext('2d')!;
  copy.drawImage(canvas(), 0, 0);
  const x = Math.floor(((day + 0.5) / days) * canvas().width);
  return [...copy.getImageData(x, part * (canvas().width / canvas().clientWidth), 1, 1).data.slice(0, 3)];
}

test('while nights come by tens a second a year is painted a few times; the last of them are seen', async () => {
  const days = 60;
  const grid = new Uint8Array(days * binsOfDay).fill(noData);
  const painted = vi.spyOn(CanvasRenderingContext2D.prototype, 'clearRect');
  const { rerender } = await render(SeasonStrip, {
    ...{ name: 'TREx RGB GILL', range: { startUs, endUs: startUs + days * dayUs }, beginUs: 0 },
    ...{ nowUs: startUs + 1000 * dayUs, sky: null, grid, availability: null, most: 1, version: 0 },
    onpick: () => undefined,
  });
  await expect.poll(() => painted.mock.calls.length).toBeGreaterThan(0);
  await after(300);
  painted.mockClear();
  const startMs = performance.now();
  for (let night = 0; night < days; night++) {
    grid.fill(brightest, night * binsOfDay, (night + 1) * binsOfDay);
    await rerender({ version: night + 1 });
    flushSync();
    await after(10);
  }
  const tookMs = performance.now() - startMs;
  const bright = colourAt(0, 72, days);
  expect(painted.mock.calls.length).toBeLessThanOrEqual(2 + tookMs / 200);
  await expect.poll(() => colourAt(days - 1, 72, days)).toEqual(bright);
  // Another season waits for nothing.
  await after(300);
  painted.mockClear();
  await rerender({ grid: new Uint8Array(grid.length).fill(noData) });
  await after(50);
  expect(painted).toHaveBeenCalledTimes(1);
});
