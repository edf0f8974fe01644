import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import WallBoard from '$lib/components/WallBoard.svelte';
import { dayUs, formatInstant, hourUs, minuteUs } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';
import type { WallMark } from '$lib/model/wall';
import { KeogramWall } from '$lib/state/keogram-wall.svelte';
import { noBreaks } from '$lib/state/wall-breaks';
import { formatMark, plainLook } from '$lib/state/wall-link';
import { fakeWallLoading } from '../unit/state/keogram-wall-bench';
import { firstUs, gill, rowsOfDays } from '../unit/state/wall-bench';

const whole = { startUs: 0, endUs: dayUs };
let opened: string[];
let marked: WallMark[];
let windows: (TimeRange | null)[];
let walls: KeogramWall[];

beforeEach(() => {
  [opened, marked, windows, walls] = [[], [], [], []];
});
afterEach(() => walls.forEach((wall) => wall.close()));

const element = (selector: string) => document.querySelector<HTMLElement>(selector);
const all = (selector: string) => document.querySelectorAll(selector);
const board = () => element('[role="application"]')!;
const pictures = () => element('[data-rows]')!;
const words = () => element('[data-span-words]')?.textContent ?? null;

async function hang(rows: Parameters<typeof rowsOfDays>[0], change: object = {}) {
  const wall = new KeogramWall(fakeWallLoading().loading);
  walls.push(wall);
  await render(WallBoard, {
    ...{ wall, rows: rowsOfDays(rows), look: plainLook, whole, marks: [], labels: null, breaks: noBreaks },
    hrefOf: (mark: WallMark) => `#${formatMark(mark)}`,
    onopen: (mark: WallMark) => opened.push(formatMark(mark)),
    onmark: (mark: WallMark) => marked.push(mark) > 0,
    onwindow: (window: TimeRange | null) => windows.push(window),
    ...change,
  });
  await expect.poll(() => pictures().clientWidth).toBeGreaterThan(100);
  flushSync();
}

function pointer(kind: string, x: number, y: number) {
  const { left, top } = pictures().getBoundingClientRect();
  const at = { clientX: left + x, clientY: top + y, pointerId: 1, pointerType: 'mouse', button: 0, bubbles: true };
  pictures().dispatchEvent(new PointerEvent(kind, at));
  flushSync();
}

/** Along a row, from one x to another, CSS pixels. */
function drag(row: number, from: number, to: number) {
  // Made-up pointers cannot be captured.
  pictures().setPointerCapture = () => undefined;
  const y = (row + 0.5) * plainLook.rowHeight;
  pointer('pointerdown', from, y);
  pointer('pointermove', (from + to) / 2, y);
  pointer('pointermove', to, y);
  pointer('pointerup', to, y);
}

function press(key: string, change: KeyboardEventInit = {}): boolean {
  board().focus();
  const isTaken = !board().dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...change }),
  );
  flushSync();
  return isTaken;
}

/** The instants of the link that opens the span. */
const linked = () => decodeURIComponent(element('.bar a')!.getAttribute('href')!).slice(1);

describe('dragging along a row', () => {
  test('chooses what was dragged over, to the pixel, and leads there', async () => {
    await hang(5);
    const width = pictures().clientWidth;
    drag(1, width / 4, width / 2);
    const [from, to] = linked()
      .split(' ')
      .at(-1)!
      .split('/')
      .map((text) => Date.parse(text) * 1000);
    const pixelUs = dayUs / width;
    expect(Math.abs(from! - (firstUs + dayUs + 6 * hourUs))).toBeLessThanOrEqual(pixelUs);
    expect(Math.abs(to! - (firstUs + dayUs + 12 * hourUs))).toBeLessThanOrEqual(pixelUs);
    expect(linked()).toMatch(/^TREX_RGB_RAW_NOMINAL gill 2020-02-02T/);
    const span = element('[data-span]')!.getBoundingClientRect();
    expect(Math.abs(span.left - pictures().getBoundingClientRect().left - width / 4)).toBeLessThanOrEqual(1);
    expect(Math.abs(span.width - width / 4)).toBeLessThanOrEqual(2);
  });

  test('in a window chooses within it', async () => {
    await hang(3, { look: { ...plainLook, window: { startUs: 6 * hourUs, endUs: 7 * hourUs } } });
    drag(0, -50, 5000);
    expect(linked()).toBe('TREX_RGB_RAW_NOMINAL gill 2020-02-01T06:00Z/2020-02-01T07:00Z');
  });

  test('and back chooses the same; a click chooses nothing', async () => {
    await hang(3);
    drag(0, 100, 300);
    const forth = words();
    drag(0, 300, 100);
    expect(words()).toBe(forth);
    drag(2, 200, 202);
    expect(words()).toBeNull();
  });

  test('is given up with Escape', async () => {
    await hang(3);
    pictures().setPointerCapture = () => undefined;
    pointer('pointerdown', 100, 20);
    pointer('pointermove', 300, 20);
    expect(words()).not.toBeNull();
    press('Escape');
    pointer('pointermove', 400, 20);
    expect(words()).toBeNull();
  });

  test('of a camera without raw files says so', async () => {
    const rows = rowsOfDays(1, { ...gill, dataset: null });
    await hang(1, { rows });
    drag(0, 100, 200);
    expect(element('.bar')!.textContent).toContain('No raw files');
    press('Enter');
    press('m');
    expect([opened, marked]).toEqual([[], []]);
  });
});

