/** How a piece of work stands in a queue. */
export interface Wish {
  /**
   * Smaller is sooner, Infinity is not now. Asked anew each time a place is free, so moving the cursor re-orders what
   * is waiting.
   */
  readonly rank: () => number;
  /** Aborted when nobody wants the result any more. */
  readonly signal: AbortSignal;
}
