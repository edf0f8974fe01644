import { usualRange } from '$lib/analysis/curve-range';
import { dayUs, secondUs } from '$lib/datasets/utc';
import type { CurveListing, Loading } from '$lib/loading/loading';
import type { CurveDataset } from '$lib/model/curve';
import type { Track, TrackCurves } from '$lib/model/event';
import type { Failure } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { curveDays, curveNames, shownCurves, toggledCurve, type CurveDay, type DayLoad } from './curve-days';
import { curveGaps, type CurveGap } from './curve-gaps';
import { neighbourSample, readCurves } from './curve-reading';
import { gapOfListing, type Absence } from './gaps';
import type { ListingState } from './listing-state';
import { isForWantOfNetwork } from './network-failure';

/** The curves of one site over the range of the event: its day files as they come, and the values at the cursor. */
export class CurveView {
  readonly track: Track;
  readonly dataset: CurveDataset;
  readonly cadenceUs: number;

  range = $state.raw<TimeRange>()!;
  listing = $state.raw<ListingState<CurveListing>>({ phase: 'searching' });
  days = $state.raw<readonly CurveDay[]>([]);
  cursorUs = $state.raw(0);
  /** Which curves a person has chosen, and the axis that was set. */
  chosen = $state.raw<TrackCurves>()!;

