import type { Darkness, DarknessSpan, NightMarks, SkyEventMark } from '$lib/model/night';
import type { TimeRange } from '$lib/model/time';
import { signedDegrees } from './angles';
import { moonLit, skyOver, type GroundPlace, type SkyOver } from './sun-moon';

/** Where the upper edge of a disc touches the horizon, refraction included: the middle of Sun or Moon, geometric. */
export const horizonDeg = -0.833;

/** No camera of the archive runs with the Sun above this. */
export const imagingSunDeg = -6;

/** With the Sun below this they all run: nautical twilight, a zenith angle of 102°, as the archive's service has it. */
export const darkSunDeg = -12;

/** The longest night that is shown as one. */
export const longestNightUs = 16 * 3_600_000_000;

/**
 * Sun and Moon over a place: twilights, rise and set, when the Moon is up and when cameras can run. Times are right to
 * a second or so as far as geometry goes; the horizon is that of the sea. Polar day and night simply have no marks.
 */
export function nightMarks(range: TimeRange, place: GroundPlace): NightMarks {
  const sky = skyOver(place);
  const sun = pathOf((timeUs) => sky.sunElevationDeg(timeUs), range);
  const moon = pathOf((timeUs) => sky.moonElevationDeg(timeUs), range);
  const sunset = crossings(sun, range, horizonDeg);
  const moonset = crossings(moon, range, horizonDeg);
  const cuts = [horizonDeg, ...twilightDeg].flatMap((limitDeg) => crossings(sun, range, limitDeg));
  return {
    darkness: joined(
      pieces(range, cuts).map((piece) => ({ ...piece, darkness: darknessAt(sun.elevationDeg(middleOf(piece))) })),
    ),
    marks: [
      ...sunset.map(({ timeUs, rising }): SkyEventMark => ({ kind: rising ? 'sunrise' : 'sunset', timeUs })),
      ...moonset.map(({ timeUs, rising }): SkyEventMark => ({ kind: rising ? 'moonrise' : 'moonset', timeUs })),
    ].sort((a, b) => a.timeUs - b.timeUs),
    moonUp: pieces(range, moonset).filter((piece) => moon.elevationDeg(middleOf(piece)) > horizonDeg),
    moonLit: moonLit(middleOf(range)),
    imaging: pieces(range, crossings(sun, range, imagingSunDeg)).filter(
      (piece) => sun.elevationDeg(middleOf(piece)) < imagingSunDeg,
    ),
  };
}

/** The lowest and the highest elevation of the Sun in a stretch of time. */
export function sunReach(
  range: TimeRange,
  place: GroundPlace,
): { readonly lowestDeg: number; readonly highestDeg: number } {
  const sky = skyOver(place);
  const path = pathOf((timeUs) => sky.sunElevationDeg(timeUs), range);
  const inside = path.turns.filter((timeUs) => timeUs > range.startUs && timeUs < range.endUs);
  const elevations = [range.startUs, ...inside, range.endUs].map((timeUs) => path.elevationDeg(timeUs));
  return { lowestDeg: Math.min(...elevations), highestDeg: Math.max(...elevations) };
}

/**
 * The night around an instant: the Sun below −6°, which no camera's night exceeds, in whole minutes inwards. Of two
 * nights the one whose middle is nearer. A night longer than 16 h, and the polar night, is cut to the 16 h around the
 * Sun's midnight.
 *
 * @returns null in the season without a night
 */
export function nightAround(timeUs: number, place: GroundPlace): TimeRange | null {
  const sky = skyOver(place);
  const nearest = midnightNear(sky, timeUs);
  const other = midnightNear(sky, nearest + (timeUs < nearest ? -dayUs : dayUs));
  return nightAtMidnight(sky, nearest) ?? nightAtMidnight(sky, other);
}

/**
 * The night of a date of the archive, whose days are those of UTC: the one that has most of its time on that date. In
 * Canada that is the night which begins on the evening before.
 *
 * @param dateUs midnight UTC at the start of the date
 * @returns null when the Sun stays above −6°
 */
export function nightOfDate(dateUs: number, place: GroundPlace): TimeRange | null {
  const sky = skyOver(place);
  return nightAtMidnight(sky, midnightNear(sky, dateUs + dayUs / 2));
}

