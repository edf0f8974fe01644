import { describe, expect, test } from 'vitest';
import type { SkyEvent, Track } from '$lib/model/event';
import { CurveView } from '$lib/state/curve-view.svelte';
import { parseEventLink } from '$lib/state/event-link';
import { EventView } from '$lib/state/event-view.svelte';
import { emptyEvent } from '$lib/state/new-event';
import { plainTrack } from '$lib/state/track-link';
import { FakeLoading, minuteUs, startUs } from './fake-loading';

function track(dataset: string, siteUid: string, change: Partial<Track> = {}): Track {
  return { dataset, siteUid, deviceUid: null, ...plainTrack, ...change };
}

const [gill, fsim, rego] = [
  track('THEMIS_ASI_RAW', 'gill'),
  track('THEMIS_ASI_RAW', 'fsim'),
  track('REGO_RAW', 'gill'),
];
const riometer = track('NORSTAR_RIOMETER_K0_TXT', 'gill');

function viewOf(tracks: readonly Track[], change: Partial<SkyEvent> = {}) {
  const loading = new FakeLoading();
  const range = { startUs, endUs: startUs + 10 * minuteUs };
  return { loading, view: new EventView(loading, { ...emptyEvent(range), tracks, ...change }) };
}

const sitesOf = (view: EventView) => view.lanes.map(({ track: { dataset, siteUid } }) => `${dataset} ${siteUid}`);

test('curves and their axis are chosen in the event: they go into the link, and Back takes them away again', () => {
  const { view } = viewOf([gill, riometer]);
  const before = view.event;
  view.setCurves(1, { shown: ['raw signal'], axis: [2.1, 3.4] });
  expect(view.link).toContain('&track=NORSTAR_RIOMETER_K0_TXT:gill,curves:raw_signal,axis:2.1-3.4');
  const lane = view.lanes[1] as CurveView;
  expect(lane.chosen).toEqual({ shown: ['raw signal'], axis: [2.1, 3.4] });
  view.apply(before);
  expect([view.lanes[1], lane.chosen]).toEqual([lane, { shown: null, axis: null }]);
});

describe('what stays in the event is not loaded again', () => {
  test('when a track is added, which is then looked at', () => {
    const { loading, view } = viewOf([gill]);
    const [first] = view.lanes;
    view.addTrack(fsim);
    expect(view.lanes[0]).toBe(first);
    expect(loading.listings.map(({ what }) => what)).toEqual(['gill', 'fsim']);
    expect(view.focus).toBe(1);
    expect(view.track).toBe(view.lanes[1]);
  });

  test('when tracks change places, and the one in focus stays in focus', () => {
    const { loading, view } = viewOf([gill, fsim, rego], { focus: 1 });
    const [first, second, third] = view.lanes;
    view.moveTrack(2, 0);
    expect(view.lanes).toEqual([third, first, second]);
    expect(view.track).toBe(second);
    expect(view.event.tracks).toEqual([rego, gill, fsim]);
    expect(loading.listings).toHaveLength(3);
  });

  test('when one is removed: what it asked for is dropped, nothing else is', () => {
    const { loading, view } = viewOf([gill, fsim, rego], { focus: 2 });
    view.removeTrack(1);
    expect(sitesOf(view)).toEqual(['THEMIS_ASI_RAW gill', 'REGO_RAW gill']);
    expect(loading.listings.map(({ signal }) => signal.aborted)).toEqual([false, true, false]);
    expect(view.focus).toBe(1);
    expect(view.track?.track.dataset).toBe('REGO_RAW');
  });

  test('when Back brings another set of tracks', () => {
    const { loading, view } = viewOf([gill, fsim]);
    const [first] = view.lanes;
    view.apply({ ...view.event, tracks: [rego, gill], focus: 1 });
    expect(view.lanes[1]).toBe(first);
    expect(loading.listings.map(({ signal }) => signal.aborted)).toEqual([false, true, false]);
  });
});

test('one that is there already is looked at, not added', () => {
  const { view } = viewOf([gill, fsim]);
  view.addTrack(fsim);
  expect([view.lanes.length, view.focus]).toEqual([2, 1]);
});

test('the last track stays', () => {
  const { view } = viewOf([gill]);
  view.removeTrack(0);
  expect(view.lanes).toHaveLength(1);
});

