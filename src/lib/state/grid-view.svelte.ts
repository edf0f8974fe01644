import { minuteUs, secondUs } from '$lib/datasets/utc';
import type { GridListing, Loading } from '$lib/loading/loading';
import type { Track } from '$lib/model/event';
import type { Failure } from '$lib/model/failure';
import type { GridDataset, GridFile } from '$lib/model/grid';
import type { TimeRange } from '$lib/model/time';
import { gapOfListing, type Absence } from './gaps';
import { grown, usualExtent } from './grid-extent';
import { fileAt, gridGaps, gridSightAt, type GridLoad, type GridLoads } from './grid-minutes';
import type { ListingState } from './listing-state';
import { isForWantOfNetwork } from './network-failure';
import { causeOf, sentenceOf } from './sentences';

/** After the frames under the cursor. */
const [rankAtCursor, rankAhead] = [-0.5, 0.5];

/**
 * The merged maps of one array over the range of the event. Files are big and only a map shows them, one at a time: that
 * of the minute under the cursor is fetched while it is looked at, and the next one; what was left is known by its times.
 */
export class GridView {
  readonly track: Track;
  readonly dataset: GridDataset;
  readonly cadenceUs: number;

  range = $state.raw<TimeRange>()!;
  listing = $state.raw<ListingState<GridListing>>({ phase: 'searching' });
  loads = $state.raw<GridLoads>(new Map());
  cursorUs = $state.raw(0);
  /** Another object only when it is another extent. */
  extent = $state.raw(usualExtent);

