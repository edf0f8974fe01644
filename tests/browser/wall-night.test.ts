import { flushSync } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import WallBoard from '$lib/components/WallBoard.svelte';
import { dayUs } from '$lib/datasets/utc';
import { KeogramWall } from '$lib/state/keogram-wall.svelte';
import { noBreaks } from '$lib/state/wall-breaks';
import { plainLook } from '$lib/state/wall-link';
import { fakeWallLoading } from '../unit/state/keogram-wall-bench';
import { firstUs, rowsOfDays } from '../unit/state/wall-bench';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

const board = () => document.querySelector<HTMLElement>('[role="application"]')!;
const here = () => document.querySelector('.here .date')?.textContent.trim() ?? null;
const marks = () => document.querySelectorAll('[data-gone-to]');
const night = (day: number) => ({ dateUs: firstUs + day * dayUs, siteUid: null });

async function hang(change: object) {
  const wall = new KeogramWall(fakeWallLoading().loading);
  closing.push(() => wall.close());
  const nothing = () => undefined;
  let reached = 0;
  const { rerender } = await render(WallBoard, {
    ...{ wall, rows: rowsOfDays(200), look: plainLook, whole: { startUs: 0, endUs: dayUs }, marks: [], labels: null },
    breaks: noBreaks,
    ...{ hrefOf: () => '#', onopen: nothing, onmark: () => true, onwindow: nothing, onreach: () => reached++ },
    ...change,
  });
  await expect.poll(() => document.querySelector('[data-rows]')!.clientWidth).toBeGreaterThan(100);
  flushSync();
  return { rerender, reached: () => reached };
}

/** Whether the mark lies on the wall where it can be seen, and on the row of its day. */
async function expectMarked(day: number) {
  await expect.poll(() => marks().length).toBe(1);
  const [mark, room] = [marks()[0]!.getBoundingClientRect(), board().getBoundingClientRect()];
  expect(mark.top).toBeGreaterThanOrEqual(room.top + 24);
  expect(mark.bottom).toBeLessThanOrEqual(room.bottom);
  const above = mark.top - document.querySelector('[data-rows]')!.getBoundingClientRect().top;
  expect(above / plainLook.rowHeight).toBeCloseTo(day, 1);
}

test('a link to a night shows it, marked and under the cursor, and takes no focus', async () => {
  const { reached } = await hang({ night: night(120) });
  await expect.poll(here).toBe('2020-05-31');
  await expectMarked(120);
  expect([document.activeElement === board(), reached()]).toEqual([false, 0]);
  board().focus();
  board().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  await expect.poll(here).toBe('2020-06-01');
});

test('who asks to be brought there has the keys there; once', async () => {
  const { rerender, reached } = await hang({ night: night(120) });
  await rerender({ night: night(150), visit: night(150) });
  await expect.poll(here).toBe('2020-06-30');
  await expectMarked(150);
  expect([document.activeElement === board(), reached()]).toEqual([true, 1]);
  // To the same night once more, from elsewhere on the wall.
  board().scrollTop = 0;
  board().dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
  await expect.poll(here).toBe('2020-02-01');
  await rerender({ night: night(150), visit: null });
  expect(here()).toBe('2020-02-01');
  await rerender({ night: night(150), visit: night(150) });
  await expect.poll(here).toBe('2020-06-30');
  expect(reached()).toBe(2);
});

test('a visit to another night than that of the address waits', async () => {
  const { reached } = await hang({ night: night(10), visit: night(20) });
  await expect.poll(here).toBe('2020-02-11');
  expect([document.activeElement === board(), reached()]).toEqual([false, 0]);
});

test('rows that come later take the cursor along, as long as nobody has moved it', async () => {
  const { rerender } = await hang({ rows: rowsOfDays(20), night: night(60) });
  await expect.poll(here).toBe('2020-02-20');
  expect(marks()).toHaveLength(0);
  await rerender({ rows: rowsOfDays(100) });
  await expect.poll(here).toBe('2020-04-01');
  await expectMarked(60);
  board().dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
  await expect.poll(here).toBe('2020-02-01');
  await rerender({ rows: rowsOfDays(150) });
  expect(here()).toBe('2020-02-01');
});

test('who has scrolled away stays there when more rows come', async () => {
  const { rerender } = await hang({ rows: rowsOfDays(100), night: night(60) });
  await expectMarked(60);
  board().scrollTop = 200;
  await expect.poll(() => marks().length).toBe(0);
  await rerender({ rows: rowsOfDays(150) });
  flushSync();
  expect(board().scrollTop).toBe(200);
  await rerender({ rows: rowsOfDays(200) });
  flushSync();
  expect(board().scrollTop).toBe(200);
});
