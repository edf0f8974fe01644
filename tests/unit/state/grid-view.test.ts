import { expect, test } from 'vitest';
import { gridDatasetByName } from '$lib/datasets/grid-catalogue';
import type { GridListing } from '$lib/loading/loading';
import type { Failure, Outcome } from '$lib/model/failure';
import type { GridFile, GridFrames } from '$lib/model/grid';
import { formatEventLink, parseEventLink } from '$lib/state/event-link';
import { mappedStretches } from '$lib/state/grid-minutes';
import { GridView } from '$lib/state/grid-view.svelte';
import { newEvent } from '$lib/state/new-event';
import { plainTrack } from '$lib/state/track-link';
import { failed, FakeLoading, minuteUs, missing, settled, startUs } from './fake-loading';

const dataset = gridDatasetByName('THEMIS_ASI_GRID_MOSV001')!;
const range = { startUs, endUs: startUs + 4 * minuteUs };
const second = 1e6;

const fileOf = (minute: number): GridFile => ({
  ...{ url: `minute ${minute}`, name: `minute ${minute}`, dataset: dataset.name, bytes: null },
  startUs: startUs + minute * minuteUs,
});

const listingOf = (minutes: readonly number[]): GridListing => ({
  files: minutes.map(fileOf),
  ...{ found: 'listing service', known: [range], keptMs: null, serviceFailure: null, ownFiles: 0 },
});

/** Maps of the first half of a minute. */
function framesOf(minute: number): Outcome<GridFrames> {
  const timesUs = Float64Array.from({ length: 10 }, (_, at) => startUs + minute * minuteUs + at * 3 * second);
  const value: GridFrames = {
    ...{ dataset: dataset.name, height: 512, width: 1024, channels: 1, header: [], synthetic: false, problem: null },
    ...{ box: { row: 0, column: 0, height: 1, width: 1 }, turned: false, countsPerBin: 16, timesUs },
    ...{ values: new Float32Array(10), confidence: null, histogram: new Uint32Array(1), sites: [] },
    ...{ units: 'data number (corner subtracted)', altitudeKm: 110 },
  };
  return { ok: true, value };
}

async function opened(minutes: readonly number[], seen = true, told: Partial<GridListing> = {}) {
  const loading = new FakeLoading();
  const track = { dataset: dataset.name, siteUid: '', deviceUid: null, ...plainTrack };
  const view = new GridView(loading, dataset, track, range, startUs);
  view.attend(seen);
  void view.open();
  loading.gridListings.shift()!.answer({ ok: true, value: { ...listingOf(minutes), ...told } });
  await settled();
  const answer = async (minute: number, outcome = framesOf(minute)) => {
    const at = loading.gridsAsked.findIndex(({ what, signal }) => what === `minute ${minute}` && !signal.aborted);
    loading.gridsAsked.splice(at, 1)[0]!.answer(outcome);
    await settled();
  };
  return { view, loading, answer, asked: () => loading.gridsAsked.map(({ what }) => what) };
}

test('only the minute under the cursor and the next one are fetched, and only where a map shows them', async () => {
  const { view, asked, answer } = await opened([0, 1, 2], false);
  expect(asked()).toEqual([]);
  view.attend(true);
  expect(asked()).toEqual(['minute 0', 'minute 1']);
  expect(view.sight).toEqual({ phase: 'loading' });
  expect(view.canShow(startUs)).toBe(false);
  await answer(0);
  await answer(1);
  expect(view.sight).toMatchObject({ phase: 'frame', index: 0 });
  expect(view.canShow(startUs)).toBe(true);
  view.look(startUs + 7 * second);
  expect(view.sight).toMatchObject({ phase: 'frame', index: 2 });
  expect(view.frameAt(startUs + 7 * second)).toEqual({ timeUs: startUs + 6 * second });
  expect(view.neighbour(startUs + 7 * second, 1)).toEqual({ timeUs: startUs + 9 * second });
  // Two minutes on, the first is not held on to; its times are.
  view.look(startUs + 2 * minuteUs);
  expect(asked()).toEqual(['minute 2']);
  expect(view.loads.get('minute 0')).toMatchObject({ phase: 'ready', frames: null });
});