const minuteUs = 60_000_000;
const dayUs = 86_400_000_000;
const sampleUs = 30 * minuteUs;

/** Ends of the twilights: civil, nautical, astronomical. */
const twilightDeg = [imagingSunDeg, darkSunDeg, -18] as const;

function darknessAt(sunDeg: number): Darkness {
  if (sunDeg > horizonDeg) return 'day';
  if (sunDeg > twilightDeg[0]) return 'civil';
  if (sunDeg > twilightDeg[1]) return 'nautical';
  return sunDeg > twilightDeg[2] ? 'astronomical' : 'night';
}

/** The way of a body through a stretch of time. */
interface SkyPath {
  readonly elevationDeg: (timeUs: number) => number;
  /** Where it turns from rising to sinking or back. */
  readonly turns: readonly number[];
}

/** Looks a sample beyond both ends, so that a turn beside an end is found too. */
function pathOf(elevationDeg: (timeUs: number) => number, { startUs, endUs }: TimeRange): SkyPath {
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

interface Crossing {
  readonly timeUs: number;
  readonly rising: boolean;
}

/** When a body passes an elevation. Between two turns it only rises or only sinks, so that none is missed. */
function crossings({ elevationDeg, turns }: SkyPath, { startUs, endUs }: TimeRange, limitDeg: number): Crossing[] {
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
function crossing(elevationDeg: (timeUs: number) => number, from: number, to: number, limitDeg: number): number {
  const startsAbove = elevationDeg(from) >= limitDeg;
  let [before, after] = [from, to];
  while (Math.abs(after - before) > 10_000) {
    const middle = (before + after) / 2;
    if (elevationDeg(middle) >= limitDeg === startsAbove) before = middle;
    else after = middle;
  }
  return Math.round(after);
}

/** A range cut at instants inside it. */
function pieces({ startUs, endUs }: TimeRange, cuts: readonly Crossing[]): TimeRange[] {
  const times = cuts.map(({ timeUs }) => timeUs).sort((a, b) => a - b);
  const stops = [startUs, ...times, endUs];
  return stops
    .slice(1)
    .map((stop, index) => ({ startUs: stops[index]!, endUs: stop }))
    .filter((piece) => piece.endUs > piece.startUs);
}

/** Neighbours that are equally dark as one. */
function joined(spans: readonly DarknessSpan[]): DarknessSpan[] {
  const result: DarknessSpan[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last?.darkness === span.darkness) result[result.length - 1] = { ...last, endUs: span.endUs };
    else result.push(span);
  }
  return result;
}

function middleOf({ startUs, endUs }: TimeRange): number {
  return Math.round((startUs + endUs) / 2);
}

/** The Sun's lower culmination nearest to an instant. */
function midnightNear(sky: SkyOver, timeUs: number): number {
  let midnightUs = timeUs;
  // The hour angle grows by 360° in a day within half a minute: three rounds are exact.
  for (let round = 0; round < 3; round++)
    midnightUs -= Math.round((signedDegrees(sky.sunHourAngleDeg(midnightUs) - 180) / 360) * dayUs);
  return midnightUs;
}

/** The Sun sinks until its midnight and rises after it: each end of the night is the one crossing on its side. */
function nightAtMidnight(sky: SkyOver, midnightUs: number): TimeRange | null {
  const sunDeg = (timeUs: number) => sky.sunElevationDeg(timeUs);
  if (sunDeg(midnightUs) >= imagingSunDeg) return null;
  const edge = (noonUs: number) =>
    sunDeg(noonUs) < imagingSunDeg ? noonUs : crossing(sunDeg, midnightUs, noonUs, imagingSunDeg);
  const startUs = Math.ceil(edge(midnightUs - dayUs / 2) / minuteUs) * minuteUs;
  const endUs = Math.floor(edge(midnightUs + dayUs / 2) / minuteUs) * minuteUs;
  if (endUs <= startUs) return null;
  if (endUs - startUs <= longestNightUs) return { startUs, endUs };
  const fromUs = Math.round((midnightUs - longestNightUs / 2) / minuteUs) * minuteUs;
  return { startUs: fromUs, endUs: fromUs + longestNightUs };
}
