import { minuteUs } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';

/** What decides which minute is fetched next. */
export interface Attention {
  /** The instant looked at. */
  readonly cursorUs: number;
  /** How many minutes beyond the cursor will be played through soon; 0 when nothing plays. */
  readonly aheadMinutes: number;
  /** The stretch of time on screen. */
  readonly visible: TimeRange;
}

const tier = 1e6;
/** A stretch of so many minutes is filled from the cursor outwards; a longer one coarsely first. */
const plainMinutes = 30;
/** Minutes of the first, coarsest round, about. */
const firstRound = 24;

/**
 * The rank of a minute: the one under the cursor, what will be played next, what is on screen, the rest. A long
 * stretch is filled coarsely first: every n-th minute spread over it, then those half way between, and so on, each
 * round from the cursor outwards. Smaller is sooner.
 */
export function rankOfMinute({ startUs, endUs }: TimeRange, { cursorUs, aheadMinutes, visible }: Attention): number {
  const minute = Math.floor(startUs / minuteUs);
  const ahead = minute - Math.floor(cursorUs / minuteUs);
  if (cursorUs >= startUs && cursorUs < endUs) return 0;
  if (startUs > cursorUs && ahead <= aheadMinutes) return tier + ahead;
  const isVisible = endUs > visible.startUs && startUs < visible.endUs;
  const rounds = roundsFor((visible.endUs - visible.startUs) / minuteUs);
  return (isVisible ? 2 : 3) * tier + roundOf(minute, rounds) * 10_000 + Math.abs(ahead);
}

/** What nobody looks at: after everything else. */
export const rankAside = 8 * tier;

/** Frames wanted soon, not now: after everything that was asked for. */
export const prefetchRank = 4 * tier;

/** How many times the stride is halved. */
function roundsFor(minutes: number): number {
  return minutes <= plainMinutes ? 0 : Math.ceil(Math.log2(minutes / firstRound));
}

/** 0 for every 2^rounds-th minute, 1 for those half way between them, …; by the clock, so that moving changes nothing. */
function roundOf(minute: number, rounds: number): number {
  let round = rounds;
  for (let stride = 2; round > 0 && minute % stride === 0; stride *= 2) round -= 1;
  return round;
}
