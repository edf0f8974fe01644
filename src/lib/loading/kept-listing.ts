import type { DocumentStore } from '$lib/cache/document-store';
import { datasetByName } from '$lib/datasets/catalogue';
import { dayUs, secondUs } from '$lib/datasets/utc';
import type { ArchiveFile } from '$lib/model/dataset';
import type { TimeRange } from '$lib/model/time';

/** What is known of a camera's files on one UTC day. */
interface KeptDay<File> {
  /** Stretches of the day that were asked for, in order, not touching. */
  readonly known: readonly TimeRange[];
  readonly files: readonly File[];
  /** False when sizes were rounded by a directory listing. */
  readonly exactBytes: boolean;
  /** Mean size of a file, where the archive gave the size of all together; absent or null where it did not. */
  readonly usualBytes?: number | null;
}

export interface KeptListing<File = ArchiveFile> {
  /** Of all devices of the site, in order of time. */
  readonly files: readonly File[];
  readonly exactBytes: boolean;
  /** By address, what files of which the archive gave no sizes take on average. */
  readonly usualBytes: ReadonlyMap<string, number>;
  /** The parts of the range of which it is known which files there are. */
  readonly known: readonly TimeRange[];
  /** When the oldest part was asked, milliseconds since 1970. */
  readonly keptMs: number;
}

interface Site {
  readonly dataset: string;
  readonly siteUid: string;
}

/** What of a file tells where it belongs. */
type Listed = Pick<ArchiveFile, 'url' | 'dataset' | 'startUs'>;

/** Listings of cameras (or of merged maps), kept day by day, so that any part can be had again without the archive. */
export function createListingStore<File extends Listed = ArchiveFile>(documents: DocumentStore) {
  const keyOf = ({ dataset, siteUid }: Site, startUs: number) =>
    `files ${dataset} ${siteUid.toLowerCase()} ${new Date(startUs / 1000).toISOString().slice(0, 10)}`;

  const read = async (site: Site, range: TimeRange): Promise<KeptListing<File> | null> => {
    const days = await Promise.all(
      daysOf(range).map(async (day) => ({ day, kept: await documents.get(keyOf(site, day.startUs)) })),
    );
    const parts = days.flatMap(({ kept }) =>
      kept && isKeptDay<File>(kept.value) ? [{ ...kept.value, keptMs: kept.keptMs }] : [],
    );
    const known = joined(parts.flatMap((part) => part.known.flatMap((span) => overlapOf(span, range))));
    if (known.length === 0) return null;
    return {
      files: parts.flatMap(({ files }) => files.filter((file) => isIn(file, range))),
      usualBytes: new Map(
        parts.flatMap(({ files, usualBytes = null }) =>
          usualBytes === null ? [] : files.map(({ url }) => [url, usualBytes] as const),
        ),
      ),
      exactBytes: parts.every(({ exactBytes }) => exactBytes),
      known,
      keptMs: Math.min(...parts.map(({ keptMs }) => keptMs)),
    };
  };

  /**
   * @param files of all devices of the site in the range
   * @param totalBytes of all of them, where their own sizes are not known
   */
  const write = async (
    site: Site,
    range: TimeRange,
    files: readonly File[],
    exactBytes: boolean,
    totalBytes: number | null = null,
  ): Promise<void> => {
    const usualBytes = totalBytes === null || files.length === 0 ? null : totalBytes / files.length;
    await Promise.all(
      daysOf(range).map(async (day) => {
        const key = keyOf(site, day.startUs);
        const asked = overlapOf(day, range)[0]!;
        const before = await documents.get(key);
        const kept = before && isKeptDay<File>(before.value) ? before.value : { known: [], files: [], exactBytes };
        const others = kept.files.filter((file) => !isIn(file, asked));
        const value: KeptDay<File> = {
          known: joined([...kept.known, asked]),
          files: [...others, ...files.filter((file) => isIn(file, asked))].sort((a, b) => a.startUs - b.startUs),
          exactBytes: exactBytes && kept.exactBytes,
          usualBytes: usualBytes ?? kept.usualBytes ?? null,
        };
        await documents.put(key, value);
      }),
    );
  };
  return { read, write };
}

export function covers(known: readonly TimeRange[], { startUs, endUs }: TimeRange): boolean {
  return known.some((span) => span.startUs <= startUs && span.endUs >= endUs);
}

/** Spans in order, those that touch made one. */
export function joined(spans: readonly TimeRange[]): TimeRange[] {
  const result: TimeRange[] = [];
  for (const span of [...spans].sort((a, b) => a.startUs - b.startUs)) {
    const last = result.at(-1);
    if (last && span.startUs <= last.endUs)
      result[result.length - 1] = { startUs: last.startUs, endUs: Math.max(last.endUs, span.endUs) };
    else result.push({ startUs: span.startUs, endUs: span.endUs });
  }
  return result;
}

function daysOf({ startUs, endUs }: TimeRange): TimeRange[] {
  const days: TimeRange[] = [];
  for (let dayStartUs = Math.floor(startUs / dayUs) * dayUs; dayStartUs < endUs; dayStartUs += dayUs)
    days.push({ startUs: dayStartUs, endUs: dayStartUs + dayUs });
  return days;
}

/** What two spans have in common: one, or none. */
export function overlapOf(a: TimeRange, b: TimeRange): TimeRange[] {
  const startUs = Math.max(a.startUs, b.startUs);
  const endUs = Math.min(a.endUs, b.endUs);
  return startUs < endUs ? [{ startUs, endUs }] : [];
}

/** By the start of its minute (or hour): listings give the one that a range begins in. */
function isIn({ startUs, dataset }: Listed, range: TimeRange): boolean {
  const spanUs = (datasetByName(dataset)?.packing.fileSpanSec ?? 60) * secondUs;
  return startUs > range.startUs - spanUs && startUs < range.endUs;
}

function isKeptDay<File>(value: unknown): value is KeptDay<File> {
  if (typeof value !== 'object' || value === null) return false;
  const { known, files, exactBytes, usualBytes = null } = value as Partial<KeptDay<File>>;
  const isSize = usualBytes === null || typeof usualBytes === 'number';
  return Array.isArray(known) && Array.isArray(files) && typeof exactBytes === 'boolean' && isSize;
}
