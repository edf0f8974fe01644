import { minuteUs } from '$lib/datasets/utc';
import type { Loading } from '$lib/loading/loading';
import type { MapChoices } from '$lib/model/map';
import type { MontageChoices } from '$lib/model/montage';
import type { SkyEvent, Track, TrackChoices, TrackCurves, TrackDisplay, TrackStrip } from '$lib/model/event';
import type { TimeRange } from '$lib/model/time';
import { Clock } from './clock.svelte';
import { CurveView } from './curve-view.svelte';
import { GridView } from './grid-view.svelte';
import { formatEventLink } from './event-link';
import { cameraShown, firstFrameOf, lastFrameOf, laneOf, placesOnStage, type Lane } from './lanes';
import { withDevice, withoutTrack, withTrack, withTrackChanged, withTrackMoved } from './track-edits';
import { cameraOf, plainDisplay } from './track-link';
import { TrackView } from './track-view.svelte';
import { zoomedAbout, zoomFollowing, zoomWithin } from './zoom';

/** Playing has so much of the screen's time decoded ahead. */
const aheadSec = 3;

export type { Lane } from './lanes';

/** The event on screen: what is looked at, and the tracks that load it. */
export class EventView {
  event = $state.raw<SkyEvent>()!;
  /** One for each of the event's tracks, in their order: cameras, and what measures curves. */
  lanes = $state.raw<readonly Lane[]>([]);
  /** The cameras among them. */
  tracks = $derived(this.lanes.filter((lane) => lane instanceof TrackView));
  readonly clock: Clock;

  /** Parts of the event on their own: what depends on these is not touched when only the cursor moves. */
  range = $derived(this.event.range);
  facing = $derived(this.event.facing);
  zoomed = $derived(this.event.zoom !== null);
  /** The instant looked at, by the clock and all tracks; until one is chosen, the first frame of them all. */
  cursorUs = $derived(this.event.cursorUs ?? firstFrameOf(this.lanes) ?? this.event.range.startUs);
  /** The stretch of time that the keogram shows. */
  window = $derived<TimeRange>(this.event.zoom ?? this.event.range);
  link = $derived(formatEventLink(this.event));
  focus = $derived(this.event.focus);
  stage = $derived(this.event.stage);
  view = $derived(this.event.view);
  map = $derived(this.event.map);
  montage = $derived(this.event.montage);
  /** What is looked at closely. */
  inFocus = $derived(this.lanes[this.focus] ?? null);
  /** The camera in focus; where a curve is, the first one on the stage. Null for an event without cameras. */
  track = $derived(cameraShown(this.event, this.lanes));
  display = $derived(
    this.event.tracks[this.track ? this.lanes.indexOf(this.track) : this.focus]?.display ?? plainDisplay,
  );
  /** Places of the tracks whose skies are on the stage. */
  onStage = $derived(placesOnStage(this.event, this.lanes));
  /** Whether anything shown was computed and not observed. */
  synthetic = $derived(this.lanes.some(({ synthetic }) => synthetic));
  altitudeKm = $derived(this.event.altitudeKm ?? this.track?.dataset.altitudeKm ?? 110);

  readonly loading: Loading;
  /** The instant that the tracks were told last. */
  #toldUs: number | null = null;

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
    for (const lane of this.lanes) lane.close();
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

  /** Shows skies, all cameras on a map, or frames side by side. */
  setView(view: SkyEvent['view']): void {
    this.event = { ...this.event, view };
    this.#attend();
  }

  setMap(map: Partial<MapChoices>): void {
    this.event = { ...this.event, map: { ...this.event.map, ...map } };
  }

  setMontage(montage: Partial<MontageChoices>): void {
    this.event = { ...this.event, montage: { ...this.event.montage, ...montage } };
    this.#attend();
  }

  /** Lays a track's pictures on the map, or takes them off it. */
  setOnMap(place: number, onMap: boolean): void {
    this.#changeTrack(place, (track) => ({ ...track, onMap }));
    this.#attend();
  }

