import type { Darkness, DarknessSpan, NightMarks, SkyEventMark } from '$lib/model/night';
import type { TimeRange } from '$lib/model/time';
import type { GroundPlace } from './geodesy';
import { darkSunDeg, horizonDeg, imagingSunDeg } from './night';
import { crossings, pathOf, type Crossing } from './sky-path';
import { moonLit, skyOver } from './sun-moon';

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
    moonUp: pieces(range, moonset)
      .filter((piece) => moon.elevationDeg(middleOf(piece)) > horizonDeg)
      .map((piece) => ({ ...piece, lit: moonLit(middleOf(piece)) })),
    imaging: pieces(range, crossings(sun, range, imagingSunDeg)).filter(
      (piece) => sun.elevationDeg(middleOf(piece)) < imagingSunDeg,
    ),
  };
}

/** Ends of the twilights: civil, nautical, astronomical. */
const twilightDeg = [imagingSunDeg, darkSunDeg, -18] as const;

function darknessAt(sunDeg: number): Darkness {
  if (sunDeg > horizonDeg) return 'day';
  if (sunDeg > twilightDeg[0]) return 'civil';
  if (sunDeg > twilightDeg[1]) return 'nautical';
  return sunDeg > twilightDeg[2] ? 'astronomical' : 'night';
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
