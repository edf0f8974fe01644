import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  hasLabels,
  labelFilters,
  labelSearchBody,
  readLabelColumns,
  runsOf,
  runsWithin,
} from '$lib/datasets/learned-labels';
import { parseInstant } from '$lib/datasets/utc';
import type { LabelCriteria, LabelRun } from '$lib/model/learned-label';
import type { DataSource } from '$lib/model/search';
import { sharedReference } from '../shared-data';

const at = (text: string) => parseInstant(text)!;
const gillam: DataSource = {
  ...{ identifier: 46, program: 'themis-asi', platform: 'gillam', instrumentType: 'panchromatic ASI' },
  ...{ sourceType: 'ground', displayName: 'THEMIS-ASI GILL' },
};

const clear = {
  calgary_cloud_ml_v1: 'classified as not cloudy',
  calgary_cloud_ml_v1_confidence: 99.98,
  calgary_apa_ml_v1: 'classified as not APA',
  calgary_apa_ml_v1_confidence: 100,
  clausen_ml_oath: 'classified as discrete',
};
const record = (time: string, metadata: object | null = clear, identifier = 46) => ({
  ...{ epoch: `2019-01-01T${time}`, data_source: { identifier }, metadata },
});
const runs = (records: readonly unknown[], wrap = (list: readonly unknown[]): unknown => list): readonly LabelRun[] => {
  const columns = readLabelColumns(JSON.stringify(wrap(records)), 46);
  if (typeof columns === 'string') throw new Error(columns);
  return runsOf(columns);
};
const times = (list: readonly LabelRun[]) =>
  list.map(({ startUs, endUs }) => [startUs, endUs].map((us) => (us - at('2019-01-01T06:00')) / 60e6));

describe('an answer becomes runs', () => {
  test('of equal minutes, in whatever order and wrapping they come, each minute once', () => {
    const given = [record('06:01:00'), record('06:00:00'), record('06:02:00'), record('06:01:00')];
    const expected = {
      ...{ startUs: at('2019-01-01T06:00'), endUs: at('2019-01-01T06:03') },
      cloud: { verdict: 'clear', percent: 99.98 },
      apa: { verdict: 'no apa', percent: 100 },
      oath: { verdict: 'discrete', percent: null },
    };
    expect(runs(given)).toEqual([expected]);
    expect(runs(given, (result) => ({ result }))).toEqual([expected]);
  });

  test('that end where a minute is lacking, a verdict changes, or a model is surer', () => {
    const given = [
      record('06:00:00'),
      record('06:02:00'),
      record('06:03:00', { ...clear, clausen_ml_oath: 'classified as no aurora' }),
      record('06:04:00', { ...clear, clausen_ml_oath: 'classified as no aurora', calgary_apa_ml_v1_confidence: 99 }),
    ];
    expect(times(runs(given))).toEqual([
      ...[[0, 1], [2, 3], [3, 4], [4, 5]], // prettier-ignore
    ]);
  });

  test('that share their labels, so that a month is few objects', () => {
    const [one, other] = runs([record('06:00:00'), record('06:05:00')]);
    expect(one!.cloud).toBe(other!.cloud);
  });

  test('what is not classified is no doubt about a number; what is unknown or lacking is nothing', () => {
    const [run] = runs([
      record('06:00:00', {
        calgary_cloud_ml_v1: 'not classified',
        calgary_cloud_ml_v1_confidence: 0,
        clausen_ml_oath: 'classified as steve',
        calgary_apa_ml_v1: 'classified as APA',
        calgary_apa_ml_v1_confidence: 'very',
      }),
    ]);
    expect(run).toMatchObject({
      cloud: { verdict: 'not classified', percent: null },
      apa: { verdict: 'apa', percent: null },
      oath: null,
    });
    expect(runs([record('06:00:00', {}), record('06:01:00', { nbtrace_region: 'x' })])).toEqual([]);
  });

  test('records of others and broken ones are left out, and counted', () => {
    const columns = readLabelColumns(
      JSON.stringify([record('06:00:00'), record('06:01:00', clear, 47), record('xx'), record('06:02:00', null), 7]),
      46,
    );
    expect(columns).toMatchObject({ count: 1, unreadable: 4 });
  });

  test.each<[string, string]>([
    ['<html>', 'something that is no JSON'],
    ['{"error":{"error_message":"gone"}}', 'gone'],
    ['[{"epoch":"x"}]', 'a list without one position that can be read'],
    [`[${'0,'.repeat(100_000)}0]`, 'a list of 100001 positions; at most 100000 are read'],
  ])('%.20s: %s', (answer, words) => expect(readLabelColumns(answer, 46)).toBe(words));

  test('and nothing becomes none', () => expect(runs([])).toEqual([]));
});

