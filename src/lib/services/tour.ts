import type { Outcome } from '$lib/model/failure';
import { failed, request } from './http';

/**
 * A tour that comes with the app, as text. Offline it is answered by the service worker, which keeps it with the app.
 * Never throws.
 */
export async function downloadTour(
  place: URL,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const answer = await request(place.href, { fetch, signal, timeoutMs: 10_000, host: 'the app’s server' });
  if (!answer.ok) return answer;
  try {
    return { ok: true, value: await answer.value.text() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return failed({ kind: 'refused', host: 'the app’s server', reason: 'broken', message });
  }
}
