import { frameAt, type FrameTimes } from '$lib/analysis/frame-times';
import { addHistograms } from '$lib/analysis/histogram';
import { minuteUs, secondUs } from '$lib/datasets/utc';
import type { ChosenSkymap, FileListing, Loading } from '$lib/loading/loading';
import type { ArchiveFile, ImagerDataset } from '$lib/model/dataset';
import type { Track } from '$lib/model/event';
import type { Failure } from '$lib/model/failure';
import type { KeogramColumns } from '$lib/model/frames';
import type { TimeRange } from '$lib/model/time';
import { CursorSight } from './cursor-sight.svelte';
import { LoadMeter } from './load-meter.svelte';

/** One minute of the timeline: the file that holds it, or why there is none, and how far its columns are. */
export interface Minute {
  readonly startUs: number;
  readonly endUs: number;
  /** null: the archive has no file for this minute. */
  readonly file: ArchiveFile | null;
  readonly load: MinuteLoad;
}

export type MinuteLoad =
  | { readonly phase: 'waiting' }
  | { readonly phase: 'ready'; readonly columns: KeogramColumns }
  | { readonly phase: 'failed'; readonly failure: Failure };

export type ListingState =
  | { readonly phase: 'searching' }
  | { readonly phase: 'ready'; readonly listing: FileListing }
  | { readonly phase: 'failed'; readonly failure: Failure };

export type SkymapState =
  | { readonly phase: 'searching' }
  | { readonly phase: 'ready'; readonly chosen: ChosenSkymap }
  | { readonly phase: 'none' }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** A frame on the timeline. */
export interface FramePlace {
  readonly minute: Minute;
  readonly index: number;
  readonly timeUs: number;
}

/** More than this is asked about before it is fetched; so many files where their size is not known. */
const askAboveBytes = 400_000_000;
const askAboveFiles = 60;

/** One camera over the range of the event: its files, its keogram columns as they come, its frame at the cursor. */
export class TrackView {
  readonly track: Track;
  readonly dataset: ImagerDataset;
  readonly range: TimeRange;
  readonly cadenceUs: number;
  readonly meter = new LoadMeter();

  listing = $state.raw<ListingState>({ phase: 'searching' });
  minutes = $state.raw<readonly Minute[]>([]);
  skymap = $state.raw<SkymapState>({ phase: 'searching' });
  /** True while the person has not yet agreed to a large download. */
  asking = $state(false);
  cancelled = $state(false);

  /** Whether everything there is has come: nothing to say about the download any more. */
  complete = $derived(
    this.listing.phase === 'ready' && this.meter.files > 0 && this.meter.filesDone === this.meter.files,
  );

  /** Files that were not whole; what could be read of them is shown. */
  damaged = $derived(this.minutes.filter(({ load }) => load.phase === 'ready' && load.columns.problem).length);

  /** Counts of everything loaded so far, in bins of 16 counts. Added up file by file, however long the night. */
  histogram = $state.raw<Uint32Array>(addHistograms([]));

  readonly #loading: Loading;
  readonly #counted = new Set<string>();
  readonly #whole = new AbortController();
  #fetching = new AbortController();
  readonly #sight: CursorSight;
  #prefetched: string | null = null;
  /** What the ranks are measured from: moving the cursor re-orders what is still waiting. */
  #focusUs: number;
  /** True until an instant was chosen: the sight is then at the first frame, wherever that turns out to be. */
  #atFirstFrame: boolean;
  #visible: TimeRange;

  /** @param cursorUs null for the first frame */
  constructor(loading: Loading, dataset: ImagerDataset, track: Track, range: TimeRange, cursorUs: number | null) {
    this.#loading = loading;
    this.#sight = new CursorSight(loading);
    this.dataset = dataset;
    this.track = track;
    this.range = range;
    this.cadenceUs = dataset.cadenceSec * secondUs;
    this.#focusUs = cursorUs ?? range.startUs;
    this.#atFirstFrame = cursorUs === null;
    this.#visible = range;
  }

  /** The picture at the cursor. */
  get sight() {
    return this.#sight.now;
  }

