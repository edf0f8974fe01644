import type { DocumentStore } from '$lib/cache/document-store';
import { dayUs, formatDate } from '$lib/datasets/utc';
import type { DayAvailability, DayHoldings } from '$lib/model/availability';
import type { CatalogueDataset, CatalogueFile } from '$lib/model/catalogue';
import type { Failure, Outcome } from '$lib/model/failure';
import { listDayHoldings } from '$lib/services/day-holdings';
import { listHourFiles, type WantedHour } from '$lib/services/hour-files';
import { findLatestDay } from '$lib/services/latest-day';
import type { Network } from '$lib/services/network';
import { keptAnswer } from './kept-answer';

/** Which sites and hours of a day the archive has files of; kept, so that it is known without the archive too. */
export interface Availability {
  /**
   * @param startUs of the UTC day
   * @param siteUid null: which sites there are, and their hours where one question tells them as well
   * @param anew asks the archive, however young the last answer is
   */
  day(
    dataset: CatalogueDataset,
    startUs: number,
    siteUid: string | null,
    options: { readonly signal: AbortSignal; readonly anew?: boolean },
  ): Promise<Outcome<DayAvailability>>;
  /** The files of an hour or a day, of datasets whose files are looked into one by one. */
  files(wanted: WantedHour, signal: AbortSignal): Promise<Outcome<readonly CatalogueFile[]>>;
  /** The last UTC day of which the archive has a folder; ok with null where it has none, or the folder is not known. */
  latestDay(dataset: CatalogueDataset, signal: AbortSignal): Promise<Outcome<number | null>>;
}

export interface AvailabilityParts {
  readonly network: Omit<Network, 'signal'>;
  readonly documents: DocumentStore;
  readonly nowMs?: () => number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

interface KeptDay {
  readonly holdings: readonly DayHoldings[];
  readonly found: DayAvailability['found'];
  readonly serviceFailure: Failure | null;
}

export function createAvailability({ network, documents, nowMs = () => Date.now() }: AvailabilityParts): Availability {
  return {
    async day(dataset, startUs, siteUid, { signal, anew = false }) {
      const now = nowMs();
      const answer = await keptAnswer<KeptDay>({
        documents,
        nowMs: now,
        key: `holdings ${dataset.name} ${siteUid ?? '*'} ${formatDate(startUs)}`,
        isFresh: (keptMs) => !anew && keptMs <= now && now - keptMs < freshMs((startUs + dayUs) / 1000, keptMs),
        isSound: isKeptDay,
        ask: async () => {
          const listed = await listDayHoldings(dataset, startUs, siteUid, { ...network, signal });
          if (!listed.ok) return listed;
          const { value: holdings, found, serviceFailure } = listed.value;
          return { ok: true, value: { holdings, found, serviceFailure } };
        },
      });
      if (!answer.ok) return answer;
      const { value, asOfMs, failure } = answer.value;
      const { holdings, found, serviceFailure } = value;
      const outOfDate = failure !== null;
      return { ok: true, value: { holdings, found, askedMs: asOfMs, outOfDate, failure: failure ?? serviceFailure } };
    },
    files: (wanted, signal) => listHourFiles(wanted, { ...network, signal }),
    async latestDay({ directory, directoryIsSure }, signal) {
      if (directory === null) return { ok: true, value: null };
      return findLatestDay(directory, directoryIsSure, { ...network, signal });
    },
  };
}

/**
 * How long an answer holds: files of a night come within hours, latecomers within weeks, and what was asked long after
 * the day hardly changes any more.
 */
function freshMs(dayEndMs: number, askedMs: number): number {
  const afterMs = askedMs - dayEndMs;
  if (afterMs > 60 * dayMs) return 180 * dayMs;
  return afterMs > 3 * dayMs ? dayMs : 10 * minuteMs;
}

function isKeptDay(value: unknown): value is KeptDay {
  const { holdings, found } = (value ?? {}) as Partial<KeptDay>;
  return (
    (found === 'listing service' || found === 'directory listing') &&
    Array.isArray(holdings) &&
    holdings.every((entry: Partial<DayHoldings> | null) => typeof entry?.dayFiles === 'number')
  );
}
