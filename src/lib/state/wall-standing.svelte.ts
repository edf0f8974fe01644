import type { WallBreaks, WallGap, WallPlace, WallRow } from '$lib/model/wall';
import { keptPlace } from './wall-anchor';

/** Where on the wall somebody is: under the pointer, or gone to by keys. */
export class WallStanding {
  place = $state.raw<WallPlace | null>(null);
  /** The row above which nights are missing that are pointed at. */
  pointedGap = $state<number | null>(null);
  /** Missing nights that keys have just passed. */
  passedGap = $state.raw<WallGap | null>(null);
  /** Where somebody was brought to, and among which rows that hung. */
  #brought = $state.raw<{ readonly place: WallPlace; readonly rows: readonly WallRow[] } | null>(null);

  /** Whether nobody has moved or scrolled since being brought to a night. */
  get isBrought(): boolean {
    return this.place !== null && this.place === this.#brought?.place;
  }

  /** @param gap the row above which nights are missing, where the pointer is between two */
  point(place: WallPlace | null, gap: number | null): void {
    this.place = place;
    this.pointedGap = gap;
    this.passedGap = null;
  }

  go(to: WallPlace, { gaps }: WallBreaks): void {
    const from = this.place;
    const isNext = from !== null && Math.abs(to.at - from.at) === 1;
    this.passedGap = isNext ? (gaps.get(Math.max(to.at, from.at)) ?? null) : null;
    this.pointedGap = null;
    this.place = to;
  }

  bring(place: WallPlace, rows: readonly WallRow[]): void {
    this.place = place;
    this.#brought = { place, rows };
  }

  /** Somebody looks elsewhere, and is not to be brought back. */
  leave(): void {
    this.#brought = null;
  }

  /**
   * Other rows hang: one stays at the night where one was.
   *
   * @returns whether one has just been brought to a place among these, and what is in sight with it
   */
  rehang(before: readonly WallRow[], now: readonly WallRow[]): boolean {
    if (!this.place || before === now) return false;
    if (this.isBrought && this.#brought?.rows === now) return true;
    const place = { ...this.place, at: keptPlace(before, now, this.place.at)?.now ?? this.place.at };
    // It is the rows that went, and nobody else.
    if (this.isBrought) this.#brought = { place, rows: now };
    this.place = place;
    return false;
  }
}
