import type { Loading } from '$lib/loading/loading';
import { prefetchRank } from './fetch-order';
import type { Minute } from './minute-table';

/** Decoded minutes that wait to be seen take at most so much; as much again is behind the cursor and under it. */
const aheadBytes = 48 * 2 ** 20;

/** Has the frames of the next minutes decoded while this one is looked at; what is behind or far away is dropped. */
export class FramePrefetch {
  readonly #loading: Loading;
  readonly #wished = new Map<string, AbortController>();

  constructor(loading: Loading) {
    this.#loading = loading;
  }

  /** @param most how many minutes ahead; fewer where their frames would take too much room */
  after(minutes: readonly Minute[], index: number, most: number): void {
    const ahead: Minute[] = [];
    let bytes = 0;
    for (const minute of minutes.slice(index + 1, index + 1 + most)) {
      if (!minute.file || minute.load.phase !== 'ready') continue;
      const { timesUs, frame } = minute.load.columns;
      bytes += timesUs.length * frame.height * frame.width * 2;
      if (bytes > aheadBytes && ahead.length > 0) break;
      ahead.push(minute);
    }
    const wanted = new Set(ahead.map(({ file }) => file!.url));
    for (const [url, wish] of this.#wished)
      if (!wanted.has(url)) {
        wish.abort();
        this.#wished.delete(url);
      }
    for (const [place, { file }] of ahead.entries()) this.#wish(file!, place);
  }

  stop(): void {
    for (const wish of this.#wished.values()) wish.abort();
    this.#wished.clear();
  }

  #wish(file: NonNullable<Minute['file']>, place: number): void {
    if (this.#wished.has(file.url)) return;
    const control = new AbortController();
    this.#wished.set(file.url, control);
    // What comes of it is in the cache, or will be asked for again when it is looked at.
    void this.#loading.frames(file, { rank: () => prefetchRank + place, signal: control.signal });
  }
}