  /** Adds a camera below the others and looks at it; one that is there already is only looked at. */
  addTrack(track: Track): void {
    const changed = withTrack(this.event, track);
    if (changed.tracks === this.event.tracks) this.setFocus(changed.focus);
    else this.apply(changed);
  }

  /** Takes a camera out of the event, unless it is the last one. */
  removeTrack(place: number): void {
    this.#applyEdit(withoutTrack(this.event, place));
  }

  /** Puts a track's strip to another place among the others. */
  moveTrack(from: number, to: number): void {
    this.#applyEdit(withTrackMoved(this.event, from, to));
  }

  setStrip(place: number, strip: Partial<TrackStrip>): void {
    this.#changeTrack(place, (track) => ({ ...track, strip: { ...track.strip, ...strip } }));
    this.#attend();
  }

  /** Another skymap or calibration than the published rules choose; null for what they choose. */
  setChoices(place: number, choices: Partial<TrackChoices>): void {
    this.#changeTrack(place, (track) => ({ ...track, choices: { ...track.choices, ...choices } }));
    const lane = this.lanes[place];
    if (lane instanceof TrackView) lane.setChoices(this.event.tracks[place]!.choices);
  }

  /** Which curves of a track are drawn, and on which axis. */
  setCurves(place: number, curves: Partial<TrackCurves>): void {
    this.#changeTrack(place, (track) => ({ ...track, curves: { ...track.curves, ...curves } }));
    const lane = this.lanes[place];
    if (lane instanceof CurveView) lane.setCurves(this.event.tracks[place]!.curves);
  }

  /** Moves the cursor to an instant; onto the start of the frame that stands for it, where that is known. */
  goTo(instantUs: number): void {
    const clamped = this.#clamp(instantUs);
    // On a curve any instant may be meant; on a keogram, the frame that stands there.
    const lane = this.inFocus instanceof GridView ? this.inFocus : this.track;
    const frame = this.inFocus instanceof CurveView ? null : lane?.frameAt(clamped);
    this.#moveTo(frame?.timeUs ?? clamped);
  }

  /** To the first or the last frame of all cameras; without one, to the end of the range. */
  goToEdge(edge: 'start' | 'end'): void {
    this.#moveTo(edge === 'start' ? (firstFrameOf(this.lanes) ?? this.event.range.startUs) : this.#lastUs());
  }

  stepFrame(direction: -1 | 1): void {
    const lane = this.inFocus instanceof TrackView || !this.inFocus ? this.track : this.inFocus;
    if (!lane) return;
    const next = lane.neighbour(this.cursorUs, direction);
    const nextUs = typeof next === 'number' ? next : next?.timeUs;
    const instantUs = nextUs ?? this.cursorUs + direction * lane.cadenceUs;
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
    this.setZoom(zoomedAbout(this.window, this.event.range, factor, aboutUs));
  }

  /** Shows a stretch of the range, moved into it where it reaches beyond; null or all of it: no zoom. */
  setZoom(zoom: TimeRange | null): void {
    this.event = { ...this.event, zoom: zoom && zoomWithin(zoom, this.event.range) };
    for (const lane of this.lanes) lane.show(this.window);
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
    for (const lane of this.lanes) void lane.networkIsBack();
  }

  /** @param place of the track; that of the camera in focus unless given */
  setDisplay(
    display: Partial<TrackDisplay>,
    place: number = this.track ? this.lanes.indexOf(this.track) : this.focus,
  ): void {
    this.#changeTrack(place, (track) => ({ ...track, display: { ...track.display, ...display } }));
  }

  setFacing(facing: 'sky' | 'map'): void {
    this.event = { ...this.event, facing };
  }

  setAltitude(altitudeKm: number | null): void {
    this.event = { ...this.event, altitudeKm };
  }

  /** Takes another of the devices that the archive has at the site. */
  setDevice(deviceUid: string): void {
    this.#applyEdit(withDevice(this.event, this.focus, deviceUid));
  }

