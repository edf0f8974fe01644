import { describe, expect, test } from 'vitest';
import { dayUs, parseInstant } from '$lib/datasets/utc';
import type { LearnedLabels } from '$lib/loading/learned-labels';
import type { LabelCriteria, LabelRun } from '$lib/model/learned-label';
import type { DataSource } from '$lib/model/search';
import { LabelNights, matchesOf } from '$lib/state/learned-labels.svelte';
import { criteriaWords, runWords } from '$lib/state/label-words';

const source = (identifier: number): DataSource => ({
  ...{ identifier, program: 'themis-asi', platform: 'gillam', instrumentType: 'panchromatic ASI' },
  ...{ sourceType: 'ground', displayName: `camera ${identifier}` },
});
const range = (first: string, last: string) => ({ startUs: parseInstant(first)!, endUs: parseInstant(last)! + dayUs });
const run = (date: string): LabelRun => ({
  ...{ startUs: parseInstant(date)!, endUs: parseInstant(date)! + 600e6 },
  ...{ cloud: { verdict: 'clear', percent: 99.98 }, apa: null, oath: { verdict: 'not classified', percent: null } },
});
const clear: LabelCriteria = {
  ...{ joined: 'AND', leastMinutes: 60 },
  list: [{ field: 'cloud', verdict: 'clear', leastPercent: 75 }],
};

type Told = Awaited<ReturnType<LearnedLabels['labels']>>;
const known = (runs: readonly LabelRun[]): Told => ({
  ok: true,
  value: { value: runs, origin: 'service', asOfMs: 0, failure: null },
});
const refused: Told = { ok: false, failure: { kind: 'offline', message: 'no network' } };

function bench() {
  const asked: { key: string; signal: AbortSignal; criteria: unknown; answer: (told: Told) => void }[] = [];
  const nights = new LabelNights({
    labels: ({ identifier }, { startUs }, { signal }, criteria) =>
      new Promise((answer) => {
        const key = `${identifier} ${new Date(startUs / 1000).toISOString().slice(0, 10)}`;
        asked.push({ key, signal, criteria, answer });
      }),
  });
  const phases = () => nights.pieces.map(({ state }) => state.phase);
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return { nights, asked, phases, settle };
}

