import { dayUs } from '$lib/datasets/utc';
import type { CountsWanted, SourceCounts } from '$lib/model/data-product';
import type { ExploreChoice } from '$lib/model/explore';
import type { TimeRange } from '$lib/model/time';
import type { WallPicture } from '$lib/model/wall';
import { daysOf } from './season-range';
import { isAt, type SeasonSite } from './season-sites';

/** Of how much there is something on each day of a season. */
export interface SeasonAvailability {
  /** Number of each day, from the first. */
  readonly perDay: Uint32Array<ArrayBuffer>;
  /** Whether it counts data products of all kinds, as the service does, or only tells of a daily keogram. */
  readonly counts: 'products' | 'keograms';
}

/** What the service is asked: all sites of the array at once, so that another site needs no other question. */
export function seasonCounts({ array }: Pick<ExploreChoice, 'array'>, season: TimeRange): CountsWanted {
  const { program = null, instrumentType = null } = array ?? {};
  return { of: 'products', range: season, program, instrumentType, platform: null, type: null };
}

/**
 * By the service's counts; where it has none of the site, by the keograms that were found.
 *
 * @param season whole UTC dates
 * @param counts null where they could not be had
 */
export function availabilityOf(
  site: SeasonSite,
  season: TimeRange,
  counts: readonly SourceCounts[] | null,
  pictures: readonly WallPicture[],
): SeasonAvailability {
  const perDay = new Uint32Array(daysOf(season));
  const dayOf = (us: number) => Math.floor((us - season.startUs) / dayUs);
  const told = counts?.filter(({ source }) => source.platform === site.platform) ?? [];
  for (const [startUs, count] of told.flatMap((one) => [...one.perDay])) {
    const day = dayOf(startUs);
    if (day >= 0 && day < perDay.length) perDay[day]! += count;
  }
  if (told.length > 0) return { perDay, counts: 'products' };
  for (const { camera, range } of pictures) {
    const day = dayOf(range.startUs);
    if (day >= 0 && day < perDay.length && isAt(camera, site)) perDay[day] = 1;
  }
  return { perDay, counts: 'keograms' };
}
