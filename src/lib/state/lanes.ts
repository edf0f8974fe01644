import { datasetByName } from '$lib/datasets/catalogue';
import { curveDatasetByName } from '$lib/datasets/curve-catalogue';
import { gridDatasetByName } from '$lib/datasets/grid-catalogue';
import type { Loading } from '$lib/loading/loading';
import type { SkyEvent, Track } from '$lib/model/event';
import type { TimeRange } from '$lib/model/time';
import { CurveView } from './curve-view.svelte';
import { GridView } from './grid-view.svelte';
import { TrackView } from './track-view.svelte';

/** What loads one track of an event. */
export type Lane = TrackView | CurveView | GridView;

/** Events are made from links and forms, which know only datasets of the catalogue. */
export function laneOf(loading: Loading, track: Track, range: TimeRange, cursorUs: number, onframes: () => void): Lane {
  const imager = datasetByName(track.dataset);
  if (imager) return new TrackView(loading, imager, track, range, cursorUs, onframes);
  const curves = curveDatasetByName(track.dataset);
  if (curves) return new CurveView(loading, curves, track, range, cursorUs);
  const grids = gridDatasetByName(track.dataset);
  if (grids) return new GridView(loading, grids, track, range, cursorUs);
  throw new RangeError(`an event of ${track.dataset}, which is no dataset of the catalogue`);
}

/** The camera in focus; where a curve is, the first one on the stage. Null for an event without cameras. */
export function cameraShown(event: SkyEvent, lanes: readonly Lane[]): TrackView | null {
  const places = [event.focus, ...placesOnStage(event, lanes).slice(0, 1), ...lanes.keys()];
  return places.map((place) => lanes[place]).find((lane) => lane instanceof TrackView) ?? null;
}

/**
 * Places of the tracks whose pictures are on the stage. Of a map those that are laid on it; of a montage all, where it is
 * to be of all; of skies: of one, that in focus or the first; of all, those whose strips are shown, and where none is, one.
 */
export function placesOnStage({ tracks, focus, stage, view, montage }: SkyEvent, lanes: readonly Lane[]): number[] {
  const cameras = [...tracks.keys()].filter((place) => lanes[place] instanceof TrackView);
  const shown = cameras.filter((place) => !tracks[place]!.strip.hidden);
  if (view === 'map') return shown.filter((place) => tracks[place]!.onMap);
  if (view === 'montage' && montage.cameras === 'all') return cameras;
  if (stage === 'all' && shown.length > 0) return shown;
  return cameras.includes(focus) ? [focus] : (shown.length > 0 ? shown : cameras).slice(0, 1);
}

/** The start of the first frame of all cameras, whichever is in focus; null as long as none is known to have any. */
export function firstFrameOf(lanes: readonly Lane[]): number | null {
  const firstUs = Math.min(...lanes.map((lane) => (lane instanceof TrackView && lane.firstFrameUs()) || Infinity));
  return Number.isFinite(firstUs) ? firstUs : null;
}

/** The start of the last frame of all cameras; null where none has any. */
export function lastFrameOf(lanes: readonly Lane[]): number | null {
  const lastUs = Math.max(...lanes.map((lane) => (lane instanceof TrackView && lane.lastFrameUs()) || -Infinity));
  return Number.isFinite(lastUs) ? lastUs : null;
}
