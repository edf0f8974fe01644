import { describe, expect, test } from 'vitest';
import { themisAsi } from '$lib/datasets/themis-asi';
import { plainTrack } from '$lib/state/track-link';
import { gapsOf } from '$lib/state/gaps';
import { TrackView } from '$lib/state/track-view.svelte';
import { FakeLoading, failed, listingOf, minuteUs, missing, settled, startUs } from './fake-loading';
import { at, opened, viewOf } from './track-bench';

const offline = { kind: 'offline', message: 'no network' } as const;

/** What the timeline says, minute by minute, as the page asks for it. */
const causes = (view: TrackView) =>
  gapsOf(view.minutes, view.range, view.cadenceUs, (minute) => view.loads.isStopped(minute)).map(({ cause }) => cause);

describe('asked again', () => {
  test('the meter counts anew: nothing has failed until it fails again', async () => {
    const { loading, view } = await opened([0, 1, 2, 3, 4]);
    view.cancel();
    await settled();
    view.fetchAll();
    expect([view.meter.filesFailed, view.meter.running, view.meter.done]).toEqual([0, true, false]);
    await loading.answerColumns(0);
    expect([view.meter.filesDone, view.meter.filesFailed, view.meter.running]).toEqual([1, 0, true]);
    view.fetchAll(); // impatient: what is under way is dropped, nothing is wanted twice
    expect(loading.waiting()).toEqual(['minute 1', 'minute 2', 'minute 3', 'minute 4']);
    for (const minute of [1, 2, 3, 4]) await loading.answerColumns(minute);
    expect([view.meter.filesDone, view.meter.running, view.loads.complete]).toEqual([5, false, true]);
  });

  test('a damaged minute is forgotten before it is fetched anew', async () => {
    const { loading, view } = await opened([0]);
    await loading.answerColumns(0);
    void view.retry([view.minutes[0]!]);
    await settled();
    expect(loading.forgotten).toEqual(['minute 0']);
    expect(loading.waiting()).toEqual(['minute 0']);
    await loading.answerColumns(0);
    expect([view.loads.complete, view.loads.histogram[200]]).toEqual([true, 7]);
  });

  test('a skymap that could not be had', async () => {
    const { loading, view } = await opened([0]);
    loading.skymapsAsked.shift()!.answer(failed(missing));
    await settled();
    expect(view.skymap.phase).toBe('failed');
    void view.findSkymap();
    loading.skymapsAsked.shift()!.answer({ ok: true, value: null });
    await settled();
    expect(view.skymap.phase).toBe('none');
  });

  test('another minute than the one at the cursor: the picture under way is not lost', async () => {
    const { loading, view } = await opened([0, 5]);
    await loading.answerColumns(0);
    await loading.answerColumns(5, failed(missing));
    expect(view.sight.phase).toBe('preview');
    void view.retry([view.minutes[5]!]);
    await settled();
    await loading.answerFrames(0);
    expect(view.sight.phase).toBe('frame');
  });

  test('many files of unknown size wait for consent too', async () => {
    const all = Array.from({ length: 10 }, (_, minute) => minute);
    expect((await opened(all, startUs, null)).view.loads.asking).toBe(false);
    const loading = new FakeLoading();
    const long = { startUs, endUs: startUs + 120 * minuteUs };
    const track = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null, ...plainTrack };
    const view = new TrackView(loading, themisAsi, track, long, startUs);
    void view.open();
    await loading.answerListing(
      Array.from({ length: 120 }, (_, minute) => minute),
      null,
    );
    expect(view.loads.asking).toBe(true);
  });
});

