import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestNightUs, nightAround, nightOfDate, sunReach } from '$lib/geometry/night';
import { nightMarks } from '$lib/geometry/night-marks';
import { sunElevationDeg } from '$lib/geometry/sun';
import { moonElevationDeg, moonLit } from '$lib/geometry/sun-moon';
import { observatory } from '$lib/datasets/observatories';
import { dayUs, formatDate, formatInstant, formatRange, hourUs, minuteUs, secondUs } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';
import { shortSolarElevationDeg } from './short-solar-series';

const at = (utc: string) => Date.parse(utc) * 1000;
const day = (date: string): TimeRange => ({ startUs: at(`${date}T00:00Z`), endUs: at(`${date}T00:00Z`) + dayUs });
const gill = observatory('gill')!;
const london = { latDeg: 51.5, lonDeg: -0.12 };
const text = (night: TimeRange | null) => night && `${formatDate(night.startUs)} ${formatRange(night)}`;

const anyTime = fc.integer({ min: at('2004-01-01T00:00Z'), max: at('2030-12-31T00:00Z') });
const anyPlace = fc.record({
  latDeg: fc.double({ min: -85, max: 85, noNaN: true }),
  lonDeg: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('marks of a night', () => {
  test.each([
    ['2023-06-21', 'sunrise', '03:43'],
    ['2023-06-21', 'sunset', '20:21'],
    ['2023-12-21', 'sunrise', '08:04'],
    ['2023-12-21', 'sunset', '15:53'],
  ])('London, %s: %s as in the almanac', (date, kind, clock) => {
    const mark = nightMarks(day(date), london).marks.find((found) => found.kind === kind)!;
    expect(Math.abs(mark.timeUs - at(`${date}T${clock}Z`))).toBeLessThan(1.5 * minuteUs);
  });

  test('how much of the Moon is lit is told for each time that it is up', () => {
    const range = { startUs: at('2014-03-08T12:00Z'), endUs: at('2014-03-11T12:00Z') };
    const { moonUp } = nightMarks(range, gill);
    expect(moonUp.length).toBeGreaterThan(2);
    for (const { startUs, endUs, lit } of moonUp) expect(lit).toBeCloseTo(moonLit((startUs + endUs) / 2), 3);
    expect(moonUp.at(-1)!.lit - moonUp[0]!.lit).toBeGreaterThan(0.1); // it waxes
  });

  test('sunset, twilights, night and back, without holes', () => {
    const range = { startUs: at('2014-03-09T20:00Z'), endUs: at('2014-03-10T16:00Z') };
    const { darkness, marks, imaging, moonUp } = nightMarks(range, gill);
    expect(darkness.map((span) => span.darkness)).toEqual([
      ...['day', 'civil', 'nautical', 'astronomical', 'night'],
      ...['astronomical', 'nautical', 'civil', 'day'],
    ]);
    expectWhole(darkness, range);
    expect(marks.filter(({ kind }) => kind.startsWith('sun')).map(({ kind }) => kind)).toEqual(['sunset', 'sunrise']);
    expect(imaging).toEqual([{ startUs: darkness[2]!.startUs, endUs: darkness[6]!.endUs }]);
    // A waxing Moon in its second week: up at sunset, down before the morning.
    expect(moonUp.map(({ startUs }) => startUs)).toEqual([range.startUs]);
    expect(marks.find(({ kind }) => kind === 'moonset')!.timeUs).toBe(moonUp[0]!.endUs);
    expect(moonUp[0]!.lit).toBeGreaterThan(0.6);
    expect(moonUp[0]!.lit).toBeLessThan(0.75);
  });

  test('polar day and polar night have no marks of the Sun', () => {
    const resolute = observatory('resu')!;
    const summer = nightMarks(day('2014-06-21'), resolute);
    expect(summer.darkness.map(({ darkness }) => darkness)).toEqual(['day']);
    expect(summer.imaging).toEqual([]);
    const winter = nightMarks(day('2014-12-21'), resolute);
    expect(winter.darkness.map(({ darkness }) => darkness)).not.toContain('civil');
    expect(winter.imaging).toEqual([day('2014-12-21')]);
    for (const { marks } of [summer, winter])
      expect(marks.filter(({ kind }) => kind === 'sunrise' || kind === 'sunset')).toEqual([]);
  });

  test('each mark is right to a second, and none is missing', () => {
    fc.assert(
      fc.property(anyTime, anyPlace, (startUs, place) => {
        const range = { startUs, endUs: startUs + dayUs };
        const { darkness, marks, moonUp, imaging } = nightMarks(range, place);
        expectWhole(darkness, range);
        for (const { kind, timeUs } of marks) {
          const elevationDeg = (us: number) =>
            kind.startsWith('sun') ? sunElevationDeg(us, place) : moonElevationDeg(us, place);
          const [before, after] = [elevationDeg(timeUs - secondUs), elevationDeg(timeUs + secondUs)];
          const [low, high] = kind.endsWith('rise') ? [before, after] : [after, before];
          expect(low).toBeLessThan(-0.833 + 1e-4);
          expect(high).toBeGreaterThan(-0.833 - 1e-4);
        }
        for (let timeUs = startUs; timeUs < range.endUs; timeUs += 7 * minuteUs) {
          const sunDeg = sunElevationDeg(timeUs, place);
          const moonDeg = moonElevationDeg(timeUs, place);
          const near = (deg: number, ...limits: number[]) => limits.some((limit) => Math.abs(deg - limit) < 0.005);
          if (!near(sunDeg, -0.833, -6, -12, -18))
            expect(darkness.find((span) => holds(span, timeUs))!.darkness).toBe(
              sunDeg > -0.833
                ? 'day'
                : sunDeg > -6
                  ? 'civil'
                  : sunDeg > -12
                    ? 'nautical'
                    : sunDeg > -18
                      ? 'astronomical'
                      : 'night',
            );
          if (!near(sunDeg, -6)) expect(imaging.some((span) => holds(span, timeUs))).toBe(sunDeg < -6);
          if (!near(moonDeg, -0.833)) expect(moonUp.some((span) => holds(span, timeUs))).toBe(moonDeg > -0.833);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a Sun that only grazes the limit between two samples is seen', () => {
    const lengths: number[] = [];
    for (let step = 0; step < 60; step++) {
      const place = { latDeg: 60.556 + step / 3000, lonDeg: -111.93 };
      const { imaging } = nightMarks(day('2014-06-21'), place);
      expect(imaging.length > 0).toBe(sunReach(day('2014-06-21'), place).lowestDeg < -6);
      lengths.push(imaging.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0));
    }
    // Farther north the night ends, and before it does it is shorter than the distance of two samples.
    expect(lengths).toContain(0);
    expect(lengths.some((length) => length > 0 && length < 10 * minuteUs)).toBe(true);
    expect(lengths).toEqual(lengths.toSorted((one, other) => other - one));
  });

  test('a day takes less than 10 ms', () => {
    const took = Array.from({ length: 7 }, (_, index) => {
      const started = performance.now();
      nightMarks(
        { startUs: at('2014-03-09T12:00Z') + index * dayUs, endUs: at('2014-03-10T12:00Z') + index * dayUs },
        gill,
      );
      return performance.now() - started;
    });
    expect(Math.min(...took)).toBeLessThan(10); // other work on the machine does not count
  });
});

describe('whole nights', () => {
  test('a Canadian night belongs to the date on which most of it lies', () => {
    const night = nightOfDate(at('2014-03-10T00:00Z'), gill)!;
    expect(text(night)).toBe('2014-03-10 00:47–12:09');
    expect(shortSolarElevationDeg(night.startUs, gill)).toBeCloseTo(-6, 0);
    expect(shortSolarElevationDeg(night.endUs, gill)).toBeCloseTo(-6, 0);
    expect(nightAround(at('2014-03-10T06:00Z'), gill)).toEqual(night);
    expect(nightAround(at('2014-03-10T17:00Z'), gill)).toEqual(night);
    expect(nightAround(at('2014-03-10T20:00Z'), gill)).toEqual(nightOfDate(at('2014-03-11T00:00Z'), gill));
  });

  test('in winter it begins on the evening before, by UTC too', () => {
    const night = nightOfDate(at('2014-01-10T00:00Z'), gill)!;
    expect(formatDate(night.startUs)).toBe('2014-01-09');
    expect((night.endUs - night.startUs) / hourUs).toBeGreaterThan(14);
  });

  test('in Svalbard it is the night that begins on the date', () => {
    const night = nightOfDate(at('2014-03-05T00:00Z'), observatory('lyrn')!)!;
    expect(formatDate(night.startUs)).toBe('2014-03-05');
    expect(formatDate(night.endUs)).toBe('2014-03-06');
  });

  test('none where the Sun does not sink below −6°', () => {
    const yellowknife = observatory('yknf')!;
    expect(nightOfDate(at('2014-06-21T00:00Z'), yellowknife)).toBeNull();
    expect(nightAround(at('2014-06-21T07:00Z'), yellowknife)).toBeNull();
    expect(sunReach(day('2014-06-21'), yellowknife).lowestDeg).toBeGreaterThan(-6);
  });

  test('the polar night: sixteen hours around the Sun’s midnight', () => {
    const night = nightOfDate(at('2014-12-21T00:00Z'), observatory('resu')!)!;
    expect(night.endUs - night.startUs).toBe(longestNightUs);
    // 94.95° west: midnight at 06:19:48, and the Sun is 2 minutes early.
    expect(Math.abs((night.startUs + night.endUs) / 2 - at('2014-12-21T06:18Z'))).toBeLessThan(2 * minuteUs);
  });

  test('whole minutes, dark all through, the nearest one', () => {
    fc.assert(
      fc.property(anyTime, anyPlace, (timeUs, place) => {
        const night = nightAround(timeUs, place);
        if (!night) {
          expect(sunReach({ startUs: timeUs - dayUs / 2, endUs: timeUs + dayUs / 2 }, place).lowestDeg).toBeGreaterThan(
            -6.01,
          );
          return;
        }
        const { startUs, endUs } = night;
        expect([startUs % minuteUs, endUs % minuteUs]).toEqual([0, 0]);
        expect(endUs - startUs).toBeGreaterThan(0);
        expect(endUs - startUs).toBeLessThanOrEqual(longestNightUs);
        expect(Math.abs((startUs + endUs) / 2 - timeUs), formatInstant(timeUs)).toBeLessThan(dayUs);
        if (endUs - startUs < longestNightUs) {
          expect(sunElevationDeg(startUs, place)).toBeLessThan(-5.999);
          expect(sunElevationDeg(endUs, place)).toBeLessThan(-5.999);
          expect(sunElevationDeg(startUs - minuteUs, place)).toBeGreaterThan(-6.001);
          expect(sunElevationDeg(endUs + minuteUs, place)).toBeGreaterThan(-6.001);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function expectWhole(spans: readonly TimeRange[], range: TimeRange): void {
  expect(spans[0]!.startUs).toBe(range.startUs);
  expect(spans.at(-1)!.endUs).toBe(range.endUs);
  for (let index = 1; index < spans.length; index++) expect(spans[index]!.startUs).toBe(spans[index - 1]!.endUs);
}

function holds({ startUs, endUs }: TimeRange, timeUs: number): boolean {
  return timeUs >= startUs && timeUs < endUs;
}
