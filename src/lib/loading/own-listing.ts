import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import type { FileListing } from './file-listing';
import { joined } from './kept-listing';
import { spanUsOf } from './own-registry';
import { isOfWholeSpan } from './whole-file';

/**
 * A person's own files and what the archive has, as one list: where both have a minute, the own one counts.
 *
 * @param own of one device, in order of time
 * @param archive null where it gave no answer; its failure is then told beside
 */
export function mergedListing(
  own: readonly ArchiveFile[],
  archive: FileListing | null,
  deviceUid: string,
  serviceFailure: Failure | null = archive?.serviceFailure ?? null,
): FileListing {
  const ownMinutes = new Set(own.filter(isWhole).map(minuteOf));
  const ownUrls = new Set(own.map(({ url }) => url));
  const others = (archive?.files ?? []).filter(
    (file) => file.deviceUid === deviceUid && !ownMinutes.has(minuteOf(file)) && !ownUrls.has(file.url),
  );
  const files = [...own, ...others].sort((one, other) => one.startUs - other.startUs);
  const sizes = files.map(({ bytes }) => bytes);
  const known: readonly TimeRange[] = joined([...own.map(spanOf), ...(archive?.known ?? [])]);
  return {
    files,
    found: archive?.found ?? 'own files',
    known,
    keptMs: archive?.keptMs ?? null,
    totalBytes: sizes.includes(null) ? null : sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0),
    exactBytes: archive?.exactBytes ?? true,
    deviceUid,
    otherDevices: (archive?.otherDevices ?? []).filter((device) => device !== deviceUid),
    serviceFailure,
    ownFiles: own.length,
  };
}

/** Those of the first list for which the second has nothing. */
export function lackingIn(files: readonly ArchiveFile[], others: readonly ArchiveFile[]): ArchiveFile[] {
  const there = new Set(others.map(minuteOf));
  return files.filter((file) => !there.has(minuteOf(file)));
}

/** By the address of each of the second list: the one of the first that is of the same time. */
export function pairedWith(files: readonly ArchiveFile[], others: readonly ArchiveFile[]): Map<string, ArchiveFile> {
  const byMinute = new Map(files.map((file) => [minuteOf(file), file]));
  const pairs = others.map((other) => [other.url, byMinute.get(minuteOf(other))] as const);
  return new Map(pairs.filter((pair): pair is readonly [string, ArchiveFile] => pair[1] !== undefined));
}

/** The device with the most files; names decide between equals, so that it is the same every time. */
export function usualDevice(files: readonly ArchiveFile[]): string | null {
  const counts = new Map<string, number>();
  for (const { deviceUid } of files) counts.set(deviceUid, (counts.get(deviceUid) ?? 0) + 1);
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? null;
}

/** Not one that is named for a single frame: that leaves the rest of its minute to others. */
function isWhole(file: ArchiveFile): boolean {
  return isOfWholeSpan(file, spanUsOf(file.dataset));
}

function minuteOf({ startUs, dataset }: ArchiveFile): number {
  return Math.floor(startUs / spanUsOf(dataset));
}

function spanOf({ startUs, dataset }: ArchiveFile): TimeRange {
  const spanUs = spanUsOf(dataset);
  const from = Math.floor(startUs / spanUs) * spanUs;
  return { startUs: from, endUs: from + spanUs };
}