describe('what the person decided holds', () => {
  test('after “not now”, one minute tried alone leaves the others not fetched', async () => {
    const { loading, view } = await opened([0, 1, 2], startUs, 5e9);
    view.cancel();
    void view.retry([view.minutes[1]!]);
    await settled();
    expect(loading.waiting()).toEqual(['minute 1']);
    expect(view.loads.cancelled).toBe(true); // else the others would be said to be on their way, for ever
  });

  test('cancelled or paused before the archive answers: another listing does not begin anew', async () => {
    for (const decide of ['cancel', 'pause'] as const) {
      const loading = new FakeLoading();
      loading.kept = { ...listingOf([0, 1]).value, found: 'kept', keptMs: 1 };
      const view = viewOf(loading);
      void view.open();
      await settled();
      view.loads[decide]();
      await loading.answerListing([0, 1, 2]);
      if (decide === 'cancel') expect([view.loads.cancelled, loading.waiting()]).toEqual([true, []]);
      else expect(view.loads.paused).toBe(true);
    }
  });

  test('agreed to once, the same night is not asked about again; another range is', async () => {
    const loading = new FakeLoading();
    loading.kept = { ...listingOf([0, 1], 5e9).value, found: 'kept', keptMs: 1 };
    const view = viewOf(loading);
    void view.open();
    await settled();
    expect(view.loads.asking).toBe(true);
    view.fetchAll();
    await loading.answerListing([0, 1, 2], 6e9);
    expect([view.loads.asking, loading.waiting()]).toEqual([false, ['minute 0', 'minute 1', 'minute 2']]);
    loading.kept = null;
    view.setRange({ startUs, endUs: at(20) });
    await loading.answerListing([0, 1, 2, 15], 9e9);
    expect(view.loads.asking).toBe(true);
  });

  test('closed while a damaged file is forgotten: it is not fetched any more', async () => {
    const { loading, view } = await opened([0]);
    await loading.answerColumns(0);
    void view.retry([view.minutes[0]!]);
    view.close();
    await settled();
    expect(loading.waiting()).toEqual([]);
  });
});

describe('stopped, minute by minute', () => {
  test('cancelled and one retried: that one is on its way, and the meter stops with it', async () => {
    const { loading, view } = await opened([0, 1, 2]);
    view.cancel();
    await settled();
    void view.retry([view.minutes[0]!]);
    await settled();
    expect(causes(view)).toEqual(['on its way', 'cancelled', 'not on the server']);
    expect([view.meter.running, view.meter.wanted.files, view.sight.phase]).toEqual([true, 1, 'loading']);
    expect(view.canShow(at(0, 10))).toBe(false);
    await loading.answerColumns(0);
    expect([view.meter.running, view.loads.cancelled, view.meter.filesDone]).toEqual([false, true, 1]);
  });

  test('the same after “not now”, also when that one fails', async () => {
    const { loading, view } = await opened([0, 1, 2], startUs, 5e9);
    view.cancel();
    void view.retry([view.minutes[0]!]);
    await settled();
    expect(causes(view)).toEqual(['on its way', 'not fetched', 'not on the server']);
    await loading.answerColumns(0, failed(missing));
    expect([view.meter.running, view.loads.cancelled]).toEqual([false, true]);
  });

  test('while the person is asked nothing is said to be on its way', async () => {
    const { loading, view } = await opened([0, 1, 2], startUs, 5e9);
    expect(causes(view)).toEqual(['not fetched', 'not on the server']);
    expect([view.sight.phase, view.canShow(at(0, 10))]).toEqual(['gap', true]);
    void view.retry(view.minutes.slice(0, 2));
    await settled();
    expect([view.loads.asking, causes(view)[0]]).toEqual([true, 'on its way']);
    void view.retry([view.minutes[2]!]); // all of them, one by one
    await settled();
    expect(view.loads.asking).toBe(false);
    expect(loading.waiting()).toHaveLength(3);
  });
});

describe('the network is back', () => {
  test('a pause goes on, and what failed stands in the queue', async () => {
    const { loading, view } = await opened([0, 1]);
    view.loads.pause();
    await loading.answerColumns(0, failed(offline));
    await view.networkIsBack();
    expect([view.loads.paused, loading.waiting().sort()]).toEqual([true, ['minute 0', 'minute 1']]);
    expect(loading.columnsAsked.map(({ wish }) => wish!.rank())).toEqual([Infinity, Infinity]);
  });

  test('what was cancelled stays so', async () => {
    const { loading, view } = await opened([0, 1]);
    await loading.answerColumns(0, failed(offline));
    view.cancel();
    await settled();
    await view.networkIsBack();
    await settled();
    expect([view.loads.cancelled, loading.waiting()]).toEqual([true, []]);
  });

  test('the picture at the cursor and the skymap are asked for again', async () => {
    const { loading, view } = await opened([0]);
    loading.skymapsAsked.shift()!.answer(failed(offline));
    await loading.answerColumns(0);
    await loading.answerFrames(0, failed(offline));
    expect([view.sight.phase, view.skymap.phase]).toEqual(['failed', 'failed']);
    await view.networkIsBack();
    loading.skymapsAsked.shift()!.answer({ ok: true, value: null });
    await loading.answerFrames(0);
    expect([view.sight.phase, view.skymap.phase]).toEqual(['frame', 'none']);
  });

  test('a picture that is damaged is not', async () => {
    const { loading, view } = await opened([0]);
    await loading.answerColumns(0);
    await loading.answerFrames(0, failed({ kind: 'corrupt', format: 'gzip', offset: 0, message: 'no gzip file' }));
    await view.networkIsBack();
    expect([view.sight.phase, loading.framesAsked]).toEqual(['failed', []]);
  });
});

