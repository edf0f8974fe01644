import type { EventLooks } from '$lib/state/event-looks.svelte';
import type { EventView } from '$lib/state/event-view.svelte';
import type { MapView } from '$lib/state/map-view.svelte';
import { DeskPart } from './desk-part.svelte';
import type * as mapParts from './map-parts';

/** The map of an event. */
export class DeskMap extends DeskPart<typeof mapParts, MapView> {
  /** Whether the stage shows the map: asked for, of an event with a camera to lay on it; or of merged maps alone. */
  readonly onMap = $derived.by(() =>
    this.#looks.camera === null ? this.#looks.grids.length > 0 : this.#view.view === 'map',
  );
  readonly #view: EventView;
  readonly #looks: EventLooks;

  constructor(view: EventView, looks: EventLooks) {
    super(
      () => import('./map-parts'),
      (parts) => parts.createMapView(view, looks),
    );
    this.#view = view;
    this.#looks = looks;
  }
}
