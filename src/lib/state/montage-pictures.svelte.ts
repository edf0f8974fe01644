import { untrack } from 'svelte';
import type { Loading } from '$lib/loading/loading';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure } from '$lib/model/failure';
import type { SmallFrame } from '$lib/model/montage';
import type { MinuteColumns } from './minute-table';
import { isForWantOfNetwork } from './network-failure';

/** A frame that a cell of a montage shows. */
export interface WantedFrame {
  readonly file: ArchiveFile;
  /** Of the file, as loaded now: a file that was loaded anew is another one. */
  readonly columns: MinuteColumns;
  readonly timeUs: number;
  /** See `Wish`; asked anew whenever there is room for another file. */
  readonly rank: () => number;
}

/** Longest sides of pictures, in pixels. */
export interface PictureSides {
  /** In what size they are made. */
  readonly made: number;
  /** Those that are there already may be larger, up to this: all together they take no more than they may. */
  readonly most: number;
}

/** A file whose frames are not known yet. */
export type WantedFile = Pick<WantedFrame, 'file' | 'rank'>;

type Held =
  | { readonly kind: 'picture'; readonly picture: SmallFrame; readonly side: number; readonly columns: MinuteColumns }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly columns: MinuteColumns };

interface Asked {
  readonly control: AbortController;
  readonly timesUs: ReadonlySet<number>;
  readonly side: number;
  readonly columns: MinuteColumns;
}

/**
 * The small pictures of a montage: those of its cells and nothing else, whatever stretch of time they are spread over.
 * Whole frames stay in the workers.
 */
export class MontagePictures {
  readonly #loading: Loading;
  /** By `keyOf`; what is rendered of it is told by `#came`. */
  readonly #held = new Map<string, Held>();
  /** Files whose frames are being made small, by address. */
  readonly #asked = new Map<string, Asked>();
  /** Files that are fetched before their turn, by address. */
  readonly #fetched = new Map<string, AbortController>();
  #came = $state(0);

  constructor(loading: Loading) {
    this.#loading = loading;
  }

