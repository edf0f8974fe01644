import type { FrameTimes } from '$lib/analysis/frame-times';
import { secondUs } from '$lib/datasets/utc';
import type { FileListing, Loading, SummaryPicture } from '$lib/loading/loading';
import type { ImagerDataset } from '$lib/model/dataset';
import type { Track, TrackChoices } from '$lib/model/event';
import type { TimeRange } from '$lib/model/time';
import { CameraCalibrations } from './camera-calibrations.svelte';
import { CameraSkymap } from './camera-skymap.svelte';
import { CursorSight } from './cursor-sight.svelte';
import { rankAside, rankOfMinute } from './fetch-order';
import { FramePrefetch } from './frame-prefetch';
import {
  firstFrameUs,
  frameTimesOf,
  indexOfMinute,
  lastFrameUs,
  nearestPlace,
  neighbourOf,
  placeAt,
  type FramePlace,
} from './frame-places';
import type { ListingState } from './listing-state';
import { MinuteLoads } from './minute-loads.svelte';
import type { Minute } from './minute-table';
import { absenceInSample } from './sample-gaps';

export type { Minute, MinuteLoad } from './minute-table';

/** How much of a track is seen. */
export interface TrackAttention {
  /** Its keogram. */
  readonly strip: boolean;
  /** Its sky at the cursor. */
  readonly sky: boolean;
  /** How many skies are on the stage with it; 1 unless told. */
  readonly skies?: number;
}

/** One camera over the range of the event: its files, its keogram columns as they come, its frame at the cursor. */
export class TrackView {
  readonly track: Track;
  readonly dataset: ImagerDataset;
  readonly cadenceUs: number;
  readonly loads: MinuteLoads;
  /** Null for datasets of which no calibrations are published. */
  readonly calibrations: CameraCalibrations | null;

  range = $state.raw<TimeRange>()!;
  listing = $state.raw<ListingState<FileListing>>({ phase: 'searching' });
  /** The archive's own summary keograms, to stand in for what has not come yet. */
  summaries = $state.raw<readonly SummaryPicture[]>([]);

  /** True when the archive did not answer and what an earlier visit found is shown. */
  fromMemory = $derived(
    this.listing.phase === 'ready' &&
      this.listing.listing.found === 'kept' &&
      this.listing.listing.serviceFailure !== null,
  );

