import { expect, test } from 'vitest';
import { gapGroups, retryable } from '$lib/state/gap-summary';
import type { Gap } from '$lib/state/gaps';
import type { Minute } from '$lib/state/minute-table';

const second = 1_000_000;
const minutes = Array.from({ length: 10 }, (_, index): Minute => {
  const startUs = index * 60 * second;
  return { startUs, endUs: startUs + 60 * second, file: null, known: true, load: { phase: 'waiting' } };
});
const gap = (startSec: number, lengthSec: number, cause: string, kind: Gap['kind'], retry: Minute[] = []): Gap => ({
  startUs: startSec * second,
  endUs: (startSec + lengthSec) * second,
  cause,
  kind,
  sentence: '',
  retry,
});

const gaps = [
  gap(0, 60, 'not on the server', 'gap'),
  gap(60, 3, 'no frames', 'gap'),
  gap(90, 6, 'no frames', 'gap'),
  gap(120, 60, 'damaged', 'damage', [minutes[2]!]),
  gap(180, 60, 'corrupt file', 'gap', [minutes[3]!]),
  gap(240, 30, 'cut off', 'gap', [minutes[4]!]),
  gap(275, 25, 'cut off', 'gap', [minutes[4]!]),
  gap(300, 120, 'on its way', 'pending'),
  gap(420, 11 * 60, 'not on the server', 'gap'),
  gap(3600, 10 * 3600 + 300, 'daylight', 'gap'),
];

test('by cause, what cost most time first', () => {
  expect(gapGroups(gaps).map(({ text }) => text)).toEqual([
    '10 h 05 min daylight',
    '12 minutes not on the server',
    '1 file damaged',
    '1 minute corrupt file',
    '55 seconds cut off',
    '9 seconds no frames',
  ]);
  expect(gapGroups(gaps)[1]!.gaps).toEqual([gaps[0], gaps[8]]);
  expect(gapGroups([])).toEqual([]);
});

test('each minute is asked for once', () => {
  expect(retryable(gaps)).toEqual([minutes[2], minutes[3], minutes[4]]);
});
