import type { DocumentStore } from '$lib/cache/document-store';
import { dayUs, formatDate } from '$lib/datasets/utc';
import type { CurveFile } from '$lib/model/curve';
import type { TimeRange } from '$lib/model/time';

interface Site {
  readonly dataset: string;
  readonly siteUid: string;
}

/** What is known of some days. */
export interface KeptCurveDays {
  readonly files: readonly CurveFile[];
  /** Starts of the days of which it is known whether they have a file. */
  readonly knownDays: readonly number[];
  /** When the oldest was asked, milliseconds since 1970. */
  readonly keptMs: number;
}

/** Which day files a site has, kept day by day, so that any of them can be had again without the archive. */
export function createCurveListingStore(documents: DocumentStore) {
  const keyOf = ({ dataset, siteUid }: Site, startUs: number) =>
    `curve file ${dataset} ${siteUid.toLowerCase()} ${formatDate(startUs)}`;

  return {
    read: async (site: Site, range: TimeRange): Promise<KeptCurveDays | null> => {
      const days = curveDaysOf(range);
      const kept = await Promise.all(days.map((startUs) => documents.get(keyOf(site, startUs))));
      const known = days.flatMap((startUs, index) => {
        const document = kept[index];
        return document && isDay(document.value) ? [{ startUs, ...document.value, keptMs: document.keptMs }] : [];
      });
      if (known.length === 0) return null;
      return {
        files: known.flatMap(({ file }) => file ?? []),
        knownDays: known.map(({ startUs }) => startUs),
        keptMs: Math.min(...known.map(({ keptMs }) => keptMs)),
      };
    },

    /** @returns the starts of the days */
    write: async (site: Site, range: TimeRange, files: readonly CurveFile[]): Promise<readonly number[]> => {
      const days = curveDaysOf(range);
      await Promise.all(
        days.map((startUs) => {
          const file = files.find((one) => one.startUs === startUs) ?? null;
          return documents.put(keyOf(site, startUs), { file });
        }),
      );
      return days;
    },
  };
}

/** Starts of the UTC days that a range touches. */
export function curveDaysOf({ startUs, endUs }: TimeRange): number[] {
  const days: number[] = [];
  for (let dayStartUs = Math.floor(startUs / dayUs) * dayUs; dayStartUs < endUs; dayStartUs += dayUs)
    days.push(dayStartUs);
  return days;
}

/** Kept by some version of this app: a look at what is used is enough. */
function isDay(value: unknown): value is { readonly file: CurveFile | null } {
  if (typeof value !== 'object' || value === null || !('file' in value)) return false;
  const { file } = value as { readonly file: Partial<CurveFile> | null };
  return (
    file === null ||
    (typeof file.url === 'string' &&
      typeof file.name === 'string' &&
      typeof file.dataset === 'string' &&
      typeof file.startUs === 'number')
  );
}
