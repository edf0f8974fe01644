import type { Track, TrackDisplay } from '$lib/model/event';

/** How a track is scaled beside the others of its array. */
export interface Alike {
  /** How most of the others are scaled; null where that is its own scaling, or it has no others. */
  readonly others: TrackDisplay | null;
  /** Places of those that are scaled otherwise than it is. */
  readonly unlike: readonly number[];
}

/** Counts of different arrays mean different things: only tracks of the same dataset are compared. */
export function alikeOf(tracks: readonly Track[], place: number): Alike {
  const own = tracks[place];
  if (!own) return { others: null, unlike: [] };
  const others = tracks.flatMap(({ dataset, display }, at) =>
    at !== place && dataset === own.dataset ? [{ at, display }] : [],
  );
  const most = mostCommon(others.map(({ display }) => display));
  return {
    others: most && !isSame(most, own.display) ? most : null,
    unlike: others.flatMap(({ at, display }) => (isSame(display, own.display) ? [] : [at])),
  };
}

/** Of several that are as common, the first. */
function mostCommon(displays: readonly TrackDisplay[]): TrackDisplay | null {
  let [found, count]: [TrackDisplay | null, number] = [null, 0];
  for (const display of displays) {
    const alike = displays.filter((other) => isSame(other, display)).length;
    if (alike > count) [found, count] = [display, alike];
  }
  return found;
}

function isSame(a: TrackDisplay, b: TrackDisplay): boolean {
  return a.gamma === b.gamma && a.colormap === b.colormap && a.countsRange?.join() === b.countsRange?.join();
}
