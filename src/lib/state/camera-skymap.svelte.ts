import type { ChosenSkymap, Loading } from '$lib/loading/loading';
import type { Track } from '$lib/model/event';
import type { Failure } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { isForWantOfNetwork } from './network-failure';

export type SkymapState =
  | { readonly phase: 'searching' }
  | { readonly phase: 'ready'; readonly chosen: ChosenSkymap }
  | { readonly phase: 'none' }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** Where a camera looks, by the published rule or as chosen by hand. */
export class CameraSkymap {
  state = $state.raw<SkymapState>({ phase: 'searching' });

  readonly #loading: Pick<Loading, 'skymap'>;
  readonly #track: Track;
  readonly #signal: AbortSignal;
  #range: TimeRange | null = null;
  #name: string | null;

  /** @param signal ends with the track */
  constructor(loading: Pick<Loading, 'skymap'>, track: Track, signal: AbortSignal) {
    this.#loading = loading;
    this.#track = track;
    this.#name = track.choices.skymap;
    this.#signal = signal;
  }

  /** Looks for the one of a range; asked again after a failure. The one at hand stays until then. */
  async lookFor(range: TimeRange): Promise<void> {
    this.#range = range;
    if (this.state.phase !== 'ready') this.state = { phase: 'searching' };
    const name = this.#name;
    const outcome = await this.#loading.skymap(this.#track, range, this.#signal, name);
    if (this.#signal.aborted || range !== this.#range || name !== this.#name) return;
    if (!outcome.ok) this.state = { phase: 'failed', failure: outcome.failure };
    else if (outcome.value) this.state = { phase: 'ready', chosen: outcome.value };
    else this.state = { phase: 'none' };
  }

  /** A file that was chosen by hand, by its name; null for the rule's. */
  choose(name: string | null): void {
    if (name === this.#name) return;
    this.#name = name;
    if (this.#range) void this.lookFor(this.#range);
  }

  networkIsBack(): void {
    if (this.#range && this.state.phase === 'failed' && isForWantOfNetwork(this.state.failure))
      void this.lookFor(this.#range);
  }
}
