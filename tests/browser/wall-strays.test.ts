import { flushSync } from 'svelte';
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import WallBoard from '$lib/components/WallBoard.svelte';
import WallMarks from '$lib/components/WallMarks.svelte';
import { dayUs, hourUs } from '$lib/datasets/utc';
import type { WallMark, WallRow } from '$lib/model/wall';
import { KeogramWall } from '$lib/state/keogram-wall.svelte';
import { noBreaks } from '$lib/state/wall-breaks';
import { plainLook } from '$lib/state/wall-link';
import { fakeWallLoading } from '../unit/state/keogram-wall-bench';
import { firstUs, gill, rowsOfDays } from '../unit/state/wall-bench';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

const pictures = () => document.querySelector<HTMLElement>('[data-rows]')!;
const words = () => document.querySelector('[data-span-words]')?.textContent ?? null;

async function hang(count: number, change: object = {}) {
  const desk = fakeWallLoading();
  const wall = new KeogramWall(desk.loading);
  closing.push(() => wall.close());
  const { rerender } = await render(WallBoard, {
    ...{
      wall,
      rows: rowsOfDays(count),
      look: plainLook,
      whole: { startUs: 0, endUs: dayUs },
      marks: [],
      labels: null,
      breaks: noBreaks,
    },
    ...{ hrefOf: () => '#', onopen: () => undefined, onmark: () => true, onwindow: () => undefined },
    ...change,
  });
  await expect.poll(() => pictures().clientWidth).toBeGreaterThan(100);
  flushSync();
  return { ...desk, wall, rerender };
}

function pointer(target: Element, kind: string, x: number, y: number) {
  const { left, top } = pictures().getBoundingClientRect();
  const at = { clientX: left + x, clientY: top + y, pointerId: 1, pointerType: 'mouse', bubbles: true };
  target.dispatchEvent(new PointerEvent(kind, at));
  flushSync();
}

test('a press that leaves the wall upwards and is let go there is over', async () => {
  await hang(3);
  pictures().setPointerCapture = () => undefined;
  pointer(pictures(), 'pointerdown', 100, 20);
  pointer(pictures(), 'pointermove', 101, 2);
  pointer(document.body, 'pointerup', 101, -60);
  pointer(pictures(), 'pointermove', 300, 20);
  expect(words()).toBeNull();
  pointer(pictures(), 'pointerdown', 100, 20);
  pointer(pictures(), 'pointermove', 300, 20);
  expect(words()).not.toBeNull();
});

test('after a click the time under the pointer is told as before', async () => {
  await hang(3);
  const tip = () => document.querySelector('.pictures > span')?.textContent ?? null;
  pointer(pictures(), 'pointermove', 100, 20);
  expect(tip()).toMatch(/UTC$/);
  for (const kind of ['pointerdown', 'pointerup', 'pointermove']) pointer(pictures(), kind, 100, 20);
  expect(tip()).toMatch(/UTC$/);
});

test('what can be done with a span at the end of a row is all to be seen', async () => {
  await page.viewport(1200, 800);
  closing.push(() => void page.viewport(414, 896));
  // It has a border of this colour.
  document.documentElement.style.setProperty('--line', 'grey');
  await hang(3);
  pictures().setPointerCapture = () => undefined;
  const { width, right } = pictures().getBoundingClientRect();
  for (const [kind, x] of [['pointerdown', width - 40] as const, ['pointermove', width - 5] as const])
    pointer(pictures(), kind, x, 20);
  await expect
    .poll(() => document.querySelector('.bar')!.getBoundingClientRect().right)
    .toBeLessThanOrEqual(right + 0.5);
});

test('spans that begin at the same instant are all shown', async () => {
  const mark = (hours: number): WallMark => ({
    ...{ dataset: gill.dataset!, siteUid: gill.siteUid!, startUs: firstUs + 6 * hourUs },
    endUs: firstUs + (6 + hours) * hourUs,
  });
  await hang(3, { marks: [mark(1), mark(2), mark(3)] });
  expect(document.querySelectorAll('.mark')).toHaveLength(3);
});

test('what comes into sight is asked for although pictures come all the time', async () => {
  const { asked, wall } = await hang(200);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  const shower = setInterval(() => wall.version++, 15);
  closing.push(() => clearInterval(shower));
  const before = asked.length;
  document.querySelector('[role="application"]')!.scrollTop = 100 * plainLook.rowHeight;
  await expect.poll(() => asked.length, { timeout: 1000 }).toBeGreaterThan(before);
  expect(asked[0]!.wish.signal.aborted).toBe(true);
});

test('rows that grow, and lines that come between them, leave what was uppermost there', async () => {
  const { rerender } = await hang(200);
  const board = document.querySelector('[role="application"]')!;
  board.scrollTop = 20 * plainLook.rowHeight;
  await expect.poll(() => document.querySelector('[data-rows] canvas')).not.toBeNull();
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await rerender({ look: { ...plainLook, rowHeight: 2 * plainLook.rowHeight } });
  expect(board.scrollTop).toBe(40 * plainLook.rowHeight);
  const gap = { firstUs: 0, lastUs: 0, nights: 1 };
  await rerender({ breaks: { ...noBreaks, gaps: new Map([10, 15, 50].map((at) => [at, gap])) } });
  expect(board.scrollTop).toBe(40 * plainLook.rowHeight + 2 * 7);
});

