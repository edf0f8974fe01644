import type { ColormapName, ImagerDataset } from '$lib/model/dataset';
import type { SkyEvent } from '$lib/model/event';
import type { SkyLight } from './sky-light.svelte';
import { plainDisplay, plainTrack } from './track-link';

/** What a track's look depends on besides the track itself. */
export interface LookedAt {
  readonly event: SkyEvent;
  readonly cursorUs: number;
  readonly altitudeKm: number;
  readonly lanes: readonly unknown[];
}

/** What every track's look has: where it stands in the event, and what was chosen for it there. */
export class PlacedLook<Lane> {
  readonly track: Lane;
  /** Sun and Moon over its place. */
  readonly sky: SkyLight;
  protected readonly view: LookedAt;

  /** Its place among the event's tracks. */
  place = $derived.by(() => this.view.lanes.indexOf(this.track));
  strip = $derived.by(() => this.view.event.tracks[this.place]?.strip ?? plainTrack.strip);

  /** @param light of its own: it follows the track's place */
  constructor(view: LookedAt, track: Lane, light: SkyLight) {
    this.view = view;
    this.track = track;
    this.sky = light;
  }
}

/** What the look of a track of pictures has besides: how they are drawn, and whether a map shows them. */
export class PictureLook<
  Lane extends { readonly dataset: Pick<ImagerDataset, 'display' | 'samples'> },
> extends PlacedLook<Lane> {
  display = $derived.by(() => this.view.event.tracks[this.place]?.display ?? plainDisplay);
  onMap = $derived.by(() => this.view.event.tracks[this.place]?.onMap ?? true);
  /** How counts become colours. */
  scaling = $derived.by(() => {
    const { display, samples } = this.track.dataset;
    // Colour pictures are scaled channel by channel, along grey.
    const colormap: ColormapName = samples.channels === 3 ? 'gray' : (this.display.colormap ?? display.colormap);
    return { countsRange: this.display.countsRange ?? display.countsRange, gamma: this.display.gamma, colormap };
  });
}
