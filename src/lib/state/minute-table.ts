import { isOfWholeSpan } from '$lib/loading/whole-file';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure } from '$lib/model/failure';
import type { KeogramColumns } from '$lib/model/frames';
import type { TimeRange } from '$lib/model/time';

/**
 * One minute of the timeline: the file that holds it, or why there is none, and how far its columns are. For datasets
 * with a file an hour it is that hour; where a minute has a file for each of its frames, it is from one to the next.
 */
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
 * @param spanUs what one file is named for: a minute, or an hour
 */
export function minutesOf(
  range: TimeRange,
  files: readonly ArchiveFile[],
  known: readonly TimeRange[],
  spanUs: number,
  before: readonly Minute[] = [],
): Minute[] {
  const filesAt = new Map<number, ArchiveFile[]>();
  for (const file of files) {
    const at = Math.floor(file.startUs / spanUs);
    const others = filesAt.get(at);
    if (others) others.push(file);
    else filesAt.set(at, [file]);
  }
  const loads = new Map(before.map(({ file, load }) => [file?.url, load]));
  const minutes: Minute[] = [];
  for (let startUs = Math.floor(range.startUs / spanUs) * spanUs; startUs < range.endUs; startUs += spanUs) {
    for (const part of partsOf(startUs, startUs + spanUs, filesAt.get(startUs / spanUs) ?? [])) {
      const { file } = part;
      minutes.push({
        ...part,
        known: file !== null || known.some((span) => span.startUs < part.endUs && span.endUs > part.startUs),
        load: (file && loads.get(file.url)) ?? { phase: 'waiting' },
      });
    }
  }
  return minutes;
}

/**
 * Where a minute stands in the table that holds an instant, perhaps outside it: −1 before it, its length behind it.
 */
export function indexOfMinute(minutes: readonly Minute[], instantUs: number): number {
  let [from, to] = [0, minutes.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (minutes[middle]!.startUs <= instantUs) from = middle + 1;
    else to = middle;
  }
  const last = minutes.at(-1);
  return last && instantUs >= last.endUs ? minutes.length : from - 1;
}

/**
 * A minute as a whole where one file holds it, else divided at the files' own starts. Frames that lie loose beside the
 * file of their minute do not divide it: they are in it.
 */
function partsOf(
  startUs: number,
  endUs: number,
  files: readonly ArchiveFile[],
): Pick<Minute, 'startUs' | 'endUs' | 'file'>[] {
  if (files.length <= 1) return [{ startUs, endUs, file: files[0] ?? null }];
  const whole = files.filter((file) => isOfWholeSpan(file, endUs - startUs));
  // Of two files with the same start (one minute packed and unpacked) the last by name is taken: the packed one.
  const inOrder = [...(whole.length > 0 ? whole : files)].sort(
    (a, b) => a.startUs - b.startUs || (a.name < b.name ? -1 : 1),
  );
  const distinct = inOrder.filter((file, index) => file.startUs !== inOrder[index + 1]?.startUs);
  return distinct.map((file, index) => ({
    startUs: index === 0 ? startUs : file.startUs,
    endUs: distinct[index + 1]?.startUs ?? endUs,
    file,
  }));
}

/** The same table with other loads, by address; the table itself where none of them changes it. */
export function withLoads(minutes: readonly Minute[], loads: ReadonlyMap<string, MinuteLoad>): readonly Minute[] {
  if (loads.size === 0) return minutes;
  return minutes.map((minute) => {
    const load = minute.file && loads.get(minute.file.url);
    return load ? { ...minute, load } : minute;
  });
}
