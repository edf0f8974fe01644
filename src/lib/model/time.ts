/** A span of time, UTC, integer microseconds since 1970; the end is not part of it. */
export interface TimeRange {
  readonly startUs: number;
  readonly endUs: number;
}