  /** Lists the files, says what will be fetched, and fetches it. */
  async open(): Promise<void> {
    this.listing = { phase: 'searching' };
    this.#sight.showNone({ phase: 'loading' });
    void this.findSkymap();
    const outcome = await this.#loading.listFiles(this.track, this.range, this.#whole.signal);
    if (this.#whole.signal.aborted) return;
    if (!outcome.ok) {
      this.listing = { phase: 'failed', failure: outcome.failure };
      this.#sight.showNone({ phase: 'failed', failure: outcome.failure });
      return;
    }
    const listing = outcome.value;
    this.listing = { phase: 'ready', listing };
    this.minutes = minutesOf(this.range, listing.files);
    const files = this.minutes.filter(({ file }) => file).length;
    this.meter.expect(files, listing.totalBytes);
    this.asking = listing.totalBytes === null ? files > askAboveFiles : listing.totalBytes > askAboveBytes;
    if (this.asking) this.#lookAgain();
    else this.fetchAll();
  }

  /** Agrees to the download, or takes it up again after a cancel: whatever is not there yet is asked for. */
  fetchAll(): void {
    this.asking = false;
    this.cancelled = false;
    this.#fetching.abort();
    this.#fetching = new AbortController();
    const missing = this.minutes.filter(({ file, load }) => file && load.phase !== 'ready');
    if (missing.length > 0) this.meter.start();
    for (const minute of missing) void this.#fetchMinute(minute);
    this.#lookAgain();
  }

  /** Stops what is under way; what has come stays. */
  cancel(): void {
    this.cancelled = true;
    this.asking = false;
    this.#fetching.abort();
    this.meter.stop();
    this.#lookAgain();
  }

  /** Asks for one minute again, a damaged one anew from the archive. */
  async retry(minute: Minute): Promise<void> {
    if (!minute.file) return;
    if (this.#fetching.signal.aborted) this.#fetching = new AbortController();
    this.meter.start();
    if (minute.load.phase === 'ready') await this.#loading.forget(minute.file);
    this.#sight.forget();
    await this.#fetchMinute(minute);
  }

  /** Takes its place: nothing of this view is wanted any more. */
  close(): void {
    this.#whole.abort();
    this.#fetching.abort();
    this.#sight.close();
    this.meter.stop();
  }

  /** What stretch of the keogram is on screen: it is fetched before the rest. */
  show(visible: TimeRange): void {
    this.#visible = visible;
  }

  /** Moves the sight to an instant. */
  look(instantUs: number): void {
    this.#atFirstFrame = false;
    this.#focusUs = instantUs;
    this.#lookAgain();
  }

  /** The frame that stands for an instant, if it is loaded. */
  frameAt(instantUs: number): FramePlace | null {
    const at = this.#indexOfMinute(instantUs);
    // A file's frames may run a little over its minute, and a late first frame may belong to the instant before it.
    for (const index of [at, at - 1, at + 1]) {
      const times = this.frameTimes(index);
      if (!times) continue;
      const frame = frameAt(times, instantUs, this.cadenceUs);
      if (frame >= 0) return { minute: this.minutes[index]!, index: frame, timeUs: times.timesUs[frame]! };
    }
    return null;
  }

  /** Whether the picture at an instant is there, or is known not to exist: playing need not wait for it. */
  canShow(instantUs: number): boolean {
    const minute = this.#minuteOf(instantUs);
    if (!minute?.file || minute.load.phase === 'failed' || this.cancelled) return true;
    if (minute.load.phase !== 'ready') return false;
    return !this.#sight.awaits(minute.file);
  }

  /** The frame that starts nearest to an instant, within half a cadence; else the one that stands for it. */
  nearestFrame(instantUs: number): FramePlace | null {
    const place = this.frameAt(instantUs);
    const next = this.neighbour(instantUs, 1);
    return next && Math.abs(next.timeUs - instantUs) <= this.cadenceUs / 2 ? next : place;
  }

  /** The frame before or after an instant, over gaps; null where none is, or where its minute is still on its way. */
  neighbour(instantUs: number, direction: -1 | 1): FramePlace | null {
    const currentUs = this.frameAt(instantUs)?.timeUs ?? instantUs;
    const start = this.#indexOfMinute(instantUs) - direction;
    for (let index = start; index >= -1 && index <= this.minutes.length; index += direction) {
      const minute = this.minutes[index];
      if (minute?.file && minute.load.phase === 'waiting') return null;
      const times = this.frameTimes(index)?.timesUs;
      if (!minute || !times) continue;
      const frame =
        direction > 0
          ? times.findIndex((timeUs) => timeUs > currentUs)
          : times.findLastIndex((timeUs) => timeUs < currentUs);
      if (frame >= 0) return { minute, index: frame, timeUs: times[frame]! };
    }
    return null;
  }

  /** Frame times of a minute that is loaded, with the start of what follows. */
  frameTimes(index: number): FrameTimes | null {
    const load = this.minutes[index]?.load;
    if (load?.phase !== 'ready') return null;
    const next = this.minutes[index + 1]?.load;
    return {
      timesUs: load.columns.timesUs,
      nextUs: next?.phase === 'ready' ? (next.columns.timesUs[0] ?? null) : null,
    };
  }

  /**
   * Where the first frame of the range stands (never before the range), once every minute before it is known to have
   * none; null until then.
   */
  firstFrameUs(): number | null {
    const { startUs, endUs } = this.range;
    const place = this.frameAt(startUs) ?? this.neighbour(startUs, 1);
    return place && place.timeUs < endUs ? Math.max(startUs, place.timeUs) : null;
  }

  #indexOfMinute(instantUs: number): number {
    const firstUs = this.minutes[0]?.startUs ?? this.range.startUs;
    return Math.floor((instantUs - firstUs) / minuteUs);
  }

  #minuteOf(instantUs: number): Minute | null {
    return this.minutes[this.#indexOfMinute(instantUs)] ?? null;
  }

  async #fetchMinute(minute: Minute): Promise<void> {
    const { file } = minute;
    if (!file) return;
    const { signal } = this.#fetching;
    this.meter.again(file.url);
    this.#setLoad(file, { phase: 'waiting' });
    const wish = { rank: () => this.#rank(minute), signal };
    const outcome = await this.#loading.columns(file, wish, (received) => this.meter.received(file.url, received));
    // Closed, or asked for anew meanwhile: what that brings counts, not this.
    if (this.#whole.signal.aborted || signal !== this.#fetching.signal) return;
    if (outcome.ok) {
      this.meter.finished(file.url);
      this.#setLoad(file, { phase: 'ready', columns: outcome.value });
      this.#count(file.url, outcome.value.histogram);
    } else {
      if (outcome.failure.kind !== 'cancelled') this.meter.gaveUp(file.url);
      this.#setLoad(file, { phase: 'failed', failure: outcome.failure });
    }
    // Only when this minute is, or might be, what the cursor stands on.
    if (this.#atFirstFrame || Math.abs(this.#focusUs - minute.startUs) < 2 * minuteUs) this.#lookAgain();
  }

  #setLoad(file: ArchiveFile, load: MinuteLoad): void {
    this.minutes = this.minutes.map((minute) => (minute.file === file ? { ...minute, load } : minute));
  }

  /** A damaged file that is fetched again counts once. */
  #count(url: string, histogram: Uint32Array): void {
    if (this.#counted.has(url)) return;
    this.#counted.add(url);
    this.histogram = addHistograms([this.histogram, histogram]);
  }

  /** The minute under the cursor, then what is on screen from the cursor outwards, then the rest. */
  #rank({ startUs, endUs }: Minute): number {
    const away = Math.abs(Math.floor(startUs / minuteUs) - Math.floor(this.#focusUs / minuteUs));
    const hidden = endUs <= this.#visible.startUs || startUs >= this.#visible.endUs;
    return away + (hidden ? 10_000 : 0);
  }

  #lookAgain(): void {
    if (this.listing.phase !== 'ready') return;
    if (this.#atFirstFrame) this.#focusUs = this.firstFrameUs() ?? this.range.startUs;
    const minute = this.#minuteOf(this.#focusUs);
    const place = this.frameAt(this.#focusUs);
    if (place?.minute.file) {
      this.#sight.showFrame(place.minute.file, place.index);
      this.#prefetchAfter(place.minute);
    } else if (minute?.load.phase === 'failed') {
      this.#sight.showNone({ phase: 'failed', failure: minute.load.failure });
    } else if (minute?.file && minute.load.phase === 'waiting' && !this.cancelled && !this.asking) {
      this.#sight.showNone({ phase: 'loading' });
    } else {
      this.#sight.showNone({ phase: 'gap' });
    }
  }

  /** Playing and stepping go forward: the next minute's frames are decoded while this one is looked at. */
  #prefetchAfter(minute: Minute): void {
    const next = this.minutes[this.#indexOfMinute(minute.startUs) + 1];
    if (!next?.file || next.load.phase !== 'ready' || this.#prefetched === next.file.url) return;
    this.#prefetched = next.file.url;
    void this.#loading.frames(next.file, { rank: () => 5, signal: this.#whole.signal });
  }

  /** By the published rule; asked again after a failure. */
  async findSkymap(): Promise<void> {
    this.skymap = { phase: 'searching' };
    const outcome = await this.#loading.skymap(this.track, this.range.startUs, this.#whole.signal);
    if (this.#whole.signal.aborted) return;
    if (!outcome.ok) this.skymap = { phase: 'failed', failure: outcome.failure };
    else if (outcome.value) this.skymap = { phase: 'ready', chosen: outcome.value };
    else this.skymap = { phase: 'none' };
  }
}

/** Every minute of a range with the file that holds it. */
function minutesOf(range: TimeRange, files: readonly ArchiveFile[]): Minute[] {
  const byStart = new Map(files.map((file) => [Math.floor(file.startUs / minuteUs), file]));
  const minutes: Minute[] = [];
  for (let startUs = Math.floor(range.startUs / minuteUs) * minuteUs; startUs < range.endUs; startUs += minuteUs)
    minutes.push({
      startUs,
      endUs: startUs + minuteUs,
      file: byStart.get(startUs / minuteUs) ?? null,
      load: { phase: 'waiting' },
    });
  return minutes;
}
