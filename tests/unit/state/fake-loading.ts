import type { FileKeeping } from '$lib/loading/file-keeping';
import type {
  ChosenCalibration,
  ChosenSkymap,
  CurveListing,
  FileListing,
  GridListing,
  Loading,
  SummaryPicture,
} from '$lib/loading/loading';
import type { CurveFile, ReducedCurves } from '$lib/model/curve';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure, Outcome } from '$lib/model/failure';
import type { GridFile, GridFrames } from '$lib/model/grid';
import type { FrameSeries, KeogramColumns } from '$lib/model/frames';
import { nightMarks } from '$lib/geometry/night-marks';
import type { GroundPlace } from '$lib/geometry/sun-moon';
import type { SmallFrame, SmallFrameOrder } from '$lib/model/montage';
import type { NightMarks } from '$lib/model/night';
import type { SampleEvent } from '$lib/model/sample';
import type { TimeRange } from '$lib/model/time';
import type { Wish } from '$lib/model/work';

const second = 1_000_000;
export const minuteUs = 60 * second;
export const startUs = Date.parse('2014-03-10T06:00Z') * 1000;

/** Something asked for and not yet answered. */
export interface Asked<T> {
  readonly what: string;
  readonly wish: Wish | null;
  readonly signal: AbortSignal;
  readonly answer: (outcome: Outcome<T>) => void;
}

/** A loading room in the hands of a test: it notes what is asked and answers when told to. */
export class FakeLoading implements Loading {
  readonly listings: Asked<FileListing>[] = [];
  readonly columnsAsked: Asked<KeogramColumns>[] = [];
  readonly framesAsked: Asked<FrameSeries>[] = [];
  readonly skymapsAsked: Asked<ChosenSkymap | null>[] = [];

  listFiles(camera: { siteUid: string }, _range: unknown, signal: AbortSignal): Promise<Outcome<FileListing>> {
    return ask(this.listings, camera.siteUid, null, signal);
  }

  columns(file: ArchiveFile, wish: Wish): Promise<Outcome<KeogramColumns>> {
    return ask(this.columnsAsked, file.url, wish, wish.signal);
  }

  frames(file: ArchiveFile, wish: Wish): Promise<Outcome<FrameSeries>> {
    return ask(this.framesAsked, file.url, wish, wish.signal);
  }

  readonly smallFramesAsked: (Asked<readonly SmallFrame[]> & { readonly order: SmallFrameOrder })[] = [];

  smallFrames(file: ArchiveFile, order: SmallFrameOrder, wish: Wish): Promise<Outcome<readonly SmallFrame[]>> {
    const asked: Asked<readonly SmallFrame[]>[] = [];
    const answer = ask(asked, file.url, wish, wish.signal);
    this.smallFramesAsked.push({ ...asked[0]!, order });
    return answer;
  }

  /** What an earlier visit left. */
  kept: FileListing | null = null;
  readonly keptMinutes = new Map<string, KeogramColumns>();
  pictures: readonly SummaryPicture[] = [];
  reconsidered = 0;

  keptListing(_camera: unknown, _range: unknown, part: boolean): Promise<FileListing | null> {
    return Promise.resolve(this.keptPart && !part ? null : this.kept);
  }

  /** Whether `kept` covers only a part of the range. */
  keptPart = false;

  keeping(): FileKeeping {
    const none = () => Promise.resolve(new Map<string, number>());
    const keep = () => Promise.resolve({ ok: true, value: { bytes: 0 } } as const);
    const fetch = () => Promise.resolve({ ok: true, value: new Blob() } as const);
    return { fetch, keep, pinned: none, here: none, unpin: () => Promise.resolve() };
  }

  /** Files that the browser holds without columns. */
  readonly keptUrls = new Set<string>();
  keptAsked = 0;

  keptFiles(files: readonly ArchiveFile[]): Promise<ReadonlySet<string>> {
    this.keptAsked += 1;
    return Promise.resolve(new Set(files.flatMap(({ url }) => (this.keptUrls.has(url) ? [url] : []))));
  }