describe('a lot that is here already', () => {
  const long = { startUs, endUs: at(120) };
  const all = Array.from({ length: 120 }, (_, minute) => minute);

  test('kept without sizes, then listed with them: it is not asked about, and the meter knows how much it is', async () => {
    const loading = new FakeLoading();
    const list = listingOf(all, null).value;
    loading.kept = { ...list, found: 'kept', keptMs: 1 };
    const view = viewOf(loading, long);
    void view.open();
    await settled();
    expect(view.loads.asking).toBe(true);
    loading.listings.shift()!.answer({ ok: true, value: { ...list, totalBytes: 240e6 } });
    await settled();
    expect([view.loads.asking, view.meter.totalBytes, view.meter.running]).toEqual([false, 240e6, true]);
    expect(view.meter.wanted).toEqual({ files: 120, bytes: 240e6 });
  });

  test('“not now” holds when the sizes come', async () => {
    const loading = new FakeLoading();
    const list = listingOf(all, null).value;
    loading.kept = { ...list, found: 'kept', keptMs: 1 };
    const view = viewOf(loading, long);
    void view.open();
    await settled();
    view.cancel();
    loading.listings.shift()!.answer({ ok: true, value: { ...list, totalBytes: 240e6 } });
    await settled();
    expect([view.loads.cancelled, view.loads.asking, loading.waiting()]).toEqual([true, false, []]);
  });

  test('files that the browser has without columns are not asked about', async () => {
    const loading = new FakeLoading();
    for (const minute of [0, 1, 2]) loading.keptUrls.add(`minute ${minute}`);
    const view = viewOf(loading);
    void view.open();
    await loading.answerListing([0, 1, 2], 5e9);
    expect([view.loads.asking, loading.waiting()]).toEqual([false, ['minute 0', 'minute 1', 'minute 2']]);
    expect([view.meter.wanted, view.meter.totalBytes]).toEqual([{ files: 0, bytes: 0 }, 0]);
    await loading.answerColumns(0);
    expect(view.meter.share).toBeCloseTo(1 / 3, 9);
  });

  test('of a part of them only the rest is asked about', async () => {
    const loading = new FakeLoading();
    loading.keptUrls.add('minute 0');
    const view = viewOf(loading);
    void view.open();
    await loading.answerListing([0, 1, 2], 3e9);
    expect([view.loads.asking, view.meter.wanted]).toEqual([true, { files: 2, bytes: 2e9 }]);
  });

  test('what is little is fetched without looking first', async () => {
    const { loading, view } = await opened([0, 1]);
    expect([loading.keptAsked, view.meter.running]).toEqual([0, true]);
  });
});

describe('paused', () => {
  test('playing does not wait for what is not going to come', async () => {
    const { view } = await opened([0, 1]);
    expect(view.canShow(at(1, 10))).toBe(false);
    view.loads.pause();
    expect(view.canShow(at(1, 10))).toBe(true);
  });

  test('whatever ends it has the held back begin', async () => {
    const ways: ((view: TrackView, loading: FakeLoading) => void | Promise<void>)[] = [
      (view) => view.loads.resume(),
      (view) => view.fetchAll(),
      (view) => view.retry([view.minutes[0]!]),
      (view, loading) => {
        view.setRange({ startUs, endUs: at(1) });
        return loading.answerListing([0]);
      },
    ];
    for (const end of ways) {
      const { loading, view } = await opened([0, 1]);
      view.loads.pause();
      await end(view, loading);
      expect([view.loads.paused, loading.reconsidered]).toEqual([false, 1]);
    }
  });

  test('nothing new begins until it is resumed', async () => {
    const { loading, view } = await opened([0, 1]);
    view.loads.pause();
    const ranks = () => loading.columnsAsked.map(({ wish }) => wish!.rank());
    expect(ranks()).toEqual([Infinity, Infinity]);
    view.loads.resume();
    expect([ranks().every(Number.isFinite), loading.reconsidered]).toEqual([true, 1]);
  });
});