describe('by keys', () => {
  const spokenRow = () => element('.here .date')?.textContent.trim() ?? null;

  test('rows and instants are gone through', async () => {
    await hang(40);
    for (const [key, expected] of [
      ['ArrowDown', '2020-02-01'],
      ['ArrowDown', '2020-02-02'],
      ['ArrowUp', '2020-02-01'],
      ['ArrowUp', '2020-02-01'],
      ['End', '2020-03-11'],
      ['Home', '2020-02-01'],
    ] as const) {
      expect(press(key)).toBe(true);
      await expect.poll(spokenRow, { message: key }).toBe(expected);
    }
    press('PageDown');
    expect(spokenRow()! > '2020-02-03').toBe(true);
    expect(press('Tab')).toBe(false);
  });

  test('a span is chosen with Shift, opened, marked and left', async () => {
    await hang(3);
    press('ArrowDown');
    press('ArrowRight');
    press('ArrowRight', { shiftKey: true });
    press('ArrowRight', { shiftKey: true });
    const mark = 'TREX_RGB_RAW_NOMINAL gill 2020-02-01T12:15Z/2020-02-01T12:45Z';
    expect(linked()).toBe(mark);
    press('Enter');
    expect(opened).toEqual([mark]);
    expect(press('M')).toBe(true);
    expect(marked.map(formatMark)).toEqual([mark]);
    press('Escape');
    expect(words()).toBeNull();
    expect([press('Escape'), press('m')]).toEqual([false, false]);
  });

  test('a span that is chosen with Shift begins where the cursor is, whatever was chosen before', async () => {
    await hang(3);
    press('ArrowDown');
    press('ArrowRight', { shiftKey: true });
    const width = pictures().clientWidth;
    drag(2, width / 4, width / 4); // a click, at 06:00 of the third night
    press('ArrowRight', { shiftKey: true });
    const [from, to] = linked()
      .split(' ')
      .at(-1)!
      .split('/')
      .map((text) => Date.parse(text) * 1000);
    expect(formatInstant(from!).slice(0, 10)).toBe('2020-02-03');
    expect(Math.abs(from! - (firstUs + 2 * dayUs + 6 * hourUs))).toBeLessThanOrEqual(2 * (dayUs / width));
    expect(Math.abs(to! - from! - 15 * minuteUs)).toBeLessThanOrEqual(2 * (dayUs / width));
  });

  test('Enter chooses two hours around the cursor where nothing was', async () => {
    await hang(3);
    press('ArrowDown');
    press('Enter');
    expect([linked(), opened]).toEqual(['TREX_RGB_RAW_NOMINAL gill 2020-02-01T11:00Z/2020-02-01T13:00Z', []]);
  });

  test('the window is zoomed about the cursor, and shown whole again', async () => {
    await hang(3);
    for (const key of ['+', '=', '-', '0']) expect(press(key)).toBe(true);
    const half = { startUs: 6 * hourUs, endUs: 18 * hourUs };
    expect(windows).toEqual([half, half, null, null]);
  });

  test('those of the browser stay its own', async () => {
    await hang(3);
    for (const change of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
      for (const key of ['+', '-', '0', 'm', 'Enter', 'Home']) expect(press(key, change)).toBe(false);
    expect(windows).toEqual([]);
  });
});

test('marks are drawn on their rows, and only there', async () => {
  const mark = (siteUid: string, startUs: number): WallMark => ({
    ...{ dataset: 'TREX_RGB_RAW_NOMINAL', siteUid, startUs, endUs: startUs + 6 * hourUs },
  });
  const at = firstUs + dayUs + 6 * hourUs;
  const marks = [mark('gill', at), mark('luck', at), mark('gill', at - 90 * dayUs)];
  await hang(4, { marks });
  expect(all('.mark')).toHaveLength(1);
  const [drawn, room] = [element('.mark')!.getBoundingClientRect(), pictures().getBoundingClientRect()];
  expect(drawn.left - room.left).toBeCloseTo(room.width / 4, 0);
  expect(drawn.width).toBeCloseTo(room.width / 4, 0);
  expect(drawn.top - room.top).toBeCloseTo(plainLook.rowHeight, 0);
});

test.each([4, 16, 48])(
  'of 2,000 rows of %i pixels there are only those in sight, wherever it is scrolled',
  async (rowHeight) => {
    await hang(2000, { look: { ...plainLook, rowHeight } });
    const names = () => all('[data-rows]').length && all('.room p').length;
    expect(names()).toBeGreaterThan(3);
    expect(names()).toBeLessThan(100);
    board().scrollTop = 1000 * rowHeight;
    await expect.poll(() => element('.room p')?.title ?? '').toMatch(/^2022-/);
    expect(names()).toBeLessThan(100);
    expect(pictures().getBoundingClientRect().height).toBe(2000 * rowHeight);
  },
);
