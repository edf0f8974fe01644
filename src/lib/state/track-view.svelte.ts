import { frameAt, type FrameTimes } from '$lib/analysis/frame-times';
import { addHistograms } from '$lib/analysis/histogram';
import { minuteUs, secondUs } from '$lib/datasets/utc';
import type { ChosenSkymap, FileListing, Loading } from '$lib/loading/loading';
import type { ArchiveFile, ImagerDataset } from '$lib/model/dataset';
import type { Track } from '$lib/model/event';
import type { Failure } from '$lib/model/failure';
import type { FrameSeries, KeogramColumns } from '$lib/model/frames';
import type { TimeRange } from '$lib/model/time';
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

/** The picture at the cursor. */
export type Sight =
  | { readonly phase: 'loading' }
  | { readonly phase: 'frame'; readonly series: FrameSeries; readonly index: number }
  | { readonly phase: 'gap'; readonly minute: Minute | null }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** A frame on the timeline. */
export interface FramePlace {
  readonly minute: Minute;
  readonly index: number;
  readonly timeUs: number;
}

/** More than this is asked about before it is fetched. */
const askAboveBytes = 400_000_000;

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
  sight = $state.raw<Sight>({ phase: 'loading' });
  /** True while the person has not yet agreed to a large download. */
  asking = $state(false);
  cancelled = $state(false);

  /** Whether everything there is has come: nothing to say about the download any more. */
  complete = $derived(
    this.listing.phase === 'ready' && this.meter.files > 0 && this.meter.filesDone === this.meter.files,
  );

  /** Counts of everything loaded so far, in bins of 16 counts. Added up file by file, however long the night. */
  histogram = $state.raw<Uint32Array>(addHistograms([]));

  readonly #loading: Loading;
  readonly #counted = new Set<string>();
  readonly #whole = new AbortController();
  #fetching = new AbortController();
  #sightWish = new AbortController();
  /** The file whose frames were asked for last, and the one whose frame is on screen. */
  #sightWanted: string | null = null;
  #sightShown: string | null = null;
  /** What the ranks are measured from: moving the cursor re-orders what is still waiting. */
  #focusUs: number;
  #visible: TimeRange;

  constructor(loading: Loading, dataset: ImagerDataset, track: Track, range: TimeRange, cursorUs: number) {
    this.#loading = loading;
    this.dataset = dataset;
    this.track = track;
    this.range = range;
    this.cadenceUs = dataset.cadenceSec * secondUs;
    this.#focusUs = cursorUs;
    this.#visible = range;
  }

  /** Lists the files, says what will be fetched, and fetches it. */
  async open(): Promise<void> {
    this.listing = { phase: 'searching' };
    this.sight = { phase: 'loading' };
    void this.#findSkymap();
    const outcome = await this.#loading.listFiles(this.track, this.range, this.#whole.signal);
    if (this.#whole.signal.aborted) return;
    if (!outcome.ok) {
      this.listing = { phase: 'failed', failure: outcome.failure };
      this.sight = { phase: 'failed', failure: outcome.failure };
      return;
    }
    const listing = outcome.value;
    this.listing = { phase: 'ready', listing };
    this.minutes = minutesOf(this.range, listing.files);
    this.meter.expect(listing.files.length, listing.totalBytes);
    this.look(this.#focusUs);
    this.asking = (listing.totalBytes ?? 0) > askAboveBytes;
    if (!this.asking) this.fetchAll();
  }

  /** Agrees to the download, or takes it up again after a cancel: whatever is not there yet is asked for. */
  fetchAll(): void {
    this.asking = false;
    this.cancelled = false;
    this.#fetching = new AbortController();
    const missing = this.minutes.filter(({ file, load }) => file && load.phase !== 'ready');
    if (missing.length === 0) return;
    this.meter.start();
    for (const minute of missing) void this.#fetchMinute(minute);
    this.look(this.#focusUs);
  }

  /** Stops what is under way; what has come stays. */
  cancel(): void {
    this.cancelled = true;
    this.asking = false;
    this.#fetching.abort();
    this.meter.stop();
  }

  async retry(minute: Minute): Promise<void> {
    if (this.#fetching.signal.aborted) this.#fetching = new AbortController();
    this.meter.start();
    await this.#fetchMinute(minute);
    this.look(this.#focusUs);
  }

  /** Takes its place: nothing of this view is wanted any more. */
  close(): void {
    this.#whole.abort();
    this.#fetching.abort();
    this.#sightWish.abort();
    this.meter.stop();
  }

  /** What stretch of the keogram is on screen: it is fetched before the rest. */
  show(visible: TimeRange): void {
    this.#visible = visible;
  }

  /** Moves the sight to an instant. */
  look(instantUs: number): void {
    this.#focusUs = instantUs;
    const minute = this.#minuteOf(instantUs);
    if (this.listing.phase !== 'ready') return;
    if (!minute?.file) {
      this.#dropSight();
      this.sight = { phase: 'gap', minute };
      return;
    }
    const place = this.frameAt(instantUs);
    if (place) return this.#lookAt(place);
    if (minute.load.phase === 'failed') {
      this.#dropSight();
      this.sight = { phase: 'failed', failure: minute.load.failure };
    } else if (minute.load.phase === 'ready') {
      this.#dropSight();
      this.sight = { phase: 'gap', minute };
    } else if (this.cancelled || this.asking) {
      this.sight = { phase: 'gap', minute };
    } else {
      this.sight = { phase: 'loading' };
    }
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
    return this.#sightWanted !== minute.file.url || this.#sightShown === minute.file.url;
  }

  /** The frame that starts nearest to an instant, within half a cadence; else the one that stands for it. */
  nearestFrame(instantUs: number): FramePlace | null {
    const place = this.frameAt(instantUs);
    const next = this.neighbour(instantUs, 1);
    return next && Math.abs(next.timeUs - instantUs) <= this.cadenceUs / 2 ? next : place;
  }

  /** The frame before or after an instant, over gaps; null where none is loaded on that side. */
  neighbour(instantUs: number, direction: -1 | 1): FramePlace | null {
    const currentUs = this.frameAt(instantUs)?.timeUs ?? instantUs;
    const start = this.#indexOfMinute(instantUs) - direction;
    for (let index = start; index >= -1 && index <= this.minutes.length; index += direction) {
      const times = this.frameTimes(index)?.timesUs;
      if (!times) continue;
      const frame =
        direction > 0
          ? times.findIndex((timeUs) => timeUs > currentUs)
          : times.findLastIndex((timeUs) => timeUs < currentUs);
      if (frame >= 0) return { minute: this.minutes[index]!, index: frame, timeUs: times[frame]! };
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

  /** The first frame of the range, once its minute is loaded. */
  firstFrameUs(): number | null {
    return this.frameAt(this.range.startUs)?.timeUs ?? this.neighbour(this.range.startUs, 1)?.timeUs ?? null;
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
    this.#setLoad(file, { phase: 'waiting' });
    const wish = { rank: () => this.#rank(minute), signal };
    const outcome = await this.#loading.columns(file, wish, (received) => this.meter.received(file.url, received));
    if (this.#whole.signal.aborted) return;
    if (outcome.ok) {
      this.meter.finished(file.url);
      this.#setLoad(file, { phase: 'ready', columns: outcome.value });
      this.#count(file.url, outcome.value.histogram);
    } else {
      this.meter.gaveUp(file.url);
      this.#setLoad(file, { phase: 'failed', failure: outcome.failure });
    }
    // Only when this minute is, or might be, what the cursor stands on.
    if (Math.abs(this.#focusUs - minute.startUs) < 2 * minuteUs) this.look(this.#focusUs);
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
    const away = Math.abs(Math.floor((startUs - this.#focusUs) / minuteUs) + 1);
    const hidden = endUs <= this.#visible.startUs || startUs >= this.#visible.endUs;
    return away + (hidden ? 10_000 : 0);
  }

  #lookAt({ minute, index }: FramePlace): void {
    const file = minute.file!;
    if (this.#sightWanted === file.url) {
      // Either shown already, or on its way: then it takes the cursor as it is when the frames arrive.
      if (this.sight.phase === 'frame' && this.#sightShown === file.url) this.sight = { ...this.sight, index };
      return;
    }
    this.#dropSight();
    this.#sightWanted = file.url;
    // The frame before stays until the next one is there, under its own time: a blink would tell nobody anything.
    if (this.sight.phase !== 'frame') this.sight = { phase: 'loading' };
    void this.#loadSight(file, this.#sightWish.signal);
  }

  async #loadSight(file: ArchiveFile, signal: AbortSignal): Promise<void> {
    const outcome = await this.#loading.frames(file, { rank: () => -1, signal });
    if (signal.aborted) return;
    if (!outcome.ok) {
      this.#sightWanted = null;
      this.sight = { phase: 'failed', failure: outcome.failure };
      return;
    }
    const place = this.frameAt(this.#focusUs);
    if (place?.minute.file?.url !== file.url) return;
    this.#sightShown = file.url;
    this.sight = { phase: 'frame', series: outcome.value, index: place.index };
    this.#prefetchNext(file);
  }

  /** Playing and stepping go forward: the next minute's frames are decoded while this one is looked at. */
  #prefetchNext(file: ArchiveFile): void {
    const next = this.minutes[this.minutes.findIndex((minute) => minute.file?.url === file.url) + 1];
    if (next?.file && next.load.phase === 'ready')
      void this.#loading.frames(next.file, { rank: () => 5, signal: this.#whole.signal });
  }

  #dropSight(): void {
    this.#sightWish.abort();
    this.#sightWish = new AbortController();
    this.#sightWanted = null;
  }

  async #findSkymap(): Promise<void> {
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
