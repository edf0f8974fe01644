import { observatoriesOf } from '$lib/datasets/observatories';
import { middleOf } from '$lib/geometry/map-camera';
import type { Observatory } from '$lib/model/dataset';
import type { TimeRange } from '$lib/model/time';
import { gapAt } from './gaps';
import type { GridView } from './grid-view.svelte';
import { PictureLook } from './placed-look.svelte';
import { sentenceOf } from './sentences';

/** No map is made for less or more: a file that says so is not believed. */
const [leastAltitudeKm, mostAltitudeKm] = [60, 1000];

/** What there is to see of maps merged of an array's cameras. */
export class GridLook extends PictureLook<GridView> {
  readonly kind = 'grid';
  gaps = $derived.by(() => this.track.gaps);
  /** What the map shows at the cursor; null where there is nothing. */
  sight = $derived.by(() => (this.track.sight.phase === 'frame' ? this.track.sight : null));
  /** Why a map shows nothing of it at the cursor; null where it does. */
  absence = $derived.by(() => {
    const { sight } = this.track;
    if (sight.phase === 'frame') return null;
    if (sight.phase === 'loading') return 'Its file is on its way.';
    if (sight.phase === 'failed') return sentenceOf(sight.failure);
    return gapAt(this.gaps, this.view.cursorUs)?.sentence ?? 'Between two maps.';
  });
  /** At what its cells are mapped, by its file; no choice moves it. */
  altitudeKm = $derived.by(() => {
    const said = this.track.last?.altitudeKm ?? null;
    return said !== null && said >= leastAltitudeKm && said <= mostAltitudeKm ? said : this.track.dataset.altitudeKm;
  });
  /** `counts`, `R`, or as the file says it. */
  unit = $derived.by(() => {
    const said = this.track.last?.units ?? null;
    if (said === null) return this.track.dataset.samples.unit;
    if (/^(rayleighs?|r)$/i.test(said.trim())) return 'R';
    return /data number|count/i.test(said) ? 'counts' : said;
  });

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
