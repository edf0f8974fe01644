import { dayUs } from '$lib/datasets/utc';
import type { DataSource } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';
import type { Asked } from './day-rows';
import type { CalendarAnswer } from './product-calendar.svelte';

/** A night of a camera. */
export interface CameraNight {
  /** Null where models look at no picture of this camera. */
  readonly identifier: number | null;
  /** UTC day. */
  readonly dayStartUs: number;
}

/** Of how many nights the service has records with what models said, and of how many it has none. */
export interface LookedNights {
  readonly looked: number;
  readonly unlooked: number;
}

/**
 * Tells nights that models looked at from those that none did: where only fitting minutes were asked for, nothing came of
 * either.
 *
 * @param counts of records by day
 * @returns null where that is not known (yet)
 */
export function lookedNights(nights: readonly CameraNight[], counts: Asked<CalendarAnswer>): LookedNights | null {
  const ofModels = nights.filter(({ identifier }) => identifier !== null);
  if (ofModels.length > 0 && counts.phase !== 'known') return null;
  const missed = counts.phase === 'known' ? counts.value.missed : [];
  const isMissed = (us: number) => missed.some(({ startUs, endUs }) => us >= startUs && us < endUs);
  if (ofModels.some(({ dayStartUs }) => isMissed(dayStartUs))) return null;
  const days = new Map(
    counts.phase === 'known' ? counts.value.value.map(({ source, perDay }) => [source.identifier, perDay]) : [],
  );
  const looked = ofModels.filter(({ identifier, dayStartUs }) => days.get(identifier!)?.has(dayStartUs)).length;
  return { looked, unlooked: nights.length - looked };
}

/** All nights of these cameras in whole days. */
export function nightsOfSources(sources: readonly DataSource[], { startUs, endUs }: TimeRange): readonly CameraNight[] {
  const days = Array.from({ length: Math.ceil((endUs - startUs) / dayUs) }, (_, day) => startUs + day * dayUs);
  return sources.flatMap(({ identifier }) => days.map((dayStartUs) => ({ identifier, dayStartUs })));
}
