import type { Failure } from '$lib/model/failure';

/** What a browser's storage threw, as data. */
export function storageFailure(error: unknown): Failure {
  if (isQuota(error)) return { kind: 'quota', message: 'the browser gives this site no more room' };
  if (nameOf(error) === 'VersionError')
    return unusable('what is kept was written by a newer version of this app; reload to get it');
  return unusable(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}

/** The browser's storage cannot be used. */
export function unusable(message: string): Failure {
  return { kind: 'unsupported', format: 'browser storage', message };
}

/**
 * Whether the browser ran out of room. Firefox at its limit ends a transaction without saying why, which arrives as an
 * `AbortError`; nothing here aborts a transaction without an error of its own.
 */
export function isQuota(error: unknown): boolean {
  return nameOf(error) === 'QuotaExceededError' || isAbort(error);
}

export function isAbort(error: unknown): boolean {
  return nameOf(error) === 'AbortError';
}

/** Whether a connection has to be opened anew; Safari says `UnknownError` when it lost its own in the background. */
export function isLostConnection(error: unknown): boolean {
  return nameOf(error) === 'InvalidStateError' || nameOf(error) === 'UnknownError';
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : '';
}
