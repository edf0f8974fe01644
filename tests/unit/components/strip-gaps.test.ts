import { expect, test } from 'vitest';
import { hasRoomForCause, wideGaps } from '$lib/components/strip-gaps';
import type { Gap } from '$lib/state/gaps';

const window = { startUs: 0, endUs: 1000 };
const width = 500;

function gap(startUs: number, endUs: number, kind: Gap['kind'] = 'gap'): Gap {
  return { startUs, endUs, kind, cause: 'no frames', sentence: 'No frames.', retry: [] };
}

test('of three pixels and more, in view, and not what is on its way', () => {
  const wide = [gap(-4, 2), gap(100, 106), gap(200, 206, 'damage'), gap(998, 1004)];
  const others = [gap(-10, 0), gap(300, 305), gap(400, 500, 'pending'), gap(1000, 1010)];
  expect(wideGaps([...wide, ...others], window, width)).toEqual(wide);
});

test('of very many the 64 widest, in order of time', () => {
  const many = Array.from({ length: 100 }, (_, at) => gap(10 * at, 10 * at + (at % 2 ? 9 : 7)));
  const shown = wideGaps(many, window, width);
  expect(shown).toHaveLength(64);
  expect(shown.filter(({ startUs, endUs }) => endUs - startUs === 9)).toHaveLength(50);
  expect(shown).toEqual(shown.toSorted((a, b) => a.startUs - b.startUs));
});

test.each([
  ['71 pixels for nine letters', gap(0, 142), true],
  ['70 pixels', gap(0, 140), false],
  ['as wide, but mostly out of view', gap(-200, 140), false],
])('room for its cause: %s', (_, one, fits) => {
  expect(hasRoomForCause(one, window, width)).toBe(fits);
});
