import type { Cache } from '$lib/cache/cache';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import type { FrameSeries, KeogramColumns } from '$lib/model/frames';
import type { GroundPlace } from '$lib/geometry/sun-moon';
import type { SmallFrame, SmallFrameOrder } from '$lib/model/montage';
import type { NightMarks } from '$lib/model/night';
import type { SampleEvent } from '$lib/model/sample';
import type { TimeRange } from '$lib/model/time';
import type { ReadyPicture } from '$lib/model/wall';
import type { Wish } from '$lib/model/work';
import { download } from '$lib/services/download';
import { createHostGate } from '$lib/services/host-gate';
import { createProbe } from '$lib/services/probe';
import type { Hosts } from '$lib/services/hosts';
import type { Sleep } from '$lib/services/retry';
import type { Decoder } from '$lib/workers/decoder';
import { createCalibrationLoader, type FindCalibration } from './camera-calibration';
import { createSkymapLoader, type ChosenSkymap } from './camera-skymap';
import { createCurveLoading, type CurveLoading } from './curve-files';
import { createDecoding } from './decoding';
import { createBytesSource, type FileAddress } from './file-bytes';
import { createFileKeeping, type FileKeeping } from './file-keeping';
import { createFileLister, type Camera, type FileListing } from './file-listing';
import type { GridLoading } from './grid-files';
import { HostPlaces } from './host-places';
import { bytesOfColumns, createColumnsStore } from './kept-columns';
import { createListingStore } from './kept-listing';
import { createKept } from './kept-products';
import { lazily, once } from './once';
import {
  createSummaryLoader,
  type ListKeptSummaries,
  type ListSummaries,
  type SummaryPicture,
} from './summary-pictures';
import { createTabLocks, type TabLocks } from './tab-locks';

export type { ChosenCalibration } from './camera-calibration';
export type { ChosenSkymap } from './camera-skymap';
export type { CurveListing } from './curve-files';
export type { FileListing } from './file-listing';
export type { GridListing } from './grid-files';
export type { SummaryPicture } from './summary-pictures';

/**
 * Where cache, download and decode meet. What is asked for twice at the same time is fetched and decoded once; what
 * nobody wants any more is dropped, on the network and in the queues; what failed is tried anew when asked again.
 */
