import type { SkyEvent, Track } from '$lib/model/event';
import { cameraOf } from './track-link';

/** Adds a track below the others and looks at it; one that is there already is only looked at. */
export function withTrack(event: SkyEvent, track: Track): SkyEvent {
  const { tracks } = event;
  const known = tracks.findIndex((other) => cameraOf(other) === cameraOf(track));
  if (known >= 0) return { ...event, focus: known };
  return { ...event, tracks: [...tracks, track], focus: tracks.length };
}

/** Takes a track out, unless it is the last one; what was looked at closely stays so, or its neighbour is. */
export function withoutTrack(event: SkyEvent, place: number): SkyEvent {
  const { tracks, focus } = event;
  if (tracks.length < 2) return event;
  const rest = tracks.filter((_, index) => index !== place);
  return { ...event, tracks: rest, focus: focus > place || focus === rest.length ? focus - 1 : focus };
}

/** Puts a track to another place among the others; what was looked at closely stays so. */
export function withTrackMoved(event: SkyEvent, from: number, to: number): SkyEvent {
  const { tracks, focus } = event;
  if (to < 0 || to >= tracks.length) return event;
  const inFocus = tracks[focus]!;
  const moved = tracks.filter((_, index) => index !== from);
  moved.splice(to, 0, tracks[from]!);
  return { ...event, tracks: moved, focus: moved.indexOf(inFocus) };
}

/** Changes one track. */
export function withTrackChanged(event: SkyEvent, place: number, change: (track: Track) => Track): SkyEvent {
  return { ...event, tracks: event.tracks.map((track, index) => (index === place ? change(track) : track)) };
}

/** Takes another of the devices that the archive has at a site, unless it is a track of its own. */
export function withDevice(event: SkyEvent, place: number, deviceUid: string): SkyEvent {
  const changed = withTrackChanged(event, place, (track) => ({ ...track, deviceUid }));
  return new Set(changed.tracks.map(cameraOf)).size < changed.tracks.length ? event : changed;
}
