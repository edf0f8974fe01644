import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import MontageReadout from '$lib/components/MontageReadout.svelte';
import MontageStage from '$lib/components/MontageStage.svelte';
import type { SmallFrame } from '$lib/model/montage';
import { EventLooks } from '$lib/state/event-looks.svelte';
import { EventView } from '$lib/state/event-view.svelte';
import { MontageView } from '$lib/state/montage-view.svelte';
import { newEvent } from '$lib/state/new-event';
import '../../src/app.css';
import { columnsOf, failed, FakeLoading, listingOf, minuteUs, settled, startUs } from '../unit/state/fake-loading';

const minutes = 12;
/** A minute that neither camera has a file of. */
const missingMinute = 3;
const there = Array.from({ length: minutes }, (_, minute) => minute).filter((minute) => minute !== missingMinute);

let view: EventView;

/** The event of two cameras with a frame a minute, in a box of some size. */
async function opened(width = 520, height = 420) {
  const loading = new FakeLoading();
  const range = { startUs, endUs: startUs + minutes * minuteUs };
  const event = newEvent('THEMIS_ASI_RAW', 'gill', range);
  const montage = { ...event.montage, pace: { by: 'step', stepSec: 60 } } as const;
  const tracks = ['gill', 'fsmi'].map((siteUid) => ({ ...event.tracks[0]!, siteUid }));
  for (const site of ['gill', 'fsmi'])
    for (const minute of there) {
      const columns = columnsOf(minute);
      if (columns.ok) loading.keptMinutes.set(`${site} ${minute}`, columns.value);
    }
  view = new EventView(loading, { ...event, tracks, view: 'montage', montage });
  for (const { what: site, answer } of loading.listings.splice(0)) {
    const { ok, value } = listingOf(there);
    const files = value.files.map((file) => ({ ...file, siteUid: site, url: file.url.replace('minute', site) }));
    answer({ ok, value: { ...value, files } });
  }
  await settled();
  const shown = new MontageView(view, new EventLooks(view, (whole) => whole));
  const box = document.createElement('div');
  box.style.cssText = `width:${width}px;height:${height}px`;
  document.body.append(box);
  await page.viewport(1400, 900);
  await render(MontageStage, { props: { view, montage: shown }, target: box });
  await expect.poll(() => cells().length).toBe(2 * minutes);
  return { loading, shown, box };
}

afterEach(() => {
  view.close();
  document.body.replaceChildren();
});

const cells = () => [...document.querySelectorAll<HTMLButtonElement>('[data-cell]')];
const cell = (camera: string, minute: number) =>
  page.getByRole('button', {
    name: new RegExp(`^06:${String(minute).padStart(2, '0')}:00 UTC, THEMIS ASI ${camera};`),
  });
const stops = () => cells().filter(({ tabIndex }) => tabIndex === 0);

/** Answers all that is asked for with pictures as bright as they can be; returns of how many files that is. */
async function answerAll(loading: FakeLoading): Promise<number> {
  const asked = loading.smallFramesAsked.splice(0).filter(({ signal }) => !signal.aborted);
  for (const { order, answer } of asked) {
    const side = order.longestSide;
    const counts = new Uint16Array(side * side).fill(65_535);
    const picture = (timeUs: number): SmallFrame => ({ timeUs, height: side, width: side, channels: 1, counts });
    answer({ ok: true, value: order.timesUs.map(picture) });
  }
  await settled();
  return asked.length;
}

/** Of the middle of a cell's picture, as it stands on the canvas of its row. */
function alphaOf(button: HTMLElement): number {
  const canvas = button.parentElement!.querySelector('canvas')!;
  const [row, at] = [canvas.getBoundingClientRect(), button.getBoundingClientRect()];
  const x = ((at.left + at.width / 2 - row.left) / row.width) * canvas.width;
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(Math.floor(x), Math.floor(canvas.height / 2), 1, 1).data[3]!;
}

test('by keyboard: one stop of the Tab key, arrows go along a camera’s time and across to the next camera', async () => {
  const { loading } = await opened();
  await answerAll(loading);
  const elsewhere = vi.fn();
  window.addEventListener('keydown', elsewhere);
  expect(stops()).toHaveLength(1);
  stops()[0]!.focus();
  await expect.element(cell('GILL', 0)).toHaveFocus();
  const columns = document.querySelectorAll('[data-cell^="0 "]').length;
  expect(columns).toBeLessThan(minutes); // a camera has several rows
  for (let press = 0; press < columns; press++) await userEvent.keyboard('{ArrowRight}');
  await expect.element(cell('GILL', columns)).toHaveFocus();
  await userEvent.keyboard('{ArrowLeft}{ArrowDown}');
  await expect.element(cell('FSMI', columns - 1)).toHaveFocus();
  await userEvent.keyboard('{ArrowUp}{ArrowUp}'); // above the first row there is none
  await expect.element(cell('GILL', columns - 1)).toHaveFocus();
  expect(stops()).toEqual([document.activeElement]);
  expect(elsewhere).not.toHaveBeenCalled(); // the page's own arrow keys are those of time
  window.removeEventListener('keydown', elsewhere);

  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(Math.floor((view.cursorUs - startUs) / minuteUs)).toBe(columns - 1);
  expect(view.focus).toBe(1);
  await expect.element(cell('FSMI', columns - 1)).toHaveAttribute('aria-current', 'true');
  await userEvent.keyboard('{Tab}');
  expect(cells()).not.toContain(document.activeElement);
});

