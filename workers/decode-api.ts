import { transfer } from 'comlink';
import { reduceCurves } from '$lib/analysis/curve-pyramid';
import { countsHistogram } from '$lib/analysis/histogram';
import { keogramColumns } from '$lib/analysis/keogram';
import { createThumbnail } from '$lib/analysis/thumbnail';
import { datasetByName } from '$lib/datasets/catalogue';
import { readCurveSeries } from '$lib/datasets/curve-series';
import { readFrameSeries, readSeriesStack, type SeriesStack } from '$lib/datasets/frame-series';
import { timesOf } from '$lib/datasets/imager-frames';
import type { FileSource } from '$lib/datasets/imager-stack';
import { readSkymap } from '$lib/datasets/skymap';
import { wavelengthOfRow } from '$lib/datasets/trex-spectrograph';
import { mentionToCollector } from '$lib/model/collector';
import type { ReducedCurves } from '$lib/model/curve';
import type { Outcome } from '$lib/model/failure';
import type { NightMarks } from '$lib/model/night';
import type { TimeRange } from '$lib/model/time';
import type { FrameSeries, KeogramColumns } from '$lib/model/frames';
import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import type { IdlSaveFile } from '$lib/formats/idl-save/save-file';
import { nightMarks } from '$lib/geometry/night';
import type { GroundPlace } from '$lib/geometry/sun-moon';
import { compassPoints } from '$lib/geometry/skymap-projection';
import type { CompassedSkymap } from '$lib/model/skymap';

/**
 * A file is done with in a tenth of a second and leaves several times its bytes behind, mostly as pieces of the
 * unpacking stream: the collector is to come after every other. (Every single one would cost a tenth of the speed.)
 */
const weightOfFile = 2 ** 25;

/** Elevation of the compass letters: low enough to frame the sky, high enough to lie on the chip. */
const compassElevationDeg = 8;

/** What the decoding worker offers: plain functions, so tests call them without a thread. Results are given away. */
export const decodeApi = {
  /** Reduce a whole file where it is decoded: only columns, numbers and a thumbnail cross the thread. */
  async reduce(file: ArrayBuffer, source: FileSource): Promise<Outcome<KeogramColumns>> {
    const room = takeRoom();
    const outcome = await readSeriesStack(new Uint8Array(file), source, room);
    const reduced = outcome.ok ? reduceFrames(outcome.value) : outcome;
    if (outcome.ok) giveRoom(outcome.value.buffer);
    mentionToCollector(weightOfFile);
    if (!reduced.ok) return reduced;
    const { counts, timesUs, histogram, thumbnail } = reduced.value;
    return transfer(reduced, [counts.buffer, timesUs.buffer, histogram.buffer, thumbnail.counts.buffer]);
  },

  /** Whole frames: only for what is on screen. */
  async frames(file: ArrayBuffer, source: FileSource): Promise<Outcome<FrameSeries>> {
    const outcome = await readFrameSeries(new Uint8Array(file), source);
    if (!outcome.ok) return outcome;
    return transfer(outcome, [outcome.value.counts.buffer, outcome.value.timesUs.buffer]);
  },

  /**
   * A skymap, and where the compass stands in its pictures: finding that looks at every pixel, which the page must not.
   *
   * @param name the file's name on the archive
   */
  async skymap(file: ArrayBuffer, name: string): Promise<Outcome<CompassedSkymap>> {
    const outcome = await readSkymap(new Uint8Array(file), name);
    if (!outcome.ok) return outcome;
    const skymap = outcome.value;
    const value: CompassedSkymap = { ...skymap, compass: compassPoints(skymap, compassElevationDeg) };
    const { elevationDeg, azimuthDeg, cornerLatDeg, cornerLonDeg } = skymap;
    const grids = [elevationDeg, azimuthDeg, cornerLatDeg, cornerLonDeg].filter((grid) => grid !== null);
    // A buffer that two grids share may be named only once.
    return transfer({ ok: true, value } as const, [...new Set(grids.map((grid) => grid.buffer))]);
  },

  /** A riometer's day of either kind as curves, with the summaries by which they are drawn at any scale. */
  async curves(file: ArrayBuffer, source: FileSource): Promise<Outcome<ReducedCurves>> {
    const outcome = await readCurveSeries(new Uint8Array(file), source);
    mentionToCollector(weightOfFile);
    if (!outcome.ok) return outcome;
    const value = reduceCurves(outcome.value);
    const buffers = value.curves.flatMap(({ values, pyramid }) => [
      values.buffer,
      ...pyramid.flatMap(({ min, max, sum, count }) => [min.buffer, max.buffer, sum.buffer, count.buffer]),
    ]);
    return transfer({ ok: true, value } as const, [value.timesUs.buffer, ...buffers]);
  },

  /** Sun and Moon over a place: short work, but the first time long enough to hold up a page. */
  nightMarks(range: TimeRange, place: GroundPlace): Promise<Outcome<NightMarks>> {
    return Promise.resolve({ ok: true, value: nightMarks(range, place) });
  },

  /** All that an IDL SAVE file holds, for looking into any such file; copied over, since such files are small. */
  async save(file: ArrayBuffer): Promise<IdlSaveFile> {
    return decodeIdlSave(new Uint8Array(file));
  },
};

export type DecodeApi = typeof decodeApi;

/** A minute of any dataset unpacks to less: more is not held on to. */
const mostRoom = 2 ** 24;

/** What the last file was unpacked into. It serves the next one, since thousands of files are reduced one by one. */
let spareRoom: ArrayBuffer | null = null;

/** Files may overlap in time: what one has taken, no other has. */
function takeRoom(): ArrayBuffer | null {
  const room = spareRoom;
  spareRoom = null;
  return room;
}

function giveRoom(room: ArrayBuffer | null): void {
  if (room && room.byteLength <= mostRoom) spareRoom = room;
}

/** Straight from the bytes of the file: unfolding whole frames would cost more than all the rest of it. */
function reduceFrames(stack: SeriesStack): Outcome<KeogramColumns> {
  const dataset = datasetByName(stack.dataset);
  if (!dataset) return unsupported(`No keogram is known for the dataset ${stack.dataset}.`);
  const { keogramSlice: slice, orientation } = dataset;
  const columns = keogramColumns(stack, slice, orientation, wavelengthOfRow(stack.header));
  if (!columns) return unsupported('The spectra do not tell where in them the wanted line is.');
  const { siteUid, deviceUid, frames, synthetic, problem, height, width } = stack;
  const value: KeogramColumns = {
    dataset: dataset.name,
    siteUid,
    deviceUid,
    ...columns,
    timesUs: timesOf(frames),
    frame: { height, width },
    histogram: countsHistogram(stack, slice.kind === 'spectral-line' ? 'whole' : 'circle'),
    thumbnail: createThumbnail(stack),
    synthetic,
    problem,
  };
  return { ok: true, value };
}

function unsupported(message: string): Outcome<never> {
  return { ok: false, failure: { kind: 'unsupported', format: 'pgm', message } };
}
