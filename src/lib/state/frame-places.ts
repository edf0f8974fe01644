import { frameAt, type FrameTimes } from '$lib/analysis/frame-times';
import type { TimeRange } from '$lib/model/time';
import { indexOfMinute, type Minute } from './minute-table';

export { indexOfMinute } from './minute-table';

/** A frame on the timeline. */
export interface FramePlace {
  readonly minute: Minute;
  readonly index: number;
  readonly timeUs: number;
}

/** Frame times of a minute that is loaded, with the start of what follows. */
export function frameTimesOf(minutes: readonly Minute[], index: number): FrameTimes | null {
  const load = minutes[index]?.load;
  if (load?.phase !== 'ready') return null;
  const next = minutes[index + 1]?.load;
  return {
    timesUs: load.columns.timesUs,
    nextUs: next?.phase === 'ready' ? (next.columns.timesUs[0] ?? null) : null,
  };
}

/** The frame that stands for an instant, if it is loaded. */
export function placeAt(minutes: readonly Minute[], instantUs: number, cadenceUs: number): FramePlace | null {
  const at = indexOfMinute(minutes, instantUs);
  // A file's frames may run a little over its minute, and a late first frame may belong to the instant before it.
  for (const index of [at, at - 1, at + 1]) {
    const times = frameTimesOf(minutes, index);
    if (!times) continue;
    const frame = frameAt(times, instantUs, cadenceUs);
    if (frame >= 0) return { minute: minutes[index]!, index: frame, timeUs: times.timesUs[frame]! };
  }
  return null;
}

/** The frame before or after an instant, over gaps; null where none is, or where its minute is still on its way. */
export function neighbourOf(
  minutes: readonly Minute[],
  instantUs: number,
  cadenceUs: number,
  direction: -1 | 1,
): FramePlace | null {
  const currentUs = placeAt(minutes, instantUs, cadenceUs)?.timeUs ?? instantUs;
  const start = indexOfMinute(minutes, instantUs) - direction;
  for (let index = start; index >= -1 && index <= minutes.length; index += direction) {
    const minute = minutes[index];
    if (minute?.file && minute.load.phase === 'waiting') return null;
    if (minute?.load.phase !== 'ready') continue;
    const { timesUs } = minute.load.columns;
    const frame =
      direction > 0
        ? timesUs.findIndex((timeUs) => timeUs > currentUs)
        : timesUs.findLastIndex((timeUs) => timeUs < currentUs);
    if (frame >= 0) return { minute, index: frame, timeUs: timesUs[frame]! };
  }
  return null;
}

/** The frame that starts nearest to an instant, within half a cadence; else the one that stands for it. */
export function nearestPlace(minutes: readonly Minute[], instantUs: number, cadenceUs: number): FramePlace | null {
  const next = neighbourOf(minutes, instantUs, cadenceUs, 1);
  return next && Math.abs(next.timeUs - instantUs) <= cadenceUs / 2 ? next : placeAt(minutes, instantUs, cadenceUs);
}

/**
 * Where the first frame of a range stands (never before the range); as long as the file that may hold it is on its way,
 * where that file begins. Null where no file is known to hold one.
 */
export function firstFrameUs(
  minutes: readonly Minute[],
  { startUs, endUs }: TimeRange,
  cadenceUs: number,
): number | null {
  // A table that begins later is still that of another range.
  if (indexOfMinute(minutes, startUs) < 0) return null;
  const place = placeAt(minutes, startUs, cadenceUs) ?? neighbourOf(minutes, startUs, cadenceUs, 1);
  const firstUs = place?.timeUs ?? minutes.find(isOnItsWay)?.startUs ?? endUs;
  return firstUs < endUs ? Math.max(startUs, firstUs) : null;
}

/**
 * Where the last frame of a range starts: null where there is none, the last instant of the range as long as a file
 * that may hold it is on its way.
 */
export function lastFrameUs(
  minutes: readonly Minute[],
  { startUs, endUs }: TimeRange,
  cadenceUs: number,
): number | null {
  const place = placeAt(minutes, endUs - 1, cadenceUs) ?? neighbourOf(minutes, endUs - 1, cadenceUs, -1);
  if (!place) return minutes.some(isOnItsWay) ? endUs - 1 : null;
  return place.timeUs >= startUs && place.timeUs < endUs ? place.timeUs : null;
}

function isOnItsWay({ file, load }: Minute): boolean {
  return file !== null && load.phase === 'waiting';
}
