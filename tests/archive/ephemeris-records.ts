import { allSources, type Source } from './data-sources';
import { learnedMetadata } from './learned-metadata';
import { passes, type Metadata } from './metadata-filter';
import { placeOf } from './observatories';
import { isOfSources, timeOf, type SearchQuery } from './search-query';

interface Place {
  readonly lat: number | null;
  readonly lon: number | null;
}

/** Where a source was in a minute, and what is known of that minute. */
export interface EphemerisRecord {
  readonly data_source: Source;
  readonly epoch: string;
  readonly location_geo: Place;
  readonly location_gsm: Place;
  readonly nbtrace: Place;
  readonly sbtrace: Place;
  readonly metadata: Metadata;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const nowhere: Place = { lat: null, lon: null };

/** The cameras that the stand-in makes records of, and when: from the array's first winter on. */
const [firstMs, lastMs] = [Date.UTC(2006, 9, 1), Date.UTC(2023, 11, 31, 23, 59)];
const learned: readonly Source[] = allSources.filter(({ program }) => program === 'themis-asi');

/** Records within a query's times, both ends included. @param given in place of made ones; null: these */
export function matchingEphemeris(given: readonly EphemerisRecord[] | null, query: SearchQuery): EphemerisRecord[] {
  const [startMs, endMs] = [timeOf(query.start), timeOf(query.end)];
  const { ephemeris_metadata_filters: filters } = query.data_sources;
  if (given)
    return given.filter(({ data_source: source, epoch, metadata }) => {
      const ms = timeOf(epoch);
      return ms >= startMs && ms <= endMs && isOfSources(source, query) && passes(metadata, filters);
    });
  const records: EphemerisRecord[] = [];
  for (const source of learned) {
    if (!isOfSources(source, query)) continue;
    const first = Math.ceil(Math.max(startMs, firstMs) / minuteMs) * minuteMs;
    for (let ms = first; ms <= Math.min(endMs, lastMs); ms += minuteMs) {
      const metadata = learnedMetadata(source.identifier, ms);
      if (passes(metadata, filters)) records.push(recordOf(source, ms, metadata));
    }
  }
  return records;
}

/** How many records of each source there are on each day, first and last day included. */
export function ephemerisCounts(
  given: readonly EphemerisRecord[] | null,
  start: string,
  end: string,
): Map<Source, Map<string, number>> {
  const counts = new Map<number, readonly [Source, Map<string, number>]>();
  const add = (source: Source, day: string, count: number) => {
    if (day < start || day > end) return;
    const [, days] = counts.get(source.identifier) ?? [source, new Map<string, number>()];
    counts.set(source.identifier, [source, days]);
    days.set(day, (days.get(day) ?? 0) + count);
  };
  for (const { data_source: source, epoch } of given ?? []) add(source, epoch.slice(0, 10), 1);
  if (given === null) {
    const [from, to] = [Math.max(Date.parse(start), firstMs), Math.min(Date.parse(end), lastMs)];
    for (const source of learned)
      for (let ms = from; ms <= to; ms += dayMs) add(source, new Date(ms).toISOString().slice(0, 10), 1440);
  }
  return new Map(counts.values());
}

function recordOf(source: Source, ms: number, metadata: Metadata): EphemerisRecord {
  const [lat, lon] = placeOf(source.display_name.split(' ').at(-1)!.toLowerCase()) ?? [null, null];
  const here = { lat, lon };
  return {
    data_source: source,
    epoch: new Date(ms).toISOString().slice(0, 19),
    ...{ location_geo: here, location_gsm: nowhere, nbtrace: here, sbtrace: nowhere },
    metadata,
  };
}
