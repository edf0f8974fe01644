import { epochsAround, fieldInstantUs } from '$lib/geometry/aacgm-coefficients';
import { createMagneticModel, type MagneticFigures } from '$lib/geometry/magnetic-model';
import { yearFraction } from '$lib/geometry/year-fraction';
import type { createMagneticFigures } from '$lib/loading/magnetic-figures';
import type { Failure } from '$lib/model/failure';

/** The magnetic field of a map: that of the start of the range, so that it is one whatever the cursor does. */
export class MapField {
  readonly #figuresAt: ReturnType<typeof createMagneticFigures>;
  readonly #timeUs: () => number;
  #found = $state.raw<MagneticFigures | null>(null);
  /** The instant that coefficients were asked for last. */
  #soughtUs: number | null = null;
  /** Why there are none. */
  failure = $state.raw<Failure | null>(null);

  /** For the year after the last published coefficients their last day. */
  timeUs = $derived.by(() => fieldInstantUs(this.#timeUs()));
  /** Those of the range's epochs: by others, field lines would have to be followed. Null until they are here. */
  figures = $derived.by(() => {
    const epochs = epochsAround(yearFraction(this.timeUs)) ?? [];
    return this.#found?.aacgm.map(({ epoch }) => epoch).join() === epochs.join() ? this.#found : null;
  });
  /**
   * Magnetic coordinates; null until their coefficients are here, and for years without any: field lines would take a
   * second for a grid.
   */
  model = $derived.by(() => (this.figures?.aacgm.length ? createMagneticModel(this.figures, this.timeUs) : null));
  /** What is missing for magnetic coordinates, or doubtful; null where nothing is, or it is still on its way. */
  note = $derived.by(() => {
    if (this.figures && !this.model) return 'AACGM-v2 coordinates are published for 2000 to 2029 only.';
    if (this.timeUs === this.#timeUs()) return null;
    return 'AACGM-v2 is published to the end of 2029: its coordinates of that day are used.';
  });

  constructor(figuresAt: ReturnType<typeof createMagneticFigures>, timeUs: () => number) {
    this.#figuresAt = figuresAt;
    this.#timeUs = timeUs;
  }

  /** Finds the coefficients; to be called again for another time. */
  async find(timeUs: number): Promise<void> {
    this.#soughtUs = timeUs;
    const outcome = await this.#figuresAt(fieldInstantUs(timeUs));
    if (timeUs !== this.#soughtUs) return;
    this.failure = outcome.ok ? null : outcome.failure;
    if (outcome.ok) this.#found = outcome.value;
  }

  networkIsBack(): void {
    if (this.failure && this.#soughtUs !== null) void this.find(this.#soughtUs);
  }
}
