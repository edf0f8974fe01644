import { binsOfDay, binUs, type SeasonSky } from '$lib/model/season';
import type { TimeRange } from '$lib/model/time';
import type { GroundPlace } from './geodesy';
import { darkSunDeg, horizonDeg } from './night';
import { moonLit, skyOver } from './sun-moon';

/**
 * Sun and Moon over a place through a season, sampled every ten minutes. Between two samples elevations are taken to be
 * straight: passages are right to a few seconds.
 *
 * @param range whole days, from whenever they begin
 */
export function seasonSky({ startUs, endUs }: TimeRange, place: GroundPlace): SeasonSky {
  const sky = skyOver(place);
  const days = Math.round((endUs - startUs) / (binsOfDay * binUs));
  const sunDeg = new Float32Array(days * binsOfDay + 1);
  const [darkUs, moonDarkUs, lit] = [new Float64Array(days), new Float64Array(days), new Float64Array(days)];
  let moonDeg = sky.moonElevationDeg(startUs);
  sunDeg[0] = sky.sunElevationDeg(startUs);
  for (let part = 0; part < days * binsOfDay; part++) {
    const timeUs = startUs + (part + 1) * binUs;
    const nextMoonDeg = sky.moonElevationDeg(timeUs);
    const nextSunDeg = sky.sunElevationDeg(timeUs);
    const day = Math.floor(part / binsOfDay);
    const dark = partBelow(sunDeg[part]!, nextSunDeg, darkSunDeg);
    const moonUp = partBelow(-moonDeg, -nextMoonDeg, -horizonDeg);
    darkUs[day]! += binUs * (dark.to - dark.from);
    moonDarkUs[day]! += binUs * Math.max(0, Math.min(dark.to, moonUp.to) - Math.max(dark.from, moonUp.from));
    sunDeg[part + 1] = nextSunDeg;
    moonDeg = nextMoonDeg;
  }
  for (let day = 0; day < days; day++) lit[day] = moonLit(startUs + (day + 0.5) * binsOfDay * binUs);
  return { range: { startUs, endUs }, sunDeg, darkUs, moonDarkUs, moonLit: lit };
}

/** When the Sun passes an elevation on each day, in parts from the day's beginning; NaN on days on which it does not. */
export interface SunContour {
  readonly sinking: Float32Array<ArrayBuffer>;
  readonly rising: Float32Array<ArrayBuffer>;
}

/** Where darkness of a degree begins and ends, day by day. */
export function sunContour({ sunDeg }: Pick<SeasonSky, 'sunDeg'>, limitDeg: number): SunContour {
  const days = (sunDeg.length - 1) / binsOfDay;
  const [sinking, rising] = [new Float32Array(days).fill(NaN), new Float32Array(days).fill(NaN)];
  for (let part = 0; part < days * binsOfDay; part++) {
    const [before, after] = [sunDeg[part]!, sunDeg[part + 1]!];
    if (before >= limitDeg === after >= limitDeg) continue;
    const day = Math.floor(part / binsOfDay);
    const passed = (part % binsOfDay) + (limitDeg - before) / (after - before);
    (after < limitDeg ? sinking : rising)[day] = passed;
  }
  return { sinking, rising };
}

/** Which part of a straight way from one value to another lies below a limit, 0…1. */
function partBelow(before: number, after: number, limit: number): { readonly from: number; readonly to: number } {
  if (before < limit && after < limit) return { from: 0, to: 1 };
  if (before >= limit && after >= limit) return { from: 0, to: 0 };
  const passed = (limit - before) / (after - before);
  return before < limit ? { from: 0, to: passed } : { from: passed, to: 1 };
}
