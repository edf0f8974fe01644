import { cameraOf } from '$lib/datasets/source-camera';
import type { ExploreChoice } from '$lib/model/explore';
import type { DataSource } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';
import { nightsAround } from './season-range';

/* What a day leads to that somebody goes to in a calendar or a season. */

/** A day of a calendar: the same search where it is part of it, else the source's week around it. A table stays one. */
export function dayOpened(choice: ExploreChoice, dateUs: number, source: DataSource): ExploreChoice {
  const isWithin = holds(choice.range, dateUs);
  const wanted = isWithin && isSearched(choice, source) ? choice : ofSource(choice, source);
  const range = isWithin ? choice.range : nightsAround(dateUs);
  // Of one site nobody asks which.
  const siteUid = wanted.platforms.length === 1 ? null : cameraOf(source).siteUid;
  return { ...wanted, range, show: viewOf(choice), labels: null, night: { dateUs, siteUid } };
}

/** Several days of a calendar are searched. */
export function daysOpened(choice: ExploreChoice, range: TimeRange, source: DataSource): ExploreChoice {
  const wanted = choice.array && isSearched(choice, source) ? choice : ofSource(choice, source);
  return nightWithin({ ...wanted, range, show: viewOf(choice), labels: null, requestId: null });
}

/** A night of a season: the week around it. */
export function nightOpened(choice: ExploreChoice, dateUs: number, platform: string): ExploreChoice {
  const range = nightsAround(dateUs);
  return { ...choice, range, platforms: [platform], requestId: null, show: 'wall', night: { dateUs, siteUid: null } };
}

/** A night that was gone to is left with the days that it is one of. */
export function nightWithin(choice: ExploreChoice): ExploreChoice {
  return choice.night && !holds(choice.range, choice.night.dateUs) ? { ...choice, night: null } : choice;
}

function isSearched({ array, platforms }: ExploreChoice, { program, instrumentType, platform }: DataSource): boolean {
  const isOfArray = array === null || (array.program === program && array.instrumentType === instrumentType);
  return isOfArray && (platforms.length === 0 || platforms.includes(platform));
}

function ofSource(choice: ExploreChoice, { program, instrumentType, platform }: DataSource): ExploreChoice {
  const array = { program, instrumentType };
  return { ...choice, array, platforms: [platform], filters: null, requestId: null };
}

/** A season has no single days. */
function viewOf({ show }: ExploreChoice): ExploreChoice['show'] {
  return show === 'season' ? 'wall' : show;
}

function holds(range: TimeRange | null, us: number): boolean {
  return range !== null && us >= range.startUs && us < range.endUs;
}