  /** Of all pictures that are held. */
  get bytesHeld(): number {
    let bytes = 0;
    for (const held of this.#held.values()) if (held.kind === 'picture') bytes += held.picture.counts.byteLength;
    return bytes;
  }

  /** Of a frame: its picture, of whatever size; why it has none; null while it is on its way. */
  of({ file, timeUs, columns }: Omit<WantedFrame, 'rank'>): SmallFrame | Failure | null {
    void this.#came; // when others come, the answer may be another
    const held = this.#held.get(keyOf(file, timeUs));
    if (held?.columns !== columns) return thumbnailIf(columns, timeUs);
    return held.kind === 'picture' ? held.picture : held.failure;
  }

  /**
   * Has these pictures made, and no others: what is not among them is dropped, in the queues as well.
   *
   * @param sides until they have come in a size that will do, those of another are shown
   * @param files to be fetched before their turn
   */
  want(frames: readonly WantedFrame[], sides: PictureSides, files: readonly WantedFile[]): void {
    void this.#came;
    const keys = new Set(frames.map(({ file, timeUs }) => keyOf(file, timeUs)));
    for (const key of this.#held.keys()) if (!keys.has(key)) this.#held.delete(key);
    const lacking = new Map<string, WantedFrame[]>();
    for (const frame of frames) {
      if (this.#isDone(frame, sides)) continue;
      const others = lacking.get(frame.file.url);
      if (others) others.push(frame);
      else lacking.set(frame.file.url, [frame]);
    }
    for (const [url, asked] of this.#asked) if (!covers(asked, lacking.get(url), sides)) this.#drop(url);
    const waiting = new Set(files.map(({ file }) => file.url));
    for (const [url, control] of this.#fetched) {
      if (waiting.has(url)) continue;
      control.abort();
      this.#fetched.delete(url);
    }
    // What is asked for may ask back at once where it stands: that is no reason to want anew.
    untrack(() => {
      for (const [url, wanted] of lacking) if (!this.#asked.has(url)) void this.#ask(wanted, sides.made);
      for (const file of files) if (!this.#fetched.has(file.file.url)) void this.#fetch(file);
    });
  }

  /** What could not be had for want of a network is asked for again. */
  networkIsBack(): void {
    for (const [key, held] of this.#held)
      if (held.kind === 'failed' && isForWantOfNetwork(held.failure)) this.#held.delete(key);
    this.#came += 1;
  }

  /**
   * Has what failed of a file asked for again.
   *
   * @returns false where that is of no use: nothing of it failed, or what is damaged is the file itself
   */
  retry(columns: MinuteColumns): boolean {
    const failed: string[] = [];
    for (const [key, held] of this.#held) {
      if (held.kind !== 'failed' || held.columns !== columns) continue;
      if (held.failure.kind === 'corrupt') return false;
      failed.push(key);
    }
    for (const key of failed) this.#held.delete(key);
    this.#came += 1;
    return failed.length > 0;
  }

  /** Nothing more is wanted for now; what has come stays. What failed is tried again when it is wanted again. */
  rest(): void {
    for (const [key, held] of this.#held) if (held.kind === 'failed') this.#held.delete(key);
    for (const url of [...this.#asked.keys()]) this.#drop(url);
    for (const control of this.#fetched.values()) control.abort();
    this.#fetched.clear();
  }

  #isDone({ file, timeUs, columns }: WantedFrame, sides: PictureSides): boolean {
    const held = this.#held.get(keyOf(file, timeUs));
    if (held?.columns !== columns) return isLarge(thumbnailIf(columns, timeUs), columns, sides.made);
    return held.kind === 'failed' || isWithin(held.side, sides);
  }

  async #ask(wanted: readonly WantedFrame[], side: number): Promise<void> {
    const { file, columns } = wanted[0]!;
    const control = new AbortController();
    const timesUs = new Set(wanted.map(({ timeUs }) => timeUs));
    const asked: Asked = { control, timesUs, side, columns };
    this.#asked.set(file.url, asked);
    const rank = () => Math.min(...wanted.map((frame) => frame.rank()));
    const order = { timesUs: [...timesUs].sort((a, b) => a - b), longestSide: side };
    const outcome = await this.#loading.smallFrames(file, order, { rank, signal: control.signal });
    if (this.#asked.get(file.url) !== asked) return;
    this.#asked.delete(file.url);
    const pictures = new Map((outcome.ok ? outcome.value : []).map((picture) => [picture.timeUs, picture]));
    for (const timeUs of timesUs) {
      const picture = pictures.get(timeUs);
      const failure = outcome.ok ? noSuchFrame : outcome.failure;
      this.#held.set(
        keyOf(file, timeUs),
        picture ? { kind: 'picture', picture, side, columns } : { kind: 'failed', failure, columns },
      );
    }
    this.#came += 1;
  }

  /** Joins whoever fetches the file already, and lends its place in the queue. */
  async #fetch({ file, rank }: WantedFile): Promise<void> {
    const control = new AbortController();
    this.#fetched.set(file.url, control);
    await this.#loading.columns(file, { rank, signal: control.signal });
    // Stays noted: its track has heard of the outcome as well, and asks again where that is of use.
  }

  #drop(url: string): void {
    this.#asked.get(url)?.control.abort();
    this.#asked.delete(url);
  }
}

/** The picture that came with the keogram, where it is of the very frame. */
function thumbnailIf(columns: MinuteColumns, timeUs: number): SmallFrame | null {
  const { thumbnail, timesUs, channels } = columns;
  if (timesUs[thumbnail.frame] !== timeUs) return null;
  const { height, width, counts } = thumbnail;
  const known = thumbnails.get(thumbnail) ?? { timeUs, channels, height, width, counts };
  thumbnails.set(thumbnail, known);
  return known;
}

const thumbnails = new WeakMap<object, SmallFrame>();

/** Whether a larger side would give no larger picture. */
function isLarge(picture: SmallFrame | null, { frame }: MinuteColumns, side: number): boolean {
  if (!picture) return false;
  const longest = Math.max(frame.width, frame.height);
  return Math.max(picture.width, picture.height) >= Math.ceil(longest / Math.ceil(longest / side));
}

function isWithin(side: number, { made, most }: PictureSides): boolean {
  return side >= made && side <= most;
}

/** Whether what is asked of a file is all that is lacking of it. */
function covers(asked: Asked, lacking: readonly WantedFrame[] | undefined, sides: PictureSides): boolean {
  return (
    lacking !== undefined &&
    isWithin(asked.side, sides) &&
    lacking.every(({ timeUs, columns }) => columns === asked.columns && asked.timesUs.has(timeUs))
  );
}

function keyOf({ url }: ArchiveFile, timeUs: number): string {
  return `${url} ${timeUs}`;
}

const noSuchFrame: Failure = {
  kind: 'corrupt',
  format: 'frames',
  offset: null,
  message: 'the frame is no longer in its file',
};
