import { transfer } from 'comlink';
import type { FileSource } from '$lib/datasets/imager-frames';
import type { Calibration } from '$lib/model/calibration';
import type { ReducedCurves } from '$lib/model/curve';
import type { ProductTable } from '$lib/model/data-product';
import type { Outcome } from '$lib/model/failure';
import type { FrameSeries, KeogramColumns } from '$lib/model/frames';
import type { GridFrames } from '$lib/model/grid';
import type { FileInspector } from '$lib/model/inspection';
import type { LabelColumns } from '$lib/model/learned-label';
import type { SmallFrame, SmallFrameOrder } from '$lib/model/montage';
import type { GroundPlace } from '$lib/geometry/sun-moon';
import type { NightMarks } from '$lib/model/night';
import type { SeasonSky } from '$lib/model/season';
import type { CompassedSkymap } from '$lib/model/skymap';
import type { TimeRange } from '$lib/model/time';
import type { ReadyPicture } from '$lib/model/wall';
import type { Wish } from '$lib/model/work';
import type { DecodeApi } from '../../../workers/decode-api';
import { WorkerPool } from './worker-pool';

/**
 * Files to numbers, in other threads. Every call gives its buffer away: once its turn comes, `file` is empty here.
 * Nothing is ever thrown or left hanging: a wish that is aborted ends as `cancelled`, a worker that breaks down as
 * `corrupt`.
 */
export interface Decoder {
  /** Keogram columns and histogram of a whole file. */
  reduce(file: ArrayBuffer, source: FileSource, wish: Wish): Promise<Outcome<KeogramColumns>>;
  /**
   * Whole frames: only for what is on screen.
   *
   * @param span of files with too many of them, those of these times
   */
  frames(file: ArrayBuffer, source: FileSource, wish: Wish, span?: TimeRange | null): Promise<Outcome<FrameSeries>>;
  /** Some frames of a file made small, those that there are. */
  smallFrames(
    file: ArrayBuffer,
    source: FileSource,
    order: SmallFrameOrder,
    wish: Wish,
  ): Promise<Outcome<readonly SmallFrame[]>>;
  /** A riometer's day as curves, ready to be drawn at any scale. */
  curves(file: ArrayBuffer, source: FileSource, wish: Wish): Promise<Outcome<ReducedCurves>>;
  /** The mosaics of a grid file, cut to what is filled. */
  grids(file: ArrayBuffer, source: FileSource, wish: Wish): Promise<Outcome<GridFrames>>;
  /** Sun and Moon over a place. */
  nightMarks(range: TimeRange, place: GroundPlace, wish: Wish): Promise<Outcome<NightMarks>>;
  /**
   * One of the archive's own keogram pictures, ready to be drawn.
   *
   * @param mostRows rows of the bitmap at most
   */
  summary(file: ArrayBuffer, mostRows: number, wish: Wish): Promise<Outcome<ReadyPicture>>;
  /** @param name the file's name on the archive */
  skymap(file: ArrayBuffer, name: string, wish: Wish): Promise<Outcome<CompassedSkymap>>;
  /** @param name the file's name on the archive */
  calibration(file: ArrayBuffer, name: string, wish: Wish): Promise<Outcome<Calibration>>;
}

/** Reads what searches found: tens of thousands of records at a time. */
export interface ProductReader {
  /** @param answer of the search service, as it came; given away */
  productTable(answer: ArrayBuffer, wish: Wish): Promise<Outcome<ProductTable>>;
}

/** Reckons what takes too long for a page. */
export interface SkyReckoner {
  /** Sun and Moon over a place through a season. @param range whole days, from whenever they begin */
  seasonSky(range: TimeRange, place: GroundPlace, wish: Wish): Promise<Outcome<SeasonSky>>;
}

/** Reads what models said of pictures: a month of minutes at a time. */
export interface LabelReader {
  /**
   * @param answer of the search service, as it came; given away
   * @param identifier of the source whose records are read
   */
  labelColumns(answer: ArrayBuffer, identifier: number, wish: Wish): Promise<Outcome<LabelColumns>>;
}

export interface DecoderOptions {
  /** How many threads at most; by default all cores but one, at least 1 and at most 4. */
  readonly workers?: number;
  readonly startWorker?: () => Worker;
}

/** Workers start with the first files that are asked for, not before. */
export function createDecoder({
  workers = usualWorkers(),
  startWorker = startDecodeWorker,
}: DecoderOptions = {}): Decoder & FileInspector & ProductReader & LabelReader & SkyReckoner & { dispose(): void } {
  const pool = new WorkerPool<DecodeApi>(startWorker, workers);
  return {
    reduce: (file, source, wish) => pool.run(wish, (api) => api.reduce(transfer(file, [file]), source)),
    frames: (file, source, wish, span = null) =>
      pool.run(wish, (api) => api.frames(transfer(file, [file]), source, span)),
    smallFrames: (file, source, order, wish) =>
      pool.run(wish, (api) => api.smallFrames(transfer(file, [file]), source, order)),
    curves: (file, source, wish) => pool.run(wish, (api) => api.curves(transfer(file, [file]), source)),
    grids: (file, source, wish) => pool.run(wish, (api) => api.grids(transfer(file, [file]), source)),
    summary: (file, mostRows, wish) => pool.run(wish, (api) => api.summary(transfer(file, [file]), mostRows)),
    skymap: (file, name, wish) => pool.run(wish, (api) => api.skymap(transfer(file, [file]), name)),
    calibration: (file, name, wish) => pool.run(wish, (api) => api.calibration(transfer(file, [file]), name)),
    productTable: (answer, wish) => pool.run(wish, (api) => api.productTable(transfer(answer, [answer]))),
    labelColumns: (answer, identifier, wish) =>
      pool.run(wish, (api) => api.labelColumns(transfer(answer, [answer]), identifier)),
    nightMarks: (range, place, wish) => pool.run(wish, (api) => api.nightMarks(range, place)),
    seasonSky: (range, place, wish) => pool.run(wish, (api) => api.seasonSky(range, place)),
    recognise: (file, path, wish) => pool.run(wish, (api) => api.recognise(file, path)),
    inspect: (file, path, wish) => pool.run(wish, (api) => api.inspect(file, path)),
    describe: (file, path, wish) => pool.run(wish, (api) => api.describe(file, path)),
    dispose: () => pool.dispose(),
  };
}

/** One core is left to the page; beyond four, memory grows and the network does not keep up anyway. */
function usualWorkers(): number {
  return Math.min(4, Math.max(1, (globalThis.navigator?.hardwareConcurrency ?? 2) - 1));
}

export function startDecodeWorker(): Worker {
  return new Worker(new URL('../../../workers/decode.worker.ts', import.meta.url), { type: 'module' });
}
