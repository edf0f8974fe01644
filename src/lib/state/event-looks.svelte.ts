import type { TimeRange } from '$lib/model/time';
import { CurveLook } from './curve-look.svelte';
import type { EventView, Lane } from './event-view.svelte';
import { GridLook } from './grid-look.svelte';
import { GridView } from './grid-view.svelte';
import { SkyLight } from './sky-light.svelte';
import { TrackLook } from './track-look.svelte';
import { TrackView } from './track-view.svelte';

export type LaneLook = TrackLook | CurveLook | GridLook;

/** The looks of an event's tracks, in their order; each lives as long as its track. */
export class EventLooks {
  readonly #view: EventView;
  readonly #contextOf: (range: TimeRange, wholeNight: TimeRange | null) => TimeRange;
  readonly #looks = new WeakMap<Lane, LaneLook>();

  all = $derived.by(() => this.#view.lanes.map((lane) => this.#of(lane)));
  /** That of the track in focus; null for an event without tracks. */
  inFocus = $derived.by(() => this.all[this.#view.focus] ?? null);
  /** That of the camera in focus; where a curve is, of the first on the stage. Null where there is none. */
  camera = $derived.by(() => {
    const look = this.all.find(({ track }) => track === this.#view.track);
    return look?.kind === 'sky' ? look : null;
  });
  /** Those of merged maps, which only a map shows. */
  grids = $derived.by(() => this.all.filter((look) => look.kind === 'grid'));
  /** Those of an event of nothing but curves; empty for all others. */
  curvesAlone = $derived.by(() =>
    this.camera || this.grids.length > 0 ? [] : this.all.filter((look) => look.kind === 'curve'),
  );
  onStage = $derived.by(() =>
    this.#view.onStage.flatMap((place) => {
      const look = this.all[place];
      return look?.kind === 'sky' ? [look] : [];
    }),
  );

  /** @param contextOf the stretch of time that is shown around a range and its night */
  constructor(view: EventView, contextOf: (range: TimeRange, wholeNight: TimeRange | null) => TimeRange) {
    this.#view = view;
    this.#contextOf = contextOf;
  }

  #of(lane: Lane): LaneLook {
    const known = this.#looks.get(lane);
    if (known) return known;
    const { loading, event } = this.#view;
    const light = new SkyLight(loading, event.range, this.#contextOf);
    const look = this.#made(lane, light);
    this.#looks.set(lane, look);
    return look;
  }

  #made(lane: Lane, light: SkyLight): LaneLook {
    if (lane instanceof TrackView) return new TrackLook(this.#view, lane, light);
    if (lane instanceof GridView) return new GridLook(this.#view, lane, light);
    return new CurveLook(this.#view, lane, light);
  }
}
