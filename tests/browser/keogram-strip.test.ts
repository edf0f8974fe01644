import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import KeogramStrip from '$lib/components/KeogramStrip.svelte';
import { createCountsLut } from '$lib/render/counts-lut';
import type { Gap } from '$lib/state/gaps';

const second = 1_000_000;
const lut = createCountsLut({ countsRange: [0, 255], gamma: 1, colormap: 'gray' });

/** Ten frames of ten seconds in all; the second row of each is bright; the fifth frame is lost. */
function strip() {
  const frames = [0, 1, 2, 3, 5, 6, 7, 8, 9];
  const counts = new Uint16Array(frames.length * 4);
  for (let frame = 0; frame < frames.length; frame++) counts[frame * 4 + 1] = 255;
  return { counts, height: 4, timesUs: Float64Array.from(frames, (frame) => frame * second), nextUs: null };
}

const gap: Gap = {
  startUs: 4 * second,
  endUs: 5 * second,
  kind: 'gap',
  cause: 'no frames',
  sentence: 'The file of this minute holds no frames here.',
  retry: [],
};

function props() {
  return {
    label: 'THEMIS ASI GILL',
    files: [strip()],
    gaps: [gap],
    listed: true,
    window: { startUs: 0, endUs: 10 * second },
    cursorUs: 2 * second,
    cadenceUs: second,
    lut,
    edges: ['N', 'S'] as const,
    onpick: vi.fn(),
    onzoom: vi.fn(),
    onpan: vi.fn(),
    onreset: vi.fn(),
  };
}

test('one bright row becomes one bright line, broken where the frame is lost', async () => {
  await page.viewport(800, 300);
  const { container } = await render(KeogramStrip, props());
  const canvas = container.querySelector('canvas')!;
  await expect.poll(() => canvas.width).toBeGreaterThan(300);
  const { data } = canvas.getContext('2d', { willReadFrequently: true })!.getImageData(0, 0, canvas.width, 4);
  const pixel = (share: number, row: number) => {
    const at = 4 * (row * canvas.width + Math.floor(share * canvas.width));
    return [data[at], data[at + 3]];
  };
  expect(pixel(0.15, 1)).toEqual([255, 255]);
  expect(pixel(0.15, 2)).toEqual([0, 255]);
  expect(pixel(0.45, 1)).toEqual([0, 0]);
  expect(pixel(0.95, 1)).toEqual([255, 255]);
});

test('it is a slider that says its time in UTC', async () => {
  await render(KeogramStrip, props());
  const slider = page.getByRole('slider', { name: 'Time in the keogram of THEMIS ASI GILL' });
  await expect.element(slider).toHaveAttribute('aria-valuetext', '1970-01-01 00:00:02 UTC');
  await expect.element(slider).toHaveAttribute('aria-valuemax', '10');
});

test('a press picks the time under it, the wheel zooms about it, Shift pans', async () => {
  const given = props();
  const { container } = await render(KeogramStrip, given);
  const picture = container.querySelector<HTMLElement>('[role=slider]')!;
  await expect.poll(() => picture.clientWidth).toBeGreaterThan(100);
  const box = picture.getBoundingClientRect();
  const x = box.left + box.width * 0.25;
  const y = box.top + 5;
  picture.dispatchEvent(new PointerEvent('pointerdown', { clientX: x, clientY: y, button: 0, pointerId: 1 }));
  expect(given.onpick.mock.lastCall![0]).toBeCloseTo(2.5 * second, -4);
  picture.dispatchEvent(new WheelEvent('wheel', { clientX: x, deltaY: -100, cancelable: true }));
  expect(given.onzoom.mock.lastCall![0]).toBeLessThan(1);
  expect(given.onzoom.mock.lastCall![1]).toBeCloseTo(2.5 * second, -4);
  picture.dispatchEvent(new WheelEvent('wheel', { clientX: x, deltaY: 50, shiftKey: true, cancelable: true }));
  expect(given.onpan.mock.lastCall![0]).toBeGreaterThan(0);
  picture.dispatchEvent(new MouseEvent('dblclick'));
  expect(given.onreset).toHaveBeenCalledOnce();
  expect(given.onpick.mock.lastCall![0]).toBe(2 * second); // back to where the cursor was
});

test('over a gap the pointer is told why', async () => {
  const { container } = await render(KeogramStrip, props());
  const picture = container.querySelector<HTMLElement>('[role=slider]')!;
  await expect.poll(() => picture.clientWidth).toBeGreaterThan(100);
  const box = picture.getBoundingClientRect();
  picture.dispatchEvent(
    new PointerEvent('pointermove', {
      clientX: box.left + box.width * 0.45,
      clientY: box.top + 5,
      pointerType: 'mouse',
    }),
  );
  await expect.element(page.getByText('The file of this minute holds no frames here.')).toBeVisible();
});
