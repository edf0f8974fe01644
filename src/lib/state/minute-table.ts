import { minuteUs } from '$lib/datasets/utc';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure } from '$lib/model/failure';
import type { KeogramColumns } from '$lib/model/frames';
import type { TimeRange } from '$lib/model/time';

/** One minute of the timeline: the file that holds it, or why there is none, and how far its columns are. */
export interface Minute {
  readonly startUs: number;
  readonly endUs: number;
  /** null: the archive has no file for this minute, or it is not known whether it has. */
  readonly file: ArchiveFile | null;
  /** Whether the archive was asked which files it has here. */
  readonly known: boolean;
  readonly load: MinuteLoad;
}

/** Without the histogram: it has been added to that of the track, and would be half of what a night holds in memory. */
export type MinuteColumns = Omit<KeogramColumns, 'histogram'>;

export type MinuteLoad =
  | { readonly phase: 'waiting' }
  | { readonly phase: 'ready'; readonly columns: MinuteColumns }
  | { readonly phase: 'failed'; readonly failure: Failure };

/**
 * Every minute of a range with the file that holds it. What was loaded before is taken over where the file is the same.
 *
 * @param known the parts of the range of which it is known which files there are
 */
export function minutesOf(
  range: TimeRange,
  files: readonly ArchiveFile[],
  known: readonly TimeRange[],
  before: readonly Minute[] = [],
): Minute[] {
  const byStart = new Map(files.map((file) => [Math.floor(file.startUs / minuteUs), file]));
  const loads = new Map(before.map(({ file, load }) => [file?.url, load]));
  const minutes: Minute[] = [];
  for (let startUs = Math.floor(range.startUs / minuteUs) * minuteUs; startUs < range.endUs; startUs += minuteUs) {
    const endUs = startUs + minuteUs;
    const file = byStart.get(startUs / minuteUs) ?? null;
    minutes.push({
      ...{ startUs, endUs, file },
      known: file !== null || known.some((span) => span.startUs < endUs && span.endUs > startUs),
      load: (file && loads.get(file.url)) ?? { phase: 'waiting' },
    });
  }
  return minutes;
}

/** The same table with other loads, by address; the table itself where none of them changes it. */
export function withLoads(minutes: readonly Minute[], loads: ReadonlyMap<string, MinuteLoad>): readonly Minute[] {
  if (loads.size === 0) return minutes;
  return minutes.map((minute) => {
    const load = minute.file && loads.get(minute.file.url);
    return load ? { ...minute, load } : minute;
  });
}
