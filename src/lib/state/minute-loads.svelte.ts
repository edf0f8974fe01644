import { addHistograms, countsPerBin } from '$lib/analysis/histogram';
import type { FileListing, Loading } from '$lib/loading/loading';
import type { KeogramColumns } from '$lib/model/frames';
import type { TimeRange } from '$lib/model/time';
import { LoadMeter } from './load-meter.svelte';
import { minutesOf, withLoads, type Minute, type MinuteLoad } from './minute-table';
import { isMuch } from './much';
import { isForWantOfNetwork } from './network-failure';

/** A table longer than this is not copied for each file that comes, but a few times a second. */
const shortTable = 120;
const batchMs = 100;
/** Files asked for in one go; the page breathes between two of them. */
const askedAtOnce = 60;

/** The minutes of a track: which files they are, and their keogram columns as they come. */
export class MinuteLoads {
  minutes = $state.raw<readonly Minute[]>([]);
  /** Counts of everything loaded so far, in bins. Added up file by file, however long the night. */
  histogram = $state.raw<Uint32Array>(addHistograms([]));
  /** Counts in a bin of it. */
  countsPerBin = $state(countsPerBin);
  /** True while the person has not yet agreed to a large download. */
  asking = $state(false);
  /** Nothing new is begun until it is resumed; what is under way ends. */
  paused = $state(false);
  cancelled = $state(false);
  readonly meter = new LoadMeter();

  /** Whether everything there is has come: nothing to say about the download any more. */
  complete = $derived(this.meter.files > 0 && this.meter.filesDone === this.meter.files);
  /** Files that were not whole; what could be read of them is shown. */
  damaged = $derived(this.minutes.filter(({ load }) => load.phase === 'ready' && load.columns.problem).length);

  /** Whether a file that has come says that it was computed and not observed. */
  synthetic = $derived(this.minutes.some(({ load }) => load.phase === 'ready' && load.columns.synthetic));

