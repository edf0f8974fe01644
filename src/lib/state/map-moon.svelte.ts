import type { MoonSight } from '$lib/geometry/moon-sight';

/** It moves by less than 0.05° in so long. */
const stepUs = 10e6;

/** The Moon over a map at the cursor. What reckons it is fetched when it is first wanted. */
export class MapMoon {
  readonly #cursorUs: () => number;
  #reckon = $state.raw<((timeUs: number) => MoonSight) | null>(null);
  /** Why it is not known; null where it is, or is on its way. */
  failure = $state.raw<string | null>(null);

  #timeUs = $derived.by(() => Math.floor(this.#cursorUs() / stepUs) * stepUs);
  /** null until it is known. */
  sight = $derived.by(() => this.#reckon?.(this.#timeUs) ?? null);

  constructor(cursorUs: () => number) {
    this.#cursorUs = cursorUs;
  }

  /** Asks for it; to be called as often as one likes. */
  async want(): Promise<void> {
    if (this.#reckon) return;
    try {
      this.#reckon = (await import('$lib/geometry/moon-sight')).moonSight;
      this.failure = null;
    } catch {
      this.failure = 'What reckons the Moon could not be loaded.';
    }
  }
}
