import { transfer } from 'comlink';
import { readFrames } from '$lib/datasets/file-frames';
import type { FileSource } from '$lib/datasets/imager-stack';
import type { Calibration } from '$lib/model/calibration';
import { mentionToCollector } from '$lib/model/collector';
import type { ReducedCurves } from '$lib/model/curve';
import type { ProductTable } from '$lib/model/data-product';
import type { Outcome } from '$lib/model/failure';
import type { LabelColumns } from '$lib/model/learned-label';
import type { NightMarks } from '$lib/model/night';
import type { SeasonSky } from '$lib/model/season';
import type { TimeRange } from '$lib/model/time';
import type { ReadyPicture } from '$lib/model/wall';
import type { FrameSeries, KeogramColumns } from '$lib/model/frames';
import type { IdlSaveFile } from '$lib/formats/idl-save/save-file';
import type { GroundPlace } from '$lib/geometry/sun-moon';
import type { CompassedSkymap } from '$lib/model/skymap';
import type { GridFrames } from '$lib/model/grid';
import type { Inspection } from '$lib/model/inspection';
import type { SmallFrame, SmallFrameOrder } from '$lib/model/montage';
import type { MosaicAnswer, MosaicRequest, NamedFile } from '$lib/model/mosaic';
import type { RecognisedFile } from '$lib/model/own-file';
import type { ProjectionSpec } from './mosaic-projection';
import { bytesOfOwn } from './own-file-bytes';
import { reduceFile } from './reduce-file';
import { smallFramesOf } from './small-frames';

/**
 * A file is done with in a tenth of a second and leaves several times its bytes behind, mostly as pieces of the
 * unpacking stream: the collector is to come after every other. (Every single one would cost a tenth of the speed.)
 */
const weightOfFile = 2 ** 25;

/** Elevation of the compass letters: low enough to frame the sky, high enough to lie on the chip. */
const compassElevationDeg = 8;

/**
 * What the decoding worker offers: plain functions, so tests call them without a thread. Results are given away. What
 * most evenings do not need is loaded when it is first asked for.
 */
