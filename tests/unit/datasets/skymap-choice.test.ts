import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseSkymap, parseSkymapName } from '$lib/datasets/skymap-choice';
import type { SkymapName } from '$lib/model/skymap';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`) * 1000;

describe('names', () => {
  test.each<[string, Omit<SkymapName, 'name'>]>([
    [
      'themis_skymap_gako_20110305-+_vXX.sav',
      { siteUid: 'gako', startUs: day('2011-03-05'), stop: '+', version: 'vXX' },
    ],
    [
      'themis_skymap_atha_20070301-20090522_vXX.sav',
      { siteUid: 'atha', startUs: day('2007-03-01'), stop: '20090522', version: 'vXX' },
    ],
    ['rego_skymap_gill_20160129_vXX.sav', { siteUid: 'gill', startUs: day('2016-01-29'), stop: null, version: 'vXX' }],
    ['themis_skymap_yknf_19700101.sav', { siteUid: 'yknf', startUs: 0, stop: null, version: '' }],
    [
      'spect_skymap_luck_20230424-+_v01.sav',
      { siteUid: 'luck', startUs: day('2023-04-24'), stop: '+', version: 'v01' },
    ],
  ])('%s', (name, expected) => {
    expect(parseSkymapName(name)).toEqual({ name, ...expected });
    const folder = 'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/skymaps/atha/atha_20081029/';
    expect(parseSkymapName(folder + name.replace('+', '%2B'))).toEqual({ name, ...expected });
  });

  test.each([
    'REGO_Rayleighs_15651_20210908-+_v02.sav',
    'themis_skymap_gako_20110305-+_vXX.txt',
    'themis_skymap_gako_20110231-+_vXX.sav',
    'themis_skymap_gako_2011-+_vXX.sav',
    'gako_20110305/',
    '%E0%A4%A.sav',
    '',
  ])('%s is none', (name) => {
    expect(parseSkymapName(name)).toBeNull();
  });
});

describe('the choice', () => {
  const named = (interval: string) => parseSkymapName(`themis_skymap_atha_${interval}.sav`)!;
  const list = ['20140101-+_v02', '20070301-20090522_vXX', '20140101-+_v01', '20110501-20131231_v01'].map(named);
  const chosenAt = (time: string) => chooseSkymap(list, Date.parse(time) * 1000);

  test.each([
    ['2010-06-01T00:00:00Z', '20070301-20090522_vXX', 'valid'], // its last day has passed, and none has followed
    ['2011-04-30T23:59:59Z', '20070301-20090522_vXX', 'valid'],
    ['2011-05-01T00:00:00Z', '20110501-20131231_v01', 'valid'],
    ['2020-01-01T00:00:00Z', '20140101-+_v02', 'valid'],
    ['2006-01-01T00:00:00Z', '20070301-20090522_vXX', 'first'],
  ])('at %s: %s, %s', (time, interval, rule) => {
    expect(chosenAt(time)).toEqual({ chosen: named(interval), rule });
  });

  test('from none there is none', () => {
    expect(chooseSkymap([], 0)).toBeNull();
  });

  test('does not depend on the order of the listing, nor disturb it', () => {
    const orders = fc.shuffledSubarray(list, { minLength: list.length });
    fc.assert(
      fc.property(orders, fc.integer({ min: 2000, max: 2030 }), (shuffled, year) => {
        const before = [...shuffled];
        const timeUs = day(`${year}-07-01`);
        expect(chooseSkymap(shuffled, timeUs)).toEqual(chooseSkymap(list, timeUs));
        expect(shuffled).toEqual(before);
      }),
    );
  });
});
