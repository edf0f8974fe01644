import type { Loading } from '$lib/loading/loading';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure } from '$lib/model/failure';
import type { FrameSeries } from '$lib/model/frames';

/** The picture at the cursor, or why there is none. */
export type Sight =
  | { readonly phase: 'frame'; readonly series: FrameSeries; readonly index: number }
  | { readonly phase: 'loading' }
  | { readonly phase: 'gap' }
  | { readonly phase: 'failed'; readonly failure: Failure };

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
  showNone(sight: Exclude<Sight, { phase: 'frame' }>): void {
    this.#drop();
    this.now = sight;
  }

  /** Shows a frame of a file, as soon as its frames are there. */
  showFrame(file: ArchiveFile, index: number): void {
    this.#index = index;
    if (this.#file === file.url) {
      if (this.#answered && this.now.phase === 'frame' && this.now.index !== index) this.now = { ...this.now, index };
      return;
    }
    this.#drop();
    this.#file = file.url;
    // The frame before stays until the next one is there, under its own time: a blink would tell nobody anything.
    if (this.now.phase !== 'frame') this.now = { phase: 'loading' };
    void this.#load(file, this.#wish.signal);
  }

  /** Whether a file's frames were asked for and have not come. */
  awaits(file: ArchiveFile): boolean {
    return this.#file === file.url && !this.#answered;
  }

  /** Forgets what is shown, so that it is asked for again. */
  forget(): void {
    this.#drop();
  }

  close(): void {
    this.#wish.abort();
  }

  async #load(file: ArchiveFile, signal: AbortSignal): Promise<void> {
    const outcome = await this.#loading.frames(file, { rank: () => -1, signal });
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
