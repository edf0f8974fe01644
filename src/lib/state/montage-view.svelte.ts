import type { SmallFrame } from '$lib/model/montage';
import type { EventLooks } from './event-looks.svelte';
import type { EventView } from './event-view.svelte';
import type { FramePlace } from './frame-places';
import { gapAt, type Gap } from './gaps';
import { indexOfMinute, type Minute } from './minute-table';
import { framesNear, montageInstants, nearestCell, type MontageInstants } from './montage-instants';
import { fillOf, layMontage, type MontageRoom } from './montage-layout';
import { mostCells } from './montage-link';
import { MontagePictures, type PictureSides, type WantedFile, type WantedFrame } from './montage-pictures.svelte';
import { causeOf, sentenceOf } from './sentences';
import type { TrackLook } from './track-look.svelte';

/** One camera at one instant. */
export interface MontageCell {
  readonly look: TrackLook;
  readonly instantUs: number;
  readonly shown: CellShown;
}

export type CellShown =
  | { readonly kind: 'frame'; readonly timeUs: number; readonly picture: SmallFrame }
  /** `timeUs`: null as long as it is not known which frame it will be. */
  | { readonly kind: 'coming'; readonly timeUs: number | null }
  | ({ readonly kind: 'gap' } & Pick<Gap, 'cause' | 'sentence' | 'retry'>);

/** What a montage is drawn into. */
export interface MontageWindow extends MontageRoom {
  /** Pixels of the screen in a CSS pixel. */
  readonly pixelRatio: number;
}

/** Pictures are made in few sizes, so that a window that is drawn larger does not ask for all of them at each step. */
const sides = [64, 128, 256] as const;
/** All pictures of a montage take at most so much. */
const picturesBytes = 24 * 2 ** 20;
/** After the minute at the cursor, before all others. */
const rankOfPictures = 1;
const rankOfFiles = 1e5;
const rankOutOfSight = 1e4;

/** The event as frames side by side: which instants, which frame stands for each, and their small pictures. */
export class MontageView {
  readonly #view: EventView;
  readonly #looks: EventLooks;
  readonly #pictures: MontagePictures;

  /** Room for cells; null until it is known. */
  window = $state.raw<MontageWindow | null>(null);
  #looksBefore: readonly TrackLook[] = [];
  #instantsBefore: MontageInstants | null = null;
  /** Instants whose cells are in sight, by their numbers. */
  #sight = { from: 0, to: Infinity };

