import { describe, expect, test } from 'vitest';
import { formatDate, parseInstant } from '$lib/datasets/utc';
import { formatDays, parseDays } from '$lib/state/explore-link';
import { daysOf, monthsOf, nightsAround, seasonBeside, seasonName, seasonOf } from '$lib/state/season-range';

const nowUs = parseInstant('2026-07-01')!;

describe('a season is July to June', () => {
  test.each([
    ['2020-02-01/2020-02-05', '2019-07-01/2020-06-30'],
    ['2019-07-01', '2019-07-01/2020-06-30'],
    ['2020-06-30', '2019-07-01/2020-06-30'],
    ['2019-07-01/2020-06-30', '2019-07-01/2020-06-30'],
    ['2015-01-01/2020-12-31', '2020-07-01/2021-06-30'],
  ])('%s lies in %s', (days, season) => {
    expect(formatDays(seasonOf(parseDays(days), nowUs))).toBe(season);
  });

  test('without days it is the present one', () => {
    expect(formatDays(seasonOf(null, nowUs))).toBe('2026-07-01/2027-06-30');
    expect(formatDays(seasonOf(null, nowUs - 1))).toBe('2025-07-01/2026-06-30');
  });

  test('its name, its days, the one beside it', () => {
    const season = seasonOf(parseDays('1999-12-31'), nowUs);
    expect([seasonName(season), daysOf(season)]).toEqual(['1999–00', 366]);
    expect(formatDays(seasonBeside(season, -1))).toBe('1998-07-01/1999-06-30');
    expect(daysOf(seasonBeside(season, 1))).toBe(365);
  });

  test('its months', () => {
    const months = monthsOf(seasonOf(parseDays('2020-02-01'), nowUs));
    expect(months).toHaveLength(12);
    expect([months[0], months[6], months[8]]).toEqual([
      { day: 0, name: '2019-07' },
      { day: 184, name: '2020-01' },
      { day: 244, name: '2020-03' },
    ]);
  });
});

test('seven nights around one', () => {
  const range = nightsAround(parseInstant('2020-01-01')!);
  expect([formatDays(range), daysOf(range), formatDate(range.startUs)]).toEqual([
    '2019-12-29/2020-01-04',
    7,
    '2019-12-29',
  ]);
});
