import { observatory } from '$lib/datasets/observatories';
import type { TimeRange } from '$lib/model/time';
import type { CurveView } from './curve-view.svelte';
import type { SkyLight } from './sky-light.svelte';
import { plainTrack } from './track-link';
import type { LookedAt } from './track-look.svelte';

/** What there is to see of a track of curves. */
export class CurveLook {
  readonly kind = 'curve';
  readonly track: CurveView;
  /** Sun and Moon over its site. */
  readonly sky: SkyLight;
  readonly #view: LookedAt;

  /** Its place among the event's tracks. */
  place = $derived.by(() => this.#view.lanes.indexOf(this.track));
  strip = $derived.by(() => this.#view.event.tracks[this.place]?.strip ?? plainTrack.strip);
  gaps = $derived.by(() => this.track.gaps);

  /** @param light of its own: it follows the site */
  constructor(view: LookedAt, track: CurveView, light: SkyLight) {
    this.#view = view;
    this.track = track;
    this.sky = light;
  }

  /** `NORSTAR riometer FSIM` */
  get name(): string {
    return `${this.track.dataset.title} ${this.track.track.siteUid.toUpperCase()}`;
  }

  get site() {
    return observatory(this.track.track.siteUid);
  }

  /** Finds Sun and Moon over the site for the event's range; to be called again when either changes. */
  lookUp(range: TimeRange): void {
    void this.sky.look(range, this.site);
  }
}