  choices = $derived.by(() => this.#view.montage);
  /** Cameras, each with a row of its own. */
  looks = $derived.by(() => {
    // The same as before as long as they are the same: with the cursor nothing moves but its mark.
    const now = this.#looks.onStage;
    const isSame = now.length === this.#looksBefore.length && now.every((look, at) => look === this.#looksBefore[at]);
    return isSame ? this.#looksBefore : (this.#looksBefore = now);
  });
  span = $derived.by(() => (this.choices.span === 'range' ? this.#view.range : this.#view.window));
  /** Width of a cell by its height: that of the pictures; a square where they differ. */
  aspect = $derived.by(() => {
    const aspects = new Set(this.looks.map(({ track }) => aspectOf(track.dataset.frame)));
    return aspects.size === 1 ? [...aspects][0]! : 1;
  });
  #cadenceUs = $derived.by(() => Math.min(...this.looks.map(({ track }) => track.cadenceUs)));
  instants = $derived.by(() => {
    const most = Math.max(1, Math.floor(mostCells / Math.max(1, this.looks.length)));
    const fill = (instants: number) => {
      return this.window ? fillOf(instants, this.looks.length, this.window, this.aspect) : 1 / instants;
    };
    const now = montageInstants(this.span, this.choices.pace, { fill, cadenceUs: this.#cadenceUs, most });
    // In a window of another size they mostly stay the same: then no frame is looked for anew.
    return isSameInstants(now, this.#instantsBefore) ? this.#instantsBefore! : (this.#instantsBefore = now);
  });
  layout = $derived.by(() =>
    this.window ? layMontage(this.instants.timesUs.length, this.looks.length, this.window, this.aspect) : null,
  );
  #sides = $derived.by((): PictureSides => {
    const { layout, window, looks, instants } = this;
    if (!layout || !window) return { made: sides[0], most: sides[0] };
    const wanted = Math.max(layout.width, layout.height) * window.pixelRatio;
    const channels = looks.reduce((sum, { track }) => sum + track.dataset.samples.channels, 0);
    const bytesOf = (side: number) => 2 * side ** 2 * channels * instants.timesUs.length;
    const affordable = sides.filter((side) => side === sides[0] || bytesOf(side) <= picturesBytes);
    const most = affordable.at(-1)!;
    return { made: affordable.find((side) => side >= wanted) ?? most, most };
  });
  /** Per camera the frame of each instant, null where there is none. */
  #places = $derived.by(() =>
    this.looks.map(({ track }) => framesNear(track.minutes, this.instants.timesUs, track.cadenceUs, this.span)),
  );
  #wanted = $derived.by(() => this.#places.map((places, row) => places.map((place) => this.#wish(row, place))));
  /** Per camera one for each instant. */
  rows = $derived.by((): MontageCell[][] =>
    this.looks.map((look, row) =>
      this.instants.timesUs.map((instantUs, index) => {
        const [wanted, place] = [this.#wanted[row]![index], this.#places[row]![index]];
        const shown = wanted && place ? this.#shown(wanted, place) : this.#without(look, instantUs);
        return { look, instantUs, shown };
      }),
    ),
  );
  /** Cells that are to show a frame, and how many of them do. */
  progress = $derived.by(() => {
    const all = this.rows.flat().filter(({ shown }) => shown.kind !== 'gap');
    return { frames: all.length, here: all.filter(({ shown }) => shown.kind === 'frame').length };
  });
  /** Cells without a frame, of minutes worth asking for again. */
  failed = $derived.by(() => this.rows.flat().filter(({ shown }) => shown.kind === 'gap' && shown.retry.length > 0));
  /** Per camera the number of the cell at the cursor; −1 where it stands at none. */
  atCursor = $derived.by(() => {
    const { cursorUs } = this.#view;
    return this.rows.map((cells) => nearestCell(cells.map(timeOf), cursorUs, this.instants.stepUs));
  });

  constructor(view: EventView, looks: EventLooks) {
    this.#view = view;
    this.#looks = looks;
    this.#pictures = new MontagePictures(view.loading);
  }

  /** What the small pictures take. */
  get bytesHeld(): number {
    return this.#pictures.bytesHeld;
  }

  resize(window: MontageWindow): void {
    this.window = window;
  }

  /** Which instants are in sight: their cells come first. */
  see(from: number, to: number): void {
    this.#sight = { from, to };
  }

  /** Has the cells filled; to be called again when they change. */
  fill(): void {
    if (!this.window) return;
    this.#pictures.want(
      this.#wanted.flatMap((row) => row.filter((wanted) => wanted !== null)),
      this.#sides,
      this.#missing(),
    );
  }

  /** Nobody looks at it any more: what is under way is dropped, what has come stays. */
  rest(): void {
    this.#pictures.rest();
  }

  /** Moves the cursor to a cell, and looks at its camera closely. */
  pick({ look, ...cell }: MontageCell): void {
    if (look.place !== this.#view.focus) this.#view.setFocus(look.place);
    this.#view.goTo(timeOf(cell));
  }

  /** Asks again for what failed; for damaged files anew from the archive. */
  retry(): void {
    for (const look of this.looks) {
      const own = this.failed.filter((cell) => cell.look === look);
      const minutes = new Set(own.flatMap(({ shown }) => (shown.kind === 'gap' ? shown.retry : [])));
      const anew = [...minutes].filter(({ load }) => load.phase !== 'ready' || !this.#pictures.retry(load.columns));
      if (anew.length > 0) void look.track.retry(anew);
    }
  }

  networkIsBack(): void {
    this.#pictures.networkIsBack();
  }

  close(): void {
    this.rest();
  }

  #wish(row: number, place: FramePlace | null): WantedFrame | null {
    if (!place?.minute.file || place.minute.load.phase !== 'ready') return null;
    const { file, load } = place.minute;
    const rank = () => rankOfPictures + this.#distance(row, place.timeUs);
    return { file, columns: load.columns, timeUs: place.timeUs, rank };
  }

  /** Files of instants whose frame is not known yet, where nothing holds them back. */
  #missing(): WantedFile[] {
    const missing = new Map<string, WantedFile>();
    for (const [row, { track }] of this.looks.entries()) {
      for (const [index, instantUs] of this.instants.timesUs.entries()) {
        if (this.#places[row]![index]) continue;
        const minute = track.minutes[indexOfMinute(track.minutes, instantUs)];
        if (!minute?.file || minute.load.phase !== 'waiting' || track.loads.isStopped(minute)) continue;
        const rank = () => (track.loads.paused ? Infinity : rankOfFiles + this.#distance(row, instantUs));
        missing.set(minute.file.url, { file: minute.file, rank });
      }
    }
    return [...missing.values()];
  }

  /** Those in sight before the others, from the cursor outwards, all cameras of an instant together. */
  #distance(row: number, timeUs: number): number {
    const { timesUs, stepUs } = this.instants;
    const number = Math.round((timeUs - (timesUs[0] ?? 0)) / stepUs);
    const isInSight = number >= this.#sight.from && number <= this.#sight.to;
    const away = Math.min(rankOutOfSight - 2, Math.abs(timeUs - this.#view.cursorUs) / stepUs);
    return (isInSight ? 0 : rankOutOfSight) + away + row / 1000;
  }

  #shown(wanted: WantedFrame, { timeUs, minute }: FramePlace): CellShown {
    const found = this.#pictures.of(wanted);
    if (!found) return { kind: 'coming', timeUs };
    if ('counts' in found) return { kind: 'frame', timeUs, picture: found };
    return { kind: 'gap', cause: causeOf(found), sentence: sentenceOf(found), retry: [minute] };
  }

  #without({ track, gaps }: TrackLook, instantUs: number): CellShown {
    if (track.listing.phase === 'searching' && track.minutes.length === 0) return { kind: 'coming', timeUs: null };
    const gap = gapAt(gaps, instantUs);
    if (gap?.kind === 'pending') return { kind: 'coming', timeUs: null };
    if (!gap) return { kind: 'gap', cause: 'between frames', sentence: 'Between two frames.', retry: [] };
    const { cause, sentence, retry } = gap;
    return { kind: 'gap', cause, sentence, retry: retry.filter(isAt(instantUs)) };
  }
}

const isAt = (us: number) => (minute: Minute) => us >= minute.startUs && us < minute.endUs;

/** The time of a cell: that of its frame; where there is none, the instant itself. */
export function timeOf({ shown, instantUs }: Pick<MontageCell, 'shown' | 'instantUs'>): number {
  return (shown.kind === 'gap' ? null : shown.timeUs) ?? instantUs;
}

/** A slit spectrum is far from square; it is stretched to the same shape as in the sky view. */
export function aspectOf({ width, height }: { readonly width: number; readonly height: number }): number {
  return Math.max(0.75, Math.min(1.34, width / height));
}

function isSameInstants(now: MontageInstants, before: MontageInstants | null): boolean {
  return (
    now.stepUs === before?.stepUs &&
    now.isAbout === before.isAbout &&
    now.wanted === before.wanted &&
    now.timesUs.length === before.timesUs.length &&
    now.timesUs.every((timeUs, at) => timeUs === before.timesUs[at])
  );
}