  readonly #loading: Loading;
  /** What one file is named for. */
  readonly #spanUs: number;
  /** Rank of a minute by where the person looks. */
  readonly #rank: (minute: Minute) => number;
  /** Called after minutes have changed, with those that did. */
  readonly #onchange: (urls: ReadonlySet<string>) => void;
  readonly #counted = new Set<string>();
  #sum = addHistograms([]);
  #perBin = countsPerBin;
  /** What is being fetched, by address: each can be dropped alone. */
  readonly #underWay = new Map<string, AbortController>();
  #closed = false;
  /** The range on screen, and whether the person agreed to all of its download. */
  #range: TimeRange | null = null;
  #agreed = false;
  #arrived = new Map<string, MinuteLoad>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    loading: Loading,
    spanUs: number,
    rank: (minute: Minute) => number,
    onchange: (urls: ReadonlySet<string>) => void,
  ) {
    this.#loading = loading;
    this.#spanUs = spanUs;
    this.#rank = rank;
    this.#onchange = onchange;
  }

  /**
   * Shows the files of a range: what is loaded stays, what an earlier visit left in the browser comes first, the rest
   * is fetched, or asked about where it is a lot. Another listing of the same range leaves standing what the person
   * decided.
   */
  async take(range: TimeRange, listing: FileListing, signal: AbortSignal): Promise<void> {
    this.#flush();
    const isOther = range !== this.#range;
    if (isOther) {
      this.#agreed = false;
      this.asking = false;
      this.cancelled = false;
    }
    this.#range = range;
    this.minutes = minutesOf(range, listing.files, listing.known, this.#spanUs, this.minutes);
    const files = this.minutes.flatMap(({ file }) => file ?? []);
    this.#dropAllBut(new Set(files.map(({ url }) => url)));
    if (isOther) this.resume(); // not before: what is dropped would begin
    const ready = new Set(this.minutes.flatMap(({ file, load }) => (file && load.phase === 'ready' ? [file.url] : [])));
    // The listing service gives one sum for all: each file is then expected to be of the same size.
    const usualBytes = listing.totalBytes === null ? null : listing.totalBytes / Math.max(1, listing.files.length);
    this.meter.expect(
      files.map(({ url, bytes }) => ({ url, bytes: bytes ?? usualBytes })),
      ready,
    );
    const missing = files.filter(({ url }) => !ready.has(url));
    await this.#loading.keptColumns(missing, signal, (portion) => {
      this.meter.keep(portion.keys());
      this.#arrive([...portion].map(([url, columns]) => [url, this.#ready(url, columns)]));
    });
    this.#flush();
    if (signal.aborted) return;
    const isToAsk = () => isMuch(this.meter.wanted) && !this.#agreed && !this.cancelled;
    if (isToAsk()) {
      // Of a lot, much may be here without columns of this version: who has it need not be asked.
      const others = this.minutes.flatMap(({ file, load }) => (file && load.phase !== 'ready' ? [file] : []));
      this.meter.hold(await this.#loading.keptFiles(others, signal));
      if (signal.aborted) return;
    }
    this.asking = isToAsk();
    if (!this.asking && !this.cancelled) this.#fetchMissing();
  }

  /** Whether a minute that waits, waits for the person: nobody is fetching it. */
  isStopped({ file }: Minute): boolean {
    return (this.cancelled || this.asking) && !(file && this.#underWay.has(file.url));
  }

  /** Agrees to the download, or takes it up again after a cancel: whatever is not there yet is asked for. */
  fetchAll(): void {
    this.asking = false;
    this.cancelled = false;
    this.#agreed = true;
    this.resume();
    this.#fetchMissing();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.#loading.reconsider();
  }

  /** Stops what is under way; what has come stays. */
  cancel(): void {
    this.cancelled = true;
    this.asking = false;
    this.#dropAllBut(new Set());
    this.resume();
    this.meter.stop();
  }

  /** Asks for minutes again, damaged ones anew from the archive. */
  async retry(minutes: readonly Minute[]): Promise<void> {
    this.resume();
    const damaged = minutes.filter(({ load }) => load.phase === 'ready');
    await Promise.all(damaged.flatMap(({ file }) => (file ? [this.#loading.forget(file)] : [])));
    await this.#fetch(minutes);
  }

  /** What failed for want of a network is asked for again, unless it was cancelled. A pause goes on. */
  networkIsBack(): void {
    if (this.cancelled || this.asking) return;
    void this.#fetch(this.minutes.filter(({ load }) => load.phase === 'failed' && isForWantOfNetwork(load.failure)));
  }

  close(): void {
    this.#closed = true;
    this.#dropAllBut(new Set());
    this.meter.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #fetchMissing(): void {
    void this.#fetch(
      this.minutes.filter(({ file, load }) => file && load.phase !== 'ready' && !this.#underWay.has(file.url)),
    );
  }

  async #fetch(minutes: readonly Minute[]): Promise<void> {
    const wanted = minutes.filter(({ file }) => file);
    if (this.#closed || wanted.length === 0) return;
    const urls = wanted.map(({ file }) => file!.url);
    this.meter.again(urls);
    this.meter.start(urls);
    const controls = urls.map((url) => {
      this.#underWay.get(url)?.abort();
      const control = new AbortController();
      this.#underWay.set(url, control);
      return control;
    });
    // Asked for one by one until nothing else waits: there is no question left.
    if (this.asking && !this.minutes.some((minute) => isWaiting(minute) && this.isStopped(minute))) {
      this.asking = false;
      this.#agreed = true;
    }
    this.#arrive(urls.map((url) => [url, { phase: 'waiting' }]));
    this.#flush();
    // The soonest first, so that a long night does not wait for its own table to be gone through.
    const inOrder = wanted
      .map((minute, index) => ({ minute, control: controls[index]!, rank: this.#rank(minute) }))
      .sort((a, b) => a.rank - b.rank);
    for (let from = 0; from < inOrder.length; from += askedAtOnce) {
      if (from > 0) await new Promise((resolve) => setTimeout(resolve));
      for (const { minute, control } of inOrder.slice(from, from + askedAtOnce))
        void this.#fetchMinute(minute, control);
    }
  }

  async #fetchMinute(minute: Minute, control: AbortController): Promise<void> {
    const file = minute.file!;
    const { signal } = control;
    // Dropped, or asked for anew meanwhile: what that brings counts, not this.
    const isCurrent = () => this.#underWay.get(file.url) === control;
    if (!isCurrent()) return;
    const rank = () => (this.paused ? Infinity : this.#rank(minute));
    const outcome = await this.#loading.columns(file, { rank, signal }, (received) => {
      if (isCurrent()) this.meter.received(file.url, received);
    });
    if (!isCurrent()) return;
    this.#underWay.delete(file.url);
    if (outcome.ok) {
      this.meter.finished(file.url);
      this.#arrive([[file.url, this.#ready(file.url, outcome.value)]]);
    } else {
      if (outcome.failure.kind !== 'cancelled') this.meter.gaveUp(file.url);
      this.#arrive([[file.url, { phase: 'failed', failure: outcome.failure }]]);
    }
    this.#stopIfIdle();
  }

  /** Nobody wants the others any more. */
  #dropAllBut(urls: ReadonlySet<string>): void {
    const dropped: [string, MinuteLoad][] = [];
    for (const [url, control] of this.#underWay) {
      if (urls.has(url)) continue;
      this.#underWay.delete(url);
      control.abort();
      dropped.push([url, { phase: 'failed', failure: { kind: 'cancelled', message: 'no longer wanted' } }]);
    }
    this.#arrive(dropped);
    this.#stopIfIdle();
  }

  /** What nobody asked for does not keep the meter running. */
  #stopIfIdle(): void {
    if (this.#underWay.size === 0) this.meter.stop();
  }

  #arrive(loads: Iterable<readonly [string, MinuteLoad]>): void {
    if (this.#closed) return;
    for (const [url, load] of loads) this.#arrived.set(url, load);
    if (this.minutes.length <= shortTable) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), batchMs);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const loads = this.#arrived;
    if (loads.size === 0) return;
    this.#arrived = new Map();
    this.minutes = withLoads(this.minutes, loads);
    this.histogram = this.#sum;
    this.countsPerBin = this.#perBin;
    this.#onchange(new Set(loads.keys()));
  }

  /** A damaged file that is fetched again counts once. */
  #ready(url: string, { histogram, ...columns }: KeogramColumns): MinuteLoad {
    this.#perBin = columns.countsPerBin; // one dataset's files have all the same
    if (!this.#counted.has(url)) this.#sum = addHistograms([this.#sum, histogram]);
    this.#counted.add(url);
    return { phase: 'ready', columns };
  }
}

function isWaiting({ file, load }: Minute): boolean {
  return file !== null && load.phase === 'waiting';
}
