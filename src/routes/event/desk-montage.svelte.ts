import type { EventLooks } from '$lib/state/event-looks.svelte';
import type { EventView } from '$lib/state/event-view.svelte';
import type { MontageView } from '$lib/state/montage-view.svelte';
import type * as parts from './montage-parts';

type Parts = typeof parts;

/** The montage of an event, with what shows it: loaded when the stage first shows a montage. */
export class DeskMontage {
  shown = $state.raw<{ readonly parts: Parts; readonly montage: MontageView } | null>(null);
  /** Why it could not be loaded, for people; null while it may still come. */
  failure = $state<string | null>(null);
  /** Whether the stage shows the montage: asked for, of an event with a camera. */
  readonly onStage = $derived.by(() => this.#view.view === 'montage' && this.#looks.camera !== null);
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
    import('./montage-parts')
      .then((parts) => {
        if (!this.#closed) this.shown = { parts, montage: new parts.MontageView(this.#view, this.#looks) };
      })
      .catch((reason: unknown) => {
        this.failure = reason instanceof Error ? reason.message : String(reason);
        this.#asked = false;
      });
  }

  close(): void {
    this.#closed = true;
    this.shown?.montage.close();
  }
}
