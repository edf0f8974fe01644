import type { Loading } from '$lib/loading/loading';
import type { ArchiveFile } from '$lib/model/dataset';
import type { TimeRange } from '$lib/model/time';
import { prefetchRank } from './fetch-order';
import { stretchesOf } from './frame-stretch';
import type { Minute } from './minute-table';

/**
 * Decoded minutes that wait to be seen take at most so much, of all skies on the stage together; as much again is behind
 * the cursor and under it.
 */
const aheadBytes = 48 * 2 ** 20;

/** Frames that are decoded together. */
interface Portion {
  readonly key: string;
  readonly file: ArchiveFile;
  readonly stretch: TimeRange | null;
}

/** Has the frames of the next minutes decoded while this one is looked at; what is behind or far away is dropped. */
export class FramePrefetch {
  readonly #loading: Loading;
  readonly #together: number | null;
  readonly #wished = new Map<string, AbortController>();

  constructor(loading: Loading, framesTogether: number | null = null) {
    this.#loading = loading;
    this.#together = framesTogether;
  }

  /**
   * @param afterUs time of the frame that is looked at
   * @param most how many minutes ahead; less where their frames would take too much room
   * @param skies how many cameras share that room: what one has ready early would drive out what another needs next
   */
  after(minutes: readonly Minute[], index: number, afterUs: number, most: number, skies = 1): void {
    const ahead: Portion[] = [];
    let bytes = 0;
    for (const minute of minutes.slice(index, index + 1 + most)) {
      if (!minute.file || minute.load.phase !== 'ready') continue;
      const { timesUs, frame, channels } = minute.load.columns;
      const stretches = stretchesOf(timesUs, this.#together);
      const frameBytes = frame.height * frame.width * (channels === 3 ? 3 : 2);
      for (const stretch of stretches) {
        if ((stretch?.startUs ?? timesUs[0]!) <= afterUs) continue;
        bytes += Math.ceil(timesUs.length / stretches.length) * frameBytes;
        if (bytes > aheadBytes / skies && ahead.length > 0) break;
        ahead.push({ key: `${minute.file.url} ${stretch?.startUs ?? ''}`, file: minute.file, stretch });
      }
      if (bytes > aheadBytes / skies) break;
    }
    const wanted = new Set(ahead.map(({ key }) => key));
    for (const [key, wish] of this.#wished)
      if (!wanted.has(key)) {
        wish.abort();
        this.#wished.delete(key);
      }
    for (const [place, portion] of ahead.entries()) this.#wish(portion, place);
  }

  stop(): void {
    for (const wish of this.#wished.values()) wish.abort();
    this.#wished.clear();
  }

  #wish({ key, file, stretch }: Portion, place: number): void {
    if (this.#wished.has(key)) return;
    const control = new AbortController();
    this.#wished.set(key, control);
    // What comes of it is in the cache, or will be asked for again when it is looked at.
    void this.#loading.frames(file, { rank: () => prefetchRank + place, signal: control.signal }, stretch);
  }
}