describe('without a cursor, the clock and all tracks look at one instant: the first frame of them all', () => {
  const firstUs = startUs + 60_000;

  /** THEMIS has files from the first minute on, the other camera only of the third; the riometer has no frames. */
  async function listed(focus = 0) {
    const { loading, view } = viewOf([gill, fsim, riometer], { focus });
    await answer(loading, 'gill', [0, 1]);
    await answer(loading, 'fsim', [2, 3]);
    return { loading, view };
  }

  async function answer(loading: FakeLoading, siteUid: string, minutes: number[]) {
    loading.listings.unshift(
      ...loading.listings.splice(
        loading.listings.findIndex(({ what }) => what === siteUid),
        1,
      ),
    );
    await loading.answerListing(minutes);
  }

  function looksAtFirst(view: EventView) {
    expect(view.cursorUs).toBe(firstUs);
    expect(view.tracks.map(({ sight }) => sight.phase)).toEqual(['preview', 'gap']);
    expect((view.lanes[2] as CurveView).cursorUs).toBe(firstUs);
    expect(view.event.cursorUs).toBeNull();
  }

  test.each([
    [[0, 2], 0],
    [[2, 0], 0],
    [[2, 0], 1],
  ])('whether minutes come in the order %j, with track %i in focus', async (order, focus) => {
    const { loading, view } = await listed(focus);
    expect(view.cursorUs).toBe(startUs); // where the first file begins
    for (const minute of order) await loading.answerColumns(minute);
    looksAtFirst(view);
  });

  test('whether the later camera was found and loaded before anyone knew of the other', async () => {
    const { loading, view } = viewOf([gill, fsim, riometer]);
    await answer(loading, 'fsim', [2]);
    await loading.answerColumns(2);
    expect(view.cursorUs).toBe(firstUs + 2 * minuteUs);
    await answer(loading, 'gill', [0]);
    await loading.answerColumns(0);
    looksAtFirst(view);
  });

  test('a chosen instant stays', async () => {
    const { loading, view } = await listed();
    await loading.answerColumns(2);
    view.goTo(startUs + 2 * minuteUs);
    await loading.answerColumns(0);
    expect(view.cursorUs).toBe(startUs + 2 * minuteUs);
    expect(view.tracks.map(({ sight }) => sight.phase)).toEqual(['gap', 'preview']);
  });

  test.each([0, 1, 2])(
    'Home and End lead to the first and last frame of all tracks, with %i in focus',
    async (focus) => {
      const { loading, view } = await listed(focus);
      for (const minute of [0, 1, 2, 3]) await loading.answerColumns(minute);
      view.goToEdge('end');
      expect(view.cursorUs).toBe(firstUs + 3 * minuteUs + 57_000_000);
      view.goToEdge('start');
      expect(view.cursorUs).toBe(firstUs);
    },
  );
});

describe('the stage', () => {
  test('shows the skies of all tracks whose strips are shown, or that in focus', () => {
    const { view } = viewOf([gill, fsim, rego], { focus: 1 });
    expect(view.onStage).toEqual([0, 1, 2]);
    view.setStrip(0, { hidden: true });
    expect(view.onStage).toEqual([1, 2]);
    view.setStage('one');
    expect(view.onStage).toEqual([1]);
    view.setFocus(2);
    expect(view.onStage).toEqual([2]);
  });

  test('frames are asked for on the stage only', async () => {
    const { loading, view } = viewOf([gill, fsim], { stage: 'one' });
    await loading.answerListing([0]);
    await loading.answerColumns(0);
    expect(view.tracks.map(({ sight }) => sight.phase)).toEqual(['preview', 'loading']);
    expect(loading.framesAsked).toHaveLength(1);
  });

  test('curves have no sky: that of the first camera is shown', () => {
    const { view } = viewOf([riometer, gill], { stage: 'one' });
    expect(view.inFocus).toBeInstanceOf(CurveView);
    expect(view.onStage).toEqual([1]);
    expect(view.track?.track.siteUid).toBe('gill');
    view.setDisplay({ gamma: 2 });
    expect(view.event.tracks.map(({ display }) => display.gamma)).toEqual([1, 2]);
  });

  test('nothing but curves: there is none', () => {
    const { view } = viewOf([riometer]);
    expect(view.track).toBeNull();
    expect(view.onStage).toEqual([]);
  });
});

test('scaling, strip and choices are those of one track', () => {
  const { view } = viewOf([gill, fsim], { focus: 1 });
  view.setDisplay({ countsRange: [1, 2] });
  view.setStrip(0, { heightPx: 99 });
  view.setChoices(1, { skymap: 'themis_skymap_fsim_20110305-+_vXX.sav' });
  expect(view.event.tracks[0]).toEqual({ ...gill, strip: { hidden: false, heightPx: 99 } });
  expect(view.event.tracks[1]).toMatchObject({
    display: { countsRange: [1, 2] },
    choices: { skymap: 'themis_skymap_fsim_20110305-+_vXX.sav' },
  });
  expect(parseEventLink(new URLSearchParams(view.link)).event).toEqual(view.event);
});

test('another device that is a track already is not taken twice', () => {
  const { view } = viewOf([track('THEMIS_ASI_RAW', 'gill', { deviceUid: 'themis19' }), gill], { focus: 1 });
  view.setDevice('themis19');
  expect(view.event.tracks.map(({ deviceUid }) => deviceUid)).toEqual(['themis19', null]);
});