export interface Loading extends CurveLoading, GridLoading {
  /** The files of one camera: by the listing service, else by looking through the archive's folders. */
  listFiles(camera: Camera, range: TimeRange, signal: AbortSignal): Promise<Outcome<FileListing>>;
  /**
   * The files of one camera as an earlier visit found them, without asking anybody.
   *
   * @param part whether a part of the range will do
   */
  keptListing(camera: Camera, range: TimeRange, part: boolean): Promise<FileListing | null>;
  /**
   * Keogram columns of one file: from memory, else the file from the cache, else downloaded, then reduced in a worker.
   * They are shared between all who ask: not to be changed or given away.
   */
  columns(file: ArchiveFile, wish: Wish, onBytes?: (received: number) => void): Promise<Outcome<KeogramColumns>>;
  /** The columns that are there already, from memory or from an earlier visit, in portions. */
  keptColumns(
    files: readonly ArchiveFile[],
    signal: AbortSignal,
    onPortion: (columns: ReadonlyMap<string, KeogramColumns>) => void,
  ): Promise<void>;
  /**
   * Which of these files are in this browser, whatever was made of them.
   *
   * @returns their addresses; not all of them when the wish is dropped meanwhile
   */
  keptFiles(files: readonly ArchiveFile[], signal: AbortSignal): Promise<ReadonlySet<string>>;
  /**
   * Whole frames of one file, for what is on screen; from a byte-bounded cache. Shared as well.
   *
   * @param span of files with too many frames for all of them to be held, those of these times; all unless given
   */
  frames(file: ArchiveFile, wish: Wish, span?: TimeRange | null): Promise<Outcome<FrameSeries>>;
  /** Some frames of one file made small, those that there are. Not held on to: they are whoever's asked. */
  smallFrames(file: ArchiveFile, order: SmallFrameOrder, wish: Wish): Promise<Outcome<readonly SmallFrame[]>>;
  /** The next attempt downloads a file anew. Its bytes stay until others have come, and are taken where none come. */
  forget(file: ArchiveFile): Promise<void>;
  /**
   * The skymap for the range's start, by the published rule; ok with null when the archive has none for the site.
   *
   * @param name of one that was chosen by hand, somebody's own file with `own:`; where there is none of that name, the rule decides
   */
  skymap(
    camera: { readonly dataset: string; readonly siteUid: string },
    range: TimeRange,
    signal: AbortSignal,
    name?: string | null,
  ): Promise<Outcome<ChosenSkymap | null>>;
  /** Bytes of a skymap that was found for a range: from what is kept, else downloaded again. */
  skymapFile(
    chosen: Pick<ChosenSkymap, 'url' | 'name' | 'dataset' | 'own'>,
    range: TimeRange,
    wish: Wish,
  ): Promise<Outcome<ArrayBuffer>>;
  /**
   * A calibration of the camera's detector for the range's start, by the published rule; ok with null when the archive
   * has none, for datasets without, and where the device is not known.
   *
   * @param name as that of a skymap
   */
  readonly calibration: FindCalibration;
  /** Sun and Moon over a place, found out in a worker. */
  nightMarks(range: TimeRange, place: GroundPlace, signal: AbortSignal): Promise<Outcome<NightMarks>>;
  /** The archive's own summary keograms of the range; none where it has none. */
  summaries(camera: Camera, range: TimeRange, signal: AbortSignal): Promise<Outcome<readonly SummaryPicture[]>>;
  /** Where such pictures are, without their bytes. */
  readonly listSummaries: ListSummaries;
  readonly listKeptSummaries: ListKeptSummaries;
  /**
   * One of them ready to be drawn: from what is kept, else downloaded.
   *
   * @param range what it covers
   * @param mostRows rows of the bitmap at most
   */
  summary(picture: FileAddress, range: TimeRange, mostRows: number, wish: Wish): Promise<Outcome<ReadyPicture>>;
  /** For keeping files for good: where those of this range belong. */
  keeping(range: TimeRange): FileKeeping;
  /**
   * The sample event, where all that is read of this range is its own: computed, not observed; else null. A file may say
   * of itself that it was computed, besides.
   */
  sampleOf(range: TimeRange): SampleEvent | null;
  /** Ranks have changed from Infinity: what was held back may be fetched. */
  reconsider(): void;
  /** Downloads per host at a time, 1…5. */
  setDownloads(places: number): void;
}

export interface LoadingParts {
  readonly hosts: Hosts;
  readonly decoder: Decoder;
  readonly cache: Pick<Cache, 'files' | 'products' | 'documents'>;
  readonly fetch: typeof globalThis.fetch;
  /** Whether the page's policy lets it ask an origin; it does unless told. */
  readonly allowed?: (origin: string) => boolean;
  /** How to wait before another attempt; tests do not. */
  readonly sleep?: Sleep;
  /** Agreement with other tabs; the browser's own by default. */
  readonly locks?: TabLocks;
  /** Budget for decoded frames; 96 MB by default. */
  readonly frameBudgetBytes?: number;
  /** The sample event, where everything there is its own; nothing is unless told. */
  readonly sample?: SampleEvent;
  /** Longest waits for an answer and between two pieces of a body, milliseconds; usual ones by default. */
  readonly patience?: { readonly timeoutMs: number; readonly stallMs: number };
}

/** A night of a THEMIS camera takes some 15 MB. */
const columnBudgetBytes = 64 * 2 ** 20;

