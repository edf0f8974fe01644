import type { FileProblem } from '$lib/model/failure';
import { secondUs } from './utc';

export interface FramesInTime {
  /** `[frame][row][column]` */
  readonly counts: Uint16Array<ArrayBuffer>;
  /** UTC microseconds. */
  readonly timesUs: Float64Array<ArrayBuffer>;
}

/** A file holds a minute; clocks that jump do so by hours or years. */
const farthestUs = 600 * secondUs;

/**
 * Put the frames of one file in the order of their times, which then rise. Frames more than 10 minutes away from the
 * file's median time have a wrong one and are left out, as are all but the first of one time. Frames that are so
 * already come back as they are, not copied.
 *
 * @param offsets where each frame begins in the file
 */
export function inOrderOfTime(
  frames: FramesInTime,
  offsets: readonly number[],
): FramesInTime & { readonly problem: FileProblem | null } {
  const { counts, timesUs } = frames;
  const far = farFrom(medianOf(timesUs));
  const fault = firstFault(timesUs, far);
  if (!fault) return { counts, timesUs, problem: null };
  const order = [...timesUs.keys()]
    .filter((frame) => !far(timesUs[frame]!))
    .sort((one, other) => timesUs[one]! - timesUs[other]!)
    .filter((frame, index, sorted) => index === 0 || timesUs[frame] !== timesUs[sorted[index - 1]!]);
  const pixels = counts.length / timesUs.length;
  const ordered = new Uint16Array(order.length * pixels);
  order.forEach((frame, index) => ordered.set(counts.subarray(frame * pixels, (frame + 1) * pixels), index * pixels));
  return {
    counts: ordered,
    timesUs: Float64Array.from(order, (frame) => timesUs[frame]!),
    problem: { kind: 'inconsistent', format: 'pgm', offset: offsets[fault.frame] ?? null, message: fault.message },
  };
}

/** The first frame in the file that is left out or stands behind a later one. */
function firstFault(timesUs: Float64Array, far: (us: number) => boolean): { frame: number; message: string } | null {
  let latest = -Infinity;
  for (const [frame, us] of timesUs.entries()) {
    if (far(us)) return { frame, message: 'a frame says a time more than 10 minutes away from the others' };
    if (us < latest) return { frame, message: 'the frames are not in the order of their times' };
    if (us === latest) return { frame, message: 'two frames say the same time' };
    latest = us;
  }
  return null;
}

function farFrom(medianUs: number): (us: number) => boolean {
  return (us) => Math.abs(us - medianUs) > farthestUs;
}

/** The lower of the middle two, so that it is the time of a frame. */
function medianOf(timesUs: Float64Array): number {
  return timesUs.slice().sort()[(timesUs.length - 1) >> 1]!;
}
