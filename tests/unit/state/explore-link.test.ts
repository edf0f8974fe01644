import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayUs, hourUs, parseInstant, secondUs } from '$lib/datasets/utc';
import { productTypes } from '$lib/model/data-product';
import { exploreViews, type ExploreChoice } from '$lib/model/explore';
import { labelFields, labelVerdicts, type LabelCriteria, type LabelCriterion } from '$lib/model/learned-label';
import type { FilterExpression } from '$lib/model/search';
import { seasonStrips } from '$lib/model/season';
import type { TimeRange } from '$lib/model/time';
import { filterOperators, formatExplore, isSound, noChoice, parseExplore } from '$lib/state/explore-link';
import { isSoundCriterion, mostCriteria } from '$lib/state/label-link';
import { formatMark, highestRow, lowestRow, mostMarks } from '$lib/state/wall-link';

const read = (query: string) => parseExplore(new URLSearchParams(query));

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}( [a-z0-9]{1,5})?$/);
const value = fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }).filter((text) => text.trim() !== '');
const expression: fc.Arbitrary<FilterExpression> = fc
  .record({
    key: fc.stringMatching(/^[a-z_]{1,12}$/),
    operator: fc.constantFrom(...filterOperators),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  })
  .filter(isSound);
const criterion: fc.Arbitrary<LabelCriterion> = fc
  .constantFrom(...labelFields)
  .chain((field) =>
    fc.record({
      field: fc.constant(field),
      verdict: fc.constantFrom(...labelVerdicts[field]),
      leastPercent: fc.option(fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100)),
    }),
  )
  .filter(isSoundCriterion);
const labels: fc.Arbitrary<LabelCriteria> = fc.record({
  joined: fc.constantFrom('AND' as const, 'OR' as const),
  list: fc.array(criterion, { minLength: 1, maxLength: mostCriteria }),
  leastMinutes: fc.integer({ min: 1, max: 1440 }),
});
const choice: fc.Arbitrary<ExploreChoice> = fc.record({
  range: fc.option(
    fc.tuple(fc.integer({ min: 9000, max: 25_000 }), fc.integer({ min: 1, max: 3000 })).map(([day, days]) => ({
      startUs: day * dayUs,
      endUs: (day + days) * dayUs,
    })),
  ),
  array: fc.option(fc.record({ program: name, instrumentType: name })),
  platforms: fc.uniqueArray(name, { maxLength: 4 }),
  types: fc.subarray([...productTypes]),
  filters: fc.option(
    fc.record({
      joined: fc.constantFrom('AND' as const, 'OR' as const),
      expressions: fc.array(expression, { minLength: 1, maxLength: 3 }),
    }),
  ),
  labels: fc.option(labels),
  requestId: fc.option(fc.uuid()),
  show: fc.constantFrom(...exploreViews),
  wall: fc.record({
    groupedBy: fc.constantFrom('date' as const, 'site' as const),
    latestFirst: fc.boolean(),
    rowHeight: fc.integer({ min: lowestRow, max: highestRow }),
    window: fc.option(
      // Whole seconds, ten minutes at least, within the day and a half that rows can lie in.
      fc
        .tuple(fc.integer({ min: 0, max: 36 * 3600 - 600 }), fc.integer({ min: 600, max: 86_400 }))
        .map(([start, length]): TimeRange => ({
          startUs: start * secondUs,
          endUs: Math.min(start + length, 36 * 3600) * secondUs,
        })),
    ),
  }),
  strip: fc.constantFrom(...seasonStrips),
  night: fc.option(
    fc.record({
      dateUs: fc.integer({ min: 9000, max: 25_000 }).map((day) => day * dayUs),
      siteUid: fc.constantFrom(null, 'gill', 'fsmi'),
    }),
  ),
  marks: fc.uniqueArray(
    fc
      .record({
        dataset: fc.constantFrom('THEMIS_ASI_RAW', 'TREX_RGB_RAW_NOMINAL'),
        siteUid: fc.constantFrom('gill', 'fsmi'),
      })
      .chain((camera) =>
        fc.tuple(fc.integer({ min: 1e9, max: 2e9 }), fc.integer({ min: 1, max: 86_400 })).map(([start, length]) => ({
          ...camera,
          ...{ startUs: start * secondUs, endUs: (start + length) * secondUs },
        })),
      ),
    { maxLength: 3, selector: formatMark },
  ),
});

test('what is chosen stands in the address and is read back', () => {
  fc.assert(
    fc.property(choice, (chosen) => {
      expect(read(formatExplore(chosen))).toEqual({ choice: chosen, passedOver: [] });
    }),
    { numRuns: 500 },
  );
});

