import type { Failure, Outcome } from '$lib/model/failure';

export interface Found<T> {
  readonly value: T;
  readonly found: 'listing service' | 'directory listing';
  /** Why the service was not used; null when it was, or was not asked. */
  readonly serviceFailure: Failure | null;
}

/**
 * Ask the listing service; when it fails, look through the folders. Whatever the service answers, an empty list too,
 * is the answer. When both fail the outcome is the directory's failure, in words that name both.
 */
export async function serviceElseDirectory<T>(
  askService: () => Promise<Outcome<T>>,
  lookThrough: (serviceFailure: Failure) => Promise<Outcome<T>>,
): Promise<Outcome<Found<T>>> {
  const service = await askService();
  if (service.ok) return { ok: true, value: { value: service.value, found: 'listing service', serviceFailure: null } };
  if (service.failure.kind === 'cancelled') return service;
  const directory = await directoryOnly(() => lookThrough(service.failure), service.failure);
  if (directory.ok || directory.failure.kind === 'cancelled') return directory;
  const message = `${directory.failure.message}; the listing service had failed before: ${service.failure.message}`;
  return { ok: false, failure: { ...directory.failure, message } };
}

/** Look through the folders at once, for what the service does not know. */
export async function directoryOnly<T>(
  lookThrough: () => Promise<Outcome<T>>,
  serviceFailure: Failure | null = null,
): Promise<Outcome<Found<T>>> {
  const directory = await lookThrough();
  if (!directory.ok) return directory;
  return { ok: true, value: { value: directory.value, found: 'directory listing', serviceFailure } };
}
