import type { Loading } from '$lib/loading/loading';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure } from '$lib/model/failure';
import type { FrameSeries, Thumbnail } from '$lib/model/frames';
import type { TimeRange } from '$lib/model/time';
import { stretchAround } from './frame-stretch';
import type { MinuteColumns } from './minute-table';
import { isForWantOfNetwork } from './network-failure';

/** The picture at the cursor, or why there is none. */
export type Sight =
  | { readonly phase: 'frame'; readonly series: FrameSeries; readonly index: number }
  /** The minute's frames are being decoded: one of them made small, meanwhile. */
  | { readonly phase: 'preview'; readonly preview: Preview }
  | { readonly phase: 'loading' }
  | { readonly phase: 'gap' }
  | { readonly phase: 'failed'; readonly failure: Failure };

export interface Preview {
  readonly thumbnail: Thumbnail;
  /** Start of the frame that it shows. */
  readonly timeUs: number;
  /** Picture size of that frame. */
  readonly frame: { readonly height: number; readonly width: number };
  readonly channels: 1 | 3;
}

/** Before everything else that waits. */
const sightRank = -1;

/** Keeps the frames of one file at a time: those that the cursor stands in. What was wished for last counts. */
export class CursorSight {
  now = $state.raw<Sight>({ phase: 'loading' });

  readonly #loading: Loading;
  /** How many frames of a file are decoded together; null for all. */
  readonly #together: number | null;
  #wish = new AbortController();
  /** The file asked for last, which stretch of it, the frame wanted, and whether it has been answered. */
  #file: string | null = null;
  #stretchUs: number | null = null;
  #timeUs = 0;
  #answered = false;

  constructor(loading: Loading, framesTogether: number | null = null) {
    this.#loading = loading;
    this.#together = framesTogether;
  }

  /** Shows that there is no frame. */
  showNone(sight: Exclude<Sight, { phase: 'frame' | 'preview' }>): void {
    this.#drop();
    this.now = sight;
  }

  /** Shows a frame of a file: a small picture of the same minute at once, the frame itself as soon as it is there. */
  showFrame(file: ArchiveFile, index: number, columns: MinuteColumns): void {
    const { thumbnail, timesUs, frame, channels } = columns;
    this.#timeUs = timesUs[index]!;
    const stretch = stretchAround(timesUs, index, this.#together);
    if (this.#file === file.url && this.#stretchUs === (stretch?.startUs ?? null)) {
      if (!this.#answered || this.now.phase !== 'frame') return;
      const found = indexOfTime(this.now.series.timesUs, this.#timeUs);
      if (this.now.index !== found) this.now = { ...this.now, index: found };
      return;
    }
    const isOther = this.#file !== file.url;
    this.#drop();
    this.#file = file.url;
    this.#stretchUs = stretch?.startUs ?? null;
    // From one stretch of a file to the next, the frame that is there stays until the other comes.
    if (isOther || this.now.phase !== 'frame')
      this.now = { phase: 'preview', preview: { thumbnail, frame, channels, timeUs: timesUs[thumbnail.frame]! } };
    void this.#load(file, stretch, this.#wish.signal);
  }

  /** Forgets what is shown if it is of one of these files, so that it is asked for again. */
  forget(urls: ReadonlySet<string>): void {
    if (this.#file !== null && urls.has(this.#file)) this.#drop();
  }

  /** Forgets a frame that could not be had for want of a network, so that it is asked for again. */
  forgetLost(): void {
    if (this.now.phase === 'failed' && isForWantOfNetwork(this.now.failure)) this.#drop();
  }

  close(): void {
    this.#wish.abort();
  }

  async #load(file: ArchiveFile, stretch: TimeRange | null, signal: AbortSignal): Promise<void> {
    const outcome = await this.#loading.frames(file, { rank: () => sightRank, signal }, stretch);
    if (signal.aborted) return;
    this.#answered = true;
    this.now = outcome.ok
      ? { phase: 'frame', series: outcome.value, index: indexOfTime(outcome.value.timesUs, this.#timeUs) }
      : { phase: 'failed', failure: outcome.failure };
  }

  #drop(): void {
    this.#wish.abort();
    this.#wish = new AbortController();
    this.#file = null;
    this.#stretchUs = null;
    this.#answered = false;
  }
}

/** The frame of a time, or the last one before it; the first where there is none. */
function indexOfTime(timesUs: Float64Array, timeUs: number): number {
  return Math.max(
    0,
    timesUs.findLastIndex((startUs) => startUs <= timeUs),
  );
}
