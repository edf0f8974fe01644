import type { TimeRange } from '$lib/model/time';
import type { EventView } from './event-view.svelte';
import { SkyLight } from './sky-light.svelte';
import { TrackLook } from './track-look.svelte';
import type { TrackView } from './track-view.svelte';

/** The looks of an event's tracks, in their order; each lives as long as its track. */
export class EventLooks {
  readonly #view: EventView;
  readonly #contextOf: (range: TimeRange, wholeNight: TimeRange | null) => TimeRange;
  readonly #looks = new WeakMap<TrackView, TrackLook>();

  all = $derived.by(() => this.#view.tracks.map((track) => this.#of(track)));
  /** That of the track in focus; null for an event without tracks. */
  inFocus = $derived.by(() => this.all[this.#view.focus] ?? null);
  onStage = $derived.by(() => this.#view.onStage.flatMap((place) => this.all[place] ?? []));

  /** @param contextOf the stretch of time that is shown around a range and its night */
  constructor(view: EventView, contextOf: (range: TimeRange, wholeNight: TimeRange | null) => TimeRange) {
    this.#view = view;
    this.#contextOf = contextOf;
  }

  #of(track: TrackView): TrackLook {
    const known = this.#looks.get(track);
    if (known) return known;
    const { loading, event } = this.#view;
    const look = new TrackLook(this.#view, track, new SkyLight(loading, event.range, this.#contextOf));
    this.#looks.set(track, look);
    return look;
  }
}