test('a screen reader hears the whole, whether it is complete, and of each cell its time, camera and state', async () => {
  const { loading } = await opened();
  const group = page.getByRole('group', { name: 'Montage of 2 cameras, 2014-03-10 06:00–06:12 UTC' });
  await expect.element(group).toHaveAttribute('aria-busy', 'true');
  await expect.element(cell('GILL', 0)).toHaveAccessibleName('06:00:00 UTC, THEMIS ASI GILL; on its way');
  expect(await answerAll(loading)).toBe(2 * there.length);
  await expect.element(group).toHaveAttribute('aria-busy', 'false');
  const names = [...cells()].map((each) => each.getAttribute('aria-label'));
  const gap = `06:0${missingMinute}:00 UTC, THEMIS ASI GILL; gap: The archive has no file here.`;
  expect(names.filter((name) => name!.endsWith('; frame'))).toHaveLength(2 * there.length);
  expect(names).toContain(gap);
  expect([...document.querySelectorAll('canvas')].every(({ ariaHidden }) => ariaHidden === 'true')).toBe(true);
});

test('a gap has its reason and no picture, never a black one', async () => {
  const { loading } = await opened();
  await answerAll(loading);
  const [gap, frame] = [cell('FSMI', missingMinute), cell('FSMI', missingMinute + 1)];
  await expect.element(gap).toHaveTextContent(/^not on the server/);
  await expect.element(gap).toHaveAttribute('title', 'The archive has no file here.');
  await expect.poll(() => alphaOf(frame.element() as HTMLElement)).toBe(255);
  expect(alphaOf(gap.element() as HTMLElement)).toBe(0);
  expect(getComputedStyle(gap.element().querySelector('.picture')!).backgroundImage).toContain('gradient');
});

test('another size lays it out anew, paints it, and asks for nothing', async () => {
  const { loading, box } = await opened();
  await answerAll(loading);
  const columns = () => document.querySelectorAll('[data-cell^="0 "]').length;
  const before = columns();
  box.style.width = '760px';
  box.style.height = '300px';
  await expect.poll(columns).toBeGreaterThan(before);
  await expect.poll(() => alphaOf(cell('FSMI', 11).element() as HTMLElement)).toBe(255);
  expect(cells()).toHaveLength(2 * minutes);
  expect(stops()).toHaveLength(1);
  expect(loading.smallFramesAsked).toEqual([]);
});

test('what failed is told beside the cursor, and asked for again there', async () => {
  const { loading, shown } = await opened();
  const [lost] = loading.smallFramesAsked.splice(0, 1);
  lost!.answer(failed({ kind: 'browser', part: 'decoder', message: 'the decoder broke down' }));
  await answerAll(loading);
  await render(MontageReadout, { montage: shown, cursorUs: view.cursorUs, focus: 0 });
  const told = page.getByRole('region', { name: 'At the cursor' });
  await expect.element(told).toHaveTextContent('1 frame failed: decoder failed');
  await page.getByRole('button', { name: 'Try again' }).click();
  flushSync();
  await settled();
  expect(loading.smallFramesAsked.map(({ what }) => what)).toEqual([lost!.what]);
  await answerAll(loading);
  await expect.element(page.getByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
  await expect.element(told).toHaveFocus(); // the button is gone, the focus is not
});

test('beside the cursor stands why the cursor is at no frame; of an empty cell elsewhere, with its time', async () => {
  const { loading, shown } = await opened();
  await answerAll(loading);
  const gapUs = startUs + missingMinute * minuteUs;
  const told = page.getByRole('region', { name: 'At the cursor' });
  const reason = 'The archive has no file here.';
  const { rerender } = await render(MontageReadout, { montage: shown, cursorUs: view.cursorUs, focus: 0 });
  const said = async (cursorUs: number) => {
    view.goTo(cursorUs);
    await rerender({ cursorUs: view.cursorUs });
    return [...told.element().querySelectorAll('p.muted:not(.hint)')].map((each) => each.textContent);
  };
  expect(await said(gapUs - 14e6)).toEqual([`Cell of 06:0${missingMinute}:00 UTC: ${reason}`]); // a frame stands there
  expect(await said(gapUs + 5e6)).toEqual([reason]);
  expect(await said(gapUs + 46e6)).toEqual([reason]); // the nearest cell has a frame, the cursor has none
  expect(await said(gapUs + 2 * minuteUs)).toEqual([]);
});
