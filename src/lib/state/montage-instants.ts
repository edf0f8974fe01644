import { secondUs } from '$lib/datasets/utc';
import type { MontagePace } from '$lib/model/montage';
import type { TimeRange } from '$lib/model/time';
import { indexOfMinute, type FramePlace } from './frame-places';
import type { Minute } from './minute-table';

/** The instants of a montage, the same ones for all its cameras. */
export interface MontageInstants {
  /** Rising, UTC microseconds. */
  readonly timesUs: readonly number[];
  /** From one to the next. */
  readonly stepUs: number;
  /** How many there would be if there were no bound to them. */
  readonly wanted: number;
}

export interface InstantBounds {
  /** How many fit the window. */
  readonly fitting: number;
  /** Of the fastest camera: instants do not lie closer than its frames. */
  readonly cadenceUs: number;
  /** Never more than so many; of a step the first ones. */
  readonly most: number;
}

/**
 * The instants of a span that a montage shows: by count evenly spread from its start; by step those whose UTC is a multiple
 * of it, so that a montage of another span shows the same ones.
 */
export function montageInstants(
  { startUs, endUs }: TimeRange,
  pace: MontagePace,
  { fitting, cadenceUs, most }: InstantBounds,
): MontageInstants {
  const lengthUs = endUs - startUs;
  if (pace.by === 'step') {
    const stepUs = Math.max(pace.stepSec, Math.ceil(cadenceUs / secondUs)) * secondUs;
    const firstUs = Math.ceil(startUs / stepUs) * stepUs;
    const wanted = Math.max(0, Math.ceil((endUs - firstUs) / stepUs));
    const timesUs = Array.from({ length: Math.min(wanted, most) }, (_, index) => firstUs + index * stepUs);
    return { timesUs, stepUs, wanted };
  }
  const frames = Math.max(1, Math.floor(lengthUs / cadenceUs));
  const wanted = Math.min(frames, pace.by === 'count' ? pace.count : Math.min(fitting, most));
  const count = Math.max(1, Math.min(wanted, most));
  const timesUs = Array.from({ length: count }, (_, index) => startUs + Math.round((index * lengthUs) / count));
  return { timesUs, stepUs: lengthUs / count, wanted };
}

/**
 * Half a cadence leaves no instant between two frames without one; the rest is for the cameras' jitter. More would put a
 * neighbour's frame in the place of a lost minute.
 */
const nearestCadences = 0.6;

/**
 * For each instant the frame of a camera that starts nearest to it, within about half its cadence and within the span;
 * null where there is none, or where that frame is nearer to another of the instants: no frame stands twice.
 *
 * @param instantsUs rising
 */
export function framesNear(
  minutes: readonly Minute[],
  instantsUs: readonly number[],
  cadenceUs: number,
  span: TimeRange,
): (FramePlace | null)[] {
  const found = instantsUs.map((instantUs) => frameNear(minutes, instantUs, cadenceUs, span));
  // Two instants that share a frame are neighbours, or have only such ones between them.
  let kept = -1;
  for (const [index, place] of found.entries()) {
    if (!place) continue;
    if (kept >= 0 && found[kept]!.timeUs === place.timeUs) {
      const isNearer = awayUs(place, instantsUs[index]!) < awayUs(place, instantsUs[kept]!);
      found[isNearer ? kept : index] = null;
      if (!isNearer) continue;
    }
    kept = index;
  }
  return found;
}

/** Of the cells of one camera that at which the cursor stands; −1 where it stands at none. */
export function nearestCell(timesUs: readonly number[], cursorUs: number, stepUs: number): number {
  let best = -1;
  for (const [index, timeUs] of timesUs.entries()) {
    const away = Math.abs(timeUs - cursorUs);
    if (away <= stepUs && (best < 0 || away < Math.abs(timesUs[best]! - cursorUs))) best = index;
  }
  return best;
}

function frameNear(
  minutes: readonly Minute[],
  instantUs: number,
  cadenceUs: number,
  { startUs, endUs }: TimeRange,
): FramePlace | null {
  const at = indexOfMinute(minutes, instantUs);
  let best: FramePlace | null = null;
  let inside: FramePlace | null = null;
  // A file's frames may run a little over its minute.
  for (const minute of [minutes[at - 1], minutes[at], minutes[at + 1]]) {
    if (minute?.load.phase !== 'ready') continue;
    const { timesUs } = minute.load.columns;
    const after = firstFrom(timesUs, instantUs);
    for (const index of [after - 1, after]) {
      const timeUs = timesUs[index];
      if (timeUs === undefined) continue;
      const place = { minute, index, timeUs };
      best = nearer(best, place, instantUs);
      if (timeUs >= startUs && timeUs < endUs) inside = nearer(inside, place, instantUs);
    }
  }
  if (!best || !inside || awayUs(best, instantUs) > nearestCadences * cadenceUs) return null;
  // At the edge of the span, where the nearest lies beyond it, the one beside that.
  return awayUs(inside, instantUs) <= cadenceUs ? inside : null;
}

function nearer(one: FramePlace | null, other: FramePlace, instantUs: number): FramePlace {
  return one && awayUs(one, instantUs) <= awayUs(other, instantUs) ? one : other;
}

function awayUs({ timeUs }: FramePlace, instantUs: number): number {
  return Math.abs(timeUs - instantUs);
}

/** Index of the first time at or after an instant. */
function firstFrom(timesUs: Float64Array, instantUs: number): number {
  let [low, high] = [0, timesUs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesUs[middle]! < instantUs) low = middle + 1;
    else high = middle;
  }
  return low;
}
