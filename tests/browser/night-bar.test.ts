import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import NightBar from '$lib/components/NightBar.svelte';
import type { TimeRange } from '$lib/model/time';
import '../../src/app.css';
import { at, hour, minute, sampleContext, sampleMarks, sampleWholeNight } from './sample-night';

const range: TimeRange = { startUs: at('2014-03-10T02:14Z'), endUs: at('2014-03-10T05:00Z') };

async function bar(change: { range?: TimeRange; window?: TimeRange; wholeNight?: TimeRange | null } = {}) {
  await page.viewport(1000, 300);
  const onrange = vi.fn<(range: TimeRange) => void>();
  const shown = change.range ?? range;
  const { container, rerender } = await render(NightBar, {
    props: {
      context: sampleContext,
      range: shown,
      window: change.window ?? shown,
      cursorUs: shown.startUs,
      night: sampleMarks,
      wholeNight: change.wholeNight ?? null,
      onrange,
    },
  });
  const part = (name: string) => container.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
  const track = part('span').parentElement!;
  await expect.poll(() => part('span').getBoundingClientRect().width).toBeGreaterThan(1);
  /** Pixels for a stretch of time. */
  const pixels = (us: number) => (track.clientWidth * us) / (24 * hour);
  const pointer = (type: string, target: HTMLElement, clientX: number) =>
    target.dispatchEvent(
      new PointerEvent(type, { clientX, clientY: 10, button: 0, pointerId: 1, bubbles: true, cancelable: true }),
    );
  /** Takes hold of a part and moves it, without letting go. */
  const drag = (name: string, us: number) => {
    const box = part(name).getBoundingClientRect();
    const x = box.left + box.width / 2;
    pointer('pointerdown', part(name), x);
    pointer('pointermove', part(name), x + pixels(us) / 2);
    pointer('pointermove', part(name), x + pixels(us));
    return x + pixels(us);
  };
  const letGo = (name: string, x: number) => pointer('pointerup', part(name), x);
  return { container, onrange, rerender, part, drag, letGo };
}

const start = page.getByRole('slider', { name: 'Start of the range' });
const end = page.getByRole('slider', { name: 'End of the range' });

test('dragging an end shows the range as it would be and changes it, in full minutes, on release', async () => {
  const { onrange, drag, letGo } = await bar();
  const x = drag('end', 3 * hour + 10 * minute);
  await expect.element(page.getByText('02:14–08:10 UTC, 5 h 56 min')).toBeVisible();
  await expect.element(end).toHaveAttribute('aria-valuetext', 'End 2014-03-10 08:10 UTC');
  expect(onrange).not.toHaveBeenCalled();
  letGo('end', x);
  expect(onrange).toHaveBeenCalledExactlyOnceWith({ startUs: range.startUs, endUs: at('2014-03-10T08:10Z') });
});

test('dragging the start and the whole', async () => {
  const { onrange, drag, letGo } = await bar();
  letGo('start', drag('start', -60 * minute));
  expect(onrange).toHaveBeenLastCalledWith({ startUs: at('2014-03-10T01:14Z'), endUs: range.endUs });
  letGo('span', drag('span', 120 * minute));
  expect(onrange).toHaveBeenLastCalledWith({ startUs: at('2014-03-10T04:14Z'), endUs: at('2014-03-10T07:00Z') });
});

test('a press without a move changes nothing; Escape leaves the range as it was', async () => {
  const { onrange, drag, letGo } = await bar();
  letGo('end', drag('end', 0));
  const x = drag('end', 5 * hour);
  const above = vi.fn();
  window.addEventListener('keydown', above);
  await userEvent.keyboard('{Escape}');
  window.removeEventListener('keydown', above);
  expect(above).not.toHaveBeenCalled(); // it is not also meant for the page
  await expect.element(end).toHaveAttribute('aria-valuetext', 'End 2014-03-10 05:00 UTC');
  letGo('end', x);
  expect(onrange).not.toHaveBeenCalled();
});

test('by keyboard: a minute, ten, the limits; the page’s own time keys do not hear of it', async () => {
  const { onrange, part } = await bar();
  const above = vi.fn();
  window.addEventListener('keydown', above);
  part('start').focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(onrange).toHaveBeenLastCalledWith({ startUs: range.startUs + minute, endUs: range.endUs });
  await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
  expect(onrange).toHaveBeenLastCalledWith({ startUs: range.startUs - 10 * minute, endUs: range.endUs });
  await userEvent.keyboard('{PageDown}');
  expect(onrange).toHaveBeenLastCalledWith({ startUs: range.startUs + 10 * minute, endUs: range.endUs });
  await userEvent.keyboard('{Home}');
  expect(onrange).toHaveBeenLastCalledWith({ startUs: sampleContext.startUs, endUs: range.endUs });
  await userEvent.keyboard('{End}');
  expect(onrange).toHaveBeenLastCalledWith({ startUs: range.endUs - minute, endUs: range.endUs });
  window.removeEventListener('keydown', above);
  expect(above.mock.calls.map(([event]) => (event as KeyboardEvent).key)).toEqual(['Shift']);
});

