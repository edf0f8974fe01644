import { describe, expect, test } from 'vitest';
import { parseInstant } from '$lib/datasets/utc';
import type { ExploreChoice } from '$lib/model/explore';
import type { DataSource } from '$lib/model/search';
import { formatExplore, parseDays, parseExplore } from '$lib/state/explore-link';
import { dayOpened, daysOpened, nightOpened, nightWithin } from '$lib/state/picked-day';

const at = (date: string) => parseInstant(date)!;
const read = (link: string) => parseExplore(new URLSearchParams(link)).choice;
const gill: DataSource = {
  ...{ identifier: 1, program: 'trex', platform: 'gillam', instrumentType: 'RGB ASI' },
  ...{ sourceType: 'ground', displayName: 'TREx RGB GILL' },
};
const rgb = 'array=trex/RGB+ASI';
const february = `days=2020-02-01/2020-02-29&${rgb}`;

describe('a day of a calendar', () => {
  const opened = (link: string, date: string) => formatExplore(dayOpened(read(link), at(date), gill));

  test.each([
    ['of the searched days goes there', february, '2020-02-07', `${february}&night=2020-02-07,gill`],
    ['of the only site', `${february}&at=gillam`, '2020-02-29', `${february}&at=gillam&night=2020-02-29`],
    [
      'keeps filters, a view and how the wall hangs',
      `${february}&at=gillam&where=keogram_type+in+daily&show=table&rows=96`,
      '2020-02-01',
      `${february}&at=gillam&where=keogram_type+in+daily&show=table&rows=96&night=2020-02-01`,
    ],
    [
      'of whatever was searched',
      'days=2020-02-01/2020-02-29',
      '2020-02-07',
      'days=2020-02-01/2020-02-29&night=2020-02-07,gill',
    ],
    [
      'of another site keeps the days',
      `${february}&at=lucky+lake`,
      '2020-02-07',
      `${february}&at=gillam&night=2020-02-07`,
    ],
    [
      'of another array keeps the days, and no filter',
      'days=2020-02-01/2020-02-29&array=themis-asi/panchromatic+ASI&where=keogram_type+in+daily',
      '2020-02-07',
      `${february}&at=gillam&night=2020-02-07`,
    ],
    [
      'outside is a week around it',
      february,
      '2020-03-01',
      `days=2020-02-27/2020-03-04&${rgb}&at=gillam&night=2020-03-01`,
    ],
    ['before anything was chosen', '', '2020-01-01', `days=2019-12-29/2020-01-04&${rgb}&at=gillam&night=2020-01-01`],
    ['of a season hangs on the wall', `${february}&show=season`, '2020-02-07', `${february}&night=2020-02-07,gill`],
    [
      'leaves the nights that models chose, among which it may not be',
      `${february}&label=cloud:clear`,
      '2020-02-07',
      `${february}&night=2020-02-07,gill`,
    ],
  ])('%s', (_, link, date, expected) => {
    expect(opened(link, date)).toBe(expected);
  });

  test('of a search that was reopened is in it, or is another search', () => {
    const request = 'request=11111111-2222-3333-4444-555555555555';
    expect(opened(`${february}&at=gillam&${request}`, '2020-02-07')).toContain(request);
    expect(opened(`${february}&at=gillam&${request}`, '2020-03-07')).not.toContain('request');
  });
});

describe('several days', () => {
  const days = parseDays('2019-12-20/2020-01-10')!;
  const opened = (link: string) => formatExplore(daysOpened(read(link), days, gill));

  test.each([
    [`${february}&night=2020-02-07`, `days=2019-12-20/2020-01-10&${rgb}`],
    [`${february}&night=2020-01-10&show=table`, `days=2019-12-20/2020-01-10&${rgb}&show=table&night=2020-01-10`],
    [`${february}&at=lucky+lake&show=season`, `days=2019-12-20/2020-01-10&${rgb}&at=gillam`],
    ['', `days=2019-12-20/2020-01-10&${rgb}&at=gillam`],
  ])('are searched in the place of %s', (link, expected) => {
    expect(opened(link)).toBe(expected);
  });
});

test('a night of a season is a week of its site', () => {
  const choice = nightOpened(
    read(`days=2019-07-01/2020-06-30&${rgb}&at=gillam,rankin+inlet&show=season`),
    at('2020-01-15'),
    'gillam',
  );
  expect(formatExplore(choice)).toBe(`days=2020-01-12/2020-01-18&${rgb}&at=gillam&night=2020-01-15`);
});

test.each([
  ['2020-02-01', true],
  ['2020-02-29', true],
  ['2020-01-31', false],
  ['2020-03-01', false],
])('a night that was gone to, %s, stays with its days: %s', (date, isKept) => {
  const choice: ExploreChoice = { ...read(february), night: { dateUs: at(date), siteUid: null } };
  expect(nightWithin(choice).night !== null).toBe(isKept);
  expect(nightWithin({ ...choice, range: null }).night).toBeNull();
});