  #changeTrack(place: number, change: (track: Track) => Track): void {
    this.event = withTrackChanged(this.event, place, change);
  }

  /** An edit that changes nothing is none. */
  #applyEdit(changed: SkyEvent): void {
    if (changed !== this.event) this.apply(changed);
  }

  /** Tells every track how much of it is seen. */
  #attend(): void {
    // A montage has pictures of its own.
    const onStage = new Set(this.view === 'montage' ? [] : this.onStage);
    const gridsAreSeen = this.view === 'map' || this.tracks.length === 0;
    for (const [place, lane] of this.lanes.entries())
      if (lane instanceof TrackView)
        lane.attend({
          strip: !this.event.tracks[place]!.strip.hidden,
          sky: onStage.has(place),
          skies: onStage.size,
        });
      else if (lane instanceof GridView) {
        const { strip, onMap } = this.event.tracks[place]!;
        lane.attend(gridsAreSeen && onMap && !strip.hidden);
      }
  }

  #moveTo(instantUs: number): void {
    this.clock.pause();
    this.#setCursor(instantUs);
    this.#keepCursorInWindow();
  }

  #setCursor(instantUs: number): void {
    const cursorUs = this.#clamp(instantUs);
    this.event = { ...this.event, cursorUs };
    this.#tellInstant();
  }

  /** Has all tracks look at the one instant. */
  #tellInstant(): void {
    this.#toldUs = this.cursorUs;
    for (const lane of this.lanes) lane.look(this.#toldUs);
  }

  /** More is known of the frames: until an instant is chosen, the first one may be another. */
  #framesCame(): void {
    if (this.event.cursorUs === null && this.cursorUs !== this.#toldUs) this.#tellInstant();
  }

  /** The start of the last frame, where it is known that none follows it; until then the end of the range. */
  #lastUs(): number {
    return lastFrameOf(this.lanes) ?? this.event.range.endUs - 1;
  }

  #clamp(instantUs: number): number {
    const { startUs, endUs } = this.event.range;
    return Math.min(endUs - 1, Math.max(startUs, Math.round(instantUs)));
  }

  /** Stepping beyond the edge of a zoomed keogram takes the keogram along. */
  #keepCursorInWindow(): void {
    const { zoom, cursorUs } = this.event;
    if (!zoom || cursorUs === null) return;
    const followed = zoomFollowing(zoom, cursorUs);
    if (followed !== zoom) this.setZoom(followed);
  }

  #canShow(instantUs: number): boolean {
    const stage = this.onStage.every((place) => {
      const lane = this.lanes[place];
      return !(lane instanceof TrackView) || lane.canShow(instantUs);
    });
    return stage && this.lanes.every((lane) => !(lane instanceof GridView) || !lane.seen || lane.canShow(instantUs));
  }

  /** While playing, some seconds of the screen's time are had ready. */
  #playAhead(speed: number): void {
    const minutes = speed === 0 ? 0 : Math.ceil((speed * aheadSec) / 60) + 1;
    for (const track of this.tracks) track.playAhead(minutes);
  }

  #tellTracks(): void {
    this.#attend();
    this.#tellInstant();
    for (const [place, lane] of this.lanes.entries()) {
      lane.show(this.window);
      if (lane instanceof CurveView) lane.setCurves(this.event.tracks[place]!.curves);
      if (lane instanceof TrackView) lane.setChoices(this.event.tracks[place]!.choices);
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
  #takeTracks(): Lane[] {
    const { range, cursorUs } = this.event;
    const before = new Map(this.lanes.map((view) => [cameraOf(view.track), view]));
    const still: Lane[] = [];
    const opened: Lane[] = [];
    this.lanes = this.event.tracks.map((track) => {
      const camera = cameraOf(track);
      const known = before.get(camera);
      before.delete(camera);
      if (known) still.push(known);
      else opened.push(laneOf(this.loading, track, range, cursorUs ?? range.startUs, () => this.#framesCame()));
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

function isSameRange(a: TimeRange, b: TimeRange): boolean {
  return a.startUs === b.startUs && a.endUs === b.endUs;
}
