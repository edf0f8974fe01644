import type { EventLooks } from '$lib/state/event-looks.svelte';
import type { EventView } from '$lib/state/event-view.svelte';
import type { MapView } from '$lib/state/map-view.svelte';
import type * as parts from './map-parts';

type Parts = typeof parts;

/** The map of an event, with what shows it: loaded when the stage first shows a map. */
export class DeskMap {
  shown = $state.raw<{ readonly parts: Parts; readonly map: MapView } | null>(null);
  /** Why it could not be loaded, for people; null while it may still come. */
  failure = $state<string | null>(null);
  /** Whether the stage shows the map: asked for, of an event with a camera to lay on it; or of merged maps alone. */
  readonly onMap = $derived.by(() =>
    this.#looks.camera === null ? this.#looks.grids.length > 0 : this.#view.view === 'map',
  );
  readonly #view: EventView;
  readonly #looks: EventLooks;
  #asked = false;
  #closed = false;

  constructor(view: EventView, looks: EventLooks) {
    this.#view = view;
    this.#looks = looks;
  }

  /** Does nothing where it is loaded, or on its way; after a failure, another attempt. */
  load(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.failure = null;
    import('./map-parts')
      .then((parts) => {
        if (!this.#closed) this.shown = { parts, map: parts.createMapView(this.#view, this.#looks) };
      })
      .catch((reason: unknown) => {
        this.failure = reason instanceof Error ? reason.message : String(reason);
        this.#asked = false;
      });
  }

  close(): void {
    this.#closed = true;
    this.shown?.map.close();
  }
}
