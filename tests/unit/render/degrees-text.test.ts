import { expect, test } from 'vitest';
import { formatHours, formatLatitude, formatLongitude, formatPlace } from '$lib/render/degrees-text';

test.each([
  [62.3, 2, '62.30° N'],
  [-77.85, 0, '78° S'],
  [0, 0, '0°'],
  [NaN, 1, '–'],
  [null, 1, '–'],
])('latitude %d to %d digits', (value, digits, text) => {
  expect(formatLatitude(value, digits)).toBe(text);
});

test.each([
  [-111.934, 2, '111.93° W'],
  [166.67, 0, '167° E'],
  [180, 0, '180°'],
  [-180, 0, '180°'],
  [0, 0, '0°'],
  [undefined, 0, '–'],
])('longitude %d to %d digits', (value, digits, text) => {
  expect(formatLongitude(value, digits)).toBe(text);
});

test('a place, and magnetic local time', () => {
  expect(formatPlace({ latDeg: 56.3767, lonDeg: -94.6437 })).toBe('56.38° N, 94.64° W');
  expect([0, 6.7, 23.9999].map(formatHours)).toEqual(['00:00', '06:42', '00:00']);
});
