/** Starts of the exposures of one file, and where the series goes on. */
export interface FrameTimes {
  /** Rising, UTC microseconds. */
  readonly timesUs: Float64Array;
  /** Start of the first frame of the file that follows, where that is loaded. */
  readonly nextUs: number | null;
}

/**
 * When a frame's time is over: when the next one starts, or after one cadence where the next one is missing or late.
 * The tolerance of half a cadence lets the ordinary jitter of the cameras (tens of milliseconds) leave no cracks,
 * while a single lost frame leaves its gap.
 */
export function frameEndUs({ timesUs, nextUs }: FrameTimes, frame: number, cadenceUs: number): number {
  const startUs = timesUs[frame]!;
  const followingUs = frame + 1 < timesUs.length ? timesUs[frame + 1]! : nextUs;
  return followingUs !== null && followingUs > startUs && followingUs - startUs < 1.5 * cadenceUs
    ? followingUs
    : startUs + cadenceUs;
}

/**
 * The frame that stands for an instant: the one whose time it is, else the nearest one that starts within half a
 * cadence (the first frame of a range starts some milliseconds after the full minute).
 *
 * @returns index into `timesUs`, or −1 for a gap
 */
export function frameAt(times: FrameTimes, instantUs: number, cadenceUs: number): number {
  const { timesUs } = times;
  let low = 0;
  let high = timesUs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesUs[middle]! <= instantUs) low = middle + 1;
    else high = middle;
  }
  const current = low - 1;
  if (current >= 0 && instantUs < frameEndUs(times, current, cadenceUs)) return current;
  return low < timesUs.length && timesUs[low]! - instantUs <= cadenceUs / 2 ? low : -1;
}