test('a person can read it', () => {
  const chosen: ExploreChoice = {
    ...noChoice,
    range: { startUs: parseInstant('2020-02-01')!, endUs: parseInstant('2020-02-06')! },
    array: { program: 'trex', instrumentType: 'RGB ASI' },
    platforms: ['gillam', 'fort smith'],
    types: ['keogram'],
    filters: { joined: 'AND', expressions: [{ key: 'keogram_type', operator: 'in', values: ['daily', 'hourly'] }] },
  };
  const nights: LabelCriteria = {
    ...{ joined: 'OR', leastMinutes: 60 },
    list: [
      { field: 'cloud', verdict: 'clear', leastPercent: 75 },
      { field: 'oath', verdict: 'no aurora', leastPercent: null },
    ],
  };
  expect(formatExplore({ ...noChoice, labels: nights })).toBe(
    'label=cloud:clear,75&label=oath:no+aurora&labels=any&minutes=60',
  );
  expect(formatExplore(chosen)).toBe(
    'days=2020-02-01/2020-02-05&array=trex/RGB+ASI&at=gillam,fort+smith&type=keogram&where=keogram_type+in+daily%7Chourly',
  );
  expect(
    formatExplore({
      ...noChoice,
      show: 'season',
      strip: 'availability',
      wall: {
        groupedBy: 'site',
        latestFirst: false,
        rowHeight: 96,
        window: { startUs: 3 * hourUs, endUs: 27 * hourUs },
      },
      night: { dateUs: parseInstant('2020-01-15')!, siteUid: 'gill' },
      marks: [{ dataset: 'REGO_RAW', siteUid: 'gill', startUs: 1.5e15, endUs: 1.5e15 + hourUs }],
    }),
  ).toBe(
    'show=season&by=site&order=earliest&rows=96&hours=03:00/27:00&strip=availability&night=2020-01-15,gill&mark=REGO_RAW+gill+2017-07-14T02:40Z/2017-07-14T03:40Z',
  );
  expect(formatExplore(noChoice)).toBe('');
});

describe('from outside', () => {
  test('the same span twice, however it is written, is one', () => {
    const marks = ['06:00Z/2014-03-10T07:00Z', '06:00:00Z/2014-03-10T07:00:00Z', '06:00Z/2014-03-10T08:00Z'];
    const { choice, passedOver } = read(marks.map((mark) => `mark=REGO_RAW gill 2014-03-10T${mark}`).join('&'));
    expect([choice.marks.map(({ endUs }) => endUs), passedOver]).toEqual([
      ['2014-03-10T07:00', '2014-03-10T08:00'].map((text) => parseInstant(text)),
      [],
    ]);
  });

  test('of thousands of parts that are not understood some are named', () => {
    const { passedOver } = read([...Array(5000).keys()].map((at) => `mark=${at}`).join('&'));
    expect([passedOver.length, passedOver[9], passedOver[10]]).toEqual([11, 'mark=9', '4990 more parts']);
  });

  test('of more marks than a link holds the others are named; the same once more is none of them', () => {
    const marks = Array.from({ length: mostMarks + 3 }, (_, at) =>
      formatMark({ dataset: 'REGO_RAW', siteUid: 'gill', startUs: at * secondUs, endUs: (at + 1) * secondUs }),
    );
    const { choice, passedOver } = read([...marks, marks[0]!].map((mark) => `mark=${mark}`).join('&'));
    expect([choice.marks.map(formatMark), passedOver]).toEqual([
      marks.slice(0, mostMarks),
      ['3 marks after the first 100'],
    ]);
  });

  test.each([
    'days=2020-02-30',
    'days=2020-02-05/2020-02-01',
    'days=1900-01-01/2100-01-01',
    'array=trex',
    'array=trex/<script>',
    'type=keogram,poem',
    'where=keogram_type',
    'where=keogram_type like x',
    'where=confidence between 5',
    'where=confidence = ',
    'request=../../secret',
    'strip=poem',
    'night=2020-02-30',
    'night=2020-02-03/2020-02-04',
    'night=2020-02-03,Gill',
    'night=2020-02-03T06:00',
    'night=,gill',
    'label=cloud:arc',
    'label=oath:arc,75',
    'label=cloud:clear,101',
    'label=cloud:not classified,50',
    'label=aurora',
  ])('%s is passed over, and named', (text) => {
    expect(read(`${text}&at=gillam`)).toEqual({ choice: { ...noChoice, platforms: ['gillam'] }, passedOver: [text] });
  });

  test('minutes that are none are named, and an hour is taken in their place', () => {
    expect(read('label=apa:apa,95&minutes=0')).toEqual({
      choice: {
        ...noChoice,
        labels: { joined: 'AND', list: [{ field: 'apa', verdict: 'apa', leastPercent: 95 }], leastMinutes: 60 },
      },
      passedOver: ['minutes=0'],
    });
  });

  test('one day is a range, and a program may have a slash', () => {
    expect(read('days=2020-02-01&array=unis/kho/RGB ASI').choice).toMatchObject({
      range: { startUs: parseInstant('2020-02-01'), endUs: parseInstant('2020-02-02') },
      array: { program: 'unis/kho', instrumentType: 'RGB ASI' },
    });
  });
});
