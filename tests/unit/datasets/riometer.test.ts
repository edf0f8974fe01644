import { describe, expect, test } from 'vitest';
import { readRiometerFile } from '$lib/datasets/riometer';
import { readRiometerHeader } from '$lib/datasets/riometer-header';
import { parseRiometerName } from '$lib/datasets/riometer-name';
import { formatIsoUs } from '$lib/datasets/timestamp';
import type { RiometerSeries } from '$lib/model/riometer';
import { latin1 } from '../formats/pgm-bytes';
import { sharedData } from '../shared-data';
import { expectedFiles, readSharedFile } from './expected-files';

const k0 = 'norstar_k0_rio-fsim_20180503_v01.txt';
const head = '#NORSTAR  Riometer Data ----  20180503\n#Site Unique ID: GILL\n#------------\n';

function read(text: string, name = k0): RiometerSeries {
  const outcome = readRiometerFile(latin1(text), name);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

const times = (series: RiometerSeries) => [...series.timesUs].map(formatIsoUs);

test.each([
  ['norstar_k0_rio-fsim_20180503_v01.txt', 'k0', 'fsim', '2018-05-03'],
  ['norstar_k2_rio-gill_20150312_v03.txt', 'k2', 'gill', '2015-03-12'],
  ['a/folder/rab_rio_19900402_v1a.txt', 'k2', 'rabb', '1990-04-02'],
  ['chu_canopus_dcp_rio_20050402_v0.txt', 'k0', 'chur', '2005-04-02'],
  ['esk_rio_19990101_v1a.txt', 'k2', 'arvi', '1999-01-01'],
])('the name %s', (name, kind, siteUid, day) => {
  expect(parseRiometerName(name)).toEqual({ kind, siteUid, dayUs: Date.parse(`${day}T00:00:00Z`) * 1000 });
});

test('names that tell nothing', () => {
  expect(parseRiometerName('toString_notes.txt')).toEqual({ kind: null, siteUid: null, dayUs: null });
});

test('the header as keys and values', () => {
  const lines = [
    '#Summary ---- 20180503',
    '#Site Unique ID: FSIM',
    '#Version 1',
    '#Processing Date: Fri May  4 01:00:01 2018',
  ];
  expect(readRiometerHeader([...lines, '#no colon', '#------------', '#date: not metadata'])).toEqual([
    ['summary', 'Summary ---- 20180503'],
    ['site_unique_id', 'fsim'],
    ['version', '1'],
    ['processing_date', '2018-05-04T01:00:01'],
  ]);
});

test('hour 24 is dropped, NaN is kept, and the site of the file comes before that of the name', () => {
  const series = read(`${head}03/05/18 23:59:57 NaN\n03/05/18 24:00:02 2.5\n`);
  expect(times(series)).toEqual(['2018-05-03T23:59:57.000000Z']);
  expect([...series.rawVolts]).toEqual([NaN]);
  expect(series).toMatchObject({ kind: 'k0', siteUid: 'gill', absorptionDb: null, badRows: 0, problem: null });
});

test('k2: absorption stands before the raw signal', () => {
  const series = read('02/04/90 00:00:01 0.25 3.5\n', 'rab_rio_19900402_v1a.txt');
  expect(series).toMatchObject({ kind: 'k2', siteUid: 'rabb', problem: null });
  expect([[...series.absorptionDb!], [...series.rawVolts]]).toEqual([[0.25], [3.5]]);
  expect(times(series)).toEqual(['1990-04-02T00:00:01.000000Z']);
});

describe('the century', () => {
  test.each([
    ['02/04/90', 'x_rio_20900402_v1a.txt', '2090'],
    ['01/01/00', 'x_rio_19991231_v1a.txt', '2000'],
    ['31/12/99', 'x_rio_20000101_v1a.txt', '1999'],
    ['02/04/90', 'nameless', '1990'],
    ['02/04/68', 'nameless', '2068'],
  ])('of %s in %s', (date, name, year) => {
    expect(times(read(`${date} 00:00:01 1\n`, name))[0]!.slice(0, 4)).toBe(year);
  });

  test('of the first line, where the name has none', () => {
    expect(times(read(`${head}03/05/18 00:00:01 1\n`, 'nameless'))[0]).toMatch(/^2018/);
  });
});

describe('what is odd costs only itself', () => {
  const good = '03/05/18 00:00:05 2\n';
  test.each([
    ['another year', '03/05/17 00:00:06 1\n', 1, 'inconsistent'],
    ['no day', '31/02/18 00:00:06 1\n', 1, 'inconsistent'],
    ['no time', '03/05/18 00:61:06 1\n', 1, 'inconsistent'],
    ['no row', '03/05/18 00:**:06 1\n', 1, 'corrupt'],
    ['the same time', '03/05/18 00:00:05 9\n', 0, 'inconsistent'],
  ])('%s', (_, line, badRows, kind) => {
    const series = read(`${head}${good}${line}03/05/18 00:00:10 3\n`);
    expect([...series.rawVolts]).toEqual([2, 3]);
    expect(series.badRows).toBe(badRows);
    expect(series.problem).toMatchObject({ kind, offset: head.length + good.length });
  });

  test('rows in another order are put in order', () => {
    const series = read('03/05/18 00:00:10 3\n03/05/18 00:00:05 2\n');
    expect([...series.rawVolts]).toEqual([2, 3]);
    expect(series.problem?.kind).toBe('inconsistent');
  });

  test('the columns decide over the name, with a report', () => {
    expect(read('03/05/18 00:00:05 2 3\n')).toMatchObject({ kind: 'k2', problem: { kind: 'inconsistent' } });
  });
});

test.each([
  ['', 'corrupt'],
  ['<html>', 'missing'],
  ['something', 'unsupported'],
  [head, 'corrupt'],
  [`${head}03/05/18 24:00:02 NaN\n`, 'corrupt'],
])('%j gives nothing: %s', (text, kind) => {
  expect(readRiometerFile(latin1(text), k0)).toMatchObject({ ok: false, failure: { kind } });
});

describe.skipIf(!sharedData)('the real day', () => {
  test('is what the reference readers have', () => {
    const [path, expected] = expectedFiles('riometer text')[0]!;
    const outcome = readRiometerFile(readSharedFile(path), path);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { value } = outcome;
    expect(value).toMatchObject({ kind: 'k0', siteUid: 'fsim', badRows: 0, problem: null });
    expect(value.timesUs).toHaveLength(expected.peer_rows as number);
    expect([times(value)[0], times(value).at(-1)]).toEqual([expected.peer_first, expected.peer_last]);
    expect(value.rawVolts.some(Number.isNaN)).toBe(false);
    expect(value.rawVolts.reduce((sum, volts) => sum + volts, 0)).toBeCloseTo(expected.sum as number, 6);
    expect(value.header.find(([key]) => key === 'processing_date')?.[1]).toBe('2018-05-04T01:00:01');
  });
});
