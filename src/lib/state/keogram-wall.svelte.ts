import { typeAt, productAt } from '$lib/datasets/product-table';
import { pictureOfProduct } from '$lib/datasets/source-camera';
import { hourUs } from '$lib/datasets/utc';
import type { WallLoading } from '$lib/loading/keogram-wall';
import type { ProductTable } from '$lib/model/data-product';
import type { ExploreArray } from '$lib/model/explore';
import type { Failure } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import type { ReadyPicture, WallPicture, WallRow } from '$lib/model/wall';
import { shownOf } from './wall-rows';

/** Where the pictures of a wall come from, and how far that has got. */
export type WallPhase =
  | { readonly kind: 'empty' }
  /** By the search service. */
  | { readonly kind: 'searched' }
  /**
   * `why`: what the service answered; null when it knew of none. `isBesides`: whether what kept searches know hangs
   * there, too.
   */
  | {
      readonly kind: 'folders';
      readonly done: number;
      readonly total: number;
      readonly why: Failure | null;
      readonly isBesides: boolean;
    }
  | {
      readonly kind: 'looked';
      readonly missed: readonly Failure[];
      readonly why: Failure | null;
      /** When the oldest list of an earlier visit was made that stands in for the archive; null without any. */
      readonly asOfMs: number | null;
      /** By somebody who did not wait: there may be more. */
      readonly isStopped: boolean;
      readonly isBesides: boolean;
    }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly why: Failure | null };

