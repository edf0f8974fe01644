import { dayUs, formatDate } from '$lib/datasets/utc';
import type { Failure } from '$lib/model/failure';
import { binsOfDay, binUs, brightest, noData, type SeasonSky } from '$lib/model/season';
import type { TimeRange } from '$lib/model/time';
import type { WallPicture } from '$lib/model/wall';
import { formatDuration } from '$lib/render/night-text';
import { formatCounts, formatRemaining } from '$lib/render/quantity';
import type { SeasonAvailability } from '$lib/state/season-availability';
import { sentenceOf } from '$lib/state/sentences';
import { formatClock } from '$lib/state/wall-link';

/** A place on a season: its day, and the part of it. */
export interface SeasonPlace {
  readonly day: number;
  readonly part: number;
}

export interface ReadSeason {
  /** Whole days, from whenever rows begin. */
  readonly range: TimeRange;
  /** When rows begin, from midnight UTC of their dates. */
  readonly beginUs: number;
  readonly nowUs: number;
  readonly sky: SeasonSky | null;
  readonly grid: Uint8Array | null;
  /** Null where brightness is shown. */
  readonly availability: SeasonAvailability | null;
}

/** `2020-02-08 06:20 UTC: brightness 43 %. Sun −31°. Moon 98 % lit, up for 9 h 40 min of 12 h 5 min in the dark.` */
export function placeWords({ day, part }: SeasonPlace, season: ReadSeason): string {
  const { range, beginUs, nowUs, sky, availability } = season;
  // Where rows begin at noon, the hours of a night's column may be those of the next date.
  const timeUs = range.startUs + day * dayUs + part * binUs;
  const when = availability
    ? formatDate(range.startUs - beginUs + day * dayUs)
    : `${formatDate(timeUs)} ${formatClock(timeUs % dayUs)} UTC`;
  // The sample event lies in the future, and is there.
  const isToCome = range.startUs + day * dayUs > nowUs && !hasAnything({ day, part }, season);
  const what = isToCome
    ? 'yet to come'
    : availability
      ? amountWords(day, availability)
      : brightWords(season, day * binsOfDay + part);
  const sun = sky && !availability ? `Sun ${Math.round(sky.sunDeg[day * binsOfDay + part]!)}°. `.replace('-', '−') : '';
  return `${when}: ${what}. ${sun}${sky ? moonWords(day, sky) : ''}`.trim();
}

function hasAnything({ day, part }: SeasonPlace, { grid, availability }: ReadSeason): boolean {
  return availability ? availability.perDay[day]! > 0 : (grid?.[day * binsOfDay + part] ?? noData) !== noData;
}

function brightWords({ grid }: ReadSeason, at: number): string {
  const value = grid?.[at] ?? noData;
  return value === noData ? 'no data' : `brightness ${Math.round((100 * value) / brightest)} %`;
}

function amountWords(day: number, { perDay, counts }: SeasonAvailability): string {
  const count = perDay[day]!;
  if (counts === 'keograms') return count > 0 ? 'a keogram' : 'no keogram';
  return count === 0 ? 'no products' : `${formatCounts(count)} ${count === 1 ? 'product' : 'products'}`;
}

function moonWords(day: number, { darkUs, moonDarkUs, moonLit }: SeasonSky): string {
  const lit = `Moon ${Math.round(100 * moonLit[day]!)} % lit`;
  if (darkUs[day]! === 0) return `${lit}; it does not get dark.`;
  return `${lit}, up for ${formatDuration(moonDarkUs[day]!)} of ${formatDuration(darkUs[day]!)} in the dark.`;
}

/** A keogram is of one UTC day: where nights cross midnight, each has two. */
export type NightPiece = 'night' | 'keogram';

/** `120 of 214 nights, about 40 s left` */
export function progressWords(done: number, total: number, leftMs: number | null, what: NightPiece): string {
  const nights = `${formatCounts(done)} of ${formatCounts(total)} ${what}${total === 1 ? '' : 's'}`;
  return leftMs === null ? nights : `${nights}, ${formatRemaining(leftMs / 1000)}`;
}

/** `3 nights could not be had, 2019-12-20 among them: Not on the server.`; nothing where all came. */
export function lostWords(lost: readonly (readonly [WallPicture, Failure])[], what: NightPiece): string {
  const [first] = lost;
  if (!first) return '';
  const [{ range }, failure] = first;
  const date = formatDate(range.startUs);
  const which =
    lost.length === 1
      ? `One ${what} could not be had, ${date}`
      : `${lost.length} ${what}s could not be had, ${date} among them`;
  return `${which}: ${sentenceOf(failure)}`;
}