export const decodeApi = {
  /** Reduce a whole file where it is decoded: only columns, numbers and a thumbnail cross the thread. */
  async reduce(file: ArrayBuffer, source: FileSource): Promise<Outcome<KeogramColumns>> {
    const reduced = await reduceFile(new Uint8Array(file), source);
    mentionToCollector(weightOfFile);
    if (!reduced.ok) return reduced;
    const { counts, timesUs, histogram, thumbnail } = reduced.value;
    return transfer(reduced, [counts.buffer, timesUs.buffer, histogram.buffer, thumbnail.counts.buffer]);
  },

  /**
   * Whole frames: only for what is on screen.
   *
   * @param span of files with too many of them, those of these times
   */
  async frames(file: ArrayBuffer, source: FileSource, span: TimeRange | null = null): Promise<Outcome<FrameSeries>> {
    const outcome = await readFrames(new Uint8Array(file), source, span);
    if (!outcome.ok) return outcome;
    return transfer(outcome, [outcome.value.counts.buffer, outcome.value.timesUs.buffer]);
  },

  /** Some frames of a file made small: whatever else is unpacked of it stays here and is freed. */
  async smallFrames(
    file: ArrayBuffer,
    source: FileSource,
    order: SmallFrameOrder,
  ): Promise<Outcome<readonly SmallFrame[]>> {
    const outcome = await smallFramesOf(new Uint8Array(file), source, order);
    mentionToCollector(weightOfFile);
    if (!outcome.ok) return outcome;
    return transfer(
      outcome,
      outcome.value.map(({ counts }) => counts.buffer),
    );
  },

  /** One of the archive's own keograms, ready to be drawn. */
  async summary(file: ArrayBuffer, mostRows: number): Promise<Outcome<ReadyPicture>> {
    const { readySummary } = await import('./summary-picture');
    const outcome = await readySummary(new Uint8Array(file), mostRows);
    mentionToCollector(weightOfFile);
    return outcome.ok ? transfer(outcome, [outcome.value.bitmap, outcome.value.brightness.buffer]) : outcome;
  },

  /**
   * A skymap, and where the compass stands in its pictures: finding that looks at every pixel, which the page must not.
   *
   * @param name the file's name on the archive
   */
  async skymap(file: ArrayBuffer, name: string): Promise<Outcome<CompassedSkymap>> {
    const [{ readSkymap }, { compassPoints }] = await Promise.all([
      import('$lib/datasets/skymap'),
      import('$lib/geometry/skymap-projection'),
    ]);
    const outcome = await readSkymap(new Uint8Array(file), name);
    if (!outcome.ok) return outcome;
    const skymap = outcome.value;
    const value: CompassedSkymap = { ...skymap, compass: compassPoints(skymap, compassElevationDeg) };
    const { elevationDeg, azimuthDeg, cornerLatDeg, cornerLonDeg } = skymap;
    const grids = [elevationDeg, azimuthDeg, cornerLatDeg, cornerLonDeg].filter((grid) => grid !== null);
    // A buffer that two grids share may be named only once.
    return transfer({ ok: true, value } as const, [...new Set(grids.map((grid) => grid.buffer))]);
  },

  /**
   * A calibration of either kind.
   *
   * @param name the file's name on the archive
   */
  async calibration(file: ArrayBuffer, name: string): Promise<Outcome<Calibration>> {
    const { readCalibration } = await import('$lib/datasets/calibration');
    const outcome = await readCalibration(new Uint8Array(file), name);
    return outcome.ok && outcome.value.kind === 'flatfield'
      ? transfer(outcome, [outcome.value.multiplier.buffer])
      : outcome;
  },

  /** A riometer's day of either kind as curves, with the summaries by which they are drawn at any scale. */
  async curves(file: ArrayBuffer, source: FileSource): Promise<Outcome<ReducedCurves>> {
    const [{ readCurveSeries }, { reduceCurves }] = await Promise.all([
      import('$lib/datasets/curve-series'),
      import('$lib/analysis/curve-pyramid'),
    ]);
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

  /** The mosaics of a grid file, cut to what is filled. */
  async grids(file: ArrayBuffer, source: FileSource): Promise<Outcome<GridFrames>> {
    const { readGridFrames } = await import('$lib/datasets/grid-frames');
    const outcome = await readGridFrames(new Uint8Array(file), source);
    mentionToCollector(weightOfFile);
    if (!outcome.ok) return outcome;
    const { values, confidence, timesUs, histogram } = outcome.value;
    const buffers = [values.buffer, timesUs.buffer, histogram.buffer];
    return transfer(outcome, confidence ? [...buffers, confidence.buffer] : buffers);
  },

  /** What each pixel of a picture of a map shows. @param files the skymaps that an answer before said were lacking */
  async mosaicTable(
    request: MosaicRequest<ProjectionSpec>,
    files: readonly NamedFile[],
  ): Promise<Outcome<MosaicAnswer>> {
    const { mosaicTable } = await import('./mosaic-desk');
    const outcome = await mosaicTable(request, files);
    if (!outcome.ok || outcome.value.kind !== 'table') return outcome;
    const { offsets, entries, elevationDeg, runs } = outcome.value.table;
    const made = runs ? [runs.starts, runs.ends, runs.places, runs.pixels] : [];
    return transfer(
      outcome,
      [offsets, entries, elevationDeg, ...made].map(({ buffer }) => buffer),
    );
  },

  /** Sun and Moon over a place: short work, but the first time long enough to hold up a page. */
  async nightMarks(range: TimeRange, place: GroundPlace): Promise<Outcome<NightMarks>> {
    const { nightMarks } = await import('$lib/geometry/night-marks');
    return { ok: true, value: nightMarks(range, place) };
  },

  /** Sun and Moon over a place through a season: a tenth of a second, now and then three. */
  async seasonSky(range: TimeRange, place: GroundPlace): Promise<Outcome<SeasonSky>> {
    const { seasonSky } = await import('$lib/geometry/season-sky');
    const value = seasonSky(range, place);
    const { sunDeg, darkUs, moonDarkUs, moonLit } = value;
    return transfer({ ok: true, value } as const, [sunDeg.buffer, darkUs.buffer, moonDarkUs.buffer, moonLit.buffer]);
  },

  /** What a search for data products found; tens of thousands of records take longer than a page may stand still. */
  async productTable(answer: ArrayBuffer): Promise<Outcome<ProductTable>> {
    const { readProductTable } = await import('$lib/datasets/product-table');
    const table = readProductTable(new TextDecoder().decode(answer));
    if (typeof table === 'string') return noResult(table);
    const { startUs, endUs, source, type, urlEnds, metadataEnds } = table;
    const arrays = [startUs, endUs, source, type, urlEnds, metadataEnds];
    return transfer(
      { ok: true, value: table } as const,
      arrays.map(({ buffer }) => buffer),
    );
  },

  /** What models said of a camera's pictures; a month of it is thirteen megabytes of text. */
  async labelColumns(answer: ArrayBuffer, identifier: number): Promise<Outcome<LabelColumns>> {
    const { readLabelColumns } = await import('$lib/datasets/learned-labels');
    const columns = readLabelColumns(new TextDecoder().decode(answer), identifier);
    mentionToCollector(answer.byteLength);
    if (typeof columns === 'string') return noResult(columns);
    const { startUs, minutes, verdicts, percents } = columns;
    const arrays = [startUs, minutes, ...Object.values(verdicts), ...Object.values(percents)];
    return transfer(
      { ok: true, value: columns } as const,
      arrays.map(({ buffer }) => buffer),
    );
  },

  /** What a person's own file is, by its content. @param file a reference: its bytes are read here */
  async recognise(file: Blob, path: string): Promise<Outcome<RecognisedFile>> {
    const bytes = await bytesOfOwn(file);
    if (!bytes.ok) return bytes;
    const { recogniseFile } = await import('$lib/datasets/recognise');
    const recognised = await recogniseFile(bytes.value, path);
    mentionToCollector(weightOfFile);
    return recognised;
  },

  /** A look into a file of any kind. */
  async inspect(file: Blob, path: string): Promise<Outcome<Inspection>> {
    const bytes = await bytesOfOwn(file);
    if (!bytes.ok) return bytes;
    const { inspectFile } = await import('$lib/datasets/inspect-file');
    const value = await inspectFile(bytes.value, path);
    const pixels = value.pictures?.frames.map((frame) => frame.pixels.buffer) ?? [];
    return transfer({ ok: true, value } as const, pixels);
  },

  /** The line that `npm run -s inspect` prints for a file, with SHA-256 and sums of its values. */
  async describe(file: Blob, path: string): Promise<Outcome<string>> {
    const bytes = await bytesOfOwn(file);
    if (!bytes.ok) return bytes;
    const [{ describeFile }, { startSha256 }] = await Promise.all([
      import('$lib/datasets/describe-file'),
      import('$lib/formats/sha256'),
    ]);
    const outcome = await describeFile(bytes.value, path, startSha256);
    const line = outcome.ok ? { file: path, ...outcome.value } : { file: path, error: outcome.failure.message };
    return { ok: true, value: JSON.stringify(line) };
  },

  /** All that an IDL SAVE file holds, for looking into any such file; copied over, since such files are small. */
  async save(file: ArrayBuffer): Promise<IdlSaveFile> {
    const { decodeIdlSave } = await import('$lib/formats/idl-save/decode');
    return decodeIdlSave(new Uint8Array(file));
  },
};

/** @param given what the service gave in place of records */
function noResult(given: string): Outcome<never> {
  return { ok: false, failure: { kind: 'unsupported', format: 'search result', message: `the service gave ${given}` } };
}

export type DecodeApi = typeof decodeApi;
