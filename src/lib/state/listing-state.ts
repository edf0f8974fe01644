import type { Failure } from '$lib/model/failure';

/** Where finding a track's files stands. */
export type ListingState<Listing> =
  | { readonly phase: 'searching' }
  | { readonly phase: 'ready'; readonly listing: Listing }
  | { readonly phase: 'failed'; readonly failure: Failure };
