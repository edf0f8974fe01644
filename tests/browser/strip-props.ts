import { vi } from 'vitest';
import { createCountsLut } from '$lib/render/counts-lut';
import type { Gap } from '$lib/state/gaps';
import { second } from './sample-night';

export const lut = createCountsLut({ countsRange: [0, 255], gamma: 1, colormap: 'gray' });

/** Ten frames of ten seconds in all; the second row of each is bright; the fifth frame is lost. */
function strip() {
  const frames = [0, 1, 2, 3, 5, 6, 7, 8, 9];
  const counts = new Uint16Array(frames.length * 4);
  for (let frame = 0; frame < frames.length; frame++) counts[frame * 4 + 1] = 255;
  return {
    counts,
    height: 4,
    channels: 1 as const,
    timesUs: Float64Array.from(frames, (frame) => frame * second),
    nextUs: null,
  };
}

const gap: Gap = {
  startUs: 4 * second,
  endUs: 5 * second,
  kind: 'gap',
  cause: 'no frames',
  sentence: 'The file of this minute holds no frames here.',
  retry: [],
};

/** Of a strip of ten seconds with a gap in it. */
export function props() {
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
