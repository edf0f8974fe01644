import { expect, test } from 'vitest';
import { formatBytes, formatCounts, formatRayleighs, formatRemaining } from '$lib/render/quantity';

test.each([
  [0, '0'],
  [999, '999'],
  [4812, '4\u202f812'],
  [65_535, '65\u202f535'],
  [1_234_567, '1\u202f234\u202f567'],
])('%i counts', (counts, text) => expect(formatCounts(counts)).toBe(text));

test.each([
  [512, '512 B'],
  [9_040_502, '9.0 MB'],
  [999_600, '1.0 MB'],
  [183_000_000, '183 MB'],
  [2.5e9, '2.5 GB'],
])('%i bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [0.4, '1 s left'],
  [89, '89 s left'],
  [200, '3 min left'],
  [7200, '2.0 h left'],
])('%f seconds', (seconds, text) => expect(formatRemaining(seconds)).toBe(text));

test.each([
  [0, '0 R'],
  [84.6, '85 R'],
  [999.4, '999 R'],
  [999.6, '1.00 kR'],
  [1240, '1.24 kR'],
  [9996, '10.0 kR'],
  [12_400, '12.4 kR'],
  [123_400, '123 kR'],
])('%f R is written %s', (rayleighs, text) => expect(formatRayleighs(rayleighs)).toBe(text));