  keptColumns(
    files: readonly ArchiveFile[],
    _signal: AbortSignal,
    onPortion: (columns: ReadonlyMap<string, KeogramColumns>) => void,
  ): Promise<void> {
    const portion = new Map([...this.keptMinutes].filter(([url]) => files.some((file) => file.url === url)));
    if (portion.size > 0) onPortion(portion);
    return Promise.resolve();
  }

  listSummaries(): ReturnType<Loading['listSummaries']> {
    return Promise.resolve({ ok: true, value: { pictures: [], kept: null } });
  }

  listKeptSummaries(): ReturnType<Loading['listKeptSummaries']> {
    return Promise.resolve({ ok: false, failure: { kind: 'offline', message: 'nothing is kept' } });
  }

  summary(): ReturnType<Loading['summary']> {
    return Promise.resolve({ ok: false, failure: { kind: 'missing', message: 'no pictures here' } });
  }

  summaries(): Promise<Outcome<readonly SummaryPicture[]>> {
    return Promise.resolve({ ok: true, value: this.pictures });
  }

  nightMarks(range: TimeRange, place: GroundPlace): Promise<Outcome<NightMarks>> {
    return Promise.resolve({ ok: true, value: nightMarks(range, place) });
  }

  /** None unless told. */
  sample: SampleEvent | null = null;

  sampleOf({ startUs, endUs }: TimeRange): SampleEvent | null {
    return this.sample && startUs < this.sample.range.endUs && endUs > this.sample.range.startUs ? this.sample : null;
  }

  reconsider(): void {
    this.reconsidered += 1;
  }

  setDownloads(): void {}

  readonly forgotten: string[] = [];

  forget(file: ArchiveFile): Promise<void> {
    this.forgotten.push(file.url);
    return Promise.resolve();
  }

  readonly calibrationsAsked: (Asked<ChosenCalibration | null> & { readonly name: string | null })[] = [];

  readonly calibration: Loading['calibration'] = (kind, { deviceUid }, _range, signal, name = null) =>
    new Promise((resolve) => {
      const answer = (outcome: Outcome<ChosenCalibration | null>) => resolve(outcome as never);
      this.calibrationsAsked.push({ what: `${kind} ${deviceUid}`, name, wish: null, signal, answer });
    });

  skymap(camera: { siteUid: string }, _range: TimeRange, signal: AbortSignal): Promise<Outcome<ChosenSkymap | null>> {
    return ask(this.skymapsAsked, camera.siteUid, null, signal);
  }

  skymapFile(): Promise<Outcome<ArrayBuffer>> {
    return Promise.resolve({ ok: true, value: new ArrayBuffer(0) });
  }

  readonly curveListings: Asked<CurveListing>[] = [];
  readonly curvesAsked: Asked<ReducedCurves>[] = [];
  keptCurves: CurveListing | null = null;

  curveFiles(site: { siteUid: string }, _range: unknown, signal: AbortSignal): Promise<Outcome<CurveListing>> {
    return ask(this.curveListings, site.siteUid, null, signal);
  }

  keptCurveFiles(): Promise<CurveListing | null> {
    return Promise.resolve(this.keptCurves);
  }

  curves(file: CurveFile, wish: Wish): Promise<Outcome<ReducedCurves>> {
    return ask(this.curvesAsked, file.url, wish, wish.signal);
  }

  forgetCurves(file: CurveFile): Promise<void> {
    this.forgotten.push(file.url);
    return Promise.resolve();
  }

  readonly gridListings: Asked<GridListing>[] = [];
  readonly gridsAsked: Asked<GridFrames>[] = [];

  gridFiles(dataset: string, _range: unknown, signal: AbortSignal): Promise<Outcome<GridListing>> {
    return ask(this.gridListings, dataset, null, signal);
  }

  grids(file: GridFile, wish: Wish): Promise<Outcome<GridFrames>> {
    return ask(this.gridsAsked, file.url, wish, wish.signal);
  }

  forgetGrids(file: GridFile): Promise<void> {
    this.forgotten.push(file.url);
    return Promise.resolve();
  }

  /** Answers what waits for a file, oldest first. */
  async answerColumns(minute: number, outcome: Outcome<KeogramColumns> = columnsOf(minute)): Promise<void> {
    take(this.columnsAsked, `minute ${minute}`).answer(outcome);
    await settled();
  }