describe('labels of nights', () => {
  test('are asked for camera by camera and month by month, two at a time', async () => {
    const { nights, asked, phases, settle } = bench();
    nights.show([source(1), source(2)], range('2019-01-20', '2019-02-10'));
    expect([asked.map(({ key }) => key), phases()]).toEqual([
      ['1 2019-01-20', '2 2019-01-20'],
      ['asking', 'asking', 'waiting', 'waiting'],
    ]);
    asked[1]!.answer(known([run('2019-01-21')]));
    await settle();
    expect(asked.map(({ key }) => key).at(-1)).toBe('1 2019-02-01');
    asked[0]!.answer(known([run('2019-01-20')]));
    asked[2]!.answer(known([run('2019-02-01')]));
    await settle();
    asked[3]!.answer(known([]));
    await settle();
    expect([nights.known, nights.isRunning]).toEqual([4, false]);
    expect(nights.runsOf(1)).toEqual([run('2019-01-20'), run('2019-02-01')]);
  });

  test('are asked for from the end where the latest hang first', async () => {
    const { nights, asked, settle } = bench();
    nights.latestFirst = true;
    nights.show([source(1)], range('2019-01-20', '2019-03-10'));
    for (const { answer } of [...asked]) answer(known([]));
    await settle();
    expect(asked.map(({ key }) => key)).toEqual(['1 2019-03-01', '1 2019-02-01', '1 2019-01-20']);
  });

  test('that are shown again are not asked for again, and others are given up', async () => {
    const { nights, asked, settle } = bench();
    nights.show([source(1)], range('2019-01-01', '2019-02-28'));
    asked[0]!.answer(known([]));
    await settle();
    nights.show([source(1)], range('2019-01-01', '2019-02-28'));
    expect(asked).toHaveLength(2);
    nights.show([source(1)], range('2019-01-01', '2019-01-31'));
    expect([asked.length, asked[1]!.signal.aborted, nights.isRunning]).toEqual([2, true, false]);
    asked[1]!.answer(refused);
    await settle();
    expect(nights.failed).toEqual([]);
    // Other criteria are another question; another number of minutes is none.
    nights.show([source(1)], range('2019-01-01', '2019-01-31'), clear);
    asked[2]!.answer(known([]));
    await settle();
    nights.show([source(1)], range('2019-01-01', '2019-01-31'), { ...clear, leastMinutes: 10 });
    expect([asked.length, asked[2]!.criteria]).toEqual([3, clear]);
  });

  test('go on coming when other cameras are wanted, too; those that nobody wants any more do not', async () => {
    const { nights, asked, phases, settle } = bench();
    const days = range('2019-01-01', '2019-01-05');
    nights.show([source(1), source(2)], days, clear);
    asked[0]!.answer(refused);
    await settle();
    nights.show([source(1), source(2), source(3)], days, clear);
    // What failed is not asked for over and over as cameras come.
    expect([asked.map(({ key }) => key[0]), phases()]).toEqual([
      ['1', '2', '3'],
      ['failed', 'asking', 'asking'],
    ]);
    nights.show([source(2)], days, clear);
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([false, false, true]);
    asked[1]!.answer(known([run('2019-01-02')]));
    await settle();
    expect([phases(), nights.isAllKnown]).toEqual([['known'], true]);
  });

  test('that fail say so by themselves, and can be tried again', async () => {
    const { nights, asked, phases, settle } = bench();
    nights.show([source(1), source(2), source(3)], range('2019-01-01', '2019-01-05'));
    asked[0]!.answer(refused);
    asked[1]!.answer(known([]));
    await settle();
    asked[2]!.answer(refused);
    await settle();
    expect(phases()).toEqual(['failed', 'known', 'failed']);
    nights.again(nights.failed[1]!.key);
    expect([phases(), asked.at(-1)!.key]).toEqual([['failed', 'known', 'asking'], '3 2019-01-01']);
    nights.again();
    expect(phases()).toEqual(['asking', 'known', 'asking']);
  });

  test('are cancelled, and go on when asked to', async () => {
    const { nights, asked, phases, settle } = bench();
    nights.show([source(1), source(2), source(3)], range('2019-01-01', '2019-01-05'));
    asked[0]!.answer(known([]));
    await settle();
    nights.cancel();
    expect([phases(), asked[1]!.signal.aborted]).toEqual([['known', 'cancelled', 'cancelled'], true]);
    asked[1]!.answer(known([]));
    await settle();
    expect(phases()).toEqual(['known', 'cancelled', 'cancelled']);
    nights.again();
    expect(phases()).toEqual(['known', 'asking', 'asking']);
  });

  test('that nobody wants any more are gone, whatever was wanted of them', async () => {
    const { nights, asked, settle } = bench();
    nights.show([source(1)], range('2019-01-01', '2019-01-05'), clear);
    asked[0]!.answer(known([run('2019-01-02')]));
    await settle();
    expect(matchesOf(nights, [source(1)], { ...clear, leastMinutes: 10 })).toEqual([
      { source: source(1), dayStartUs: parseInstant('2019-01-02'), minutes: 10 },
    ]);
    expect(matchesOf(nights, [source(1)], { ...clear, leastMinutes: 11 })).toEqual([]);
    nights.show([], { startUs: 0, endUs: 0 });
    expect([nights.pieces, nights.runsOf(1)]).toEqual([[], []]);
  });

  test('of decades are not begun as a whole', () => {
    const { nights } = bench();
    nights.show([source(1)], range('1990-01-01', '2019-12-31'));
    expect([nights.pieces.length, nights.leftOut, nights.isAllKnown]).toEqual([240, 120, false]);
    expect(nights.pieces[0]!.key).toBe('1 1990-01-01/1990-01-31');
    nights.latestFirst = true;
    nights.show([source(1)], range('1990-01-01', '2019-12-31'));
    expect([nights.pieces.length, nights.leftOut]).toEqual([240, 120]);
    expect(nights.pieces.at(-1)!.key).toBe('1 2019-12-01/2019-12-31');
  });
});

test('in words', () => {
  expect(runWords(run('2019-01-20'))).toBe('00:00–00:10 UTC: clear (99.98 % sure), kind of aurora not classified');
  const arcs = { field: 'oath', verdict: 'arc', leastPercent: null } as const;
  expect(criteriaWords({ ...clear, list: [...clear.list, arcs] })).toBe(
    '60 minutes or more of clear (75 % sure or more) and arc',
  );
});