test('a key that is held down counts once, when it is let go', async () => {
  const { onrange, part } = await bar();
  part('end').focus();
  const press = () =>
    part('end').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
  for (let times = 0; times < 30; times++) press();
  await expect.element(end).toHaveAttribute('aria-valuetext', 'End 2014-03-10 05:30 UTC');
  expect(onrange).not.toHaveBeenCalled();
  part('end').dispatchEvent(new KeyboardEvent('keyup', { key: 'ArrowRight', bubbles: true }));
  expect(onrange).toHaveBeenCalledExactlyOnceWith({ startUs: range.startUs, endUs: range.endUs + 30 * minute });
});

test('Escape takes back what a held key did', async () => {
  const { onrange, part } = await bar();
  const key = (type: string, name: string) =>
    part('end').dispatchEvent(new KeyboardEvent(type, { key: name, bubbles: true, cancelable: true }));
  key('keydown', 'PageDown');
  key('keydown', 'Escape');
  key('keyup', 'PageDown');
  await expect.element(end).toHaveAttribute('aria-valuetext', 'End 2014-03-10 05:00 UTC');
  expect(onrange).not.toHaveBeenCalled();
});

test('at least a minute is left, and the bar is not left', async () => {
  const { onrange, drag, letGo } = await bar();
  letGo('end', drag('end', -10 * hour));
  expect(onrange).toHaveBeenLastCalledWith({ startUs: range.startUs, endUs: range.startUs + minute });
  letGo('span', drag('span', 30 * hour));
  expect(onrange).toHaveBeenLastCalledWith({
    startUs: sampleContext.endUs - (range.endUs - range.startUs),
    endUs: sampleContext.endUs,
  });
});

test('ends that are sliders say their time; Sun and Moon are said in words', async () => {
  await bar();
  await expect.element(start).toHaveAttribute('aria-valuetext', 'Start 2014-03-10 02:14 UTC');
  await expect
    .element(start)
    .toHaveAccessibleDescription(
      'Sunset 00:30 UTC. Sunrise 12:33 UTC. Moon up until 09:40 UTC, 68 % lit. Moon up from 18:10 UTC, 71 % lit.',
    );
});

test('ten minutes of a day: both ends and the middle can still be taken hold of', async () => {
  const ten = { startUs: range.startUs, endUs: range.startUs + 10 * minute };
  const { part } = await bar({ range: ten });
  const middle = part('span').getBoundingClientRect();
  const under = (x: number) => document.elementFromPoint(x, middle.top + middle.height / 2);
  expect(under(middle.left + middle.width / 2)).toBe(part('span'));
  for (const name of ['start', 'end']) {
    const box = part(name).getBoundingClientRect();
    expect(box.width).toBeGreaterThanOrEqual(24);
    expect(box.height).toBeGreaterThanOrEqual(24);
    expect(under(name === 'start' ? box.left + 2 : box.right - 2)).toBe(part(name));
  }
});

test('an end at the edge of the bar stays within reach, and nothing spills over', async () => {
  const { part } = await bar({ range: sampleContext });
  await page.viewport(390, 300);
  await expect.poll(() => part('span').getBoundingClientRect().width).toBeLessThan(390);
  for (const name of ['start', 'end']) expect(part(name).getBoundingClientRect().width).toBeGreaterThanOrEqual(24);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
});

test('the whole night is one press away, unless it is what is shown', async () => {
  const { onrange, rerender } = await bar({ wholeNight: sampleWholeNight });
  const button = page.getByRole('button', { name: 'Whole night' });
  await button.click();
  expect(onrange).toHaveBeenCalledExactlyOnceWith(sampleWholeNight);
  await rerender({ range: sampleWholeNight, window: sampleWholeNight });
  await expect.element(button).not.toBeInTheDocument();
});

test('a zoomed keogram is marked inside the range', async () => {
  const window = { startUs: range.startUs + 30 * minute, endUs: range.startUs + 60 * minute };
  const { container, part } = await bar({ window });
  const mark = container.querySelector('.window')!.getBoundingClientRect();
  const span = part('span').getBoundingClientRect();
  const lengthUs = range.endUs - range.startUs;
  expect(mark.width / span.width).toBeCloseTo((30 * minute) / lengthUs, 2);
  expect((mark.left - span.left) / span.width).toBeCloseTo((30 * minute) / lengthUs, 2);
});
