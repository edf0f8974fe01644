import { flushSync } from 'svelte';
import { afterEach, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import WallBoard from '$lib/components/WallBoard.svelte';
import { dayUs, formatDate, hourUs } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';
import type { WallLook } from '$lib/model/wall';
import { KeogramWall } from '$lib/state/keogram-wall.svelte';
import { breaksOf } from '$lib/state/wall-breaks';
import { plainLook } from '$lib/state/wall-link';
import { rowsOf } from '$lib/state/wall-rows';
import { fakeWallLoading } from '../unit/state/keogram-wall-bench';
import { daily, firstUs, gill, luck } from '../unit/state/wall-bench';

/* Nights without a keogram between the rows of a wall. */

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const board = () => all('[role="application"]')[0]!;
const pictures = () => all('[data-rows]')[0]!;
const told = () => all('[data-gap]').map(({ textContent }) => textContent);

/** Days of a site, counted from 2020-02-01; rows 48 pixels high, and 7 for nights that are missing. */
async function hang(days: readonly number[], change: Partial<WallLook> = {}, others: readonly number[] = []) {
  const desk = fakeWallLoading();
  const wall = new KeogramWall(desk.loading);
  closing.push(() => wall.close());
  const look: WallLook = { ...plainLook, latestFirst: false, ...change };
  const found = [...days.map((day) => daily(day)), ...others.map((day) => daily(day, luck))];
  const rows = rowsOf(found, look, 0);
  const windows: (TimeRange | null)[] = [];
  await render(WallBoard, {
    ...{ wall, rows, look, whole: { startUs: 0, endUs: dayUs }, labels: null },
    breaks: breaksOf(rows, look.groupedBy, 'sure'),
    marks: days.map((day) => {
      const startUs = firstUs + day * dayUs;
      return { dataset: gill.dataset!, siteUid: gill.siteUid!, startUs, endUs: startUs + hourUs };
    }),
    ...{ hrefOf: () => '#', onopen: () => undefined, onmark: () => true },
    onwindow: (window: TimeRange | null) => windows.push(window),
  });
  await expect.poll(() => pictures().clientWidth).toBeGreaterThan(100);
  flushSync();
  return { ...desk, rows, windows };
}

function pointer(kind: string, x: number, y: number, change: PointerEventInit = {}) {
  const { left, top } = pictures().getBoundingClientRect();
  const at = { clientX: left + x, clientY: top + y, pointerId: 1, pointerType: 'mouse', button: 0, bubbles: true };
  pictures().dispatchEvent(new PointerEvent(kind, { ...at, ...change }));
  flushSync();
}

const press = (key: string) => {
  board().focus();
  board().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  flushSync();
};

/** Whether a line of the screen is of one colour that is not the ground's, at some places across the canvas. */
function isLineAt(y: number): boolean {
  const canvas = all('canvas')[0] as HTMLCanvasElement;
  const context = canvas.getContext('2d')!;
  const ratio = canvas.width / canvas.clientWidth;
  const pixels = [0.1, 0.5, 0.9].map((share) => {
    const { data } = context.getImageData(Math.floor(share * canvas.width), Math.floor(y * ratio), 1, 1);
    return [...data].join(' ');
  });
  const line = document.createElement('canvas').getContext('2d')!;
  line.fillStyle = getComputedStyle(canvas).getPropertyValue('--strong-line');
  line.fillRect(0, 0, 1, 1);
  const wanted = [...line.getImageData(0, 0, 1, 1).data].join(' ');
  return pixels.every((pixel) => pixel === wanted);
}

describe('nights without a keogram', () => {
  const words = '3 nights without a keogram: 2020-02-03…05';

  test('are a thin line, told in words; what is below moves down by that', async () => {
    const { asked } = await hang([0, 1, 5, 6]);
    expect(told()).toEqual([words]);
    const shown = all('.gap span').filter((part) => getComputedStyle(part).display !== 'none');
    expect(shown.map((part) => part.textContent)).toEqual([
      matchMedia('(width < 56rem)').matches ? '3 missing' : '3 nights without a keogram',
    ]);
    const tops = all('.mark').map((mark) => Math.round(mark.getBoundingClientRect().top));
    expect(tops.slice(1).map((top, at) => top - tops[at]!)).toEqual([48, 55, 48]);
    expect(pictures().getBoundingClientRect().height).toBe(4 * 48 + 7);
    // High rows end a pixel before the next one, painted where they hang.
    await expect.poll(() => [94, 95, 103, 149, 150, 151].map(isLineAt)).toEqual([true, false, true, true, false, true]);
    // Nothing is asked for them.
    await expect.poll(() => asked.length).toBe(4);
  });

  test('are told of the one site that lacks them where it is grouped by site', async () => {
    await hang([0, 1], { groupedBy: 'site' }, [0, 2]);
    expect(told()).toEqual(['1 night without a keogram: 2020-02-02']);
  });

  test('are passed by arrow keys, and spoken', async () => {
    await hang([0, 1, 5]);
    const spoken = () => all('[data-spoken]')[0]!.textContent;
    const here = () => all('.here .date')[0]?.textContent.trim();
    for (const [key, date, expected] of [
      ['ArrowDown', '2020-02-01', '2020-02-01'],
      ['ArrowDown', '2020-02-02', '2020-02-02'],
      ['ArrowDown', '2020-02-06', `${words}. 2020-02-06`],
      ['ArrowUp', '2020-02-02', `${words}. 2020-02-02`],
      ['ArrowLeft', '2020-02-02', '2020-02-02'],
    ] as const) {
      press(key);
      expect(here()).toBe(date);
      await expect.poll(spoken).toMatch(new RegExp(`^${expected}`));
    }
  });

  test('are told where the pointer is on their line; a drag there is one of the nearer row', async () => {
    await hang([0, 1, 5]);
    const tip = () => all('.pictures > span[aria-hidden]').map(({ textContent }) => textContent);
    pointer('pointermove', 200, 99);
    expect(tip()).toEqual([words]);
    pointer('pointermove', 200, 110);
    expect(tip()).toHaveLength(1);
    expect(tip()[0]).toMatch(/ UTC$/);
    pictures().setPointerCapture = () => undefined;
    for (const [y, date] of [
      [97, '2020-02-02'],
      [101, '2020-02-06'],
    ] as const) {
      pointer('pointerdown', 100, y);
      pointer('pointermove', 300, y);
      expect(tip()).toEqual([]);
      pointer('pointerup', 300, y);
      expect(all('[data-span-words]')[0]!.textContent).toMatch(new RegExp(`^${date}`));
    }
  });

  test('are told where a finger was put on their line, until one scrolls', async () => {
    await hang([0, 1, 5]);
    const tip = () => all('.pictures > span[aria-hidden]').map(({ textContent }) => textContent);
    const touch = { pointerType: 'touch', pointerId: 5 };
    for (const kind of ['pointerdown', 'pointerup', 'pointerleave']) pointer(kind, 200, 99, touch);
    expect(tip()).toEqual([words]);
    for (const kind of ['pointerdown', 'pointercancel', 'pointerleave']) pointer(kind, 200, 20, touch);
    expect(tip()).toEqual([]);
  });

  test('do not make the wall heavier: of a thousand only those in sight are there', async () => {
    const every = Array.from({ length: 2000 }, (_, at) => 2 * at);
    await hang(every, { rowHeight: 16 });
    expect(told().length).toBeLessThan(100);
    board().scrollTop = 1000 * (16 + 7);
    await expect.poll(() => all('.room p[title]')[0]?.title ?? '').toMatch(/^2025-/);
    expect(told()).toContain(`1 night without a keogram: ${formatDate(firstUs + 2001 * dayUs)}`);
    expect(told().length).toBeLessThan(100);
    // The last row can be reached.
    press('End');
    await expect.poll(() => all('.here .date')[0]?.textContent.trim()).toBe(formatDate(firstUs + 3998 * dayUs));
    // The head of the wall takes 24 pixels.
    const bottom = Number.parseFloat(all('.here')[0]!.style.top) + 16 + 24;
    expect(bottom - board().scrollTop).toBeCloseTo(board().clientHeight, 0);
  });
});

describe('a line between groups', () => {
  test.each(['date', 'site'] as const)('by %s runs across the pictures', async (groupedBy) => {
    await hang([0, 1], { groupedBy }, [0, 1]);
    await expect.poll(() => isLineAt(2 * 48 - 1)).toBe(true);
    expect([isLineAt(48 - 1), isLineAt(3 * 48 - 1)]).toEqual([false, false]);
    const [names, line] = [all('.room > div')[0]!, all('.room > div:first-child > i')];
    expect(line).toHaveLength(1);
    expect(line[0]!.getBoundingClientRect().top - names.getBoundingClientRect().top).toBe(2 * 48 - 1);
  });

  test('parts low rows of two sites without covering one', async () => {
    await hang([0, 1], { groupedBy: 'site', rowHeight: 8 }, [0, 1]);
    await expect.poll(() => isLineAt(16)).toBe(true);
    expect(pictures().getBoundingClientRect().height).toBe(4 * 8 + 1);
  });
});

describe('two fingers', () => {
  const finger = (pointerId: number) => ({ pointerId, pointerType: 'touch', isPrimary: pointerId === 1 });

  const lift = () => {
    pointer('pointerup', 0, 0, finger(1));
    pointer('pointerup', 0, 0, finger(2));
  };

  test('zoom about what is between them, and move it; in the link once they are lifted', async () => {
    const { windows } = await hang([0, 1, 2]);
    expect(all('.mark')).toHaveLength(3);
    const width = pictures().clientWidth;
    pointer('pointerdown', width / 4, 30, finger(1));
    pointer('pointerdown', width / 2, 30, finger(2));
    // Twice as far apart, and further to the right: half a day, 09:00 in the middle.
    pointer('pointermove', (3 * width) / 4, 30, finger(2));
    expect(windows).toEqual([]);
    // What was marked of midnight is out of sight already.
    expect(all('.mark')).toHaveLength(0);
    lift();
    expect(windows).toHaveLength(1);
    expect(windows[0]!.startUs / hourUs).toBeCloseTo(3, 1);
    expect(windows[0]!.endUs / hourUs).toBeCloseTo(15, 1);
  });

  test('zoom also one above the other, no further than to all of the night', async () => {
    const { windows } = await hang([0, 1, 2], { window: { startUs: 6 * hourUs, endUs: 10 * hourUs } });
    const width = pictures().clientWidth;
    pointer('pointerdown', width / 2, 10, finger(1));
    pointer('pointerdown', width / 2, 90, finger(2));
    pointer('pointermove', width / 2, 50, finger(2));
    lift();
    pointer('pointerdown', width / 2, 10, finger(1));
    pointer('pointerdown', width / 2, 140, finger(2));
    pointer('pointermove', width / 2, 20, finger(2));
    lift();
    expect(windows).toEqual([{ startUs: 4 * hourUs, endUs: 12 * hourUs }, null]);
  });

  test('go on from where they are when a third one is lifted', async () => {
    const { windows } = await hang([0, 1, 2], { window: { startUs: 6 * hourUs, endUs: 10 * hourUs } });
    const width = pictures().clientWidth;
    for (const [id, x] of [0.1, 0.2, 0.8].entries()) pointer('pointerdown', x * width, 30, finger(id + 1));
    pointer('pointerup', 0.1 * width, 30, finger(1));
    // Not nearer to each other, and not further.
    pointer('pointermove', 0.8 * width, 30, finger(3));
    pointer('pointerup', 0, 0, finger(2));
    pointer('pointerup', 0, 0, finger(3));
    expect(windows).toEqual([{ startUs: 6 * hourUs, endUs: 10 * hourUs }]);
  });

  test('choose nothing, and the one that stays longest does nothing', async () => {
    const { windows } = await hang([0, 1, 2]);
    pictures().setPointerCapture = () => undefined;
    pointer('pointerdown', 100, 30, finger(1));
    pointer('pointermove', 160, 30, finger(1));
    expect(all('[data-span]')).toHaveLength(1);
    pointer('pointerdown', 300, 30, finger(2));
    expect(all('[data-span]')).toHaveLength(0);
    pointer('pointermove', 260, 30, finger(2));
    pointer('pointerup', 260, 30, finger(2));
    pointer('pointermove', 20, 30, finger(1));
    expect(all('[data-span]')).toHaveLength(0);
    pointer('pointerup', 20, 30, finger(1));
    expect(windows).toHaveLength(1);
    // The next one chooses again.
    pointer('pointerdown', 100, 30, finger(3));
    pointer('pointermove', 160, 30, finger(3));
    pointer('pointerup', 160, 30, finger(3));
    expect(all('[data-span]')).toHaveLength(1);
  });
});
