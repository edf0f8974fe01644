import { secondUs } from '$lib/datasets/utc';
import type { MontagePace } from '$lib/model/montage';
import type { TimeRange } from '$lib/model/time';
import { indexOfMinute, type FramePlace } from './frame-places';
import type { Minute } from './minute-table';
import { multiplesIn, roundStepsUs, stepOfCount } from './montage-steps';

/** The instants of a montage, the same ones for all its cameras. */
export interface MontageInstants {
  /** Rising, UTC microseconds. */
  readonly timesUs: readonly number[];
  /** From one to the next. */
  readonly stepUs: number;
  /** Whether their frames are now nearer, now farther apart than that. */
  readonly isAbout: boolean;
  /** How many there would be if there were no bound to them. */
  readonly wanted: number;
}

export interface InstantBounds {
  /** How well so many of them fill the window: the more the better. */
  readonly fill: (instants: number) => number;
  /** Of the fastest camera: instants do not lie closer than its frames. */
  readonly cadenceUs: number;
  /** Never more than so many; of a step the first ones. */
  readonly most: number;
}

/**
 * The instants of a span that a montage shows. By step those whose UTC is a multiple of it, so that a montage of another
 * span shows the same ones; to fit the window likewise, at that round step whose number fills it best. By count so many,
 * at a round step where one does it.
 */
export function montageInstants(span: TimeRange, pace: MontagePace, bounds: InstantBounds): MontageInstants {
  const { cadenceUs, most } = bounds;
  if (pace.by === 'step') return byStep(span, Math.max(pace.stepSec, Math.ceil(cadenceUs / secondUs)) * secondUs, most);
  const stepUs = pace.by === 'fit' ? fittingStepUs(span, bounds) : null;
  if (stepUs !== null) return byStep(span, stepUs, most);
  return byCount(span, pace.by === 'count' ? pace.count : 1, bounds);
}

function byStep(span: TimeRange, stepUs: number, most: number): MontageInstants {
  const { firstUs, count: wanted } = multiplesIn(span, stepUs);
  return { timesUs: instantsFrom(firstUs, stepUs, Math.min(wanted, most)), stepUs, isAbout: false, wanted };
}

function byCount(span: TimeRange, asked: number, { cadenceUs, most }: InstantBounds): MontageInstants {
  const lengthUs = span.endUs - span.startUs;
  const wanted = Math.min(Math.max(1, Math.floor(lengthUs / cadenceUs)), asked);
  const count = Math.max(1, Math.min(wanted, most));
  const whole = stepOfCount(span, count, cadenceUs);
  const { firstUs, stepUs } = whole ?? { firstUs: span.startUs, stepUs: lengthUs / count };
  return { timesUs: instantsFrom(firstUs, stepUs, count), stepUs, isAbout: whole === null, wanted };
}

/** null: no round step has an instant in the span. */
function fittingStepUs(span: TimeRange, { fill, cadenceUs, most }: InstantBounds): number | null {
  let best: { readonly stepUs: number; readonly fill: number } | null = null;
  for (const stepUs of roundStepsUs(cadenceUs)) {
    const { count } = multiplesIn(span, stepUs);
    if (count < 1 || count > most) continue;
    const filled = fill(count);
    if (!best || filled > best.fill) best = { stepUs, fill: filled };
  }
  return best?.stepUs ?? null;
}

function instantsFrom(firstUs: number, stepUs: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => firstUs + Math.round(index * stepUs));
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