test('of a range, cut to it', () => {
  const given = runs([record('06:00:00'), record('06:01:00'), record('06:02:00'), record('06:09:00')]);
  const range = { startUs: at('2019-01-01T06:01'), endUs: at('2019-01-01T06:02') };
  expect(times(runsWithin(given, range))).toEqual([[1, 2]]);
  expect(runsWithin(given, { startUs: 0, endUs: at('2020-01-01') })[0]).toBe(given[0]);
});

const criteria = (joined: 'AND' | 'OR', ...list: LabelCriteria['list']): LabelCriteria => ({
  ...{ joined, list, leastMinutes: 60 },
});

describe('the service leaves out what cannot match', () => {
  const sure = { field: 'cloud', verdict: 'clear', leastPercent: 75 } as const;
  const arc = { field: 'oath', verdict: 'arc', leastPercent: null } as const;
  test('exactly, where all criteria are to hold', () => {
    expect(labelFilters(criteria('AND', sure, arc))).toEqual({
      joined: 'AND',
      expressions: [
        { key: 'calgary_cloud_ml_v1', operator: 'in', values: ['classified as not cloudy'] },
        { key: 'calgary_cloud_ml_v1_confidence', operator: '>=', values: ['75'] },
        { key: 'clausen_ml_oath', operator: 'in', values: ['classified as arc'] },
      ],
    });
  });

  test('and never too much, where any is enough', () => {
    expect(labelFilters(criteria('OR', sure, arc))).toEqual({
      joined: 'OR',
      expressions: [
        { key: 'calgary_cloud_ml_v1', operator: 'in', values: ['classified as not cloudy'] },
        { key: 'clausen_ml_oath', operator: 'in', values: ['classified as arc'] },
      ],
    });
    // One alone is exact, however it is joined.
    expect(labelFilters(criteria('OR', sure))).toMatchObject({ joined: 'AND', expressions: [{}, {}] });
    expect(labelFilters(criteria('AND'))).toBeNull();
  });
});

test('a source has labels when its schema has all their fields', () => {
  const field = (name: string) => ({ name, description: name, type: 'string', allowed: [] }) as const;
  const names = ['calgary_cloud_ml_v1', 'calgary_apa_ml_v1', 'clausen_ml_oath'];
  const described = (fields: readonly string[]) => ({
    ...{ ...gillam, productFields: [], ephemerisFields: fields.map(field) },
  });
  expect(hasLabels(described(names))).toBe(true);
  expect(hasLabels(described(names.slice(1)))).toBe(false);
});

describe.skipIf(sharedReference === null)('as recorded', () => {
  const read = (name: string) => readFileSync(`${sharedReference}/examples/${name}.json`, 'utf8');

  test('the question for surely pulsating aurora', () => {
    const range = { startUs: at('2019-01-01'), endUs: at('2019-01-11') };
    const apa = criteria('AND', { field: 'apa', verdict: 'apa', leastPercent: 95 });
    const body = labelSearchBody(gillam, range, labelFilters(apa));
    expect(body).toEqual(JSON.parse(read('ephemeris-ml-request')));
  });

  test('ten minutes of Kuujjuaq, whose kind of aurora has a verdict each minute', () => {
    const columns = readLabelColumns(read('ephemeris-ground-data'), 49);
    const [first, ...others] = typeof columns === 'string' ? [] : runsOf(columns);
    expect(columns).toMatchObject({ count: 4, unreadable: 2 });
    expect(first).toEqual({
      ...{ startUs: at('2008-01-05T07:10'), endUs: at('2008-01-05T07:11') },
      cloud: { verdict: 'clear', percent: 98.7 },
      apa: { verdict: 'apa', percent: 99.5 },
      oath: { verdict: 'diffuse', percent: null },
    });
    expect(others.map(({ oath }) => oath?.verdict)).toEqual(['no aurora', 'diffuse', 'no aurora']);
  });
});
