import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SkyEvent } from '$lib/model/event';
import { parseEventLink } from '$lib/state/event-link';
import { newEvent } from '$lib/state/new-event';
import { EventView } from '$lib/state/event-view.svelte';
import { FakeLoading, minuteUs, settled, startUs } from './fake-loading';

const event = newEvent('THEMIS_ASI_RAW', 'gill', { startUs, endUs: startUs + 10 * minuteUs });

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A screen that is drawn when the test says so, so many milliseconds from now. */
function stubBeat() {
  let waiting: FrameRequestCallback | null = null;
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => {
    waiting = callback;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => (waiting = null));
  return (ms: number) => waiting?.(performance.now() + ms);
}

async function viewed(change: Partial<SkyEvent> = {}) {
  const loading = new FakeLoading();
  const view = new EventView(loading, { ...event, ...change });
  await loading.answerListing([0, 1, 2, 5]);
  for (const minute of [0, 1, 2, 5]) await loading.answerColumns(minute);
  return { loading, view };
}

const clock = (us: number) => new Date(us / 1000).toISOString().slice(11, 23);

test('the cursor begins at the first frame, and the link stays short', async () => {
  const { view } = await viewed();
  expect(clock(view.cursorUs)).toBe('06:00:00.060');
  expect(view.link).toBe('v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&track=THEMIS_ASI_RAW:gill');
});

describe('moving', () => {
  test('goes onto the frame that stands for the instant, and stays inside the range', async () => {
    const { view } = await viewed();
    view.goTo(startUs + 10_000_000);
    expect(clock(view.cursorUs)).toBe('06:00:09.060');
    view.goTo(startUs + 3.5 * minuteUs); // a gap: the instant itself
    expect(clock(view.cursorUs)).toBe('06:03:30.000');
    view.goTo(startUs + 99 * minuteUs);
    expect(view.cursorUs).toBe(event.range.endUs - 1);
    view.goTo(0);
    expect(clock(view.cursorUs)).toBe('06:00:00.060');
  });

  test('the end is the last frame, once it is known that none follows', async () => {
    const { view, loading } = await viewed();
    view.goToEdge('end');
    expect(clock(view.cursorUs)).toBe('06:05:57.060');
    view.goToEdge('start');
    expect(clock(view.cursorUs)).toBe('06:00:00.060');

    const wider = { startUs, endUs: startUs + 12 * minuteUs };
    view.setRange(wider);
    await loading.answerListing([0, 1, 2, 5, 8]);
    view.goToEdge('end'); // the file of minute 8 is on its way
    expect(view.cursorUs).toBe(wider.endUs - 1);
    await loading.answerColumns(8);
    view.goToEdge('end');
    expect(clock(view.cursorUs)).toBe('06:08:57.060');
  });

  test('never a frame before the range', async () => {
    const { view, loading } = await viewed();
    const empty = { startUs: startUs + 5 * minuteUs + 59_500_000, endUs: startUs + 8 * minuteUs };
    view.setRange(empty);
    await loading.answerListing([5]);
    view.goToEdge('end');
    expect(view.cursorUs).toBe(empty.endUs - 1);
  });

  test('playing rests there, too, and begins anew from there', async () => {
    const beat = stubBeat();
    const { view } = await viewed();
    view.goTo(startUs + 5.8 * minuteUs);
    view.clock.setSpeed(1000);
    view.togglePlay();
    beat(1000);
    expect([view.clock.playing, clock(view.cursorUs)]).toEqual([false, '06:05:57.060']);
    view.togglePlay();
    expect([view.clock.playing, clock(view.cursorUs)]).toEqual([true, '06:00:00.000']);
    view.close();
  });

  test('a minute on is the frame nearest to a minute on', async () => {
    const { view } = await viewed();
    view.goTo(startUs + 61_000);
    view.stepMinutes(1);
    expect(clock(view.cursorUs)).toBe('06:01:00.060');
    view.stepFrame(1);
    expect(clock(view.cursorUs)).toBe('06:01:03.060');
  });

  test('the link holds it', async () => {
    const { view } = await viewed();
    view.goTo(startUs + 2.5 * minuteUs);
    view.setDisplay({ gamma: 1.5, colormap: 'magma' });
    view.setFacing('map');
    view.zoomBy(0.5, view.cursorUs);
    expect(parseEventLink(new URLSearchParams(view.link))).toMatchObject({ event: view.event, problems: [] });
  });
});

