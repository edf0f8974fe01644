import { describe, expect, test } from 'vitest';
import { dayUs, hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import { observatory } from '$lib/datasets/observatories';
import { darkSunDeg, nightOfDate } from '$lib/geometry/night';
import { seasonSky, sunContour } from '$lib/geometry/season-sky';
import { nightMarks } from '$lib/geometry/night-marks';
import { binsOfDay, binUs } from '$lib/model/season';

const at = (text: string) => parseInstant(text)!;
const range = { startUs: at('2019-07-01'), endUs: at('2020-07-01') };
const gill = observatory('gill')!;
const sky = seasonSky(range, gill);
const day = (date: string) => Math.round((at(date) - range.startUs) / dayUs);

test('a season has its 366 days, each with its Sun and Moon', () => {
  expect([sky.darkUs.length, sky.moonLit.length, sky.sunDeg.length]).toEqual([366, 366, 366 * binsOfDay + 1]);
});

// Instants of the phases: Astronomical Almanac. The middle of a UTC day is at most half a day away from them.
test.each([
  ['2019-12-12', '2019-12-12T05:12', 1],
  ['2020-01-10', '2020-01-10T19:21', 1],
  ['2019-12-26', '2019-12-26T05:13', 0],
  ['2020-01-24', '2020-01-24T21:42', 0],
])('the Moon of %s, full or new at %s', (date, _, lit) => {
  expect(Math.abs(sky.moonLit[day(date)]! - lit)).toBeLessThan(0.006);
});

test('half of it is lit in the first quarter, 2020-01-03 04:45', () => {
  expect(sky.moonLit[day('2020-01-03')]).toBeGreaterThan(0.48);
  expect(sky.moonLit[day('2020-01-03')]).toBeLessThan(0.58);
});

describe('darkness', () => {
  test('is as long as the night marks find it, on any day', () => {
    for (const date of ['2019-09-23', '2019-12-21', '2020-03-20', '2020-04-30']) {
      const startUs = at(date);
      const { darkness, moonUp } = nightMarks({ startUs, endUs: startUs + dayUs }, gill);
      const dark = darkness.filter(({ darkness: kind }) => kind === 'astronomical' || kind === 'night');
      const length = (spans: readonly { startUs: number; endUs: number }[]) =>
        spans.reduce((sum, span) => sum + span.endUs - span.startUs, 0);
      const both = dark.flatMap((span) =>
        moonUp.map((up) => ({
          startUs: Math.max(span.startUs, up.startUs),
          endUs: Math.max(Math.max(span.startUs, up.startUs), Math.min(span.endUs, up.endUs)),
        })),
      );
      expect(Math.abs(sky.darkUs[day(date)]! - length(dark)) / minuteUs, date).toBeLessThan(0.5);
      expect(Math.abs(sky.moonDarkUs[day(date)]! - length(both)) / minuteUs, date).toBeLessThan(0.5);
    }
  });

  test('is longest at the winter solstice, and there is none at the summer solstice of 56° north', () => {
    const longest = sky.darkUs.indexOf(Math.max(...sky.darkUs));
    expect(Math.abs(longest - day('2019-12-22'))).toBeLessThanOrEqual(2);
    expect(sky.darkUs[day('2020-06-20')]).toBe(0);
  });

  test('at the equator, at an equinox, it lasts twelve hours less twice 48 minutes', () => {
    const { darkUs } = seasonSky({ startUs: at('2020-03-20'), endUs: at('2020-03-21') }, { latDeg: 0, lonDeg: 0 });
    expect(darkUs[0]! / hourUs).toBeCloseTo(12 - (2 * 12) / 15, 1);
  });
});

describe('contours of the Sun', () => {
  test('pass where the night of a date begins and ends', () => {
    const contour = sunContour(sky, -6);
    for (const date of ['2019-11-05', '2020-02-08']) {
      const night = nightOfDate(at(date), gill)!;
      const timeOf = (parts: Float32Array, on: number) => range.startUs + on * dayUs + parts[on]! * binUs;
      const evening = Math.floor((night.startUs - range.startUs) / dayUs);
      expect(Math.abs(timeOf(contour.sinking, evening) - night.startUs), date).toBeLessThan(minuteUs);
      expect(Math.abs(timeOf(contour.rising, day(date)) - night.endUs), date).toBeLessThan(minuteUs);
    }
  });

  test('are not there in white nights and in the polar night', () => {
    const { sinking, rising } = sunContour(sky, darkSunDeg);
    expect([sinking[day('2020-06-20')], rising[day('2020-06-20')]]).toEqual([NaN, NaN]);
    const svalbard = sunContour(seasonSky(range, observatory('lyrn')!), -6);
    expect(svalbard.sinking[day('2019-12-21')]).toBeNaN();
    expect(svalbard.sinking[day('2019-10-20')]).not.toBeNaN();
  });
});

test('days may begin at noon', () => {
  const shifted = seasonSky({ startUs: range.startUs + dayUs / 2, endUs: range.startUs + 5.5 * dayUs }, gill);
  expect(shifted.sunDeg[0]).toBeCloseTo(sky.sunDeg[binsOfDay / 2]!, 4);
});
