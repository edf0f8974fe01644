import { observatoriesOf } from '$lib/datasets/observatories';
import { middleOf } from '$lib/geometry/map-camera';
import type { ColormapName, Observatory } from '$lib/model/dataset';
import type { TimeRange } from '$lib/model/time';
import { gapAt } from './gaps';
import type { GridView } from './grid-view.svelte';
import type { SkyLight } from './sky-light.svelte';
import { sentenceOf } from './sentences';
import { plainDisplay, plainTrack } from './track-link';
import type { LookedAt } from './track-look.svelte';

/** What there is to see of maps merged of an array's cameras. */
export class GridLook {
  readonly kind = 'grid';
  readonly track: GridView;
  /** Sun and Moon over the middle of its array. */
  readonly sky: SkyLight;
  readonly #view: LookedAt;

  /** Its place among the event's tracks. */
  place = $derived.by(() => this.#view.lanes.indexOf(this.track));
  display = $derived.by(() => this.#view.event.tracks[this.place]?.display ?? plainDisplay);
  strip = $derived.by(() => this.#view.event.tracks[this.place]?.strip ?? plainTrack.strip);
  onMap = $derived.by(() => this.#view.event.tracks[this.place]?.onMap ?? true);
  /** How values become colours. */
  scaling = $derived.by(() => {
    const { display, samples } = this.track.dataset;
    const colormap: ColormapName = samples.channels === 3 ? 'gray' : (this.display.colormap ?? display.colormap);
    return { countsRange: this.display.countsRange ?? display.countsRange, gamma: this.display.gamma, colormap };
  });
  gaps = $derived.by(() => this.track.gaps);
  /** What the map shows at the cursor; null where there is nothing. */
  sight = $derived.by(() => (this.track.sight.phase === 'frame' ? this.track.sight : null));
  /** Why a map shows nothing of it at the cursor; null where it does. */
  absence = $derived.by(() => {
    const { sight } = this.track;
    if (sight.phase === 'frame') return null;
    if (sight.phase === 'loading') return 'Its file is on its way.';
    if (sight.phase === 'failed') return sentenceOf(sight.failure);
    return gapAt(this.gaps, this.#view.cursorUs)?.sentence ?? 'Between two maps.';
  });
  /** At what its cells are mapped, by its file; no choice moves it. */
  altitudeKm = $derived.by(() => this.track.last?.altitudeKm ?? this.track.dataset.altitudeKm);
  /** `counts`, `R`, or as the file says it. */
  unit = $derived.by(() => {
    const said = this.track.last?.units ?? null;
    if (said === null) return this.track.dataset.samples.unit;
    if (/^(rayleighs?|r)$/i.test(said.trim())) return 'R';
    return /data number|count/i.test(said) ? 'counts' : said;
  });

  /** @param light of its own: it follows the array */
  constructor(view: LookedAt, track: GridView, light: SkyLight) {
    this.#view = view;
    this.track = track;
    this.sky = light;
  }

  /** `THEMIS ASI grid` */
  get name(): string {
    return this.track.dataset.title;
  }

  /** Where cameras of its array stand. */
  get sites(): readonly Observatory[] {
    return observatoriesOf(this.track.dataset.instrumentArray);
  }

  /** Finds Sun and Moon over the array for the event's range; to be called again when it changes. */
  lookUp(range: TimeRange): void {
    const middle = middleOf(this.sites);
    void this.sky.look(range, middle && { siteUid: '', name: this.name, ...middle });
  }
}
