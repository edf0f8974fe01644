import { describe, expect, test } from 'vitest';
import { frameAt, frameEndUs } from '$lib/analysis/frame-times';

const second = 1_000_000;
const cadence = 3 * second;
const timesUs = Float64Array.of(0.06 * second, 3.04 * second, 9.01 * second);

describe('which frame stands for an instant', () => {
  test.each([
    ['before the first, within half a cadence', 0, 0],
    ['at its start', 0.06, 0],
    ['just before the next', 3.03, 0],
    ['at the next', 3.04, 1],
    ['one cadence is over, the next is lost', 6.05, -1],
    ['in the lost frame’s time', 7.4, -1],
    ['within half a cadence before the next', 7.6, 2],
    ['the last one', 12, 2],
    ['after it', 12.02, -1],
    ['long before', -2, -1],
  ])('%s', (_, seconds, frame) => {
    expect(frameAt({ timesUs, nextUs: null }, seconds * second, cadence)).toBe(frame);
  });

  test('the last frame of a file lasts until the next file begins', () => {
    expect(frameEndUs({ timesUs, nextUs: 12.3 * second }, 2, cadence)).toBe(12.3 * second);
    expect(frameEndUs({ timesUs, nextUs: 60 * second }, 2, cadence)).toBe(12.01 * second);
  });

  test('an empty file has none', () => {
    expect(frameAt({ timesUs: new Float64Array(), nextUs: null }, 0, cadence)).toBe(-1);
  });
});
