import { expect, test } from 'vitest';
import { datasetByName } from '$lib/datasets/catalogue';
import type { KeogramColumns } from '$lib/model/frames';
import type { Skymap } from '$lib/model/skymap';
import { absenceOfSlit, slitPlacedOn } from '$lib/state/map-slits';
import { slitLineAt } from '$lib/state/slit-line';
import { plainTrack } from '$lib/state/track-link';
import type { TrackLook } from '$lib/state/track-look.svelte';
import { TrackView } from '$lib/state/track-view.svelte';
import { FakeLoading, listingOf, minuteUs, settled, startUs } from './fake-loading';

const dataset = datasetByName('TREX_SPECT_RAW')!;
const bins = 4;
const second = 1e6;

/** A spectrograph with one minute of four spectra: bin b of spectrum s is 100 s + b. */
async function opened() {
  const loading = new FakeLoading();
  const track = { dataset: dataset.name, siteUid: 'luck', deviceUid: 'spect-02', ...plainTrack };
  const view = new TrackView(loading, dataset, track, { startUs, endUs: startUs + 2 * minuteUs }, startUs);
  void view.open();
  loading.listings.shift()!.answer(listingOf([0]));
  await settled();
  const columns: KeogramColumns = {
    ...{ dataset: dataset.name, siteUid: 'luck', deviceUid: 'spect-02', synthetic: false, problem: null },
    ...{ height: bins, channels: 1, frame: { height: 8, width: bins }, countsPerBin: 16 },
    counts: Uint16Array.from({ length: 4 * bins }, (_, at) => 100 * Math.floor(at / bins) + (at % bins)),
    timesUs: Float64Array.from({ length: 4 }, (_, at) => startUs + at * 15 * second),
    histogram: new Uint32Array(4096),
    thumbnail: { frame: 0, height: 1, width: 1, counts: Uint16Array.of(1) },
  };
  return { view, come: () => loading.answerColumns(0, { ok: true, value: columns }) };
}

test('a slit has the column of the keogram at the cursor, and nothing where there is none', async () => {
  const { view, come } = await opened();
  expect(slitLineAt(view, startUs + 20 * second)).toBeNull();
  await come();
  const line = slitLineAt(view, startUs + 20 * second)!;
  expect(line).toMatchObject({ timeUs: startUs + 15 * second, unit: 'counts' });
  expect([...line.values]).toEqual([100, 101, 102, 103]);
  expect(slitLineAt(view, startUs + 70 * second)).toBeNull();
});

test('a slit without a spectrum says why', async () => {
  const { view, come } = await opened();
  const at = (gap: TrackLook['gap'], slit: TrackLook['slit'] = null) =>
    absenceOfSlit({ slit, track: view, gap } as TrackLook, startUs + 20 * second);
  expect(at(null)).toBe('Its spectrum is on its way.');
  await come();
  expect(at(null)).toBe('Between two spectra.');
  const gap = {
    startUs,
    endUs: startUs + minuteUs,
    kind: 'gap',
    cause: 'x',
    sentence: 'The archive has no file.',
  } as const;
  expect(at({ ...gap, retry: [] })).toBe('The archive has no file.');
  expect(at(null, slitLineAt(view, startUs))).toBeNull();
});

test.each([
  [1, bins, 'placed'],
  [1, bins + 1, 'lacking'],
  [bins, bins, 'lacking'],
])('a skymap of %d × %d pixels: %s', async (height, width, kind) => {
  const { view } = await opened();
  const chosen = { skymap: { height, width } as Skymap };
  const look = {
    ...{ onMap: true, strip: { hidden: false, heightPx: null }, size: { height: 8, width: bins } },
    track: { ...view, skymap: { phase: 'ready', chosen } },
  } as unknown as TrackLook;
  expect(slitPlacedOn(look).kind).toBe(kind);
  expect(slitPlacedOn({ ...look, onMap: false } as TrackLook).kind).toBe('off');
});
