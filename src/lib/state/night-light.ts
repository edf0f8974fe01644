import { dayUs, formatDate } from '$lib/datasets/utc';
import { darkSunDeg, imagingSunDeg, sunReach } from '$lib/geometry/night';
import type { Observatory } from '$lib/model/dataset';
import type { NightMarks } from '$lib/model/night';
import type { TimeRange } from '$lib/model/time';

/** What of a camera's timeline the Sun explains. */
export interface NightLight {
  /** In order, none overlapping: where it was too light for pictures, or may have been. */
  readonly lights: readonly TooLight[];
}

export interface TooLight extends TimeRange {
  readonly cause: 'daylight' | 'outside the season' | 'not on the server';
  readonly sentence: string;
  /** False in deep twilight, in which some cameras run and some wait: where one ran, the Sun is not why it stopped. */
  readonly sure: boolean;
}

/** @param marks over the range, or more */
export function nightLight(range: TimeRange, place: Observatory, marks: NightMarks): NightLight {
  const lights: TooLight[] = [];
  for (const { restSentence: sentence, ...part } of partsBySeason(range, place)) {
    if (sentence) lights.push({ ...part, cause: 'outside the season', sentence });
    else lights.push(...lightsOfNights(part, marks, place));
  }
  return { lights };
}

/** `There is no night at GILL on 2014-07-01: the Sun does not sink below −6°.` */
export function noNightSentence(dateUs: number, { siteUid }: Observatory): string {
  const site = siteUid.toUpperCase();
  return `There is no night at ${site} on ${formatDate(dateUs)}: the Sun does not sink below ${degrees(imagingSunDeg, 0)}.`;
}

interface SeasonPart extends TimeRange {
  /** Why the cameras rest for the whole date; null within the season. */
  readonly restSentence: string | null;
  readonly sure: boolean;
}

/** A range cut at midnight, but only where a date without a real night begins or ends. */
function partsBySeason(range: TimeRange, place: Observatory): SeasonPart[] {
  const parts: SeasonPart[] = [];
  for (let dateUs = Math.floor(range.startUs / dayUs) * dayUs; dateUs < range.endUs; dateUs += dayUs) {
    const { lowestDeg } = sunReach({ startUs: dateUs, endUs: dateUs + dayUs }, place);
    const part = {
      startUs: Math.max(dateUs, range.startUs),
      endUs: Math.min(dateUs + dayUs, range.endUs),
      restSentence: restSentence(dateUs, lowestDeg, place),
      sure: lowestDeg >= imagingSunDeg,
    };
    const last = parts.at(-1);
    if (last && last.restSentence === part.restSentence) parts[parts.length - 1] = { ...last, endUs: part.endUs };
    else parts.push(part);
  }
  return parts;
}

function restSentence(dateUs: number, lowestDeg: number, { siteUid }: Observatory): string | null {
  const where = `at ${siteUid.toUpperCase()} on ${formatDate(dateUs)}`;
  if (lowestDeg >= imagingSunDeg)
    return `The Sun does not sink below ${degrees(imagingSunDeg, 0)} ${where}: the cameras rest.`;
  if (lowestDeg >= darkSunDeg)
    return `The Sun sinks no lower than ${degrees(lowestDeg)} ${where}: the cameras usually wait for ${degrees(darkSunDeg, 0)}.`;
  return null;
}

/** Daylight and deep twilight of a stretch within the season. */
function lightsOfNights(part: TimeRange, { darkness }: NightMarks, place: Observatory): TooLight[] {
  const lights: TooLight[] = [];
  for (const span of darkness) {
    const startUs = Math.max(span.startUs, part.startUs);
    const endUs = Math.min(span.endUs, part.endUs);
    const sure = span.darkness === 'day' || span.darkness === 'civil';
    if (startUs >= endUs || (!sure && span.darkness !== 'nautical')) continue;
    const last = lights.at(-1);
    // Day and civil twilight are the same to a camera.
    if (last?.endUs === startUs && last.sure === sure) {
      lights[lights.length - 1] = lightOf({ startUs: last.startUs, endUs }, sure, place);
    } else lights.push(lightOf({ startUs, endUs }, sure, place));
  }
  return lights;
}

function lightOf(range: TimeRange, sure: boolean, place: Observatory): TooLight {
  const { lowestDeg, highestDeg } = sunReach(range, place);
  const [low, high] = [degrees(lowestDeg), degrees(highestDeg)];
  const stood = `The Sun stood ${low === high ? `at ${low}` : `between ${low} and ${high}`} at ${place.siteUid.toUpperCase()}`;
  if (sure) return { ...range, sure, cause: 'daylight', sentence: `${stood}: too light for the cameras.` };
  const wait = `the cameras usually wait for ${degrees(darkSunDeg, 0)}`;
  return { ...range, sure, cause: 'not on the server', sentence: `The archive has no file here. ${stood}: ${wait}.` };
}

/** `−6.3°`, with a true minus. */
function degrees(angleDeg: number, digits = 1): string {
  return `${angleDeg
    .toFixed(digits)
    .replace(/^-0\.0$/, '0.0')
    .replace('-', '−')}°`;
}
