import { observatory } from '$lib/datasets/observatories';
import type { TimeRange } from '$lib/model/time';
import type { CurveView } from './curve-view.svelte';
import { PlacedLook } from './placed-look.svelte';

/** What there is to see of a track of curves. */
export class CurveLook extends PlacedLook<CurveView> {
  readonly kind = 'curve';
  gaps = $derived.by(() => this.track.gaps);

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
