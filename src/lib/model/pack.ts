import type { Failure } from './failure';
import type { TimeRange } from './time';

/** One file of an expedition pack. */
export interface PackFile {
  /** On the public archive; the file's key. */
  readonly url: string;
  readonly name: string;
  readonly dataset: string;
  /** As the archive's list has it, exactly; null where it gave none, or a rounded one. */
  readonly bytes: number | null;
}

/**
 * A night that a person wants to have with them: which files, and how far it got. Which of them are here is not written
 * down: those are here that the browser keeps and has pinned, and so a pack is never wrong about it.
 */
export interface Pack {
  /** Of the camera and the night: asked for again, it is the same pack. */
  readonly id: string;
  readonly dataset: string;
  readonly siteUid: string;
  /** What of it is wanted. */
  readonly range: TimeRange;
  /** All that belongs to the night: minutes, skymap, summary pictures. */
  readonly files: readonly PackFile[];
  /** Of the camera's files as the archive's list has it, rounded or not; null where it did not say. */
  readonly listedBytes: number | null;
  /** What that counts, the camera's files, comes first; the rest is small. */
  readonly listedFiles: number;
  readonly exactBytes: boolean;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  /** `under way` until all is here or a person has stopped it: a tab that ends in between leaves it so. */
  readonly state: 'under way' | 'stopped' | 'ended';
  /** Files that could not be had lately, by address. */
  readonly failures: Readonly<Record<string, Failure>>;
}
