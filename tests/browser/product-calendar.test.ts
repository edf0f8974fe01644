import { flushSync } from 'svelte';
import { beforeEach, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import ProductCalendar from '$lib/components/ProductCalendar.svelte';
import { dayUs, formatDate, parseInstant } from '$lib/datasets/utc';
import type { CountsWanted, SourceCounts } from '$lib/model/data-product';
import type { TimeRange } from '$lib/model/time';
import { formatDays, noChoice } from '$lib/state/explore-link';
import { countsOf, ProductCalendar as Calendar, yearsName } from '$lib/state/product-calendar.svelte';

const at = (date: string) => parseInstant(date)!;
const source = (identifier: number, displayName: string, sourceType: 'ground' | 'leo' = 'ground') => ({
  ...{ identifier, program: 'trex', platform: displayName, instrumentType: 'RGB ASI', sourceType, displayName },
});
const gill = source(1, 'TREx RGB GILL');
const nowUs = at('2021-03-01');

let opened: string[];
let chosen: string[];
let asked: string[];
let answer: (() => void)[];
let isHeld: boolean;
/** A year that cannot be had. */
let lost: string | null;
beforeEach(() => {
  [opened, chosen, asked, answer, isHeld, lost] = [[], [], [], [], false, null];
});

/** One product a day from the 30th of December 2019 to the 2nd of January 2020. */
function countsIn({ range }: CountsWanted): readonly SourceCounts[] {
  const days = ['2019-12-30', '2019-12-31', '2020-01-01', '2020-01-02'].map(at);
  const own = days.filter((us) => us >= range.startUs && us < range.endUs);
  return own.length === 0 ? [] : [{ source: gill, perDay: new Map(own.map((us) => [us, 1])) }];
}

async function open(searched: TimeRange | null = { startUs: at('2020-02-01'), endUs: at('2020-02-06') }) {
  const calendar = new Calendar({
    counts: async (wanted) => {
      asked.push(yearsName(wanted.range));
      if (isHeld) await new Promise<void>((resolve) => answer.push(resolve));
      if (yearsName(wanted.range) === lost) return { ok: false, failure: { kind: 'offline', message: '' } };
      return { ok: true, value: { value: countsIn(wanted), origin: 'service', asOfMs: 0, failure: null } };
    },
  });
  await calendar.show(countsOf({ ...noChoice, range: searched }, nowUs));
  await render(ProductCalendar, {
    ...{ calendar, searched, nowUs },
    onpick: (us: number) => opened.push(formatDate(us)),
    onrange: (days: TimeRange) => chosen.push(formatDays(days)),
  });
  await expect.poll(status).toMatch(/\d\d\d\d: (as|the service counts nothing)/);
  // Where nothing is counted there is no strip.
  if (calendar.sources.length > 0) await expect.poll(() => strip().clientWidth).toBeGreaterThan(100);
  flushSync();
  return calendar;
}

const element = (selector: string) => document.querySelector<HTMLElement>(selector);
const strip = () => element('[role="slider"]')!;
const words = () => strip().getAttribute('aria-valuetext');
const button = (name: string) => element(`button[aria-label="${name}"]`) as HTMLButtonElement;
const status = () => element('[role="status"]')!.textContent;

function press(key: string, change: KeyboardEventInit = {}): boolean {
  strip().focus();
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...change });
  const isTaken = !strip().dispatchEvent(event);
  flushSync();
  return isTaken;
}

function pointer(kind: string, date: string, change: PointerEventInit = {}) {
  // Made-up pointers cannot be captured.
  strip().setPointerCapture = () => undefined;
  const { left, top, width } = strip().getBoundingClientRect();
  const days = (at(date) - at(`${date.slice(0, 4)}-01-01`)) / dayUs;
  const x = left + ((days + 0.5) / (date.startsWith('2020') ? 366 : 365)) * width;
  const place = { clientX: x, clientY: top + 5, pointerId: 1, button: 0, bubbles: true, ...change };
  strip().dispatchEvent(new PointerEvent(kind, place));
  flushSync();
}

describe('years', () => {
  test('before and after by buttons, said in words; none that is yet to come', async () => {
    await open();
    expect([status(), asked]).toEqual([expect.stringMatching(/^2020: as the service counted/), ['2020']]);
    button('Year before').click();
    await expect.poll(status).toMatch(/^2019: as the service counted/);
    expect(strip().getAttribute('aria-label')).toContain('products on 2 of 365 days, 2 in all');
    button('Next year').click();
    button('Next year').click();
    await expect.poll(status).toMatch(/^2021: the service counts nothing of this kind/);
    expect(button('Next year').disabled).toBe(true);
    // A source stays where it was, though it has nothing in that year.
    expect(strip().getAttribute('aria-label')).toContain('products on 0 of 365 days');
  });

  test('go on to what is searched, though it lies ahead', async () => {
    await open({ startUs: at('2031-05-01'), endUs: at('2031-05-02') });
    expect(asked).toEqual(['2031']);
    expect(button('Next year').disabled).toBe(true);
  });

  test('are crossed by keys; nothing jumps while one is asked for, and the focus stays', async () => {
    await open();
    press('Home');
    expect(words()).toBe('2020-01-01, 1 product');
    isHeld = true;
    press('ArrowLeft');
    expect([words(), status()]).toEqual(['2019-12-31, asking', expect.stringMatching(/^2019: asking the service/)]);
    expect(strip().getAttribute('aria-label')).toContain('asking the service');
    expect(document.activeElement).toBe(strip());
    const { top } = strip().getBoundingClientRect();
    answer.forEach((tell) => tell());
    await expect.poll(words).toBe('2019-12-31, 1 product');
    expect([document.activeElement === strip(), strip().getBoundingClientRect().top]).toEqual([true, top]);
    isHeld = false;
    press('ArrowRight');
    await expect.poll(words).toBe('2020-01-01, 1 product');
    expect(asked).toEqual(['2020', '2019', '2020']);
  });

  test('yet to come are not gone to by keys', async () => {
    await open({ startUs: at('2021-01-05'), endUs: at('2021-01-06') });
    button('Year before').click();
    await expect.poll(status).toMatch(/^2020/);
    for (const [key, day] of [
      ['End', '2020-12-31'],
      ['ArrowRight', '2021-01-01'],
      ['End', '2021-12-31'],
      ['PageDown', '2021-12-31'],
    ] as const) {
      press(key);
      await expect.poll(words, { message: key }).toMatch(day);
    }
    expect(asked).toEqual(['2021', '2020', '2021']);
  });
});

