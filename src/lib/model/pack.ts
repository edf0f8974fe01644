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
  /** All that belongs to the night: minutes, skymap, calibrations, summary pictures. */
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

/** What is asked for: one camera's night. */
export interface PackWish {
  readonly dataset: string;
  readonly siteUid: string;
  /** null: the device with the most files. */
  readonly deviceUid: string | null;
  readonly range: TimeRange;
}

/** How far a pack is. */
export interface PackProgress {
  readonly filesHere: number;
  readonly bytesHere: number;
  /** Of files on their way. */
  readonly bytesComing: number;
  readonly failures: Readonly<Record<string, Failure>>;
}

/** What a pack would take, before anything is begun. */
export interface PackPlan {
  readonly pack: Pack;
  /** Those of its files that are in this browser already, pinned or not. */
  readonly filesHere: number;
  readonly bytesHere: number;
  /** What is still to come; null where the archive gave no sizes. */
  readonly bytesWanted: number | null;
  /** What the browser would give, files that are not pinned making room; null where it does not say. */
  readonly roomBytes: number | null;
  /** False where nothing outlives the tab. */
  readonly lasting: boolean;
}
