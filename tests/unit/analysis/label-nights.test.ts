import { describe, expect, test } from 'vitest';
import { nightsMatching, shareOf } from '$lib/analysis/label-nights';
import { parseInstant } from '$lib/datasets/utc';
import type { LabelCriteria, LabelCriterion, LabelRun } from '$lib/model/learned-label';

const at = (text: string) => parseInstant(text)!;
const day = at('2019-01-01');
/** Minutes since the first day began, and what was said of them. */
const run = (from: number, to: number, said: Partial<LabelRun>): LabelRun => ({
  ...{ startUs: day + from * 60e6, endUs: day + to * 60e6, cloud: null, apa: null, oath: null },
  ...said,
});
const cloud = (verdict: 'clear' | 'cloudy', percent: number | null = 99) => ({ cloud: { verdict, percent } });
const apa = (percent: number) => ({ apa: { verdict: 'apa', percent } }) as const;
const oath = (verdict: 'arc' | 'diffuse' | 'moon' | 'not classified') =>
  ({ oath: { verdict, percent: null } }) as const;

/** Two days: clear from 06:00 to 07:30, then cloudy to 08:00; arcs from 07:00 to 07:40; an hour over midnight surely pulsating. */
const night: readonly LabelRun[] = [
  run(360, 420, { ...cloud('clear', 80), ...oath('diffuse') }),
  run(420, 450, { ...cloud('clear', 74.9), ...oath('arc') }),
  run(450, 460, { ...cloud('cloudy', 90), ...oath('arc') }),
  run(460, 480, { ...cloud('cloudy', 90), ...oath('not classified') }),
  run(1400, 1460, { ...cloud('clear', null), ...apa(95) }),
];
const isClear: LabelCriterion = { field: 'cloud', verdict: 'clear', leastPercent: null };
const isSurelyClear: LabelCriterion = { ...isClear, leastPercent: 75 };
const isArc: LabelCriterion = { field: 'oath', verdict: 'arc', leastPercent: null };
const isApa: LabelCriterion = { field: 'apa', verdict: 'apa', leastPercent: 95 };
const wanted = (joined: 'AND' | 'OR', leastMinutes: number, ...list: LabelCriterion[]): LabelCriteria => ({
  ...{ joined, leastMinutes, list },
});

describe('nights that match', () => {
  test.each<[string, LabelCriteria, readonly (readonly [minutes: number, isEnough: boolean])[]]>([
    ['clear, for an hour', wanted('AND', 60, isClear), [[130, true], [20, false]]], // prettier-ignore
    ['surely clear, for an hour', wanted('AND', 60, isSurelyClear), [[60, true], [0, false]]], // prettier-ignore
    ['for a minute more', wanted('AND', 61, isSurelyClear), [[60, false], [0, false]]], // prettier-ignore
    ['clear and arc, in the same minutes', wanted('AND', 30, isClear, isArc), [[30, true], [0, false]]], // prettier-ignore
    ['surely clear or arc', wanted('OR', 100, isSurelyClear, isArc), [[100, true], [0, false]]], // prettier-ignore
    ['pulsating, over midnight', wanted('AND', 30, isApa), [[40, true], [20, false]]], // prettier-ignore
    ['surer than that', wanted('AND', 1, { ...isApa, leastPercent: 95.1 }), [[0, false], [0, false]]], // prettier-ignore
    ['two things that no minute is', wanted('AND', 0, isApa, isArc), [[0, false], [0, false]]], // prettier-ignore
    ['nothing wanted', wanted('AND', 0), [[0, false], [0, false]]], // prettier-ignore
  ])('%s', (_, criteria, expected) => {
    expect(nightsMatching(night, criteria)).toEqual(
      expected.map(([minutes, isEnough], index) => ({ dayStartUs: day + index * 86_400e6, minutes, isEnough })),
    );
  });

  test('days of which nothing is known are none', () => expect(nightsMatching([], wanted('OR', 0, isArc))).toEqual([]));
});

test('how much of a night was judged, and how', () => {
  const share = shareOf(night, { startUs: day + 400 * 60e6, endUs: day + 1420 * 60e6 });
  expect(share.minutes).toBe(1020);
  expect([share.of.cloud.judged, Object.fromEntries(share.of.cloud.verdicts)]).toEqual([
    100,
    { clear: 70, cloudy: 30 },
  ]);
  expect([share.of.apa.judged, Object.fromEntries(share.of.apa.verdicts)]).toEqual([20, { apa: 20 }]);
  expect([share.of.oath.judged, Object.fromEntries(share.of.oath.verdicts)]).toEqual([
    60,
    { diffuse: 20, arc: 40, 'not classified': 20 },
  ]);
});
