import { expect, test } from 'vitest';
import {
  brightnessText,
  differenceText,
  hoursText,
  kilometresText,
  moonText,
  readingText,
  rulerText,
} from '$lib/components/map-words';
import type { CameraReading } from '$lib/state/map-reading';
import { measured } from '$lib/state/map-ruler';
import type { PixelReading } from '$lib/state/pixel-reading';

const pixel: PixelReading = {
  values: [4812],
  unit: 'counts',
  saturated: false,
  ...{ rayleighs: null, rayleighsNote: null, place: null, wavelengthNm: null },
  ...{ ccdCol: 0, ccdRow: 0 },
};
const camera = (reading: PixelReading | null, elevationDeg = 61.4): CameraReading => ({
  look: { name: 'THEMIS ASI FSMI' } as CameraReading['look'],
  ...{ row: 0, column: 0, elevationDeg, reading },
});

test.each([
  [null, 'no frame'],
  [pixel, '4\u202f812 counts'],
  [{ ...pixel, saturated: true }, 'at least 4\u202f812 counts'],
  [{ ...pixel, rayleighs: 1240, saturated: true }, 'at least 1.24 kR'],
  [{ ...pixel, values: [20, 31, 7] }, '20 · 31 · 7 counts'],
  [{ ...pixel, values: [0.51234], unit: 'R/nm' }, '0.5123 R/nm'],
  [{ ...pixel, values: [NaN], unit: 'R/nm' }, 'none R/nm'],
])('how bright a camera sees a place: %o', (reading, text) => {
  expect(brightnessText(camera(reading))).toBe(text);
});

test('what a place says in sentences', () => {
  const place = { latDeg: 60.02, lonDeg: -111.93 };
  const magnetic = { latDeg: 67.4, lonDeg: -52.1, mltHours: 23.5 };
  const cameras = [camera(pixel), camera(null, 12)];
  expect(readingText({ ...place, magnetic, cameras })).toBe(
    '60.02° N, 111.93° W. AACGM 67.40° N, 52.10° W. ' +
      'THEMIS ASI FSMI, 61° up, 4\u202f812 counts. THEMIS ASI FSMI, 12° up, no frame.',
  );
  expect(readingText({ ...place, magnetic: null, cameras: [] })).toBe(
    '60.02° N, 111.93° W. No camera on the map sees this place.',
  );
  expect(readingText({ ...place, magnetic: null, cameras: null })).toBe('60.02° N, 111.93° W.');
  expect(readingText(null)).toBe('');
});

test.each([
  [{ azimuthDeg: 195.4, elevationDeg: 23.2 }, 0.62, '23° up, azimuth 195°, 62 % lit'],
  [{ azimuthDeg: 359.8, elevationDeg: -0.5 }, 0.004, '0° up, azimuth 0°, 0 % lit'],
  [{ azimuthDeg: 80, elevationDeg: -3 }, 1, 'below the horizon, 100 % lit'],
])('the Moon at %o', (direction, lit, text) => {
  const place = { latDeg: 60, lonDeg: -112 };
  expect(moonText({ lit, below: place, over: () => direction }, place)).toBe(text);
});

test('lengths and differences', () => {
  expect([0, 3.204, 742.13, 1090.87].map(kilometresText)).toEqual(['0.00 km', '3.20 km', '742.1 km', '1\u202f091 km']);
  expect([3.649, -17.289, 0.001].map((value) => differenceText(value))).toEqual(['+3.65°', '−17.29°', '0.00°']);
  expect([1.15, -0.5, -0.001].map(hoursText)).toEqual(['+1:09 h', '−0:30 h', '0:00 h']);
});

test('a ruler in a sentence', () => {
  const [gill, fsmi] = [
    { latDeg: 56.377, lonDeg: -94.644 },
    { latDeg: 60.026, lonDeg: -111.933 },
  ];
  expect(rulerText(measured([gill, fsmi], 110, null))).toBe(
    'From 56.38° N, 94.64° W to 60.03° N, 111.93° W: 1\u202f091 km, 1\u202f110 km at 110 km, direction 299.0°.',
  );
  expect(rulerText(measured([gill, { latDeg: -56.377, lonDeg: 85.356 }], 110, null))).toMatch(/opposite each other\.$/);
});
