import { flushSync } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import WallBoard from '$lib/components/WallBoard.svelte';
import { dayUs, hourUs } from '$lib/datasets/utc';
import type { WallMark } from '$lib/model/wall';
import { KeogramWall } from '$lib/state/keogram-wall.svelte';
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
  await render(WallBoard, {
    ...{ wall, rows: rowsOfDays(count), look: plainLook, whole: { startUs: 0, endUs: dayUs }, marks: [], labels: null },
    ...{ hrefOf: () => '#', onopen: () => undefined, onmark: () => undefined, onwindow: () => undefined },
    ...change,
  });
  await expect.poll(() => pictures().clientWidth).toBeGreaterThan(100);
  flushSync();
  return { ...desk, wall };
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