describe('zooming', () => {
  test('keeps the instant under the pointer where it is, and stays inside the range', async () => {
    const { view } = await viewed();
    const about = startUs + 2 * minuteUs;
    const share = () => (about - view.window.startUs) / (view.window.endUs - view.window.startUs);
    view.zoomBy(0.5, about);
    expect(share()).toBeCloseTo(0.2, 6);
    view.zoomBy(0.1, about);
    expect(share()).toBeCloseTo(0.2, 6);
    for (let turn = 0; turn < 50; turn++) view.zoomBy(0.5, about);
    expect(view.window.endUs - view.window.startUs).toBe(2_000_000);
    view.zoomBy(1e9, about);
    expect(view.event.zoom).toBeNull();
    view.setZoom({ startUs: startUs - minuteUs, endUs: startUs + minuteUs });
    expect(view.window).toEqual({ startUs, endUs: startUs + 2 * minuteUs });
  });

  test('stepping out of the zoomed stretch takes it along', async () => {
    const { view } = await viewed();
    view.setZoom({ startUs, endUs: startUs + minuteUs });
    view.stepMinutes(2);
    expect(view.window.startUs).toBeLessThanOrEqual(view.cursorUs);
    expect(view.window.endUs).toBeGreaterThan(view.cursorUs);
    expect(view.window.endUs - view.window.startUs).toBe(minuteUs);
  });
});

describe('without a cursor', () => {
  test('another range: cursor and picture go to its first frame together', async () => {
    const loading = new FakeLoading();
    const late = { startUs: startUs + 5 * minuteUs, endUs: startUs + 8 * minuteUs };
    const view = new EventView(loading, { ...event, range: late });
    await loading.answerListing([5, 6]);
    await loading.answerColumns(5);
    await loading.answerFrames(5);
    view.setRange({ startUs, endUs: startUs + 8 * minuteUs });
    expect(view.track!.sight.phase).toBe('loading'); // nobody knows yet what is there
    await loading.answerListing([3, 4, 5]);
    await loading.answerColumns(3);
    await loading.answerFrames(3);
    expect(clock(view.cursorUs)).toBe('06:03:00.060');
    expect(view.track!.sight).toMatchObject({ phase: 'frame', index: 0 });
    expect(view.event.cursorUs).toBeNull();
  });

  test('a link without one leads back to the first frame', async () => {
    const { loading, view } = await viewed();
    view.goTo(startUs + 2.5 * minuteUs);
    await loading.answerFrames(2);
    view.apply(event);
    await loading.answerFrames(0);
    expect(view.track!.sight).toMatchObject({ phase: 'frame', index: 0 });
  });
});

describe('another link', () => {
  test('of the same cameras and range loads nothing anew', async () => {
    const { loading, view } = await viewed();
    const [track] = view.tracks;
    view.apply({ ...event, cursorUs: startUs + minuteUs, facing: 'map' });
    expect(view.tracks[0]).toBe(track);
    expect(loading.listings).toEqual([]);
    expect(view.event.facing).toBe('map');
  });

  test('of another camera closes the old one, whose answers then change nothing', async () => {
    const { loading, view } = await viewed();
    const [old] = view.tracks;
    view.apply({ ...event, tracks: [{ ...event.tracks[0]!, siteUid: 'fsmi' }] });
    expect(view.tracks[0]).not.toBe(old);
    expect(loading.listings.map(({ what }) => what)).toEqual(['fsmi']);
    await settled();
    expect(old!.minutes.filter(({ load }) => load.phase === 'ready')).toHaveLength(4);
  });
});
