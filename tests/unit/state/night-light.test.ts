import { expect, test } from 'vitest';
import { observatory } from '$lib/datasets/observatories';
import { dayUs, formatInstant } from '$lib/datasets/utc';
import { nightMarks } from '$lib/geometry/night-marks';
import type { TimeRange } from '$lib/model/time';
import { nightLight, noNightSentence } from '$lib/state/night-light';

const at = (utc: string) => Date.parse(utc) * 1000;

function over(range: TimeRange, siteUid: string) {
  const place = observatory(siteUid)!;
  const marks = nightMarks(range, place);
  return { marks, ...nightLight(range, place, marks) };
}

test('a whole day at the equinox: day is one light, each twilight another, the night none', () => {
  const range = { startUs: at('2014-03-09T18:00Z'), endUs: at('2014-03-10T18:00Z') };
  const { lights, marks } = over(range, 'gill');
  expect(lights.map(({ cause, sure }) => [cause, sure])).toEqual([
    ['daylight', true],
    ['not on the server', false],
    ['not on the server', false],
    ['daylight', true],
  ]);
  expect(lights[0]!.endUs).toBe(marks.imaging[0]!.startUs);
  expect(lights[3]!.startUs).toBe(marks.imaging[0]!.endUs);
  expect(lights[0]!.sentence).toMatch(/between −6\.0° and 29\.\d°/);
});

test('where the season begins at midnight, each date has its own reason', () => {
  // At Yellowknife the Sun sinks below −12° again from 11 August on.
  const lights = (from: string) => {
    const found = over({ startUs: at(from), endUs: at(from) + dayUs }, 'yknf').lights;
    return found.map(({ startUs, cause }) => [formatInstant(startUs), cause]);
  };
  expect(lights('2014-08-08T18:00Z')).toEqual([
    ['2014-08-08T18:00Z', 'outside the season'],
    ['2014-08-09T00:00Z', 'outside the season'],
  ]);
  const [last, ...nights] = lights('2014-08-10T18:00Z');
  expect(last).toEqual(['2014-08-10T18:00Z', 'outside the season']);
  expect(nights[0]).toEqual(['2014-08-11T00:00Z', 'daylight']);
  expect(nights.map(([, cause]) => cause)).not.toContain('outside the season');
});

test('midsummer is certain, a polar night has no light to tell of', () => {
  const midsummer = { startUs: at('2014-06-21T06:00Z'), endUs: at('2014-06-21T06:10Z') };
  expect(over(midsummer, 'yknf').lights).toEqual([
    {
      ...midsummer,
      sure: true,
      cause: 'outside the season',
      sentence: 'The Sun does not sink below −6° at YKNF on 2014-06-21: the cameras rest.',
    },
  ]);
  const midwinter = { startUs: at('2014-12-21T02:00Z'), endUs: at('2014-12-21T10:00Z') };
  expect(over(midwinter, 'resu').lights).toEqual([]);
});

test('there is no night', () => {
  expect(noNightSentence(at('2014-06-21T00:00Z'), observatory('yknf')!)).toBe(
    'There is no night at YKNF on 2014-06-21: the Sun does not sink below −6°.',
  );
});

test('a year that lies ahead is no different: dark where the Sun is down, light where it is not', () => {
  for (const siteUid of ['whit', 'fsim', 'fsmi', 'atha', 'tpas', 'gill']) {
    expect(over({ startUs: at('2030-02-08T08:00Z'), endUs: at('2030-02-08T08:20Z') }, siteUid).lights).toEqual([]);
    const noon = over({ startUs: at('2030-02-08T20:00Z'), endUs: at('2030-02-08T20:20Z') }, siteUid).lights;
    expect(noon.map(({ cause, sure }) => [cause, sure])).toEqual([['daylight', true]]);
  }
  const midsummer = over({ startUs: at('2030-06-21T06:00Z'), endUs: at('2030-06-21T06:10Z') }, 'yknf').lights;
  expect(midsummer.map(({ cause }) => cause)).toEqual(['outside the season']);
});
