import { expect, test } from 'vitest';
import { dayUs, parseInstant } from '$lib/datasets/utc';
import type { DataSource } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';
import { lookedNights, nightsOfSources } from '$lib/state/looked-nights';

const startUs = parseInstant('2019-01-01')!;
const source = (identifier: number): DataSource => ({
  ...{ identifier, program: 'themis-asi', platform: 'gillam', instrumentType: 'panchromatic ASI' },
  ...{ sourceType: 'ground', displayName: `camera ${identifier}` },
});
const counts = (days: Readonly<Record<number, readonly number[]>>, missed: readonly TimeRange[] = []) => ({
  phase: 'known' as const,
  value: {
    value: Object.entries(days).map(([identifier, list]) => ({
      source: source(Number(identifier)),
      perDay: new Map(list.map((day) => [startUs + day * dayUs, 1440])),
    })),
    ...{ origin: 'service' as const, asOfMs: 0, failure: null, missed },
  },
});
const nights = nightsOfSources([source(1), source(2)], { startUs, endUs: startUs + 3 * dayUs });

test('nights of which there are records are told from those of which there are none', () => {
  expect(nights).toHaveLength(6);
  expect(lookedNights(nights, counts({ 1: [0, 1, 2, 3], 2: [1] }))).toEqual({ looked: 4, unlooked: 2 });
  expect(lookedNights(nights, counts({}))).toEqual({ looked: 0, unlooked: 6 });
});

test('nothing is said before it is known; of cameras that no model looks at nobody has to ask', () => {
  expect(lookedNights(nights, { phase: 'asking' })).toBeNull();
  expect(lookedNights(nights, { phase: 'failed', failure: { kind: 'offline', message: '' } })).toBeNull();
  // Nothing is known of the last night.
  const missed = { startUs: startUs + 2 * dayUs, endUs: startUs + 9 * dayUs };
  expect(lookedNights(nights, counts({ 1: [0, 1] }, [missed]))).toBeNull();
  expect(lookedNights(nights.slice(0, 2), counts({ 1: [0, 1] }, [missed]))).toEqual({ looked: 2, unlooked: 0 });
  const others = nights.map((night) => ({ ...night, identifier: null }));
  expect(lookedNights(others, { phase: 'idle' })).toEqual({ looked: 0, unlooked: 6 });
});