  /** True when the archive did not answer and what an earlier visit found is shown. */
  fromMemory = $derived(this.listing.phase === 'ready' && this.listing.listing.found === 'kept');
  /** The sample event, where the range is read from it. */
  sample = $derived.by(() => this.#loading.sampleOf(this.range));
  /** The days that are loaded, in order of time. */
  series = $derived(this.days.flatMap(({ load }) => (load.phase === 'ready' ? [load.curves] : [])));
  /** Whether what is shown was computed and not observed. */
  synthetic = $derived.by(() => this.sample !== null || this.series.some(({ synthetic }) => synthetic));
  /** The curves that there are to choose from. */
  names = $derived(curveNames(this.series));
  /** Those that are drawn, all in one unit. */
  shown = $derived.by(() => shownCurves(this.names, this.chosen.shown, this.dataset.firstShown));
  /** Values at the edges that suit what is on screen. */
  usualBounds = $derived.by(() => usualRange(this.series, new Set(this.shown.map(({ id }) => id)), this.#visible));
  gaps = $derived.by((): CurveGap[] => {
    if (this.listing.phase === 'failed' && this.days.every(({ known }) => !known))
      return [{ ...gapOfListing(this.listing.failure, this.range), retryDays: [] }];
    const searching = this.listing.phase === 'searching';
    return curveGaps(this.days, this.range, this.cadenceUs, { searching, absence: this.#absence() });
  });
  /** At the cursor. */
  reading = $derived.by(() => readCurves(this.series, this.gaps, this.cursorUs, this.cadenceUs));

  /** What is on screen. */
  #visible = $state.raw<TimeRange>()!;
  readonly #loading: Loading;
  readonly #whole = new AbortController();
  #opening = new AbortController();
  /** What is on its way, by address. */
  readonly #underWay = new Map<string, AbortController>();

  /** @param cursorUs null for the start of the range */
  constructor(loading: Loading, dataset: CurveDataset, track: Track, range: TimeRange, cursorUs: number | null) {
    this.#loading = loading;
    this.dataset = dataset;
    this.track = track;
    this.range = range;
    this.chosen = track.curves;
    this.cadenceUs = dataset.cadenceSec * secondUs;
    this.cursorUs = cursorUs ?? range.startUs;
    this.#visible = range;
    this.days = curveDays(range, [], []);
  }

  /** Lists the files, as kept and as the archive says, and has them fetched. */
  async open(): Promise<void> {
    this.#opening.abort();
    this.#opening = new AbortController();
    const signal = AbortSignal.any([this.#opening.signal, this.#whole.signal]);
    const { range } = this;
    this.listing = { phase: 'searching' };
    const asked = this.#loading.curveFiles(this.track, range, signal);
    const kept = await this.#loading.keptCurveFiles(this.track, range);
    if (signal.aborted) return;
    // What an earlier visit knew of all days is begun with at once.
    if (kept && curveDays(range, kept.files, kept.knownDays).every(({ known }) => known)) this.#take(range, kept);
    const outcome = await asked;
    if (signal.aborted) return;
    if (outcome.ok) this.#show(range, outcome.value);
    else if (kept) this.#show(range, { ...kept, serviceFailure: outcome.failure });
    else this.listing = { phase: 'failed', failure: outcome.failure };
  }

  /** Another stretch of the same site's time; days that belong to both stay. */
  setRange(range: TimeRange): void {
    this.range = range;
    this.#visible = range;
    const known = this.days.filter((day) => day.known);
    const files = known.flatMap(({ file }) => file ?? []);
    this.#take(range, { files, knownDays: known.map(({ startUs }) => startUs) });
    void this.open();
  }

  /** What stretch is on screen: it is fetched before the rest. */
  show(visible: TimeRange): void {
    this.#visible = visible;
  }

  /** Moves the cursor to an instant. */
  look(instantUs: number): void {
    this.cursorUs = instantUs;
  }

  /** The time of the sample before or after an instant, over gaps; null where none is loaded. */
  neighbour(instantUs: number, direction: -1 | 1): number | null {
    return neighbourSample(this.series, instantUs, direction);
  }

  setCurves(curves: TrackCurves): void {
    this.chosen = curves;
  }

  /** The choice after a curve that was hidden is shown, or one that was shown is hidden. */
  toggled(id: string): TrackCurves {
    const [before] = this.shown;
    const shown = toggledCurve(this.names, this.shown, id);
    const [now] = shownCurves(this.names, shown, this.dataset.firstShown);
    // Volts are no decibels.
    const sharesAxis = now?.unit === before?.unit && now?.quantity === before?.quantity;
    return { shown, axis: sharesAxis ? this.chosen.axis : null };
  }

  /** Asks for days again, damaged ones anew from the archive. */
  async retry(startsUs: readonly number[]): Promise<void> {
    for (const day of this.days.filter(({ startUs }) => startsUs.includes(startUs))) {
      if (!day.file || day.load.phase === 'waiting') continue;
      const isDamaged =
        day.load.phase === 'ready' ? day.load.curves.problem !== null : !isForWantOfNetwork(day.load.failure);
      if (isDamaged) await this.#loading.forgetCurves(day.file);
      this.#setLoad(day.file.url, { phase: 'waiting' });
    }
    this.#fetch();
  }

  /** Stops what is under way; what has come stays. */
  cancel(): void {
    const failure: Failure = { kind: 'cancelled', message: 'no longer wanted' };
    for (const [url, control] of this.#underWay) {
      control.abort();
      this.#setLoad(url, { phase: 'failed', failure });
    }
    this.#underWay.clear();
  }

  /** Takes up what was cancelled. */
  fetchAll(): void {
    this.#again(({ kind }) => kind === 'cancelled');
  }

  /** The network is back: what failed for want of it is asked for again. */
  async networkIsBack(): Promise<void> {
    if (this.listing.phase === 'failed' || this.fromMemory) await this.open();
    this.#again(isForWantOfNetwork);
  }

  /** Nothing of this view is wanted any more. */
  close(): void {
    this.#whole.abort();
    for (const control of this.#underWay.values()) control.abort();
    this.#underWay.clear();
  }

  #show(range: TimeRange, listing: CurveListing): void {
    this.listing = { phase: 'ready', listing };
    this.#take(range, listing);
  }

  #take(range: TimeRange, { files, knownDays }: Pick<CurveListing, 'files' | 'knownDays'>): void {
    this.days = curveDays(range, files, knownDays, this.days);
    for (const [url, control] of this.#underWay) {
      if (this.days.some(({ file }) => file?.url === url)) continue;
      control.abort();
      this.#underWay.delete(url);
    }
    this.#fetch();
  }

  #again(isMeant: (failure: Failure) => boolean): void {
    const meant = this.days.filter(({ load }) => load.phase === 'failed' && isMeant(load.failure));
    for (const { file } of meant) if (file) this.#setLoad(file.url, { phase: 'waiting' });
    this.#fetch();
  }

  #fetch(): void {
    for (const { file, startUs, load } of this.days) {
      if (!file || load.phase !== 'waiting' || this.#underWay.has(file.url)) continue;
      const control = new AbortController();
      this.#underWay.set(file.url, control);
      const wish = { rank: () => this.#rank(startUs), signal: AbortSignal.any([control.signal, this.#whole.signal]) };
      void this.#loading.curves(file, wish).then((outcome) => {
        if (wish.signal.aborted) return;
        this.#underWay.delete(file.url);
        this.#setLoad(
          file.url,
          outcome.ok ? { phase: 'ready', curves: outcome.value } : { phase: 'failed', failure: outcome.failure },
        );
      });
    }
  }

  #setLoad(url: string, load: DayLoad): void {
    this.days = this.days.map((day) => (day.file?.url === url ? { ...day, load } : day));
  }

  /** One small file is a whole day: the one under the cursor comes first, then what is on screen, then the rest. */
  #rank(startUs: number): number {
    const awayDays = Math.abs(startUs + dayUs / 2 - this.cursorUs) / dayUs;
    if (awayDays <= 0.5) return 0;
    const isVisible = startUs < this.#visible.endUs && startUs + dayUs > this.#visible.startUs;
    return (isVisible ? 2e6 : 3e6) + awayDays;
  }

  /** What was computed has no curves, and no archive is to blame for it. */
  #absence(): Absence | null {
    if (!this.sample) return null;
    const sentence = `The sample event has no ${this.dataset.title}.`;
    return { cause: 'not in the sample event', sentence };
  }
}
