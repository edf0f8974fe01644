import { datasetByName } from '$lib/datasets/catalogue';
import { minuteUs } from '$lib/datasets/utc';
import type { Loading } from '$lib/loading/loading';
import type { SkyEvent, Track, TrackChoices, TrackDisplay, TrackStrip } from '$lib/model/event';
import type { ImagerDataset } from '$lib/model/dataset';
import type { TimeRange } from '$lib/model/time';
import { Clock } from './clock.svelte';
import { formatEventLink, shortestZoomUs } from './event-link';
import { cameraOf, plainDisplay } from './track-link';
import { TrackView } from './track-view.svelte';

/** Playing has so much of the screen's time decoded ahead. */
const aheadSec = 3;

/** The event on screen: what is looked at, and the tracks that load it. */
export class EventView {
  event = $state.raw<SkyEvent>()!;
  /** One for each of the event's tracks, in their order. */
  tracks = $state.raw<readonly TrackView[]>([]);
  readonly clock: Clock;

  /** Parts of the event on their own: what depends on these is not touched when only the cursor moves. */
  range = $derived(this.event.range);
  facing = $derived(this.event.facing);
  zoomed = $derived(this.event.zoom !== null);
  /** The instant looked at. */
  cursorUs = $derived(this.event.cursorUs ?? this.#firstFrameUs() ?? this.event.range.startUs);
  /** The stretch of time that the keogram shows. */
  window = $derived<TimeRange>(this.event.zoom ?? this.event.range);
  link = $derived(formatEventLink(this.event));
  focus = $derived(this.event.focus);
  stage = $derived(this.event.stage);
  /** The track that is looked at closely and whose scaling is edited. */
  track = $derived(this.tracks[this.focus] ?? null);
  display = $derived(this.event.tracks[this.focus]?.display ?? plainDisplay);
  /** Places of the tracks whose skies are on the stage. */
  onStage = $derived(this.#placesOnStage());
  /** Whether anything shown was computed and not observed. */
  synthetic = $derived(this.tracks.some(({ synthetic }) => synthetic));
  altitudeKm = $derived(this.event.altitudeKm ?? this.track?.dataset.altitudeKm ?? 110);

  readonly loading: Loading;

  constructor(loading: Loading, event: SkyEvent) {
    this.loading = loading;
    this.event = event;
    this.clock = new Clock({
      nowUs: () => this.cursorUs,
      endUs: () => this.event.range.endUs,
      ready: (instantUs) => this.#canShow(instantUs),
      goTo: (instantUs) => {
        this.#setCursor(instantUs < this.event.range.endUs - 1 ? instantUs : this.#lastUs());
        this.#keepCursorInWindow();
      },
      pace: (speed) => this.#playAhead(speed),
    });
    this.#openTracks();
  }

  close(): void {
    this.clock.pause();
    for (const track of this.tracks) track.close();
  }

  /** Shows another event (a link, Back, Forward): what stays the same is not loaded again. */
  apply(event: SkyEvent): void {
    const sameRange = isSameRange(event.range, this.event.range);
    this.clock.pause();
    this.event = event;
    const still = this.#takeTracks();
    if (!sameRange) for (const track of still) track.setRange(event.range);
    this.#tellTracks();
  }

  /** Looks closely at another track. */
  setFocus(focus: number): void {
    this.event = { ...this.event, focus };
    this.#attend();
  }

  setStage(stage: SkyEvent['stage']): void {
    this.event = { ...this.event, stage };
    this.#attend();
  }

  /** Adds a camera below the others and looks at it; one that is there already is only looked at. */
  addTrack(track: Track): void {
    const { tracks } = this.event;
    const known = tracks.findIndex((other) => cameraOf(other) === cameraOf(track));
    if (known >= 0) this.setFocus(known);
    else this.apply({ ...this.event, tracks: [...tracks, track], focus: tracks.length });
  }

  /** Takes a camera out of the event, unless it is the last one. */
  removeTrack(place: number): void {
    const { tracks, focus } = this.event;
    if (tracks.length < 2) return;
    const rest = tracks.filter((_, index) => index !== place);
    const next = focus > place || focus === rest.length ? focus - 1 : focus;
    this.apply({ ...this.event, tracks: rest, focus: next });
  }

  /** Puts a track's strip to another place among the others. */
  moveTrack(from: number, to: number): void {
    const { tracks, focus } = this.event;
    if (to < 0 || to >= tracks.length) return;
    const inFocus = tracks[focus]!;
    const moved = tracks.filter((_, index) => index !== from);
    moved.splice(to, 0, tracks[from]!);
    this.apply({ ...this.event, tracks: moved, focus: moved.indexOf(inFocus) });
  }

  setStrip(place: number, strip: Partial<TrackStrip>): void {
    this.#changeTrack(place, (track) => ({ ...track, strip: { ...track.strip, ...strip } }));
    this.#attend();
  }

  /** Another skymap or calibration than the published rules choose; null for what they choose. */
  setChoices(place: number, choices: Partial<TrackChoices>): void {
    this.#changeTrack(place, (track) => ({ ...track, choices: { ...track.choices, ...choices } }));
    this.tracks[place]?.setChoices(this.event.tracks[place]!.choices);
  }

  /** Moves the cursor to an instant; onto the start of the frame that stands for it, where that is known. */
  goTo(instantUs: number): void {
    const clamped = this.#clamp(instantUs);
    this.#moveTo(this.track?.frameAt(clamped)?.timeUs ?? clamped);
  }

  goToEdge(edge: 'start' | 'end'): void {
    this.goTo(edge === 'start' ? this.event.range.startUs : this.#lastUs());
  }

  stepFrame(direction: -1 | 1): void {
    const track = this.track;
    if (!track) return;
    const place = track.neighbour(this.cursorUs, direction);
    const instantUs = place?.timeUs ?? this.cursorUs + direction * track.cadenceUs;
    if (instantUs >= this.event.range.startUs && instantUs < this.event.range.endUs) this.goTo(instantUs);
  }

  stepMinutes(minutes: number): void {
    // Cameras jitter: a minute on is the frame nearest to it, not the one before it by some milliseconds.
    const instantUs = this.#clamp(this.cursorUs + minutes * minuteUs);
    this.#moveTo(this.track?.nearestFrame(instantUs)?.timeUs ?? instantUs);
  }

  togglePlay(): void {
    const lastUs = Math.min(this.event.range.endUs - (this.track?.cadenceUs ?? 1), this.#lastUs());
    if (!this.clock.playing && this.cursorUs >= lastUs) this.#setCursor(this.event.range.startUs);
    this.clock.toggle();
  }

  /** Zooms the keogram about an instant that stays where it is; a factor below 1 shows less time. */
  zoomBy(factor: number, aboutUs: number): void {
    const { range } = this.event;
    const { startUs, endUs } = this.window;
    const length = Math.min(
      range.endUs - range.startUs,
      Math.max(Math.min(shortestZoomUs, range.endUs - range.startUs), (endUs - startUs) * factor),
    );
    const share = (aboutUs - startUs) / (endUs - startUs);
    this.setZoom({ startUs: aboutUs - share * length, endUs: aboutUs + (1 - share) * length });
  }

  /** Shows a stretch of the range, moved into it where it reaches beyond; null or all of it: no zoom. */
  setZoom(zoom: TimeRange | null): void {
    const { range } = this.event;
    if (zoom) {
      const length = Math.min(Math.round(zoom.endUs - zoom.startUs), range.endUs - range.startUs);
      const startUs = Math.min(range.endUs - length, Math.max(range.startUs, Math.round(zoom.startUs)));
      zoom = length >= range.endUs - range.startUs ? null : { startUs, endUs: startUs + length };
    }
    this.event = { ...this.event, zoom };
    for (const track of this.tracks) track.show(this.window);
  }

  /** Another stretch of time of the same cameras; the cursor stays where it is, or as near as it can. */
  setRange(range: TimeRange): void {
    if (isSameRange(range, this.event.range)) return;
    const { cursorUs, zoom } = this.event;
    const clamped = cursorUs === null ? null : Math.min(range.endUs - 1, Math.max(range.startUs, cursorUs));
    const inside = zoom && zoom.startUs >= range.startUs && zoom.endUs <= range.endUs ? zoom : null;
    this.apply({ ...this.event, range, cursorUs: clamped, zoom: inside });
  }

  /** The network is back: what failed for want of it is asked for again. */
  networkIsBack(): void {
    for (const track of this.tracks) void track.networkIsBack();
  }

  setDisplay(display: Partial<TrackDisplay>): void {
    this.#changeTrack(this.focus, (track) => ({ ...track, display: { ...track.display, ...display } }));
  }

  setFacing(facing: 'sky' | 'map'): void {
    this.event = { ...this.event, facing };
  }

  setAltitude(altitudeKm: number | null): void {
    this.event = { ...this.event, altitudeKm };
  }

  /** Takes another of the devices that the archive has at the site. */
  setDevice(deviceUid: string): void {
    const tracks = this.event.tracks.map((track, place) => (place === this.focus ? { ...track, deviceUid } : track));
    const isThere = new Set(tracks.map(cameraOf)).size < tracks.length;
    if (!isThere) this.apply({ ...this.event, tracks });
  }

  #changeTrack(place: number, change: (track: Track) => Track): void {
    const tracks = this.event.tracks.map((track, index) => (index === place ? change(track) : track));
    this.event = { ...this.event, tracks };
  }

  #firstFrameUs(): number | null {
    const times = this.tracks.map((track) => track.firstFrameUs());
    return times[this.event.focus] ?? times.find((timeUs) => timeUs !== null) ?? null;
  }

  #placesOnStage(): number[] {
    const { tracks, focus, stage } = this.event;
    const shown = [...tracks.keys()].filter((place) => !tracks[place]!.strip.hidden);
    return stage === 'one' || shown.length === 0 ? [focus] : shown;
  }

  /** Tells every track how much of it is seen. */
  #attend(): void {
    const onStage = new Set(this.onStage);
    for (const [place, track] of this.tracks.entries())
      track.attend({ strip: !this.event.tracks[place]!.strip.hidden, sky: onStage.has(place) });
  }

