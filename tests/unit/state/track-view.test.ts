import { describe, expect, test, vi } from 'vitest';
import { themisAsi } from '$lib/datasets/themis-asi';
import type { CompassedSkymap } from '$lib/model/skymap';
import { plainTrack } from '$lib/state/track-link';
import { TrackView } from '$lib/state/track-view.svelte';
import {
  columnsOf,
  FakeLoading,
  failed,
  framesOf,
  listingOf,
  minuteUs,
  missing,
  settled,
  startUs,
  sampleOver,
} from './fake-loading';
import { at, opened, viewOf } from './track-bench';

describe('fetching', () => {
  test('the minute under the cursor first, then outwards; moving re-orders what waits', async () => {
    const { loading, view } = await opened([0, 1, 2, 5], at(2, 30));
    expect(loading.waiting()[0]).toBe('minute 2');
    view.look(at(5, 10));
    expect(loading.waiting()).toEqual(['minute 5', 'minute 2', 'minute 1', 'minute 0']);
    view.look(at(2)); // on the full minute
    expect(loading.waiting()).toEqual(['minute 2', 'minute 1', 'minute 0', 'minute 5']);
    view.look(at(5, 10));
    view.show({ startUs: at(0), endUs: at(2) });
    expect(loading.waiting().slice(-1)).toEqual(['minute 2']); // beside the screen now
  });

  test('says what will come, counts what came, names what failed', async () => {
    const { loading, view } = await opened();
    expect([view.meter.files, view.meter.totalBytes, view.meter.running]).toEqual([4, 8000, true]);
    await loading.answerColumns(0);
    await loading.answerColumns(1, failed(missing));
    await loading.answerColumns(2);
    await loading.answerColumns(5);
    expect([view.meter.filesDone, view.meter.filesFailed, view.meter.running]).toEqual([3, 1, false]);
    expect(view.minutes.map(({ load }) => load.phase).slice(0, 3)).toEqual(['ready', 'failed', 'ready']);
    expect(view.loads.histogram[200]).toBe(21);
  });

  test('cancelled, then taken up again: what had come stays, the rest is asked for once', async () => {
    const { loading, view } = await opened();
    await loading.answerColumns(0);
    view.cancel();
    await settled();
    expect(view.loads.cancelled).toBe(true);
    expect(loading.waiting()).toEqual([]);
    expect(view.minutes[1]!.load).toMatchObject({ phase: 'failed', failure: { kind: 'cancelled' } });
    view.fetchAll();
    expect(loading.waiting()).toEqual(['minute 1', 'minute 2', 'minute 5']);
    for (const minute of [1, 2, 5]) await loading.answerColumns(minute);
    expect(view.loads.complete).toBe(true);
  });

  test('a large download waits for consent', async () => {
    const { loading, view } = await opened([0, 1], startUs, 5e9);
    expect([view.loads.asking, loading.waiting()]).toEqual([true, []]);
    view.fetchAll();
    expect([view.loads.asking, loading.waiting()]).toEqual([false, ['minute 0', 'minute 1']]);
  });

  test('one minute is retried alone', async () => {
    const { loading, view } = await opened([0, 1]);
    await loading.answerColumns(0, failed(missing));
    await loading.answerColumns(1);
    void view.retry([view.minutes[0]!]);
    await settled();
    expect(loading.waiting()).toEqual(['minute 0']);
    await loading.answerColumns(0);
    expect([view.meter.filesDone, view.meter.filesFailed]).toEqual([2, 0]);
  });

  test('closed: late answers change nothing, nothing stays wanted', async () => {
    const { loading, view } = await opened();
    const before = view.minutes;
    view.close();
    await settled();
    expect(loading.waiting()).toEqual([]);
    expect(view.minutes).toBe(before);
  });
});

