import type { EventLooks } from '$lib/state/event-looks.svelte';
import type { EventView } from '$lib/state/event-view.svelte';
import type { MontageView } from '$lib/state/montage-view.svelte';
import { DeskPart } from './desk-part.svelte';
import type * as montageParts from './montage-parts';

/** The montage of an event. */
export class DeskMontage extends DeskPart<typeof montageParts, MontageView> {
  /** Whether the stage shows the montage: asked for, of an event with a camera. */
  readonly onStage = $derived.by(() => this.#view.view === 'montage' && this.#looks.camera !== null);
  readonly #view: EventView;
  readonly #looks: EventLooks;

  constructor(view: EventView, looks: EventLooks) {
    super(
      () => import('./montage-parts'),
      (parts) => new parts.MontageView(view, looks),
    );
    this.#view = view;
    this.#looks = looks;
  }
}