test('of two years the one that is known is shown, and what is not known of the other', async () => {
  lost = '2020';
  await open({ startUs: at('2019-12-30'), endUs: at('2020-01-03') });
  expect(status()).toContain('Nothing is known of 2020. 2019–2020: as it was counted on');
  expect(element('.missed')!.getBoundingClientRect().width).toBeCloseTo((strip().clientWidth * 366) / 731, 0);
  expect(strip().getAttribute('aria-label')).toContain('on 2 of 365 days, 2 in all');
  press('End');
  expect(words()).toBe('2020-12-31, not known');
  press('Home');
  expect(words()).toBe('2019-01-01, none');
  lost = null;
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Ask again')!.click();
  await expect.poll(status).toContain('2019–2020: as the service counted');
  expect(element('.missed')).toBeNull();
  expect(asked).toEqual(['2019', '2020', '2019', '2020']);
});

describe('a day', () => {
  test('is gone to by a click, by Enter, and by a press of a screen reader', async () => {
    await open();
    pointer('pointerdown', '2020-01-02');
    pointer('pointerup', '2020-01-02');
    // The browser's own click after a press is no other.
    strip().dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
    expect(opened).toEqual(['2020-01-02']);
    press('ArrowLeft');
    press('Enter');
    strip().click();
    expect([opened, chosen]).toEqual([['2020-01-02', '2020-01-01', '2020-01-01'], []]);
  });

  test('is left alone by other buttons, and by a finger that scrolls', async () => {
    await open();
    pointer('pointerdown', '2020-01-02', { button: 2 });
    pointer('pointerup', '2020-01-02', { button: 2 });
    pointer('pointerdown', '2020-01-02');
    pointer('pointercancel', '2020-01-02');
    pointer('pointerup', '2020-01-02');
    expect([opened, chosen]).toEqual([[], []]);
  });
});

describe('several days', () => {
  test('are chosen by dragging, in either direction', async () => {
    await open();
    for (const [from, to] of [
      ['2020-01-10', '2020-03-05'],
      ['2020-03-05', '2020-01-10'],
    ] as const) {
      pointer('pointerdown', from);
      pointer('pointermove', '2020-02-01');
      pointer('pointermove', to);
      expect(words()).toBe('2020-01-10 to 2020-03-05, 56 days');
      pointer('pointerup', to);
    }
    expect([chosen, opened]).toEqual([['2020-01-10/2020-03-05', '2020-01-10/2020-03-05'], []]);
    expect(words()).toBe('2020-01-10, none');
  });

  test('that are given up with Escape are not searched; back where it began it is a click', async () => {
    await open();
    pointer('pointerdown', '2020-01-10');
    pointer('pointermove', '2020-03-05');
    press('Escape');
    pointer('pointerup', '2020-03-05');
    expect([chosen, opened]).toEqual([[], []]);
    pointer('pointerdown', '2020-01-10');
    pointer('pointermove', '2020-03-05');
    pointer('pointermove', '2020-01-10');
    pointer('pointerup', '2020-01-10');
    expect([chosen, opened]).toEqual([[], ['2020-01-10']]);
  });

  test('are chosen with Shift, over the new year too', async () => {
    await open();
    press('Home');
    press('ArrowRight');
    for (let days = 0; days < 3; days++) press('ArrowLeft', { shiftKey: true });
    await expect.poll(words).toBe('2019-12-30 to 2020-01-02, 4 days');
    press('Enter');
    expect([chosen, opened]).toEqual([['2019-12-30/2020-01-02'], []]);
    press('ArrowLeft', { shiftKey: true });
    press('ArrowLeft');
    expect(words()).toBe('2019-12-28, none');
    expect([press('a'), press('ArrowLeft', { ctrlKey: true }), press('ArrowRight', { altKey: true })]).toEqual([
      ...[false, false, false],
    ]);
  });
});

test('the searched days are marked where the year has them', async () => {
  await open();
  const mark = element('.searched')!.getBoundingClientRect();
  const room = strip().getBoundingClientRect();
  expect((mark.left - room.left) / room.width).toBeCloseTo(31 / 366, 2);
  expect(mark.width / room.width).toBeCloseTo(5 / 366, 2);
  button('Year before').click();
  await expect.poll(() => element('.searched')).toBeNull();
});
