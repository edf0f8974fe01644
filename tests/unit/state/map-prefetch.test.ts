import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Track } from '$lib/model/event';
import { EventView } from '$lib/state/event-view.svelte';
import { emptyEvent } from '$lib/state/new-event';
import { plainTrack } from '$lib/state/track-link';
import { columnsOf, FakeLoading, minuteUs, startUs } from './fake-loading';

const minutes = [0, 1, 2, 3, 4, 5, 6, 7];

/** The screen is drawn when the test says so. */
let draw: FrameRequestCallback = () => undefined;

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => {
    draw = callback;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => vi.unstubAllGlobals());

function camera(siteUid: string, change: Partial<Track> = {}): Track {
  return { dataset: 'THEMIS_ASI_RAW', siteUid, deviceUid: null, ...plainTrack, ...change };
}

/** A map of cameras at its first instant, their files listed. */
async function mapOf(tracks: readonly Track[]) {
  const loading = new FakeLoading();
  const view = new EventView(loading, {
    ...emptyEvent({ startUs, endUs: startUs + 10 * minuteUs }),
    ...{ tracks, cursorUs: startUs, view: 'map', stage: 'one' },
  });
  for (let place = 0; place < tracks.length; place++) await loading.answerListing(minutes);
  return { loading, view };
}

const countOf = (names: readonly string[], minute: number) =>
  names.filter((name) => name === `minute ${minute}`).length;

test('while a map plays, what plays next is fetched of every camera on it, not only of that in focus', async () => {
  const { loading, view } = await mapOf([camera('gill'), camera('fsim'), camera('atha')]);
  view.clock.setSpeed(60);
  view.clock.play();
  const next = loading.waiting().slice(0, 15);
  // Three seconds of the screen's time are three minutes, and the one that has begun.
  for (const minute of [0, 1, 2, 3, 4]) expect(countOf(next, minute)).toBe(3);
  expect(next.slice(0, 3)).toEqual(['minute 0', 'minute 0', 'minute 0']);
  view.close();
});

/** Minutes of pictures of 512 × 512 pixels that are decoded ahead while the map plays fast. */
async function decodedAhead(tracks: readonly Track[]): Promise<string[]> {
  const { loading, view } = await mapOf(tracks);
  for (const minute of minutes) {
    const columns = columnsOf(minute);
    if (!columns.ok) throw new Error('no columns');
    const large = { ok: true, value: { ...columns.value, frame: { height: 512, width: 512 } } } as const;
    for (let place = 0; place < tracks.length; place++) await loading.answerColumns(minute, large);
  }
  view.clock.setSpeed(100);
  view.clock.play();
  draw(performance.now() + 50);
  const wanted = loading.framesAsked.filter(({ signal, wish }) => !signal.aborted && wish!.rank() > 0);
  view.close();
  return wanted.map(({ what }) => what);
}

test('cameras on a map share the room for frames ahead; one that is off the map has none', async () => {
  const alone = await decodedAhead([camera('gill'), camera('fsim', { onMap: false })]);
  expect(alone).toEqual(['minute 1', 'minute 2', 'minute 3', 'minute 4']);
  const both = await decodedAhead([camera('gill'), camera('fsim')]);
  expect([1, 2, 3].map((minute) => countOf(both, minute))).toEqual([2, 2, 0]);
  // However many there are, each has its next minute.
  const many = await decodedAhead(Array.from({ length: 30 }, (_, index) => camera(`s${index}`)));
  expect([1, 2].map((minute) => countOf(many, minute))).toEqual([30, 0]);
});
