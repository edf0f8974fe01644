import type { TimeRange } from '$lib/model/time';
import { dayUs } from './earth-turn';
import type { GroundPlace } from './geodesy';
import { darkAround, midnightNear } from './night';
import { sunOver } from './sun';

/** Hours of a day in whole minutes, from midnight UTC of its date. */
export interface DarkHours {
  readonly hours: TimeRange;
  /** Where the day begins at night: what is dark at its other end, and is not in the hours. */
  readonly cutOff: TimeRange | null;
}

/** The dates, midnight UTC at their start, on which a place is looked at. */
export interface LookedAt {
  readonly place: GroundPlace;
  readonly datesUs: Iterable<number>;
}

const minutesOfDay = 1440;
const minuteUs = dayUs / minutesOfDay;

/**
 * From the first to the last minute in which the Sun is below −6° at any place on any of its dates, without the longest
 * stretch of the day in which it is so nowhere. Where that leaves both ends of the day, the longer one.
 *
 * @param beginUs when a day begins, from midnight UTC of its date
 * @returns null where it is never dark; all of the day where there is no such stretch
 */
export function darkHours(lookedAt: readonly LookedAt[], beginUs: number): DarkHours | null {
  const dark = new Uint8Array(minutesOfDay);
  for (const one of lookedAt) markDark(dark, one, beginUs);
  const light = longestLight(dark);
  if (!light) return { hours: { startUs: beginUs, endUs: beginUs + dayUs }, cutOff: null };
  const [from, to] = light;
  if (to - from >= minutesOfDay) return null;
  const hoursOf = (start: number, end: number) => ({
    startUs: beginUs + start * minuteUs,
    endUs: beginUs + end * minuteUs,
  });
  // It is light around the end of the day, or at it: the dark hours are in one piece.
  if (to >= minutesOfDay || from === 0)
    return { hours: hoursOf(to % minutesOfDay, from || minutesOfDay), cutOff: null };
  const [early, late] = [hoursOf(0, from), hoursOf(to, minutesOfDay)];
  return from >= minutesOfDay - to ? { hours: early, cutOff: late } : { hours: late, cutOff: early };
}

function markDark(dark: Uint8Array, { place, datesUs }: LookedAt, beginUs: number): void {
  const sky = sunOver(place);
  // One day's night reaches into the next.
  const nights = new Map<number, TimeRange | null>();
  const nightAt = (midnightUs: number) => {
    const key = Math.round(midnightUs / (60 * minuteUs));
    if (!nights.has(key)) nights.set(key, darkAround(sky, midnightUs));
    return nights.get(key)!;
  };
  for (const dateUs of datesUs) {
    const startUs = dateUs + beginUs;
    const firstUs = midnightNear(sky, startUs);
    for (const midnightUs of [firstUs, midnightNear(sky, firstUs + dayUs)]) {
      const night = nightAt(midnightUs);
      if (!night) continue;
      const from = Math.max(0, Math.floor((night.startUs - startUs) / minuteUs));
      const to = Math.min(minutesOfDay, Math.ceil((night.endUs - startUs) / minuteUs));
      if (to > from) dark.fill(1, from, to);
    }
  }
}

/** The longest run of minutes that are never dark, over the end of the day into its beginning where it goes on there. */
function longestLight(dark: Uint8Array): readonly [from: number, to: number] | null {
  let best: readonly [number, number] | null = null;
  let from: number | null = null;
  for (let minute = 0; minute <= 2 * minutesOfDay; minute++) {
    const isLight = minute < 2 * minutesOfDay && dark[minute % minutesOfDay] === 0;
    if (isLight) from ??= minute;
    else if (from !== null) {
      if (from < minutesOfDay && (!best || minute - from > best[1] - best[0])) best = [from, minute];
      from = null;
    }
  }
  return best;
}
