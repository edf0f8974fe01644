import { observatory } from '$lib/datasets/observatories';
import { signedDegrees } from '$lib/geometry/angles';
import type { Observatory } from '$lib/model/dataset';
import type { TimeRange } from '$lib/model/time';
import { gapAt, gapOfListing, gapsOf } from './gaps';
import { readPixel, type PixelReading } from './pixel-reading';
import { PictureLook } from './placed-look.svelte';
import { skyMarks } from './sky-marks';
import { slitLineAt } from './slit-line';
import type { TrackView } from './track-view.svelte';

/** What there is to see of one track: its gaps and why, how it is scaled, which way its sky lies. */
export class TrackLook extends PictureLook<TrackView> {
  readonly kind = 'sky';
  /** Where the camera stands, by the table, else by its skymap. */
  site = $derived.by((): Observatory | null => {
    const { siteUid } = this.track.track;
    const known = observatory(siteUid);
    if (known || this.track.skymap.phase !== 'ready') return known;
    const { latDeg, lonDeg } = this.track.skymap.chosen.skymap.site;
    // Not every file says where its camera stands; a place that is none would leave the map without a middle.
    if (!(Math.abs(latDeg) <= 90 && Number.isFinite(lonDeg))) return null;
    return { siteUid, name: siteUid.toUpperCase(), latDeg, lonDeg: signedDegrees(lonDeg) };
  });
  /** On its own: what is found out of it does not follow the cursor. */
  #range = $derived.by(() => this.view.event.range);
  gaps = $derived.by(() => {
    const { track } = this;
    const range = this.#range;
    if (track.listing.phase === 'failed') return [gapOfListing(track.listing.failure, range)];
    const reasons = { light: this.sky.light, absence: track.absence };
    return gapsOf(track.minutes, range, track.cadenceUs, (minute) => track.loads.isStopped(minute), reasons);
  });
  /** The gap that the cursor stands in. */
  gap = $derived.by(() => gapAt(this.gaps, this.view.cursorUs));
  sight = $derived.by(() => (this.track.sight.phase === 'frame' ? this.track.sight : null));
  #height = $derived.by(() => this.sight?.series.height ?? this.track.dataset.frame.height);
  #width = $derived.by(() => this.sight?.series.width ?? this.track.dataset.frame.width);
  /** The same object as long as it is the same size: a map is laid out by it. */
  size = $derived.by(() => ({ height: this.#height, width: this.#width }));
  skymap = $derived.by(() => (this.track.skymap.phase === 'ready' ? this.track.skymap.chosen.skymap : null));
  /** The skymap where it is of the pictures' size; one of another size is not this camera's: nothing is read from it. */
  fitting = $derived.by(() => {
    const { skymap, size } = this;
    return skymap && skymap.height === size.height && skymap.width === size.width ? skymap : null;
  });
  eastSide = $derived.by(() =>
    this.fitting && this.fitting.eastSide !== 'unknown'
      ? this.fitting.eastSide
      : this.track.dataset.orientation.eastSide,
  );
  marks = $derived.by(() => skyMarks(this.fitting, this.track.dataset.orientation, this.size));
  /** A slit is no picture of the sky. */
  isSky = $derived.by(() => this.track.dataset.orientation.eastSide !== 'none');
  /** Of a spectrograph: the line along its slit at the cursor. */
  slit = $derived.by(() => (this.isSky ? null : slitLineAt(this.track, this.view.cursorUs)));
  /** What is missing for angles and places; null where nothing is. */
  note = $derived.by(() => {
    const { skymap, size, track } = this;
    if (!this.isSky || track.skymap.phase === 'searching') return null;
    if (skymap && !this.fitting)
      return `The skymap is for ${skymap.width} × ${skymap.height} pixels, not ${size.width} × ${size.height}: it is not used.`;
    if (this.fitting) return null;
    return track.dataset.orientation.eastSide === 'unknown'
      ? 'Without a skymap: no angles, no places; N and S are approximate, nobody knows on which side east is.'
      : 'Without a skymap: no angles, no places; compass letters are approximate.';
  });

  /** `THEMIS ASI GILL` */
  get name(): string {
    return `${this.track.dataset.title} ${this.track.track.siteUid.toUpperCase()}`;
  }

  /** Finds Sun and Moon over the camera for the event's range; to be called again when either changes. */
  lookUp(range: TimeRange): void {
    void this.sky.look(range, this.site);
  }

  /** What a pixel of the frame at the cursor says; null where there is no such frame or pixel. */
  read(pixel: { readonly row: number; readonly column: number }): PixelReading | null {
    const { sight, size } = this;
    if (!sight || pixel.row >= size.height || pixel.column >= size.width) return null;
    const { dataset, calibrations } = this.track;
    return readPixel(sight, pixel, dataset, this.fitting, this.view.altitudeKm, calibrations);
  }
}
