import type { ArchiveFile } from '$lib/model/dataset';

/** Names of single frames tell seconds: `20211030_060500_149606_gill_rgb-04_…`. */
const nameWithSeconds = /^\d{8}_\d{6}_/;

/**
 * Whether a file is named for its whole minute (or hour), not for a single frame in it.
 *
 * @param spanUs what files of its dataset are named for
 */
export function isOfWholeSpan({ startUs, name }: ArchiveFile, spanUs: number): boolean {
  return startUs % spanUs === 0 && !nameWithSeconds.test(name);
}
