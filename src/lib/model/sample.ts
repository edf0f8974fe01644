import type { TimeRange } from './time';

/** The built-in sample event: computed, never observed, so that there is something to see and a truth to measure by. */
export interface SampleEvent {
  readonly range: TimeRange;
  /** When the arc breaks up; null where nobody said. */
  readonly onsetUs: number | null;
  /** For people: `A substorm over western and central Canada`. */
  readonly title: string;
  /** Which of its minutes were computed, counted from 0 at its start; null for all of them. */
  readonly computed: readonly number[] | null;
  /** Its cameras, at least one, the one to be looked at first in front. */
  readonly tracks: readonly SampleTrack[];
}

export interface SampleTrack {
  readonly dataset: string;
  readonly siteUid: string;
  readonly deviceUid: string;
  /** Which of its minutes were computed, where these are others than the event's. */
  readonly computed?: readonly number[];
}
