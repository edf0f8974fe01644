import { describe, expect, test } from 'vitest';
import { dayUs, parseInstant } from '$lib/datasets/utc';
import type { SourceCounts } from '$lib/model/data-product';
import type { Answer } from '$lib/loading/kept-answer';
import type { CountsWanted } from '$lib/model/data-product';
import type { Failure, Outcome } from '$lib/model/failure';
import { noChoice } from '$lib/state/explore-link';
import { countsOf, ProductCalendar, sumOf, yearsName } from '$lib/state/product-calendar.svelte';

const at = (date: string) => parseInstant(date)!;
const counts = (identifier: number, displayName: string, perDay: [string, number][] = []): SourceCounts => ({
  source: { identifier, program: 'p', platform: 's', instrumentType: 'i', sourceType: 'ground', displayName },
  perDay: new Map(perDay.map(([date, count]) => [at(date), count])),
});

const told = (value: readonly SourceCounts[]): Outcome<Answer<readonly SourceCounts[]>> => ({
  ok: true,
  value: { value, origin: 'service', asOfMs: 0, failure: null },
});

describe('a calendar', () => {
  test('asks for the years of the days that were chosen, else for this one', () => {
    const range = { startUs: at('2019-12-30'), endUs: at('2020-01-02') };
    const array = { program: 'trex', instrumentType: 'RGB ASI' };
    expect(countsOf({ ...noChoice, range, array, platforms: ['gillam'], types: ['keogram'] }, 0)).toEqual({
      range: { startUs: at('2019-01-01'), endUs: at('2021-01-01') },
      ...{ program: 'trex', instrumentType: 'RGB ASI', platform: null, type: 'keogram' },
    });
    expect(countsOf({ ...noChoice, platforms: ['a', 'b'] }, at('2024-05-01'))).toEqual({
      range: { startUs: at('2024-01-01'), endUs: at('2025-01-01') },
      ...{ program: null, instrumentType: null, platform: null, type: null },
    });
    // The last day of a year does not ask for the next.
    const last = { startUs: at('2020-12-31'), endUs: at('2020-12-31') + dayUs };
    expect(countsOf({ ...noChoice, range: last }, 0).range.endUs).toBe(at('2021-01-01'));
  });

  test('shows what was asked last, by name', async () => {
    const answers: ((outcome: Outcome<Answer<readonly SourceCounts[]>>) => void)[] = [];
    const calendar = new ProductCalendar({ counts: () => new Promise((resolve) => answers.push(resolve)) });
    const wanted = countsOf(noChoice, 0);
    const shown = [calendar.show({ ...wanted, type: 'movie' }), calendar.show(wanted)];
    expect(calendar.counts.phase).toBe('asking');
    answers[1]!(told([counts(2, 'TREx RGB LUCK'), counts(1, 'TREx RGB GILL')]));
    answers[0]!({ ok: false, failure: { kind: 'missing', message: 'too late' } });
    await Promise.all(shown);
    await calendar.show({ ...wanted });
    expect(answers).toHaveLength(2);
    expect(calendar.counts).toMatchObject({
      phase: 'known',
      value: { value: [{ source: { displayName: 'TREx RGB GILL' } }, { source: { displayName: 'TREx RGB LUCK' } }] },
    });
  });

  test('does not ask over while the very same is on its way; does after a failure', async () => {
    const answers: ((outcome: Outcome<Answer<readonly SourceCounts[]>>) => void)[] = [];
    const calendar = new ProductCalendar({ counts: () => new Promise((resolve) => answers.push(resolve)) });
    const wanted = countsOf(noChoice, 0);
    const shown = calendar.show(wanted);
    void calendar.show({ ...wanted });
    expect(answers).toHaveLength(1);
    answers[0]!({ ok: false, failure: { kind: 'missing', message: 'not now' } });
    await shown;
    void calendar.show(wanted);
    expect(answers).toHaveLength(2);
    calendar.close();
    void calendar.show(wanted);
    expect(answers).toHaveLength(3);
  });

  test('counts positions instead, of the same days', async () => {
    const asked: CountsWanted[] = [];
    const calendar = new ProductCalendar({ counts: (wanted) => (asked.push(wanted), Promise.resolve(told([]))) });
    await calendar.count('ephemeris');
    expect(asked).toEqual([]);
    const wanted = countsOf({ ...noChoice, types: ['movie'] }, 0);
    await calendar.show(wanted);
    await calendar.count('products');
    await calendar.show(wanted);
    expect(asked).toEqual([
      { ...wanted, of: 'ephemeris' },
      { ...wanted, of: 'products' },
    ]);
  });

  const ask = (tell: (wanted: CountsWanted) => readonly SourceCounts[] = () => []) => {
    const asked: CountsWanted[] = [];
    const products = { counts: (wanted: CountsWanted) => (asked.push(wanted), Promise.resolve(told(tell(wanted)))) };
    const years = () => asked.splice(0).map(({ range }) => yearsName(range));
    return { calendar: new ProductCalendar(products), years };
  };

  test('turns to other years, each asked for by itself, until other days are chosen', async () => {
    const { calendar, years } = ask();
    await calendar.turn(1);
    expect(years()).toEqual([]);
    const range = { startUs: at('2019-12-30'), endUs: at('2020-01-02') };
    const wanted = countsOf({ ...noChoice, range }, 0);
    await calendar.show(wanted);
    expect([years(), yearsName(calendar.wanted!.range)]).toEqual([['2019', '2020'], '2019–2020']);
    await calendar.turn(-1);
    expect([years(), yearsName(calendar.wanted!.range)]).toEqual([['2018', '2019'], '2018–2019']);
    // Another look at the same days, or another type, turns nothing back.
    await calendar.show({ ...wanted });
    expect(years()).toEqual([]);
    await calendar.show({ ...wanted, type: 'movie' });
    expect(years()).toEqual(['2018', '2019']);
    await calendar.count('ephemeris');
    expect(years()).toEqual(['2018', '2019']);
    await calendar.show(countsOf({ ...noChoice, range: { startUs: at('2021-05-01'), endUs: at('2021-05-02') } }, 0));
    expect(years()).toEqual(['2021']);
    await calendar.turn(-2);
    expect(years()).toEqual(['2019']);
    // Days that are no whole years stay together.
    await calendar.show({ ...wanted, range: { startUs: at('2019-07-01'), endUs: at('2020-07-01') } });
    expect(years()).toEqual(['2019–2020']);
  });

  test('knows of its sources in years in which they have nothing, and forgets them with the array', async () => {
    const { calendar } = ask(({ range, program }) =>
      program === 'trex' ? [] : range.startUs < at('2020-01-01') ? [counts(2, 'B')] : [counts(1, 'A')],
    );
    const names = () => calendar.sources.map(({ displayName }) => displayName);
    const wanted = countsOf({ ...noChoice, range: { startUs: at('2020-05-01'), endUs: at('2020-05-02') } }, 0);
    await calendar.show(wanted);
    expect(names()).toEqual(['A']);
    await calendar.turn(-1);
    expect(names()).toEqual(['A', 'B']);
    expect(calendar.counts).toMatchObject({ value: { value: [{ source: { displayName: 'B' } }] } });
    await calendar.show({ ...wanted, program: 'trex' });
    expect(names()).toEqual([]);
  });

  test('puts the years together; one that cannot be had is said', async () => {
    const failure: Failure = { kind: 'missing', message: 'not now' };
    const range = { startUs: at('2019-12-30'), endUs: at('2020-01-02') };
    const days: Record<string, [string, number][]> = { 2019: [['2019-12-31', 2]], 2020: [['2020-01-01', 3]] };
    let asOfMs = 0;
    const first = new ProductCalendar({
      counts: (wanted) => {
        const value = [counts(1, 'A', days[yearsName(wanted.range)])];
        return Promise.resolve({ ok: true, value: { value, origin: 'kept', asOfMs: (asOfMs += 5), failure } });
      },
    });
    await first.show(countsOf({ ...noChoice, range }, 0));
    expect(first.counts).toMatchObject({
      phase: 'known',
      value: { asOfMs: 5, origin: 'kept', failure, value: [counts(1, 'A', [...days[2019]!, ...days[2020]!])] },
    });
    expect(first.counts).toMatchObject({ value: { missed: [] } });
  });

  test('shows the years that are known where another cannot be had, says which, and asks for that again', async () => {
    const failure: Failure = { kind: 'missing', message: 'not now' };
    let failing = ['2020'];
    const asked: string[] = [];
    const calendar = new ProductCalendar({
      counts: (wanted) => {
        const year = yearsName(wanted.range);
        asked.push(year);
        return Promise.resolve(failing.includes(year) ? { ok: false, failure } : told([counts(1, year)]));
      },
    });
    const range = { startUs: at('2019-12-30'), endUs: at('2020-01-02') };
    const wanted = countsOf({ ...noChoice, range }, 0);
    await calendar.show(wanted);
    const missed = [{ startUs: at('2020-01-01'), endUs: at('2021-01-01') }];
    expect(calendar.counts).toMatchObject({ phase: 'known', value: { value: [counts(1, '2019')], failure, missed } });
    failing = [];
    await calendar.count('products');
    expect(calendar.counts).toMatchObject({ phase: 'known', value: { failure: null, missed: [] } });
    expect(asked).toEqual(['2019', '2020', '2019', '2020']);
    failing = ['2019', '2020'];
    const other = { ...wanted, program: 'trex' };
    await calendar.show(other);
    expect(calendar.counts).toEqual({ phase: 'failed', failure });
  });

  test('says how much there is', () => {
    expect(
      sumOf(
        counts(1, 'x', [
          ['2020-02-01', 29],
          ['2020-02-02', 36],
        ]),
      ),
    ).toEqual({ days: 2, records: 65 });
  });
});
