import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { observatoriesOf, observatory } from '$lib/datasets/observatories';
import { sharedReference } from '../shared-data';

test('an array has its sites in alphabetical order, with names and places', () => {
  expect(observatoriesOf('trex_spectrograph')).toEqual([
    { siteUid: 'luck', name: 'Lucky Lake, SK, Canada', latDeg: 51.15, lonDeg: -107.26 },
    { siteUid: 'rabb', name: 'Rabbit Lake, SK, Canada', latDeg: 58.23, lonDeg: -103.68 },
  ]);
  expect(observatoriesOf('rainbow').map(({ siteUid }) => siteUid)).toEqual(['fsim', 'fsmi', 'gill', 'pina', 'rabb']);
});

test('what does not exist has no sites and no place', () => {
  expect(observatoriesOf('nope')).toEqual([]);
  expect(observatoriesOf('constructor')).toEqual([]);
  expect(observatoriesOf(null)).toEqual([]);
  expect(observatory('xxxx')).toBeNull();
});

test('codes are understood in any case', () => {
  expect(observatory('GILL')).toEqual({ siteUid: 'gill', name: 'Gillam, MB, Canada', latDeg: 56.38, lonDeg: -94.64 });
});

describe.skipIf(sharedReference === null)('the recorded lists of the service', () => {
  test.each([
    'themis_asi',
    'rego',
    'trex_rgb',
    'trex_nir',
    'trex_blue',
    'trex_spectrograph',
    'smile_asi',
    'norstar_riometer',
    'swan_hsr',
  ])('%s is carried whole', (array) => {
    const text = readFileSync(`${sharedReference}/examples/observatories-${array}.json`, 'utf8');
    const recorded = JSON.parse(text) as Record<string, unknown>[];
    const ours = observatoriesOf(array).map(({ siteUid, name, latDeg, lonDeg }) => ({
      uid: siteUid,
      full_name: name,
      geodetic_latitude: latDeg,
      geodetic_longitude: lonDeg,
    }));
    expect(ours).toEqual(recorded);
  });
});
