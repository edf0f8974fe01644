import type { Failure } from '$lib/model/failure';

/** False only where the browser knows that it has no network; true is no promise that a host can be reached. */
export function isOnline(): boolean {
  // Node before 21 has no navigator, and later ones no onLine.
  const navigator = globalThis.navigator as Navigator | undefined;
  return navigator?.onLine !== false;
}

/** Whether nobody answered at all, which others would hardly be told otherwise: a host that answers badly did. */
export function isUnanswered(failure: Failure): boolean {
  return failure.kind === 'offline' || isSilence(failure);
}

/** Nobody answered. A host that forbids reading, breaks off in the middle or is there for others, did. */
export function isSilence(failure: Failure): boolean {
  return failure.kind === 'refused' && (failure.reason === 'unreachable' || failure.reason === 'unknown');
}
