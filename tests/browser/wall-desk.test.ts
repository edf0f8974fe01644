import { flushSync } from 'svelte';
import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { dayUs, hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import type { SourceCounts } from '$lib/model/data-product';
import type { ExploreChoice } from '$lib/model/explore';
import type { LabelCriteria, LabelRun } from '$lib/model/learned-label';
import type { DataSource } from '$lib/model/search';
import type { WallMark, WallRow } from '$lib/model/wall';
import { noChoice } from '$lib/state/explore-link';
import { KeogramWall } from '$lib/state/keogram-wall.svelte';
import { LabelNights } from '$lib/state/learned-labels.svelte';
import { ProductCalendar } from '$lib/state/product-calendar.svelte';
import { mostMarks, plainLook } from '$lib/state/wall-link';
import WallDesk from '../../src/routes/explore/WallDesk.svelte';
import { fakeWallLoading } from '../unit/state/keogram-wall-bench';
import { daily, firstUs, gill } from '../unit/state/wall-bench';

const noRecords = new ProductCalendar({ counts: () => Promise.reject(new Error('nobody asks')) });
const nothing = () => undefined;
/** Nobody asks to be brought anywhere. */
const notGoing = { isSettled: true, visit: null, onreach: nothing };

test('zooming makes no rows anew; another order does', async () => {
  const wall = new KeogramWall(fakeWallLoading().loading);
  wall.pictures = Array.from({ length: 40 }, (_, day) => daily(day));
  wall.phase = { kind: 'searched' };
  const wanted: (readonly WallRow[])[] = [];
  const want = wall.want.bind(wall);
  wall.want = (rows, ...rest) => {
    wanted.push(rows);
    want(rows, ...rest);
  };
  const nights = { runsOf: () => [] } as never;
  const props = {
    ...{ examples: [], wall, phase: { kind: 'idle' } as const, nights, sources: [], onlook: nothing },
    ...{ records: noRecords, ...notGoing },
  };
  const choice: ExploreChoice = { ...noChoice, range: { startUs: 0, endUs: dayUs } };
  const { rerender } = await render(WallDesk, { ...props, choice });
  await expect.poll(() => wanted.length).toBeGreaterThan(0);
  const [first] = wanted.at(-1)!;
  const zoomed = { ...plainLook, window: { startUs: 3 * hourUs, endUs: 9 * hourUs } };
  const before = wanted.length;
  await rerender({ choice: { ...choice, wall: zoomed } });
  flushSync();
  await expect.poll(() => wanted.length).toBeGreaterThan(before);
  expect(wanted.at(-1)![0]).toBe(first);
  await rerender({ choice: { ...choice, wall: { ...zoomed, latestFirst: false } } });
  await expect.poll(() => wanted.at(-1)![0]!.dateUs).not.toBe(first!.dateUs);
  wall.close();
});

describe('of the nights that models saw as wanted', () => {
  const dateUs = parseInstant('2019-01-03')!;
  const source = (identifier: number, site: string): DataSource => ({
    ...{ identifier, program: 'themis-asi', platform: site, instrumentType: 'panchromatic ASI', sourceType: 'ground' },
    displayName: `THEMIS-ASI ${site.toUpperCase()}`,
  });
  const [gill46, fsmi55] = [source(46, 'gill'), source(55, 'fsmi')];
  const labels: LabelCriteria = {
    ...{ joined: 'AND', leastMinutes: 60 },
    list: [{ field: 'cloud', verdict: 'clear', leastPercent: null }],
  };
  const range = { startUs: dateUs, endUs: dateUs + 2 * dayUs };
  const clear: LabelRun = {
    ...{ startUs: dateUs + 6 * hourUs, endUs: dateUs + 8 * hourUs, apa: null, oath: null },
    cloud: { verdict: 'clear', percent: 90 },
  };
  const status = () =>
    document.querySelector('[data-wall] [role="status"]')!.textContent.replaceAll(/\s+/g, ' ').trim();
  const rowCount = () => document.querySelector('[data-rows]')?.getAttribute('data-rows') ?? null;

  /** Two nights of two cameras. @param days with records, by source */
  async function hang(days: Readonly<Record<number, number>>) {
    const wall = new KeogramWall(fakeWallLoading().loading);
    wall.pictures = ['gill', 'fsmi'].flatMap((siteUid) =>
      [0, 1].map((day) => {
        const startUs = dateUs + day * dayUs;
        const camera = { name: `THEMIS ASI ${siteUid}`, dataset: 'THEMIS_ASI_RAW', siteUid, deviceUid: null };
        return daily(0, camera, { range: { startUs, endUs: startUs + dayUs }, url: `https://host/${siteUid}${day}` });
      }),
    );
    wall.phase = { kind: 'searched' };
    const answers: ((runs: readonly LabelRun[]) => void)[] = [];
    const nights = new LabelNights({
      labels: () =>
        new Promise((resolve) =>
          answers.push((value) => resolve({ ok: true, value: { value, origin: 'service', asOfMs: 0, failure: null } })),
        ),
    });
    let questions = 0;
    const counts: SourceCounts[] = [gill46, fsmi55].map((one) => ({
      source: one,
      perDay: new Map(Array.from({ length: days[one.identifier]! }, (_, day) => [dateUs + day * dayUs, 1440])),
    }));
    const records = new ProductCalendar({
      counts: () => {
        questions++;
        return Promise.resolve({ ok: true, value: { value: counts, origin: 'service', asOfMs: 0, failure: null } });
      },
    });
    await render(WallDesk, {
      ...{
        wall,
        nights,
        records,
        sources: [gill46, fsmi55],
        examples: [],
        phase: { kind: 'running', startedMs: 0, bytes: null },
        ...notGoing,
      },
      ...{ choice: { ...noChoice, range, labels }, onlook: () => undefined },
    });
    nights.show([gill46, fsmi55], range, labels);
    return { answers, asked: () => questions };
  }

  test('those that are not judged yet hang, and each goes once it is known not to fit', async () => {
    const { answers, asked } = await hang({ 46: 2, 55: 2 });
    await expect.poll(rowCount).toBe('4');
    expect(status()).toBe('No keogram with 60 minutes or more of clear, among 4; 2 nights still to be judged.');
    answers[0]!([clear]);
    await expect.poll(rowCount).toBe('3');
    expect(status()).toBe(
      '1 keogram of 1 night with 60 minutes or more of clear, among 4; 2 nights still to be judged.',
    );
    answers[1]!([]);
    await expect.poll(rowCount).toBe('1');
    expect([status(), asked()]).toEqual(['1 keogram of 1 night with 60 minutes or more of clear, among 4.', 0]);
  });

  test.each([
    [{ 46: 2, 55: 2 }, 'Models have looked at these nights, and none fits.'],
    [{ 46: 0, 55: 0 }, 'No model has looked at these nights.'],
    [{ 46: 2, 55: 1 }, 'Models have looked at 3 of these nights, and none fits; at the other one no model has looked.'],
  ])('none: it is told whether models looked at all', async (days, words) => {
    const { answers, asked } = await hang(days);
    await expect.poll(() => answers.length).toBe(2);
    for (const answer of answers) answer([]);
    await expect.poll(status).toBe(`No keogram with 60 minutes or more of clear, among 4. ${words}`);
    expect([rowCount(), asked()]).toEqual([null, 1]);
  });
});

test('more marks than a link holds are not taken, and that is said', async () => {
  const wall = new KeogramWall(fakeWallLoading().loading);
  wall.pictures = [daily(0)];
  wall.phase = { kind: 'searched' };
  const looks: ExploreChoice[] = [];
  const marks = Array.from({ length: mostMarks }, (_, at): WallMark => ({
    ...{ dataset: gill.dataset!, siteUid: gill.siteUid! },
    ...{ startUs: firstUs + at * minuteUs, endUs: firstUs + (at + 1) * minuteUs },
  }));
  const choice: ExploreChoice = { ...noChoice, range: { startUs: firstUs, endUs: firstUs + dayUs }, marks };
  const { rerender } = await render(WallDesk, {
    ...{ wall, choice, nights: { runsOf: () => [] } as never, records: noRecords, sources: [], examples: [] },
    ...{ phase: { kind: 'running', startedMs: 0, bytes: null }, onlook: (look: ExploreChoice) => looks.push(look) },
    ...notGoing,
  });
  const board = document.querySelector<HTMLElement>('[role="application"]')!;
  const press = (key: string) => {
    board.focus();
    board.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    flushSync();
  };
  const said = () => document.querySelector('[data-full]')!.textContent.trim();
  await expect.poll(() => document.querySelector('[data-rows]')!.clientWidth).toBeGreaterThan(100);
  expect(said()).toBe('');
  for (const key of ['ArrowDown', 'Enter', 'm']) press(key);
  expect(looks).toEqual([]);
  expect(said()).toBe(
    'Not marked: the page’s link holds 100 spans and no more. Save them as a list, then take some away.',
  );
  // With room again it is over, and the span is still chosen.
  await rerender({ choice: { ...choice, marks: marks.slice(1) } });
  expect(said()).toBe('');
  press('m');
  expect(looks.map((look) => look.marks.length)).toEqual([100]);
  wall.close();
});