  /** The sample event, where the range is read from it. */
  sample = $derived.by(() => this.#loading.sampleOf(this.range));
  /** Why there is no file of a minute, where the sample event knows. */
  absence = $derived.by(() => this.sample && absenceInSample(this.sample, this.track));

  /** Whether what is shown was computed and not observed, by its place in time or by what one of its files says. */
  synthetic = $derived.by(() => this.sample !== null || this.loads.synthetic);

  readonly #loading: Loading;
  readonly #whole = new AbortController();
  #opening = new AbortController();
  readonly #skymap: CameraSkymap;
  readonly #sight: CursorSight;
  readonly #prefetch: FramePrefetch;
  /** What the ranks are measured from: moving the cursor re-orders what is still waiting. */
  #focusUs: number;
  /** Told whenever more may be known of the frames that there are. */
  readonly #onframes: () => void;
  #visible: TimeRange;
  #aheadMinutes = 0;
  /** How much of this track is seen. */
  #attention: TrackAttention = { strip: true, sky: true };

  /** @param onframes told whenever more may be known of the frames that there are */
  constructor(
    loading: Loading,
    dataset: ImagerDataset,
    track: Track,
    range: TimeRange,
    cursorUs: number,
    onframes: () => void = () => {},
  ) {
    this.#loading = loading;
    const { framesTogether } = dataset.packing;
    this.#sight = new CursorSight(loading, framesTogether);
    this.#prefetch = new FramePrefetch(loading, framesTogether);
    this.dataset = dataset;
    this.track = track;
    this.range = range;
    this.cadenceUs = dataset.cadenceSec * secondUs;
    this.#focusUs = cursorUs;
    this.#onframes = onframes;
    this.#visible = range;
    this.#skymap = new CameraSkymap(loading, track, this.#whole.signal);
    this.calibrations = dataset.calibrations && new CameraCalibrations(loading, track.choices, this.#whole.signal);
    this.loads = new MinuteLoads(
      loading,
      dataset.packing.fileSpanSec * secondUs,
      (minute) => this.#rank(minute),
      (urls) => this.#changed(urls),
    );
  }

  /** The picture at the cursor. */
  get sight() {
    return this.#sight.now;
  }

  get skymap() {
    return this.#skymap.state;
  }

  get minutes() {
    return this.loads.minutes;
  }

  get meter() {
    return this.loads.meter;
  }

  /** Lists the files, as kept and as the archive says, and has them fetched. */
  async open(): Promise<void> {
    this.#opening.abort();
    this.#opening = new AbortController();
    const signal = AbortSignal.any([this.#opening.signal, this.#whole.signal]);
    const { range } = this;
    this.listing = { phase: 'searching' };
    if (this.minutes.length === 0) this.#sight.showNone({ phase: 'loading' });
    void this.findSkymap();
    const asked = this.#loading.listFiles(this.track, range, signal);
    const kept = await this.#loading.keptListing(this.track, range, false);
    if (signal.aborted) return;
    if (kept) await this.#take(range, kept, signal);
    const outcome = await asked;
    if (signal.aborted) return;
    if (outcome.ok) {
      if (kept && sameFiles(kept, outcome.value)) this.listing = { phase: 'ready', listing: outcome.value };
      else await this.#take(range, outcome.value, signal);
      return;
    }
    const known = kept ?? (await this.#loading.keptListing(this.track, range, true));
    if (signal.aborted) return;
    if (known) {
      const listing = { ...known, serviceFailure: outcome.failure };
      if (kept) this.listing = { phase: 'ready', listing };
      else await this.#take(range, listing, signal);
      return;
    }
    this.listing = { phase: 'failed', failure: outcome.failure };
    this.#sight.showNone({ phase: 'failed', failure: outcome.failure });
  }

  /** Another stretch of the same camera's time; what is loaded stays. */
  setRange(range: TimeRange): void {
    this.range = range;
    this.#visible = range;
    void this.open();
  }

  fetchAll(): void {
    this.loads.fetchAll();
    this.#lookAgain();
  }

  /** Stops what is under way; what has come stays. */
  cancel(): void {
    this.loads.cancel();
    this.#lookAgain();
  }

  /** Asks for minutes again, damaged ones anew from the archive. */
  async retry(minutes: readonly Minute[]): Promise<void> {
    this.#sight.forget(new Set(minutes.flatMap(({ file }) => file?.url ?? [])));
    await this.loads.retry(minutes);
  }

  /**
   * The network is back: what failed for want of it is asked for again. A cancelled download stays cancelled, a paused
   * one paused; the picture at the cursor and the skymap are no part of it.
   */
  async networkIsBack(): Promise<void> {
    this.#sight.forgetLost();
    this.calibrations?.networkIsBack();
    if (this.listing.phase === 'failed' || this.fromMemory) return this.open();
    this.#skymap.networkIsBack();
    this.loads.networkIsBack();
    this.#lookAgain();
  }

  /** Takes its place: nothing of this view is wanted any more. */
  close(): void {
    this.#whole.abort();
    this.loads.close();
    this.#sight.close();
    this.#prefetch.stop();
  }

  /** What stretch of the keogram is on screen: it is fetched before the rest. */
  show(visible: TimeRange): void {
    this.#visible = visible;
  }

  /** A track whose strip is hidden comes after all others; a sky that is not on the stage is not decoded. */
  attend(attention: TrackAttention): void {
    const { sky, strip } = this.#attention;
    this.#attention = attention;
    if (attention.strip !== strip) this.#loading.reconsider();
    if (attention.sky && !sky) this.#lookAgain();
    else if (!attention.sky && sky) this.#stopLooking();
  }

  /** Files that were chosen by hand. */
  setChoices(choices: TrackChoices): void {
    this.#skymap.choose(choices.skymap);
    this.calibrations?.setChoices(choices);
  }

  /** Moves the sight to an instant. */
  look(instantUs: number): void {
    this.#focusUs = instantUs;
    this.#lookAgain();
  }

  /** How much of what follows the cursor is wanted next: while playing, so many minutes; 0 when standing still. */
  playAhead(minutes: number): void {
    this.#aheadMinutes = minutes;
  }

  /** The frame that stands for an instant, if it is loaded. */
  frameAt(instantUs: number): FramePlace | null {
    return placeAt(this.minutes, instantUs, this.cadenceUs);
  }

  /**
   * Whether an instant can be shown, at least as a small picture, or is not going to come: playing need not wait.
   * Decoding is never waited for, so that time keeps its pace.
   */
  canShow(instantUs: number): boolean {
    if (this.listing.phase === 'searching' && this.minutes.length === 0) return false;
    const minute = this.minutes[indexOfMinute(this.minutes, instantUs)];
    return !minute?.file || minute.load.phase !== 'waiting' || this.loads.paused || this.loads.isStopped(minute);
  }

  /** The frame that starts nearest to an instant, within half a cadence; else the one that stands for it. */
  nearestFrame(instantUs: number): FramePlace | null {
    return nearestPlace(this.minutes, instantUs, this.cadenceUs);
  }

  /** The frame before or after an instant, over gaps; null where none is, or where its minute is still on its way. */
  neighbour(instantUs: number, direction: -1 | 1): FramePlace | null {
    return neighbourOf(this.minutes, instantUs, this.cadenceUs, direction);
  }

  /** Frame times of a minute that is loaded, with the start of what follows. */
  frameTimes(index: number): FrameTimes | null {
    return frameTimesOf(this.minutes, index);
  }

  /** Where the first frame of the range stands, as far as that is known yet; null where there is none. */
  firstFrameUs(): number | null {
    return firstFrameUs(this.minutes, this.range, this.cadenceUs);
  }

  /** Where the last frame of the range starts, as far as that is known yet; null where there is none. */
  lastFrameUs(): number | null {
    return lastFrameUs(this.minutes, this.range, this.cadenceUs);
  }

  /** By the published rule; asked again after a failure, and for another range. */
  findSkymap(): Promise<void> {
    return this.#skymap.lookFor(this.range);
  }

  async #take(range: TimeRange, listing: FileListing, signal: AbortSignal): Promise<void> {
    this.listing = { phase: 'ready', listing };
    const deviceUid = this.track.deviceUid ?? listing.deviceUid;
    if (deviceUid !== null) this.calibrations?.lookFor({ dataset: this.dataset.name, deviceUid, range });
    await this.loads.take(range, listing, signal);
    if (signal.aborted) return;
    this.#onframes();
    this.#lookAgain();
    if (!this.loads.complete) void this.#findSummaries(range, listing.deviceUid, signal);
  }

  async #findSummaries(range: TimeRange, deviceUid: string | null, signal: AbortSignal): Promise<void> {
    const outcome = await this.#loading.summaries({ ...this.track, deviceUid }, range, signal);
    // A summary is a help while waiting: without one there is nothing to say.
    if (!signal.aborted && outcome.ok) this.summaries = outcome.value;
  }

  #rank(minute: Minute): number {
    const aside = this.#attention.strip ? 0 : rankAside;
    return (
      aside +
      rankOfMinute(minute, {
        cursorUs: this.#focusUs,
        aheadMinutes: this.#aheadMinutes,
        visible: this.#visible,
      })
    );
  }

  /** Only when one of the minutes is, or might be, what the cursor stands on or is about to. */
  #changed(urls: ReadonlySet<string>): void {
    this.#onframes();
    const at = indexOfMinute(this.minutes, this.#focusUs);
    const near = this.minutes.slice(Math.max(0, at - 1), at + 3);
    if (near.some(({ file }) => file && urls.has(file.url))) this.#lookAgain();
  }

  #stopLooking(): void {
    this.#prefetch.stop();
    this.#sight.showNone({ phase: 'loading' });
  }

  #lookAgain(): void {
    if (this.listing.phase === 'failed') return;
    if (!this.#attention.sky) return;
    const { minutes } = this;
    const index = indexOfMinute(minutes, this.#focusUs);
    const minute = minutes[index];
    const place = this.frameAt(this.#focusUs);
    if (place?.minute.file && place.minute.load.phase === 'ready') {
      this.#sight.showFrame(place.minute.file, place.index, place.minute.load.columns);
      // Stepping goes forward too: the next minute is always ready.
      const { skies } = this.#attention;
      this.#prefetch.after(minutes, index, place.timeUs, Math.max(1, this.#aheadMinutes), skies);
    } else if (minute?.load.phase === 'failed') {
      this.#sight.showNone({ phase: 'failed', failure: minute.load.failure });
    } else if (minute?.file && minute.load.phase === 'waiting' && !this.loads.isStopped(minute)) {
      this.#sight.showNone({ phase: 'loading' });
    } else if (!minute && this.listing.phase === 'searching') {
      this.#sight.showNone({ phase: 'loading' });
    } else if (minutes.length > 0) {
      this.#sight.showNone({ phase: 'gap' });
    }
  }
}

/** Whether another listing leads to the same downloads, of which no more is known than before. */
function sameFiles(a: FileListing, b: FileListing): boolean {
  return (
    a.deviceUid === b.deviceUid &&
    (a.totalBytes !== null || b.totalBytes === null) &&
    a.files.length === b.files.length &&
    a.files.every(({ url, bytes }, index) => url === b.files[index]!.url && bytes === b.files[index]!.bytes)
  );
}
