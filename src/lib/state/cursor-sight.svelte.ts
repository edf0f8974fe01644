import type { Loading } from '$lib/loading/loading';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure } from '$lib/model/failure';
import type { FrameSeries, Thumbnail } from '$lib/model/frames';
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
}

/** Before everything else that waits. */
const sightRank = -1;

/** Keeps the frames of one file at a time: those that the cursor stands in. What was wished for last counts. */
export class CursorSight {
  now = $state.raw<Sight>({ phase: 'loading' });

  readonly #loading: Loading;
  #wish = new AbortController();
  /** The file asked for last, which of its frames, and whether it has been answered. */
  #file: string | null = null;
  #index = 0;
  #answered = false;

  constructor(loading: Loading) {
    this.#loading = loading;
  }

  /** Shows that there is no frame. */
  showNone(sight: Exclude<Sight, { phase: 'frame' | 'preview' }>): void {
    this.#drop();
    this.now = sight;
  }

  /** Shows a frame of a file: a small picture of the same minute at once, the frame itself as soon as it is there. */
  showFrame(file: ArchiveFile, index: number, columns: MinuteColumns): void {
    this.#index = index;
    if (this.#file === file.url) {
      if (this.#answered && this.now.phase === 'frame' && this.now.index !== index) this.now = { ...this.now, index };
      return;
    }
    this.#drop();
    this.#file = file.url;
    const { thumbnail, timesUs, frame } = columns;
    this.now = { phase: 'preview', preview: { thumbnail, frame, timeUs: timesUs[thumbnail.frame]! } };
    void this.#load(file, this.#wish.signal);
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

  async #load(file: ArchiveFile, signal: AbortSignal): Promise<void> {
    const outcome = await this.#loading.frames(file, { rank: () => sightRank, signal });
    if (signal.aborted) return;
    this.#answered = true;
    this.now = outcome.ok
      ? { phase: 'frame', series: outcome.value, index: Math.min(this.#index, outcome.value.timesUs.length - 1) }
      : { phase: 'failed', failure: outcome.failure };
  }

  #drop(): void {
    this.#wish.abort();
    this.#wish = new AbortController();
    this.#file = null;
    this.#answered = false;
  }
}
