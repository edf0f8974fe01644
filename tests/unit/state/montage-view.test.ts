import { describe, expect, test } from 'vitest';
import type { SkyEvent } from '$lib/model/event';
import type { SmallFrame } from '$lib/model/montage';
import { EventLooks } from '$lib/state/event-looks.svelte';
import { EventView } from '$lib/state/event-view.svelte';
import { MontageView } from '$lib/state/montage-view.svelte';
import { newEvent } from '$lib/state/new-event';
import { columnsOf, failed, FakeLoading, missing, minuteUs, settled, startUs } from './fake-loading';

const window = { width: 880, height: 540, pixelRatio: 1 };
const clock = (us: number) => new Date(us / 1000).toISOString().slice(11, 22);

/** A montage of so many instants of a camera that has these minutes; those that were kept are here. */
async function montageOf(
  there: readonly number[],
  { kept = there, minutes = 10, count = 10, ...change }: Partial<SkyEvent> & Partial<Size> = {},
) {
  const loading = new FakeLoading();
  for (const minute of kept) {
    const columns = columnsOf(minute);
    if (columns.ok) loading.keptMinutes.set(`minute ${minute}`, columns.value);
  }
  const range = { startUs, endUs: startUs + minutes * minuteUs };
  const plain = newEvent('THEMIS_ASI_RAW', 'gill', range);
  const montage = { ...plain.montage, pace: { by: 'count' as const, count } };
  const view = new EventView(loading, { ...plain, view: 'montage', montage, ...change });
  await loading.answerListing(there, 0);
  await settled();
  const shown = new MontageView(view, new EventLooks(view, (whole) => whole));
  shown.resize(window);
  shown.fill();
  await settled();
  return { loading, view, shown };
}

interface Size {
  readonly kept: readonly number[];
  readonly minutes: number;
  readonly count: number;
}

/** Answers all that is asked for, with pictures of a size. */
async function answerAll(loading: FakeLoading): Promise<number> {
  const asked = loading.smallFramesAsked.splice(0).filter(({ signal }) => !signal.aborted);
  for (const { order, answer } of asked) answer({ ok: true, value: order.timesUs.map((us) => picture(us, order)) });
  await settled();
  return asked.length;
}

function picture(timeUs: number, { longestSide: side }: { readonly longestSide: number }): SmallFrame {
  return { timeUs, height: side, width: side, channels: 1, counts: new Uint16Array(side * side) };
}

const kinds = (shown: MontageView) => shown.rows[0]!.map((cell) => cell.shown.kind);

describe('cells', () => {
  test('each has its frame, or why there is none; only the frames that are shown are asked for', async () => {
    const { loading, shown } = await montageOf([0, 1, 2, 5]);
    expect(kinds(shown)).toEqual(['coming', 'coming', 'coming', 'gap', 'gap', 'coming', 'gap', 'gap', 'gap', 'gap']);
    expect(shown.rows[0]![3]!.shown).toMatchObject({ sentence: 'The archive has no file here.' });
    const asked = loading.smallFramesAsked.map(({ what, order }) => [what, order.timesUs.map(clock)]);
    expect(asked).toEqual([0, 1, 2, 5].map((minute) => [`minute ${minute}`, [`06:0${minute}:00.06`]]));
    await answerAll(loading);
    expect(kinds(shown).filter((kind) => kind === 'frame')).toHaveLength(4);
    shown.fill();
    expect(loading.smallFramesAsked).toEqual([]);
  });

  test('a file that cannot be decoded is a gap with its reason; asked again only when the file is another', async () => {
    const { loading, shown, view } = await montageOf([0, 1]);
    const [first] = loading.smallFramesAsked.splice(0);
    first!.answer(failed({ kind: 'corrupt', format: 'gzip', offset: 7, message: 'bad bits' }));
    await settled();
    expect(shown.rows[0]![0]!.shown).toMatchObject({ kind: 'gap' });
    shown.fill();
    expect(loading.smallFramesAsked).toEqual([]);
    void view.tracks[0]!.retry([view.tracks[0]!.minutes[0]!]);
    await settled();
    await loading.answerColumns(0);
    shown.fill();
    expect(loading.smallFramesAsked.map(({ what }) => what)).toEqual(['minute 0']);
  });

  test('what failed is asked for again: pictures of the same file, a damaged file and a lost minute anew', async () => {
    const { loading, shown } = await montageOf([0, 1, 2], { kept: [0, 1] });
    await loading.answerColumns(2, failed(missing));
    const [first, second] = loading.smallFramesAsked.splice(0);
    first!.answer(failed({ kind: 'browser', part: 'decoder', message: 'the decoder broke down' }));
    second!.answer(failed({ kind: 'corrupt', format: 'gzip', offset: 7, message: 'bad bits' }));
    await settled();
    shown.fill();
    expect(shown.failed.map((cell) => clock(cell.instantUs).slice(0, 5))).toEqual(['06:00', '06:01', '06:02']);

    shown.retry();
    shown.fill();
    await settled();
    expect(loading.smallFramesAsked.map(({ what }) => what)).toEqual(['minute 0']);
    expect(loading.forgotten).toEqual(['minute 1']);
    expect(loading.waiting().sort()).toEqual(['minute 1', 'minute 2']);
    await loading.answerColumns(1);
    await loading.answerColumns(2);
    shown.fill();
    await answerAll(loading);
    expect(kinds(shown).slice(0, 3)).toEqual(['frame', 'frame', 'frame']);
    expect(shown.failed).toEqual([]);
  });

  test('a lost network: asked again when it is back', async () => {
    const { loading, shown } = await montageOf([0]);
    loading.smallFramesAsked.splice(0)[0]!.answer(failed({ kind: 'offline', message: 'no network' }));
    await settled();
    shown.networkIsBack();
    shown.fill();
    expect(loading.smallFramesAsked.map(({ what }) => what)).toEqual(['minute 0']);
  });

  test('a click sets the cursor to the frame; the cell at the cursor is known', async () => {
    const { shown, view } = await montageOf([0, 1, 2, 5]);
    shown.pick(shown.rows[0]![5]!);
    expect(clock(view.cursorUs)).toBe('06:05:00.06');
    expect(shown.atCursor).toEqual([5]);
    shown.pick(shown.rows[0]![8]!); // a gap: the instant itself
    expect(clock(view.cursorUs)).toBe('06:08:00.00');
    expect(shown.atCursor).toEqual([8]);
  });
});

