import type { FileProblem } from '$lib/model/failure';
import { minuteUs, secondUs } from './utc';

/** A file holds a minute; clocks that jump do so by hours or years. */
const usualFarthestUs = 600 * secondUs;

/** What has a time and a place in a file. */
interface Timed {
  readonly timeUs: number;
  /** In bytes; null where that makes no sense. */
  readonly offset: number | null;
}

/**
 * Put the frames of one file in the order of their times, which then rise. Frames more than 10 minutes away from the
 * file's median time have a wrong one and are left out, as are all but the first of one time.
 *
 * @param frames at least one, in file order; where all is well they come back as they are
 * @param format as the problem says it
 * @param farthestUs instead of 10 minutes, for files of more than a minute
 */
export function inOrderOfTime<Frame extends Timed>(
  frames: readonly Frame[],
  format = 'pgm',
  farthestUs = usualFarthestUs,
): {
  readonly frames: readonly Frame[];
  readonly problem: FileProblem | null;
} {
  const far = farFrom(medianTimeOf(frames), farthestUs);
  const fault = firstFault(frames, far, farthestUs);
  if (!fault) return { frames, problem: null };
  const ordered = frames
    .filter(({ timeUs }) => !far(timeUs))
    .sort((one, other) => one.timeUs - other.timeUs)
    .filter(({ timeUs }, index, sorted) => index === 0 || timeUs !== sorted[index - 1]!.timeUs);
  return { frames: ordered, problem: { kind: 'inconsistent', format, ...fault } };
}

/** Whether a time is more than 10 minutes away from the median of these: a wrong one. @param frames at least one */
export function farFromMost(frames: readonly Timed[]): (us: number) => boolean {
  return farFrom(medianTimeOf(frames), usualFarthestUs);
}

/** The first frame in the file that is left out or stands behind a later one. */
function firstFault(
  frames: readonly Timed[],
  far: (us: number) => boolean,
  farthestUs: number,
): Pick<FileProblem, 'offset' | 'message'> | null {
  let latest = -Infinity;
  for (const { timeUs, offset } of frames) {
    if (far(timeUs)) {
      const minutes = farthestUs / minuteUs;
      return { offset, message: `a frame says a time more than ${minutes} minutes away from the others` };
    }
    if (timeUs < latest) return { offset, message: 'the frames are not in the order of their times' };
    if (timeUs === latest) return { offset, message: 'two frames say the same time' };
    latest = timeUs;
  }
  return null;
}

function farFrom(medianUs: number, farthestUs: number): (us: number) => boolean {
  return (us) => Math.abs(us - medianUs) > farthestUs;
}

/** The lower of the middle two, so that it is the time of a frame. */
function medianTimeOf(frames: readonly Timed[]): number {
  return Float64Array.from(frames, ({ timeUs }) => timeUs).sort()[(frames.length - 1) >> 1]!;
}