describe('what was computed and not observed', () => {
  const synthetic = (minute: number) => {
    const made = columnsOf(minute);
    return made.ok ? { ok: true as const, value: { ...made.value, synthetic: true } } : made;
  };

  test('is known by its place in time, before anything has come', () => {
    const loading = new FakeLoading();
    loading.sample = sampleOver({ startUs: at(9), endUs: at(20) });
    const view = viewOf(loading);
    expect(view.synthetic).toBe(true);
    void view.open();
    view.setRange({ startUs: at(0), endUs: at(9) });
    expect(view.synthetic).toBe(false);
  });

  test('or as soon as one file says so of itself', async () => {
    const { loading, view } = await opened();
    await loading.answerColumns(0);
    expect(view.synthetic).toBe(false);
    await loading.answerColumns(1, synthetic(1));
    await loading.answerColumns(2);
    expect([view.loads.synthetic, view.synthetic]).toEqual([true, true]);
    view.setRange({ startUs: at(5), endUs: at(15) });
    await loading.answerListing([5, 6]);
    expect(view.synthetic).toBe(false);
  });

  test('columns kept from an earlier visit say it, too', async () => {
    const loading = new FakeLoading();
    const made = synthetic(3);
    if (made.ok) loading.keptMinutes.set('minute 3', made.value);
    const view = viewOf(loading);
    void view.open();
    await loading.answerListing([2, 3]);
    expect(view.synthetic).toBe(true);
  });
});

describe('the first frame', () => {
  test('is expected where its file begins, until that is there', async () => {
    const { loading, view } = await opened([2, 3]);
    await loading.answerColumns(3);
    expect(view.firstFrameUs()).toBe(at(2));
    await loading.answerColumns(2);
    expect(view.firstFrameUs()).toBe(at(2, 0.06));
  });

  test('a first minute that fails gives way to the second', async () => {
    const { loading, view } = await opened([0, 1]);
    await loading.answerColumns(1);
    await loading.answerColumns(0, failed(missing));
    expect(view.firstFrameUs()).toBe(at(1, 0.06));
  });

  test('nobody knows of one where there are no files', async () => {
    const { view } = await opened([]);
    expect([view.firstFrameUs(), view.lastFrameUs()]).toEqual([null, null]);
  });

  test('never before the range', async () => {
    const loading = new FakeLoading();
    const track = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null, ...plainTrack };
    const late = { startUs: at(0, 31), endUs: at(2) };
    const view = new TrackView(loading, themisAsi, track, late, late.startUs);
    void view.open();
    await loading.answerListing([0, 1]);
    await loading.answerColumns(0);
    expect(view.firstFrameUs()).toBe(at(0, 31)); // in the middle of the frame of 06:00:30.060
  });
});