/** How a picture stands. */
export type Hung =
  | { readonly kind: 'ready'; readonly picture: ReadyPicture }
  | { readonly kind: 'coming' }
  /** It may be shown but not read. */
  | { readonly kind: 'shown only'; readonly address: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Stretches shown up to this length have the finer pictures of the hours, where there are any. */
const hourlyUpToUs = 3 * hourUs;

/** The pictures of a wall of keograms: what there is, and those in sight made ready. */
export class KeogramWall {
  pictures = $state.raw<readonly WallPicture[]>([]);
  phase = $state.raw<WallPhase>({ kind: 'empty' });
  /** Grows when a picture has come: what was painted is out of date. */
  version = $state(0);
  readonly isLooking = $derived(this.phase.kind === 'folders');

  readonly #loading: WallLoading;
  #looking = new AbortController();
  readonly #waiting = new Map<string, AbortController>();
  readonly #failed = new Map<string, Failure>();
  /** Those in sight that are ready: what memory has no room for would be asked for over and over. */
  readonly #inSight = new Map<string, ReadyPicture>();
  /** Rows in sight whose finer pictures are asked for. */
  readonly #hourlyWaiting = new Map<string, AbortController>();
  /** Finer pictures by row; empty where there are none. */
  readonly #hourly = new Map<string, readonly WallPicture[]>();
  /** Rows of which they could not be had. */
  readonly #hourlyMissed = new Set<string>();
  #ranks = new Map<string, number>();

  constructor(loading: WallLoading) {
    this.#loading = loading;
  }

  /** Hangs what a search found. */
  show(table: ProductTable): void {
    this.#clear();
    const found: WallPicture[] = [];
    for (let index = 0; index < table.count; index++)
      if (typeAt(table, index) === 'keogram') found.push(pictureOfProduct(productAt(table, index)));
    this.pictures = found;
    this.phase = { kind: found.length > 0 ? 'searched' : 'empty' };
  }

  /**
   * Hangs what the archive's folders have, as it is found.
   *
   * @param isBesides whether what hangs stays, since that is not all there may be
   */
  async lookIntoFolders(
    array: ExploreArray,
    platforms: readonly string[],
    range: TimeRange,
    why: Failure | null,
    isBesides = false,
  ): Promise<void> {
    if (!isBesides) this.#clear();
    const { signal } = this.#looking;
    const hanging = new Set(this.pictures.map(({ url }) => url));
    this.phase = { kind: 'folders', done: 0, total: 0, why, isBesides };
    const looked = await this.#loading.fromFolders(array, platforms, range, {
      ...{ signal, why },
      onPortion: (found, done, total) => {
        if (signal.aborted) return;
        const others = found.filter(({ url }) => !hanging.has(url));
        if (others.length > 0) this.pictures = [...this.pictures, ...others];
        this.phase = { kind: 'folders', done, total, why, isBesides };
      },
    });
    if (signal.aborted) return;
    if (looked.ok) this.phase = { kind: 'looked', ...looked.value, isStopped: false, why, isBesides };
    // What hangs is worth looking at all the same; that there may be more is told beside the search.
    else if (isBesides && this.pictures.length > 0) this.phase = { kind: 'searched' };
    else this.phase = { kind: 'failed', failure: looked.failure, why };
  }

  /** What was found so far stays. */
  stopLooking(): void {
    this.#looking.abort();
    if (this.phase.kind !== 'folders') return;
    const { why, isBesides } = this.phase;
    this.phase = { kind: 'looked', missed: [], why, asOfMs: null, isStopped: true, isBesides };
  }

  /**
   * What hangs in sight is to be made ready, the first rows first; what has left is no longer waited for.
   *
   * @param window as the rows show it
   * @param mostRows rows of a bitmap at most
   */
  want(rows: readonly WallRow[], window: TimeRange | null, mostRows: number): void {
    const wanted = rows.flatMap((row) => this.picturesOf(row, window));
    this.#ranks = new Map(wanted.map((picture, place) => [keyOf(picture, mostRows), place]));
    const narrow = isNarrow(window) ? window : null;
    const hourly = new Set(narrow ? rows.map((row) => hourlyKey(row, narrow)) : []);
    for (const [waiting, wished] of [
      [this.#waiting, this.#ranks],
      [this.#hourlyWaiting, hourly],
    ] as const)
      for (const [key, patience] of waiting) {
        if (wished.has(key)) continue;
        patience.abort();
        waiting.delete(key);
      }
    for (const key of this.#inSight.keys()) if (!this.#ranks.has(key)) this.#inSight.delete(key);
    for (const picture of wanted) void this.#makeReady(picture, mostRows);
    if (narrow) for (const row of rows) void this.#findHourly(row, narrow);
  }

  /** In the order in which they are painted: finer ones over that of the day. */
  picturesOf(row: WallRow, window: TimeRange | null): readonly WallPicture[] {
    const shown = shownOf(row, window);
    const finer = isNarrow(window) ? (this.#hourly.get(hourlyKey(row, window)) ?? []) : [];
    return [...row.pictures, ...finer].filter(
      ({ range }) => range.startUs < shown.endUs && range.endUs > shown.startUs,
    );
  }

  hung(picture: WallPicture, mostRows: number): Hung {
    const held = this.#held(picture, mostRows);
    if (held) return { kind: 'ready', picture: held };
    const failure = this.#failed.get(picture.url);
    if (!failure) return { kind: 'coming' };
    const address = failure.kind === 'refused' ? this.#loading.shownAt(picture) : null;
    return address === null ? { kind: 'failed', failure } : { kind: 'shown only', address };
  }

  /**
   * Why a row shows nothing; null where it does, or may yet.
   *
   * @param isLost whether a picture that may only be shown could not be, either
   */
  failureOf(
    row: WallRow,
    window: TimeRange | null,
    isLost: (address: string) => boolean = () => false,
  ): Failure | null {
    void this.version;
    const pictures = this.picturesOf(row, window);
    const failures = pictures.map(({ url }) => this.#failed.get(url));
    const [first] = failures;
    const isShown = pictures.some((picture, place) => {
      const address = failures[place]?.kind === 'refused' ? this.#loading.shownAt(picture) : null;
      return address !== null && !isLost(address);
    });
    return first && !isShown && failures.every((failure) => failure !== undefined) ? first : null;
  }

  /** Whether a picture could not be had for a reason that may pass. */
  get hasFailures(): boolean {
    void this.version;
    return [...this.#failed.values()].some(({ kind }) => kind !== 'missing' && kind !== 'refused');
  }

  /** Those that could not be had are asked for again, once they are in sight. */
  tryAgain(): void {
    this.#failed.clear();
    for (const key of this.#hourlyMissed) this.#hourly.delete(key);
    this.#hourlyMissed.clear();
    this.version++;
  }

  isSynthetic(row: WallRow): boolean {
    return row.pictures.some(({ range }) => this.#loading.isSynthetic(range));
  }

  close(): void {
    this.#clear();
  }

  #clear(): void {
    this.#looking.abort();
    this.#looking = new AbortController();
    for (const waiting of [this.#waiting, this.#hourlyWaiting]) {
      for (const patience of waiting.values()) patience.abort();
      waiting.clear();
    }
    this.#failed.clear();
    this.#inSight.clear();
    this.#hourly.clear();
    this.#hourlyMissed.clear();
    this.pictures = [];
    this.phase = { kind: 'empty' };
  }

  #held(picture: WallPicture, mostRows: number): ReadyPicture | null {
    return this.#inSight.get(keyOf(picture, mostRows)) ?? this.#loading.held(picture, mostRows);
  }

  async #makeReady(picture: WallPicture, mostRows: number): Promise<void> {
    const key = keyOf(picture, mostRows);
    if (this.#waiting.has(key) || this.#failed.has(picture.url)) return;
    const held = this.#held(picture, mostRows);
    if (held) {
      this.#inSight.set(key, held);
      return;
    }
    const patience = new AbortController();
    this.#waiting.set(key, patience);
    const { signal } = patience;
    const ready = await this.#loading.ready(picture, mostRows, {
      rank: () => this.#ranks.get(key) ?? Infinity,
      signal,
    });
    if (signal.aborted) return;
    this.#waiting.delete(key);
    if (ready.ok) this.#inSight.set(key, ready.value);
    else this.#failed.set(picture.url, ready.failure);
    this.version++;
  }

  /** Where there are none, or they cannot be had, that of the day does. */
  async #findHourly(row: WallRow, window: TimeRange): Promise<void> {
    const key = hourlyKey(row, window);
    if (this.#hourly.has(key) || this.#hourlyWaiting.has(key)) return;
    const patience = new AbortController();
    this.#hourlyWaiting.set(key, patience);
    const { signal } = patience;
    const found = await this.#loading.hourly(row.camera, hoursOf(row, window), signal);
    if (signal.aborted) return;
    this.#hourlyWaiting.delete(key);
    if (!found.ok) this.#hourlyMissed.add(key);
    this.#hourly.set(key, found.ok ? found.value : []);
    if (found.ok && found.value.length > 0) this.version++;
  }
}

function isNarrow(window: TimeRange | null): window is TimeRange {
  return window !== null && window.endUs - window.startUs <= hourlyUpToUs;
}

/** Whole hours: moving the window within them asks nothing anew. */
function hoursOf(row: WallRow, window: TimeRange): TimeRange {
  const { startUs, endUs } = shownOf(row, window);
  return { startUs: Math.floor(startUs / hourUs) * hourUs, endUs: Math.ceil(endUs / hourUs) * hourUs };
}

function hourlyKey(row: WallRow, window: TimeRange): string {
  return `${row.key} ${hoursOf(row, window).startUs} ${hoursOf(row, window).endUs}`;
}

function keyOf({ url }: WallPicture, mostRows: number): string {
  return `${mostRows} ${url}`;
}
