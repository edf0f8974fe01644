import type { TimeRange } from '$lib/model/time';
import { signedDegrees } from './angles';
import { dayUs } from './earth-turn';
import type { GroundPlace } from './geodesy';
import { crossing, pathOf } from './sky-path';
import { sunOver, type SunOver } from './sun';

/** Where the upper edge of a disc touches the horizon, refraction included: the middle of Sun or Moon, geometric. */
export const horizonDeg = -0.833;

/** No camera of the archive runs with the Sun above this. */
export const imagingSunDeg = -6;

/** With the Sun below this they all run: nautical twilight, a zenith angle of 102°, as the archive's service has it. */
export const darkSunDeg = -12;

/** The longest night that is shown as one. */
export const longestNightUs = 16 * 3_600_000_000;

/** The lowest and the highest elevation of the Sun in a stretch of time. */
export function sunReach(
  range: TimeRange,
  place: GroundPlace,
): { readonly lowestDeg: number; readonly highestDeg: number } {
  const sky = sunOver(place);
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
  const sky = sunOver(place);
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
  const sky = sunOver(place);
  return nightAtMidnight(sky, midnightNear(sky, dateUs + dayUs / 2));
}

const minuteUs = dayUs / 1440;

/** The Sun's lower culmination nearest to an instant. */
export function midnightNear(sky: SunOver, timeUs: number): number {
  let midnightUs = timeUs;
  // The hour angle grows by 360° in a day within half a minute: three rounds are exact.
  for (let round = 0; round < 3; round++)
    midnightUs -= Math.round((signedDegrees(sky.sunHourAngleDeg(midnightUs) - 180) / 360) * dayUs);
  return midnightUs;
}

/**
 * The Sun below −6° around its midnight, from noon to noon at most. It sinks until then and rises after it: each end is
 * the one crossing on its side.
 *
 * @returns null where it does not sink so low
 */
export function darkAround(sky: SunOver, midnightUs: number): TimeRange | null {
  const sunDeg = (timeUs: number) => sky.sunElevationDeg(timeUs);
  if (sunDeg(midnightUs) >= imagingSunDeg) return null;
  const edge = (noonUs: number) =>
    sunDeg(noonUs) < imagingSunDeg ? noonUs : crossing(sunDeg, midnightUs, noonUs, imagingSunDeg);
  return { startUs: edge(midnightUs - dayUs / 2), endUs: edge(midnightUs + dayUs / 2) };
}

function nightAtMidnight(sky: SunOver, midnightUs: number): TimeRange | null {
  const dark = darkAround(sky, midnightUs);
  if (!dark) return null;
  const startUs = Math.ceil(dark.startUs / minuteUs) * minuteUs;
  const endUs = Math.floor(dark.endUs / minuteUs) * minuteUs;
  if (endUs <= startUs) return null;
  if (endUs - startUs <= longestNightUs) return { startUs, endUs };
  const fromUs = Math.round((midnightUs - longestNightUs / 2) / minuteUs) * minuteUs;
  return { startUs: fromUs, endUs: fromUs + longestNightUs };
}
