import { expect, test } from 'vitest';
import { quantified, readingWords, valueWords } from '$lib/components/curve-words';
import type { CurveReading } from '$lib/state/curve-reading';

const [one, other] = ['30.00 MHz', '20.00 MHz'].map((id) => ({ id, quantity: 'absorption', unit: 'dB' }));
const values: CurveReading = { kind: 'values', timeUs: 0, values: new Map([[one!.id, 1.25]]) };
const gap: CurveReading = { kind: 'gap', cause: 'no samples', sentence: 'There is no sample at this time.' };

test('a value with its unit, where it has one', () => {
  expect([quantified(1.25, 'dB', 0.01), quantified(1.25, null, 0.1)]).toEqual(['1.25 dB', '1.3']);
});

test.each<[string, CurveReading, string, string]>([
  ['values', values, '1.25 dB', '30.00 MHz 1.25 dB, 20.00 MHz no value'],
  ['a gap', gap, 'no samples', 'There is no sample at this time.'],
  ['on its way', { kind: 'loading' }, 'on its way', 'On its way.'],
])('%s, of one curve and of all', (_, reading, ofOne, ofAll) => {
  expect(valueWords(reading, one!, 0.01)).toBe(ofOne);
  expect(readingWords(reading, [one!, other!], 0.01)).toBe(ofAll);
});
