import { describe, expect, test } from 'vitest';
import { observatory } from '$lib/datasets/observatories';
import { dayUs, formatDate, hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import { sunElevationDeg } from '$lib/geometry/sun';
import type { WallCamera } from '$lib/model/wall';
import { darkWindowOf } from '$lib/state/wall-dark';
import { formatClock, shortestWindowUs } from '$lib/state/wall-link';
import { rowsOf } from '$lib/state/wall-rows';
import { daily, firstUs, gill } from './wall-bench';

const whole = { startUs: 0, endUs: dayUs };
const at = (siteUid: string | null): WallCamera => ({ ...gill, name: `TREx RGB ${siteUid ?? ''}`, siteUid });

/** Nights of sites from a date on. */
function rowsAt(sites: readonly (string | null)[], first: string, count: number) {
  const from = Math.round((parseInstant(first)! - firstUs) / dayUs);
  const pictures = sites.flatMap((site) => Array.from({ length: count }, (_, day) => daily(from + day, at(site))));
  return rowsOf(pictures, { groupedBy: 'date', latestFirst: true }, 0);
}

const told = (...rest: Parameters<typeof rowsAt>) => {
  const dark = darkWindowOf(rowsAt(...rest), whole);
  const clock = dark.kind === 'hours' && dark.window;
  return [clock && `${formatClock(clock.startUs)}/${formatClock(clock.endUs)}`, dark.words] as const;
};

describe('the hours of rows in which it is dark', () => {
  test.each([
    [['whit'], '2020-03-01', 20],
    [['whit', 'fsmi'], '2020-03-01', 3],
    [['fsmi', 'whit'], '2019-10-01', 2],
  ] as const)('of %j from %s on, %i nights, reach from the first to the last dark minute', (sites, first, count) => {
    const minutes = Array.from({ length: 1440 }, (_, minute) => minute).filter((minute) =>
      rowsAt(sites, first, count).some(
        ({ dateUs, camera }) => sunElevationDeg(dateUs + minute * minuteUs, observatory(camera.siteUid!)!) < -6,
      ),
    );
    const dark = darkWindowOf(rowsAt(sites, first, count), whole);
    if (dark.kind === 'none' || !dark.window) throw new Error('no hours');
    expect(dark.words).toBe('');
    // Whole minutes, outwards.
    expect(minutes[0]! - dark.window.startUs / minuteUs).toBe(1);
    expect(dark.window.endUs / minuteUs - minutes.at(-1)!).toBe(1);
  });

  test('say what they leave out', () => {
    const [hours, words] = told(['gill'], '2019-12-15', 10);
    expect(hours).toMatch(/^00:00\/14:0\d$/);
    expect(words).toMatch(/^22:28–24:00 UTC is left out.*dark then, too/);
  });

  test('are all where there is no other, and none where the Sun does not sink so low', () => {
    expect(told(['lyrn'], '2019-12-15', 3)).toEqual([null, expect.stringMatching(/At every hour it is dark/)]);
    expect(told(['inuv'], '2019-06-15', 3)).toEqual([false, expect.stringMatching(/does not sink below −6°/)]);
  });

  test('are not guessed where it is not known where a camera stands', () => {
    expect(told([null], '2020-03-01', 3)).toEqual([false, 'It is not known where these cameras stand.']);
    expect(told(['zzzz', 'whit'], '2020-03-01', 3)[1]).toBe('It is not known where some cameras stand.');
  });

  test('are never shorter than what a link can say', () => {
    // At Whitehorse the Sun just reaches −6° in the first nights of summer.
    const shortest = Array.from({ length: 40 }, (_, day) => {
      const date = formatDate(parseInstant('2020-05-01')! + day * dayUs);
      const dark = darkWindowOf(rowsAt(['whit'], date, 1), whole);
      return dark.kind === 'hours' && dark.window ? dark.window.endUs - dark.window.startUs : Infinity;
    });
    expect(Math.min(...shortest)).toBeLessThan(2 * hourUs);
    expect(Math.min(...shortest)).toBeGreaterThanOrEqual(shortestWindowUs);
  });
});