  #moveTo(instantUs: number): void {
    this.clock.pause();
    this.#setCursor(instantUs);
    this.#keepCursorInWindow();
  }

  #setCursor(instantUs: number): void {
    const cursorUs = this.#clamp(instantUs);
    this.event = { ...this.event, cursorUs };
    for (const track of this.tracks) track.look(cursorUs);
  }

  /** The start of the last frame, where it is known that none follows it; until then the end of the range. */
  #lastUs(): number {
    const { startUs, endUs } = this.event.range;
    const last = this.track?.frameAt(endUs - 1) ?? this.track?.neighbour(endUs - 1, -1);
    return last && last.timeUs >= startUs ? last.timeUs : endUs - 1;
  }

  #clamp(instantUs: number): number {
    const { startUs, endUs } = this.event.range;
    return Math.min(endUs - 1, Math.max(startUs, Math.round(instantUs)));
  }

  /** Stepping beyond the edge of a zoomed keogram takes the keogram along. */
  #keepCursorInWindow(): void {
    const { zoom, cursorUs } = this.event;
    if (!zoom || cursorUs === null) return;
    const length = zoom.endUs - zoom.startUs;
    // A tenth from the edge, so that playing on turns the page only when it is read.
    if (cursorUs < zoom.startUs) this.setZoom({ startUs: cursorUs - 0.9 * length, endUs: cursorUs + 0.1 * length });
    else if (cursorUs >= zoom.endUs) this.setZoom({ startUs: cursorUs - 0.1 * length, endUs: cursorUs + 0.9 * length });
  }

  #canShow(instantUs: number): boolean {
    return this.onStage.every((place) => this.tracks[place]?.canShow(instantUs) ?? true);
  }

  /** While playing, some seconds of the screen's time are had ready. */
  #playAhead(speed: number): void {
    const minutes = speed === 0 ? 0 : Math.ceil((speed * aheadSec) / 60) + 1;
    for (const track of this.tracks) track.playAhead(minutes);
  }

  #tellTracks(): void {
    const { cursorUs } = this.event;
    this.#attend();
    for (const [place, track] of this.tracks.entries()) {
      track.setChoices(this.event.tracks[place]!.choices);
      track.show(this.window);
      if (cursorUs === null) track.lookAtFirstFrame();
      else track.look(cursorUs);
    }
  }

  #openTracks(): void {
    this.#takeTracks();
    this.#attend();
  }

  /**
   * The event's tracks: those that are there already stay, others are opened, what is no longer among them is closed.
   *
   * @returns those that stayed
   */
  #takeTracks(): TrackView[] {
    const { range, cursorUs } = this.event;
    const before = new Map(this.tracks.map((view) => [cameraOf(view.track), view]));
    const still: TrackView[] = [];
    const opened: TrackView[] = [];
    this.tracks = this.event.tracks.map((track) => {
      const camera = cameraOf(track);
      const known = before.get(camera);
      before.delete(camera);
      if (known) still.push(known);
      else opened.push(new TrackView(this.loading, datasetOf(track), track, range, cursorUs));
      return known ?? opened.at(-1)!;
    });
    for (const view of before.values()) view.close();
    for (const view of opened) {
      view.show(this.window);
      void view.open();
    }
    return still;
  }
}

/** Events are made from links and forms, which know only datasets of the catalogue. */
function datasetOf({ dataset: name }: Track): ImagerDataset {
  const dataset = datasetByName(name);
  if (!dataset) throw new RangeError(`an event of ${name}, which is no dataset of the catalogue`);
  return dataset;
}

function isSameRange(a: TimeRange, b: TimeRange): boolean {
  return a.startUs === b.startUs && a.endUs === b.endUs;
}