describe('what is asked for', () => {
  test('pictures of the cells in sight and around the cursor come first', async () => {
    const { loading, shown, view } = await montageOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const order = () =>
      [...loading.smallFramesAsked].sort((a, b) => a.wish!.rank() - b.wish!.rank()).map(({ what }) => what.slice(7));
    expect(order().join('')).toBe('0123456789');
    view.goTo(startUs + 6 * minuteUs);
    expect(order().join('')).toBe('6574839210');
    shown.see(0, 2);
    expect(order().slice(0, 3).join('')).toBe('210');
  });

  test('minutes that are not here are fetched before the others, unless the person holds them back', async () => {
    const all = Array.from({ length: 60 }, (_, minute) => minute);
    const { loading, view, shown } = await montageOf(all, { kept: [], minutes: 60, count: 4 });
    expect(loading.waiting().slice(0, 9)).toContain('minute 45');
    const mine = () => loading.columnsAsked.filter(({ wish, signal }) => !signal.aborted && wish!.rank() < 1e6);
    expect(new Set(mine().map(({ what }) => what))).toEqual(
      new Set(['minute 0', 'minute 15', 'minute 30', 'minute 45']),
    );
    view.tracks[0]!.loads.pause();
    expect(mine()).toEqual([]);
    view.tracks[0]!.cancel();
    shown.fill();
    expect(loading.waiting()).toEqual([]);
  });

  test('another stretch of time, or leaving, drops what is under way', async () => {
    const { loading, shown, view } = await montageOf([0, 1, 2, 5]);
    const before = [...loading.smallFramesAsked];
    view.setZoom({ startUs: startUs + 5 * minuteUs, endUs: startUs + 6 * minuteUs });
    shown.fill();
    expect(before.map(({ signal }) => signal.aborted)).toEqual([true, true, true, true]);
    const asked = loading.smallFramesAsked.filter(({ signal }) => !signal.aborted);
    expect(asked.map(({ what, order }) => [what, order.timesUs.length])).toEqual([['minute 5', 10]]);
    shown.rest();
    expect(asked[0]!.signal.aborted).toBe(true);
  });

  test('the frame that the keogram brought along is shown, and not asked for where it is large enough', async () => {
    // Of each minute that is frame 10, at half past: pictures of the tests are of 2 pixels a side.
    const { loading, shown } = await montageOf([0, 1], {
      montage: { pace: { by: 'step', stepSec: 30 }, span: 'window', cameras: 'stage' },
    });
    expect(kinds(shown).slice(0, 4)).toEqual(['coming', 'frame', 'coming', 'frame']);
    expect(loading.smallFramesAsked.map(({ order }) => order.timesUs.map(clock))).toEqual([
      ['06:00:00.06', '06:00:30.06'],
      ['06:01:00.06', '06:01:30.06'],
    ]);
  });

  test('a failed minute gives its reason', async () => {
    const { loading, shown } = await montageOf([0], { kept: [] });
    await loading.answerColumns(0, failed(missing));
    expect(shown.rows[0]![0]!.shown).toMatchObject({ kind: 'gap', cause: 'not on the server' });
  });
});

describe('memory', () => {
  test('a night takes no more bytes than an hour, however often the stretch changes', async () => {
    const held: number[] = [];
    for (const minutes of [60, 720]) {
      const all = Array.from({ length: minutes }, (_, minute) => minute);
      const { loading, view, shown } = await montageOf(all, { minutes, count: 40 });
      await answerAll(loading);
      held.push(shown.bytesHeld);
      for (let hour = 0; hour < minutes / 60; hour++) {
        view.setZoom({ startUs: startUs + 60 * hour * minuteUs, endUs: startUs + (60 * hour + 50) * minuteUs });
        shown.fill();
        await answerAll(loading);
        expect(shown.bytesHeld).toBe(held[0]);
      }
    }
    expect(held[0]).toBe(40 * 2 * 128 ** 2);
    expect(held[1]).toBe(held[0]);
  });

  test('the most cells on the largest screen stay below the bound', async () => {
    const all = Array.from({ length: 720 }, (_, minute) => minute);
    const { loading, shown, view } = await montageOf(all, { minutes: 720, count: 60 });
    shown.resize({ width: 3800, height: 2000, pixelRatio: 3 });
    shown.fill();
    await answerAll(loading);
    expect(shown.bytesHeld).toBe(60 * 2 * 256 ** 2);
    // What is held of fewer cells is larger than so many of them may be.
    view.setMontage({ pace: { by: 'count', count: 360 } });
    shown.fill();
    await answerAll(loading);
    expect(shown.progress).toEqual({ frames: 360, here: 360 });
    expect(shown.bytesHeld).toBe(360 * 2 * 128 ** 2);
    expect(shown.bytesHeld).toBeLessThanOrEqual(24 * 2 ** 20);
  });
});