  async answerFrames(minute: number, outcome: Outcome<FrameSeries> = framesOf(minute)): Promise<void> {
    const what = `minute ${minute}`;
    take(this.framesAsked, what).answer(outcome);
    // Who asked for the same meanwhile shares the answer, as in the real room.
    while (this.framesAsked.some((asked) => asked.what === what && !asked.signal.aborted))
      take(this.framesAsked, what).answer(outcome);
    await settled();
  }

  async answerListing(minutes: readonly number[], totalBytes: number | null = 2000 * minutes.length): Promise<void> {
    this.listings.shift()!.answer(listingOf(minutes, totalBytes));
    await settled();
  }

  /** The minutes asked for and not answered, the one that should come first in front. */
  waiting(): string[] {
    return this.columnsAsked
      .filter(({ signal }) => !signal.aborted)
      .sort((a, b) => a.wish!.rank() - b.wish!.rank())
      .map(({ what }) => what);
  }
}

export function failed<T>(failure: Failure): Outcome<T> {
  return { ok: false, failure };
}

export const missing: Failure = { kind: 'missing', message: 'no such file' };

/** A sample event with the camera that the tests look at, and another one. */
export function sampleOver(range: TimeRange, computed: readonly number[] | null = null): SampleEvent {
  const tracks = [
    { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: 'themis19' },
    { dataset: 'REGO_RAW', siteUid: 'fsmi', deviceUid: 'rego-991' },
  ];
  return { range, computed, tracks, onsetUs: null, title: 'A substorm over Canada' };
}

/** Lets every promise that is ready run on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

function ask<T>(list: Asked<T>[], what: string, wish: Wish | null, signal: AbortSignal): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    list.push({ what, wish, signal, answer: resolve });
    signal.addEventListener('abort', () => resolve(failed({ kind: 'cancelled', message: 'no longer wanted' })));
  });
}

function take<T>(list: Asked<T>[], what: string): Asked<T> {
  const index = list.findIndex((asked) => asked.what === what && !asked.signal.aborted);
  if (index < 0) throw new Error(`${what} was not asked for`);
  return list.splice(index, 1)[0]!;
}

export function listingOf(
  minutes: readonly number[],
  totalBytes: number | null = 2000 * minutes.length,
): { ok: true; value: FileListing } {
  const files = minutes.map((minute) => ({
    url: `minute ${minute}`,
    name: `minute ${minute}`,
    dataset: 'THEMIS_ASI_RAW',
    bytes: totalBytes === null ? null : totalBytes / minutes.length,
    startUs: startUs + minute * minuteUs,
    siteUid: 'gill',
    deviceUid: 'themis19',
  }));
  return {
    ok: true,
    value: {
      files,
      found: 'listing service',
      known: [{ startUs: 0, endUs: Infinity }],
      keptMs: null,
      totalBytes,
      exactBytes: true,
      deviceUid: 'themis19',
      otherDevices: [],
      serviceFailure: null,
    },
  };
}

const timesOf = (minute: number) =>
  Float64Array.from({ length: 20 }, (_, frame) => startUs + minute * minuteUs + frame * 3 * second + 60_000);

const camera = {
  dataset: 'THEMIS_ASI_RAW',
  siteUid: 'gill',
  deviceUid: 'themis19',
  header: [],
  synthetic: false,
  problem: null,
} as const;

export function columnsOf(minute: number): Outcome<KeogramColumns> {
  const histogram = new Uint32Array(4096);
  histogram[200] = 7;
  return {
    ok: true,
    value: {
      ...camera,
      height: 2,
      channels: 1,
      counts: new Uint16Array(40).fill(minute),
      timesUs: timesOf(minute),
      frame: { height: 2, width: 2 },
      histogram,
      countsPerBin: 16,
      thumbnail: { frame: 10, height: 1, width: 1, counts: Uint16Array.of(minute) },
    },
  };
}

export function framesOf(minute: number): Outcome<FrameSeries> {
  return {
    ok: true,
    value: {
      ...{ ...camera, height: 2, width: 2, channels: 1, wavelengthNm: null },
      ...{ counts: new Uint16Array(80).fill(minute), timesUs: timesOf(minute) },
    },
  };
}