export function createLoading(parts: LoadingParts): Loading {
  const { hosts, decoder, cache, fetch, sleep, frameBudgetBytes = 96 * 2 ** 20, patience } = parts;
  const { sample = null } = parts;
  const locks = parts.locks ?? createTabLocks();
  const gate = createHostGate({ hosts, sleep });
  const probe = createProbe({ fetch, hosts, allowed: parts.allowed });
  const network = { hosts, fetch, gate, probe, sleep };
  const places = new HostPlaces(locks);
  const source = createBytesSource({
    ...{ hosts, places, locks },
    store: cache.files,
    download: (address, signal, onBytes) =>
      download(address, { fetch, signal, sleep, gate, probe, onBytes, ...patience }),
  });
  const keeping = createFileKeeping(source, cache.files);
  const decoding = createDecoding(source);
  const lister = createFileLister(createListingStore(cache.documents));
  const keptColumns = createColumnsStore(cache);
  const columns = createKept(columnBudgetBytes, bytesOfColumns);
  const frames = createKept(frameBudgetBytes, bytesOfFrames);
  // Most evenings have none.
  const grids = once(async () => {
    const { createGridLoading } = await import('./grid-files');
    return createGridLoading({ network, source, decoding, decoder, documents: cache.documents });
  });
  return {
    listFiles: (camera, range, signal) => lister.list(camera, range, { ...network, signal }),
    keptListing: (camera, range, part) => lister.kept(camera, range, part),
    columns: (file, wish, onBytes) =>
      columns.ask(file, wish, onBytes, async (shared, tell) => {
        const made = await decoding(file, shared, (buffer, turn) => decoder.reduce(buffer, sourceOf(file), turn), tell);
        if (made.ok) keptColumns.put(file.url, made.value);
        return made;
      }),
    keptColumns: async (files, signal, onPortion) => {
      const inMemory = new Map<string, KeogramColumns>();
      for (const { url } of files) {
        const known = columns.known(url);
        if (known) inMemory.set(url, known);
      }
      if (inMemory.size > 0) onPortion(inMemory);
      const others = files.filter(({ url }) => !inMemory.has(url)).map(({ url }) => url);
      await keptColumns.read(others, signal, (portion) => {
        for (const [url, kept] of portion) columns.remember(url, kept);
        onPortion(portion);
      });
    },
    keptFiles: (files, signal) =>
      source.held(
        files.map(({ url }) => url),
        signal,
      ),
    frames: (file, wish, span = null) =>
      frames.ask(
        file,
        wish,
        undefined,
        (shared, tell) =>
          decoding(file, shared, (buffer, turn) => decoder.frames(buffer, sourceOf(file), turn, span), tell),
        span ? ` ${span.startUs}` : '',
      ),
    smallFrames: (file, order, wish) =>
      decoding(file, wish, (buffer, turn) => decoder.smallFrames(buffer, sourceOf(file), order, turn)),
    forget: async (file) => {
      columns.forget(file);
      frames.forget(file);
      await Promise.all([source.renew(file), keptColumns.delete(file.url)]);
    },
    skymap: createSkymapLoader({ network, decoder, decoding, documents: cache.documents }),
    skymapFile: ({ url, name, dataset }, _range, wish) =>
      decoding({ url, name, dataset }, wish, (value) => Promise.resolve({ ok: true, value })),
    calibration: createCalibrationLoader({ network, decoder, decoding, documents: cache.documents }),
    nightMarks: ({ startUs, endUs }, { latDeg, lonDeg }, signal) =>
      decoder.nightMarks({ startUs, endUs }, { latDeg, lonDeg }, { rank: () => -Infinity, signal }),
    ...createSummaryLoader({ network, source, documents: cache.documents }),
    summary: (picture, _range, mostRows, wish) =>
      decoding(picture, wish, (buffer, turn) => decoder.summary(buffer, mostRows, turn)),
    keeping: () => keeping,
    ...createCurveLoading({ network, source, decoding, decoder, documents: cache.documents }),
    gridFiles: (dataset, range, signal) => lazily(grids, (made) => made.gridFiles(dataset, range, signal)),
    grids: (file, wish) => lazily(grids, (made) => made.grids(file, wish)),
    forgetGrids: async (file) => {
      // What could not be loaded has read nothing that could be forgotten.
      const made = await grids().catch(() => null);
      await made?.forgetGrids(file);
    },
    sampleOf: () => sample,
    reconsider: () => places.reconsider(),
    setDownloads: (count) => places.setPlaces(count),
  };
}

/** Only what crosses to the worker. */
export function sourceOf({ dataset, name }: ArchiveFile) {
  return { dataset, name };
}

export function bytesOfFrames({ counts, timesUs }: FrameSeries): number {
  return counts.byteLength + timesUs.byteLength;
}