describe('the sight', () => {
  test('comes back when one scrubs to a minute on its way and back again', async () => {
    const { loading, view } = await opened();
    await loading.answerColumns(0);
    await loading.answerFrames(0);
    view.look(at(1, 10));
    expect(view.sight.phase).toBe('loading');
    view.look(at(0, 10));
    await loading.answerFrames(0);
    expect(view.sight).toMatchObject({ phase: 'frame', index: 3 });
  });

  test('follows the cursor within a minute without asking again', async () => {
    const { loading, view } = await opened();
    expect(view.sight.phase).toBe('loading');
    await loading.answerColumns(0);
    await loading.answerFrames(0);
    expect(view.sight).toMatchObject({ phase: 'frame', index: 0 });
    view.look(at(0, 31));
    expect(view.sight).toMatchObject({ phase: 'frame', index: 10 });
    expect(loading.framesAsked.filter(({ what }) => what === 'minute 0')).toEqual([]);
  });

  test('a slow minute that was left behind does not come back over a newer one', async () => {
    const { loading, view } = await opened();
    for (const minute of [0, 1, 2]) await loading.answerColumns(minute);
    view.look(at(1, 10));
    view.look(at(2, 10));
    await loading.answerFrames(2);
    expect(view.sight).toMatchObject({ phase: 'frame', index: 3 });
    const late = loading.framesAsked.filter(({ what }) => what === 'minute 1');
    expect(late.every(({ signal }) => signal.aborted)).toBe(true); // nobody wants it any more
    const shown = view.sight;
    for (const { answer } of late) answer(framesOf(1));
    await settled();
    expect(view.sight).toBe(shown);
  });

  test('without a file, a gap; with a failed one, its failure; while it is on its way, waiting', async () => {
    const { loading, view } = await opened();
    view.look(at(3, 10));
    expect(view.sight).toEqual({ phase: 'gap' });
    view.look(at(1, 10));
    expect(view.sight.phase).toBe('loading');
    await loading.answerColumns(1, failed(missing));
    expect(view.sight).toEqual({ phase: 'failed', failure: missing });
  });

  test('while a minute is decoded a small picture of it stands in, and playing need not wait', async () => {
    const { loading, view } = await opened();
    for (const minute of [0, 2, 5]) await loading.answerColumns(minute);
    await loading.answerFrames(0);
    expect(view.canShow(at(1, 12))).toBe(false); // its columns are on their way
    view.look(at(2, 10));
    expect(view.sight).toMatchObject({ phase: 'preview', preview: { timeUs: at(2, 30.06) } });
    expect(view.sight.phase === 'preview' && [...view.sight.preview.thumbnail.counts]).toEqual([2]);
    expect(view.canShow(at(2, 12))).toBe(true);
    await loading.answerFrames(2);
    expect(view.sight).toMatchObject({ phase: 'frame', index: 3 });
  });

  test('while playing, the minutes ahead are decoded, and those left behind no longer wanted', async () => {
    const { loading, view } = await opened([0, 1, 2, 3, 4, 5]);
    for (const minute of [0, 1, 2, 3, 4, 5]) await loading.answerColumns(minute);
    const wanted = () => loading.framesAsked.filter(({ signal }) => !signal.aborted).map(({ what }) => what);
    view.playAhead(3);
    view.look(at(0, 10));
    await loading.answerFrames(0);
    expect(wanted().sort()).toEqual(['minute 1', 'minute 2', 'minute 3']);
    view.look(at(4, 10));
    expect(wanted().sort()).toEqual(['minute 4', 'minute 5']);
  });
});

describe('a second visit', () => {
  test('what the browser keeps is shown before the archive answers, and not asked for again', async () => {
    const loading = new FakeLoading();
    loading.kept = { ...listingOf([0, 1, 2]).value, found: 'kept', keptMs: 1 };
    for (const minute of [0, 1]) {
      const columns = columnsOf(minute);
      if (columns.ok) loading.keptMinutes.set(`minute ${minute}`, columns.value);
    }
    const view = viewOf(loading);
    void view.open();
    await settled();
    expect(view.minutes.slice(0, 3).map(({ load }) => load.phase)).toEqual(['ready', 'ready', 'waiting']);
    expect([view.meter.filesKept, loading.waiting()]).toEqual([2, ['minute 2']]);
    await loading.answerListing([0, 1, 2]); // the same: nothing begins anew
    expect(loading.waiting()).toEqual(['minute 2']);
    await loading.answerColumns(2);
    expect([view.loads.complete, view.fromMemory]).toEqual([true, false]);
  });

  test('an archive that has more by now: the rest is fetched too', async () => {
    const loading = new FakeLoading();
    loading.kept = { ...listingOf([0]).value, found: 'kept', keptMs: 1 };
    const view = viewOf(loading);
    void view.open();
    await settled();
    await loading.answerColumns(0);
    await loading.answerListing([0, 1]);
    expect([view.minutes[0]!.load.phase, loading.waiting()]).toEqual(['ready', ['minute 1']]);
  });

  test('without the archive, what is kept stays, is said to be kept, and what is not known is not called missing', async () => {
    const loading = new FakeLoading();
    loading.keptPart = true;
    loading.kept = {
      ...listingOf([0, 1]).value,
      ...{ found: 'kept', keptMs: 1, known: [{ startUs, endUs: at(4) }] },
    };
    const view = viewOf(loading);
    void view.open();
    await settled();
    expect(view.listing.phase).toBe('searching');
    loading.listings.shift()!.answer(failed({ kind: 'offline', message: 'no network' }));
    await settled();
    expect([view.fromMemory, view.minutes[2]!.known, view.minutes[5]!.known]).toEqual([true, true, false]);
    await loading.answerColumns(0);
    await loading.answerColumns(1, failed({ kind: 'offline', message: 'no network' }));
    void view.networkIsBack();
    await loading.answerListing([0, 1, 7]);
    expect([view.fromMemory, view.minutes[0]!.load.phase]).toEqual([false, 'ready']);
    expect(loading.waiting()).toEqual(expect.arrayContaining(['minute 1', 'minute 7']));
  });
});