test('a row whose picture may neither be read nor shown says why', async () => {
  const desk = await hang(1);
  desk.showAt('data:text/plain,none');
  await expect.poll(() => desk.asked.length).toBe(1);
  await desk.asked[0]!.answer({ kind: 'refused', host: 'host', reason: 'cross-origin', message: 'not for you' });
  await expect.poll(() => document.querySelector('[data-failed]')?.textContent ?? null).toContain('host');
});

test('where a button goes away with what it closes, the focus stays near', async () => {
  await hang(2);
  pictures().setPointerCapture = () => undefined;
  for (const [kind, x] of [['pointerdown', 100] as const, ['pointermove', 200] as const, ['pointerup', 200] as const])
    pointer(pictures(), kind, x, 20);
  const close = document.querySelector<HTMLElement>('[aria-label="Choose nothing"]')!;
  close.focus();
  close.click();
  flushSync();
  expect([words(), document.activeElement?.getAttribute('role')]).toEqual([null, 'application']);
});

test('marks are taken away one after the other by keys', async () => {
  const marks = [6, 7, 8].map((hour): WallMark => {
    const startUs = firstUs + hour * hourUs;
    return { dataset: gill.dataset!, siteUid: gill.siteUid!, startUs, endUs: startUs + hourUs };
  });
  const { rerender } = await render(WallMarks, {
    ...{ marks, hrefOf: () => '#' },
    onmarks: (left: readonly WallMark[]) => void rerender({ marks: left }),
  });
  const focused = () => document.activeElement?.getAttribute('aria-label') ?? null;
  document.querySelectorAll<HTMLElement>('li button')[1]!.focus();
  for (const next of ['2020-02-01 08:00', '2020-02-01 06:00']) {
    (document.activeElement as HTMLElement).click();
    await expect.poll(focused).toContain(next);
  }
  expect(document.querySelectorAll('li')).toHaveLength(1);
});

describe('when rows above what is in sight are turned down', () => {
  const rows = rowsOfDays(60);
  const board = () => document.querySelector<HTMLElement>('[role="application"]')!;
  /** Where the name of a night stands on the screen; null where it is not in sight. */
  const heightOf = (date: string) => document.querySelector(`[title^="${date}"]`)?.getBoundingClientRect().top ?? null;
  const scrolled = async (at: number) => {
    board().scrollTop = at;
    await expect.poll(() => heightOf('2020-03-01')).not.toBeNull();
  };

  test('what is in sight stays where it is', async () => {
    const { rerender } = await hang(60, { rows });
    // 2020-03-01 is the 30th row.
    await scrolled(28 * plainLook.rowHeight + 17);
    const before = heightOf('2020-03-01');
    await rerender({ rows: rows.filter((_, day) => day > 24 || day % 3 === 0) });
    flushSync();
    expect(heightOf('2020-03-01')).toBe(before);
    expect(board().scrollTop).toBe(12 * plainLook.rowHeight + 17);
    // Neither do rows that come again move it, nor those that go below.
    await rerender({ rows });
    flushSync();
    expect(heightOf('2020-03-01')).toBe(before);
    await rerender({ rows: rows.slice(0, 45) });
    flushSync();
    expect(heightOf('2020-03-01')).toBe(before);
    // The row at the edge itself has gone: the next stays.
    await rerender({ rows: rows.slice(0, 45).filter((_, day) => day !== 28) });
    flushSync();
    expect(heightOf('2020-03-01')).toBe(before);
  });

  test('at the very top one stays there, and in another order nothing is followed', async () => {
    const { rerender } = await hang(60, { rows });
    await rerender({ rows: rows.slice(10) });
    flushSync();
    expect(board().scrollTop).toBe(0);
    await scrolled(18 * plainLook.rowHeight);
    await rerender({ rows: rows.toReversed(), look: { ...plainLook, latestFirst: !plainLook.latestFirst } });
    flushSync();
    expect(board().scrollTop).toBe(18 * plainLook.rowHeight);
  });

  test('the cursor stays on its night', async () => {
    const { rerender } = await hang(60, { rows });
    board().focus();
    for (let step = 0; step < 5; step++) {
      board().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
      flushSync();
    }
    const here = () => document.querySelector('.here .date')?.textContent.trim();
    expect(here()).toBe('2020-02-05');
    await rerender({ rows: rows.slice(3) });
    flushSync();
    expect(here()).toBe('2020-02-05');
  });
});

test('a row of which models do not know yet says so; one that fits says nothing', async () => {
  const judgements = ['open', 'fits', 'not asked'] as const;
  const labels = {
    fields: [],
    runsOf: () => [],
    judgementOf: ({ dateUs }: WallRow) => judgements[(dateUs - firstUs) / dayUs]!,
  };
  await hang(3, { labels });
  const notes = [...document.querySelectorAll<HTMLElement>('[data-unknown]')];
  expect(notes.map(({ textContent, offsetTop }) => [textContent, offsetTop])).toEqual([
    ['still to be judged', 0],
    ['not judged', 2 * plainLook.rowHeight],
  ]);
});

test('a span that could not be marked stays chosen', async () => {
  let isFull = true;
  await hang(3, { onmark: () => !isFull });
  pictures().setPointerCapture = () => undefined;
  const mark = () => {
    document.querySelector<HTMLElement>('.bar button')!.click();
    flushSync();
  };
  pointer(pictures(), 'pointerdown', 100, 20);
  pointer(pictures(), 'pointermove', 300, 20);
  pointer(pictures(), 'pointerup', 300, 20);
  mark();
  expect(words()).not.toBeNull();
  isFull = false;
  mark();
  expect(words()).toBeNull();
});