  files = $derived(this.listing.phase === 'ready' ? this.listing.listing.files : []);
  sight = $derived.by(() => {
    const { listing } = this;
    if (listing.phase === 'searching') return { phase: 'loading' } as const;
    if (listing.phase === 'failed') return listing;
    return gridSightAt(fileAt(this.files, this.cursorUs), this.loads, this.cursorUs, this.cadenceUs);
  });
  /** Facts of the last file that was read: units, the sites on it. */
  last = $derived(this.sight.phase === 'frame' ? this.sight.frames : this.#held());
  sample = $derived.by(() => this.#loading.sampleOf(this.range));
  synthetic = $derived.by(
    () => this.sample !== null || [...this.loads.values()].some((load) => load.phase === 'ready' && load.synthetic),
  );
  gaps = $derived.by(() => {
    const { listing } = this;
    if (listing.phase === 'failed') return [gapOfListing(listing.failure, this.range)];
    const known = listing.phase === 'ready' && !this.sample ? listing.listing.known : [];
    const reasons = { searching: listing.phase === 'searching', absence: this.#absence(), known };
    return gridGaps(this.files, this.loads, this.range, this.cadenceUs, reasons);
  });

  readonly #loading: Loading;
  readonly #whole = new AbortController();
  #opening = new AbortController();
  /** One for each file that is on its way. */
  readonly #wishes = new Map<string, AbortController>();
  #isSeen = false;
  /** The instant that playing waits for: it may lie minutes ahead of the cursor. */
  #awaitedUs: number | null = null;

  constructor(loading: Loading, dataset: GridDataset, track: Track, range: TimeRange, cursorUs: number) {
    this.#loading = loading;
    this.dataset = dataset;
    this.track = track;
    this.range = range;
    this.cursorUs = cursorUs;
    this.cadenceUs = dataset.cadenceSec * secondUs;
  }

  /** Lists the files; what of them is fetched depends on the cursor. */
  async open(): Promise<void> {
    this.#opening.abort();
    this.#opening = new AbortController();
    const signal = AbortSignal.any([this.#opening.signal, this.#whole.signal]);
    this.listing = { phase: 'searching' };
    const outcome = await this.#loading.gridFiles(this.dataset.name, this.range, signal);
    if (signal.aborted) return;
    this.listing = outcome.ok
      ? { phase: 'ready', listing: outcome.value }
      : { phase: 'failed', failure: outcome.failure };
    this.#fetch();
  }

  setRange(range: TimeRange): void {
    this.range = range;
    void this.open();
  }

  /** What stretch is on screen changes nothing: only the minute under the cursor is read. */
  show(): void {}

  /** Whether a map shows it. */
  get seen(): boolean {
    return this.#isSeen;
  }

  attend(isSeen: boolean): void {
    this.#isSeen = isSeen;
    this.#fetch();
  }

  look(instantUs: number): void {
    this.cursorUs = instantUs;
    this.#awaitedUs = null;
    this.#fetch();
  }

  /** Whether an instant can be shown, or is not going to come: playing need not wait. */
  canShow(instantUs: number): boolean {
    if (this.listing.phase === 'searching') return false;
    const file = fileAt(this.files, instantUs);
    if (!file) return true;
    const load = this.loads.get(file.url);
    if (load?.phase === 'failed' || (load?.phase === 'ready' && load.frames)) return true;
    this.#awaitedUs = instantUs;
    this.#fetch();
    return false;
  }

  /** The frame that stands for an instant, if it is loaded. */
  frameAt(instantUs: number): { readonly timeUs: number } | null {
    const sight = gridSightAt(fileAt(this.files, instantUs), this.loads, instantUs, this.cadenceUs);
    return sight.phase === 'frame' ? { timeUs: sight.frames.timesUs[sight.index]! } : null;
  }

  /** The frame before or after an instant; null where none is near, or where a file that was not read lies between. */
  neighbour(instantUs: number, direction: -1 | 1): { readonly timeUs: number } | null {
    const currentUs = this.frameAt(instantUs)?.timeUs ?? instantUs;
    let best: number | null = null;
    for (const load of this.loads.values()) {
      if (load.phase !== 'ready') continue;
      for (const timeUs of load.timesUs) {
        const isBeyond = direction > 0 ? timeUs > currentUs : timeUs < currentUs;
        if (isBeyond && (best === null || Math.abs(timeUs - currentUs) < Math.abs(best - currentUs))) best = timeUs;
      }
    }
    if (best === null || Math.abs(best - currentUs) >= 2 * minuteUs) return null;
    return this.#isReadBetween(Math.min(best, currentUs), Math.max(best, currentUs)) ? { timeUs: best } : null;
  }

  /** Asks again for what failed, damaged files anew from the archive. */
  async retry(): Promise<void> {
    if (this.listing.phase === 'failed') return this.open();
    for (const file of this.files) {
      const load = this.loads.get(file.url);
      if (load?.phase === 'failed' && !isForWantOfNetwork(load.failure)) await this.#loading.forgetGrids(file);
      if (load?.phase === 'failed') this.#set(file.url, null);
    }
    this.#fetch();
  }

  /** What failed for want of a network is asked for again, the listing too where the archive gave none. */
  async networkIsBack(): Promise<void> {
    for (const [url, load] of this.loads)
      if (load.phase === 'failed' && isForWantOfNetwork(load.failure)) this.#set(url, null);
    if (this.listing.phase === 'failed' || this.#unasked()) return this.open();
    this.#fetch();
  }

  close(): void {
    this.#whole.abort();
    for (const wish of this.#wishes.values()) wish.abort();
    this.#wishes.clear();
  }

  #fetch(): void {
    this.#letGo();
    for (const file of this.#wanted()) this.#ask(file);
  }

  /** The files that are worth a download: under the cursor first. None where no map shows them. */
  #wanted(): readonly GridFile[] {
    if (!this.#isSeen || this.#whole.signal.aborted) return [];
    const instants = [this.cursorUs, this.#awaitedUs ?? this.cursorUs, this.cursorUs + minuteUs];
    const files = instants.map((instantUs) => fileAt(this.files, instantUs)).filter((file) => file !== null);
    return [...new Set(files)];
  }

  #ask(file: GridFile): void {
    const { url } = file;
    const load = this.loads.get(url);
    if (this.#wishes.has(url) || load?.phase === 'failed' || (load?.phase === 'ready' && load.frames)) return;
    const wish = new AbortController();
    this.#wishes.set(url, wish);
    if (!load) this.#set(url, { phase: 'loading' });
    void this.#loading.grids(file, { rank: () => this.#rankOf(file), signal: wish.signal }).then((outcome) => {
      if (wish.signal.aborted) return;
      this.#wishes.delete(url);
      if (!outcome.ok) return this.#set(url, { phase: 'failed', failure: outcome.failure });
      const { timesUs, problem, synthetic } = outcome.value;
      this.extent = grown(this.extent, outcome.value);
      this.#set(url, { phase: 'ready', timesUs, problem, synthetic, frames: outcome.value });
      this.#letGo();
    });
  }

  /** By where the cursor stands when a place is free. */
  #rankOf({ startUs }: GridFile): number {
    const isIn = (instantUs: number | null) =>
      instantUs !== null && instantUs >= startUs && instantUs < startUs + minuteUs;
    return isIn(this.cursorUs) || isIn(this.#awaitedUs) ? rankAtCursor : rankAhead;
  }

  /**
   * What is on its way and no longer wanted is stopped, and maps of other minutes are not held on to. Where no map shows
   * them, that of the cursor's minute stays, for what the panel tells of it.
   */
  #letGo(): void {
    // While the files are listed anew, what will be wanted is not known.
    if (this.#isSeen && this.listing.phase === 'searching') return;
    const wanted = new Set(this.#wanted().map(({ url }) => url));
    const atCursor = fileAt(this.files, this.cursorUs)?.url;
    const loads = new Map(this.loads);
    let isChanged = false;
    for (const [url, wish] of this.#wishes) {
      if (wanted.has(url)) continue;
      wish.abort();
      this.#wishes.delete(url);
      if (loads.get(url)?.phase === 'loading') isChanged = loads.delete(url) || isChanged;
    }
    for (const [url, load] of loads) {
      if (load.phase !== 'ready' || !load.frames || wanted.has(url) || url === atCursor) continue;
      loads.set(url, { ...load, frames: null });
      isChanged = true;
    }
    if (isChanged) this.loads = loads;
  }

  /** Whether no frame can lie between two instants, their own aside, that is not known yet. */
  #isReadBetween(fromUs: number, toUs: number): boolean {
    return this.files.every(({ url, startUs }) => {
      if (startUs >= toUs || startUs + minuteUs <= fromUs) return true;
      const phase = this.loads.get(url)?.phase;
      return phase === 'ready' || phase === 'failed';
    });
  }

  #set(url: string, load: GridLoad | null): void {
    const loads = new Map(this.loads);
    if (load) loads.set(url, load);
    else loads.delete(url);
    this.loads = loads;
  }

  #held() {
    for (const load of this.loads.values()) if (load.phase === 'ready' && load.frames) return load.frames;
    return null;
  }

  #absence(): Absence | null {
    if (this.sample)
      return { cause: 'not in the sample event', sentence: `The sample event has no ${this.dataset.title}.` };
    const failure = this.#unasked();
    return failure && { cause: causeOf(failure), sentence: `The archive could not be asked: ${sentenceOf(failure)}` };
  }

  /** Why the archive did not tell what it has, where a person's own files or kept ones are listed all the same. */
  #unasked(): Failure | null {
    const listing = this.listing.phase === 'ready' ? this.listing.listing : null;
    return listing?.found === 'own files' || listing?.found === 'kept' ? listing.serviceFailure : null;
  }
}
