import type { TimeRange } from '$lib/model/time';

/** No body turns twice in half an hour. */
const sampleUs = 1_800_000_000;

/** The way of a body through a stretch of time. */
export interface SkyPath {
  readonly elevationDeg: (timeUs: number) => number;
  /** Where it turns from rising to sinking or back. */
  readonly turns: readonly number[];
}

/** Looks a sample beyond both ends, so that a turn beside an end is found too. */
export function pathOf(elevationDeg: (timeUs: number) => number, { startUs, endUs }: TimeRange): SkyPath {
  const turns: number[] = [];
  let before = elevationDeg(startUs - sampleUs);
  let here = elevationDeg(startUs);
  for (let timeUs = startUs; timeUs < endUs + sampleUs; timeUs += sampleUs) {
    const after = elevationDeg(timeUs + sampleUs);
    const rises = here >= before;
    if (rises !== after >= here) turns.push(turnNear(elevationDeg, timeUs, rises));
    before = here;
    here = after;
  }
  return { elevationDeg, turns };
}

/** The highest or lowest point within a sample of an instant, by thirds. */
function turnNear(elevationDeg: (timeUs: number) => number, timeUs: number, isTop: boolean): number {
  let low = timeUs - sampleUs;
  let high = timeUs + sampleUs;
  while (high - low > 1_000_000) {
    const third = (high - low) / 3;
    if (elevationDeg(low + third) < elevationDeg(high - third) === isTop) low += third;
    else high -= third;
  }
  return Math.round((low + high) / 2);
}

export interface Crossing {
  readonly timeUs: number;
  readonly rising: boolean;
}

/** When a body passes an elevation. Between two turns it only rises or only sinks, so that none is missed. */
export function crossings(
  { elevationDeg, turns }: SkyPath,
  { startUs, endUs }: TimeRange,
  limitDeg: number,
): Crossing[] {
  const found: Crossing[] = [];
  const stops = [startUs, ...turns.filter((timeUs) => timeUs > startUs && timeUs < endUs), endUs];
  for (let index = 1; index < stops.length; index++) {
    const from = stops[index - 1]!;
    const to = stops[index]!;
    const rising = elevationDeg(to) >= limitDeg;
    if (elevationDeg(from) >= limitDeg === rising) continue;
    const timeUs = crossing(elevationDeg, from, to, limitDeg);
    if (timeUs > startUs && timeUs < endUs) found.push({ timeUs, rising });
  }
  return found;
}

/** The instant between two others, in either order, at which the limit is passed, to a hundredth of a second. */
export function crossing(elevationDeg: (timeUs: number) => number, from: number, to: number, limitDeg: number): number {
  const startsAbove = elevationDeg(from) >= limitDeg;
  let [before, after] = [from, to];
  while (Math.abs(after - before) > 10_000) {
    const middle = (before + after) / 2;
    if (elevationDeg(middle) >= limitDeg === startsAbove) before = middle;
    else after = middle;
  }
  return Math.round(after);
}