describe('another range', () => {
  test('the skymap is chosen for it too, and the one at hand stays until then', async () => {
    const { loading, view } = await opened([0]);
    const chosen = (name: string) =>
      ({
        ...({ name, url: name, dataset: 'skymaps', rule: 'valid', startUs: 0, others: [] } as const),
        skymap: {} as CompassedSkymap,
      }) as const;
    loading.skymapsAsked.shift()!.answer({ ok: true, value: chosen('old') });
    await settled();
    view.setRange({ startUs: at(1), endUs: at(4) });
    expect(view.skymap).toMatchObject({ phase: 'ready', chosen: { name: 'old' } });
    loading.skymapsAsked.shift()!.answer({ ok: true, value: chosen('new') });
    await settled();
    expect(view.skymap).toMatchObject({ phase: 'ready', chosen: { name: 'new' } });
  });

  test('what is loaded stays, what is new is fetched, what lies outside is no longer wanted', async () => {
    const { loading, view } = await opened([0, 1, 2, 5]);
    await loading.answerColumns(1);
    view.setRange({ startUs: at(1), endUs: at(4) });
    expect(view.minutes.length).toBeGreaterThan(0); // no blank while the archive is asked
    await loading.answerListing([1, 2, 3]);
    expect(view.minutes.map(({ load }) => load.phase)).toEqual(['ready', 'waiting', 'waiting']);
    expect(loading.waiting().sort()).toEqual(['minute 2', 'minute 3']);
    expect(view.meter.files).toBe(3);
  });
});

describe('a long night', () => {
  test('files that come in a rush change the table a few times, not for each of them', async () => {
    const loading = new FakeLoading();
    const view = viewOf(loading, { startUs, endUs: startUs + 300 * minuteUs });
    const minutes = Array.from({ length: 200 }, (_, minute) => minute);
    void view.open();
    await loading.answerListing(minutes);
    await vi.waitFor(() => expect(loading.waiting()).toHaveLength(200)); // in portions
    const tables = new Set([view.minutes]);
    for (const minute of minutes) {
      await loading.answerColumns(minute);
      tables.add(view.minutes);
    }
    await vi.waitFor(() => expect(view.loads.complete && view.minutes[199]!.load.phase).toBe('ready'));
    tables.add(view.minutes);
    expect(tables.size).toBeLessThan(60);
    expect(view.minutes.slice(0, 200).every(({ load }) => load.phase === 'ready')).toBe(true);
  });
});

describe('stepping', () => {
  test('goes from frame to frame, over files and over gaps', async () => {
    const { loading, view } = await opened();
    for (const minute of [0, 1, 2, 5]) await loading.answerColumns(minute);
    const next = (instantUs: number) => (view.neighbour(instantUs, 1)?.timeUs ?? NaN) - startUs;
    const last = (instantUs: number) => (view.neighbour(instantUs, -1)?.timeUs ?? NaN) - startUs;
    expect(next(at(0, 0.06))).toBe(3_060_000);
    expect(next(at(0, 57.06))).toBe(60_060_000);
    expect(next(at(2, 57.06))).toBe(300_060_000);
    expect(last(at(5, 0.06))).toBe(177_060_000);
    expect(last(at(9, 30))).toBe(357_060_000);
    expect([next(at(5, 57.06)), last(at(0, 0.06))]).toEqual([NaN, NaN]);
  });
});