test('minutes that are passed over are given up, and the cursor decides which file comes first', async () => {
  const { view, loading, answer, asked } = await opened([0, 1, 2, 3]);
  const first = loading.gridsAsked.slice();
  view.look(startUs + 2 * minuteUs);
  expect(first.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  await settled();
  expect([...view.loads.keys()]).toEqual(['minute 2', 'minute 3']);
  const ranks = () => loading.gridsAsked.slice(-2).map(({ wish }) => wish!.rank());
  expect(ranks()).toEqual([-0.5, 0.5]);
  // Back to where nothing is asked for twice: the wish that runs is the only one of its file.
  view.look(startUs + 2 * minuteUs + 3 * second);
  expect(asked()).toEqual(['minute 0', 'minute 1', 'minute 2', 'minute 3']);
  view.look(startUs + 3 * minuteUs);
  expect(loading.gridsAsked.map(({ signal }) => signal.aborted)).toEqual([true, true, true, false]);
  expect(loading.gridsAsked[3]!.wish!.rank()).toBe(-0.5);
  await answer(3);
  expect([...view.loads.keys()]).toEqual(['minute 3']);
  expect(view.loads.get('minute 3')).toMatchObject({ phase: 'ready', frames: {} });
});

test('a file whose maps were let go is asked for once, however often the cursor moves', async () => {
  const { view, answer, asked } = await opened([0, 1, 2]);
  await answer(0);
  await answer(1);
  view.look(startUs + 2 * minuteUs);
  await answer(2);
  for (const at of [3, 6, 9]) view.look(startUs + at * second);
  expect(asked()).toEqual(['minute 0', 'minute 1']);
});

test('where no map shows it, nothing is on its way and one minute is held at most', async () => {
  const { view, loading, answer } = await opened([0, 1, 2]);
  await answer(0);
  const [next] = loading.gridsAsked;
  view.attend(false);
  expect(next!.signal.aborted).toBe(true);
  expect([...view.loads.keys()]).toEqual(['minute 0']);
  expect(view.last).not.toBeNull();
  view.look(startUs + 2 * minuteUs);
  expect(view.loads.get('minute 0')).toMatchObject({ phase: 'ready', frames: null });
});

test('what playing waits for minutes ahead stays until the cursor moves on', async () => {
  const { view, answer } = await opened([0, 1, 2, 3]);
  await answer(0);
  expect(view.canShow(startUs + 3 * minuteUs)).toBe(false);
  await answer(1);
  await answer(3);
  expect(view.canShow(startUs + 3 * minuteUs)).toBe(true);
  const held = () => [...view.loads].flatMap(([url, load]) => (load.phase === 'ready' && load.frames ? [url] : []));
  expect(held()).toEqual(['minute 0', 'minute 1', 'minute 3']);
  view.look(startUs);
  expect(held()).toEqual(['minute 0', 'minute 1']);
});

test('a step goes over minutes without a file, not over a file that was not read yet', async () => {
  const { view, answer } = await opened([0, 1, 2]);
  await answer(0);
  view.look(startUs + 2 * minuteUs);
  await answer(2);
  const [second27, second120] = [startUs + 27 * second, startUs + 120 * second];
  expect(view.neighbour(second120, -1)).toBeNull();
  expect(view.neighbour(second27, 1)).toBeNull();
  expect(view.neighbour(second120 + 3 * second, -1)).toEqual({ timeUs: second120 });
  // From within the minute that was not read, to either side.
  expect(view.neighbour(startUs + 90 * second, -1)).toBeNull();
  expect(view.neighbour(startUs + 90 * second, 1)).toBeNull();
  view.look(startUs + minuteUs);
  await answer(1, failed(missing));
  expect(view.neighbour(second120, -1)).toEqual({ timeUs: second27 });
  const without = await opened([0, 2]);
  await without.answer(0);
  without.view.look(second120);
  await without.answer(2);
  expect(without.view.neighbour(second27, 1)).toEqual({ timeUs: second120 });
});

test('closed, it wants nothing any more', async () => {
  const { view, loading } = await opened([0, 1]);
  view.close();
  expect(loading.gridsAsked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  view.look(startUs + minuteUs);
  expect(loading.gridsAsked).toHaveLength(2);
});

test('what there is no map of says why', async () => {
  const { view, answer } = await opened([0, 1]);
  await answer(0);
  await answer(1, failed(missing));
  expect(view.gaps.map(({ cause, startUs: from, endUs: to }) => [cause, from - startUs, to - startUs])).toEqual([
    ['no frame', 30 * second, minuteUs],
    ['not on the server', minuteUs, 2 * minuteUs],
    ['not on the server', 2 * minuteUs, 4 * minuteUs],
  ]);
  expect(mappedStretches(view.files, view.gaps)).toEqual([{ startUs, endUs: startUs + 30 * second }]);
  view.look(startUs + 45 * second);
  expect(view.sight).toEqual({ phase: 'gap' });
  view.look(startUs + 70 * second);
  expect(view.sight).toMatchObject({ phase: 'failed' });
  expect(view.canShow(startUs + 70 * second)).toBe(true);
  view.look(startUs + 3 * minuteUs);
  expect(view.sight).toEqual({ phase: 'gap' });
});

test('with own files and no answer from the archive, what it has is not known, and it is asked again', async () => {
  const offline: Failure = { kind: 'offline', message: 'no network' };
  const own = { found: 'own files', known: [], serviceFailure: offline, ownFiles: 1 } as const;
  const { view, loading } = await opened([0], true, own);
  expect(view.gaps.at(-1)).toMatchObject({
    cause: 'network down',
    sentence: 'The archive could not be asked: There is no network.',
    startUs: startUs + minuteUs,
    endUs: range.endUs,
  });
  void view.networkIsBack();
  expect(view.listing.phase).toBe('searching');
  loading.gridListings.shift()!.answer({ ok: true, value: { ...listingOf([0, 2]), serviceFailure: offline } });
  await settled();
  // Found in the folders: the archive did answer.
  expect(view.gaps.at(-1)).toMatchObject({ sentence: 'The archive has no grid file here.' });
  void view.networkIsBack();
  expect(loading.gridListings).toHaveLength(0);
});

test('of what an earlier visit listed, minutes without a file are known; of the others it is asked again', async () => {
  const offline: Failure = { kind: 'offline', message: 'no network' };
  const known = [{ startUs, endUs: startUs + 2 * minuteUs }];
  const { view } = await opened([0], true, { found: 'kept', known, keptMs: 1, serviceFailure: offline });
  expect(view.gaps.slice(-2)).toMatchObject([
    { sentence: 'The archive has no grid file here.', endUs: startUs + 2 * minuteUs },
    { sentence: 'The archive could not be asked: There is no network.', endUs: range.endUs },
  ]);
  void view.networkIsBack();
  expect(view.listing.phase).toBe('searching');
});

test('a link carries a merged map, without any site', () => {
  const display = { countsRange: [100, 5000], gamma: 1.5, colormap: 'viridis' } as const;
  const event = newEvent(dataset.name, '', range);
  const tracks = [{ ...event.tracks[0]!, display, onMap: false }];
  const link = formatEventLink({ ...event, tracks, view: 'map' });
  expect(link).toContain('track=THEMIS_ASI_GRID_MOSV001,counts:100-5000');
  const { event: read, problems } = parseEventLink(new URLSearchParams(link));
  expect(problems).toEqual([]);
  expect(read).toEqual({ ...event, tracks, view: 'map' });
  const said = parseEventLink(new URLSearchParams(`${link.replace('MOSV001', 'MOSV001:gill')}`));
  expect(said.event).toEqual(read);
  expect(said.problems).toHaveLength(1);
});
