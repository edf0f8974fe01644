import { parsedJson } from './json';
import { isOnline } from './online';

const timeoutMs = 5000;

/**
 * Whether the server that gave the page answers at all, whatever it says. The file asked for is one that the service
 * worker does not keep. Never fails.
 *
 * @param appBase where the app lives, ending with a slash
 */
export async function appServerAnswers(appBase: URL, fetch: typeof globalThis.fetch): Promise<boolean> {
  if (!canAnswer(appBase)) return false;
  try {
    await fetch(new URL('_app/version.json', appBase).href, {
      method: 'HEAD',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return true;
  } catch {
    return false; // that it does not answer is what was asked
  }
}

/**
 * What the app's own server says of what it has at a place, in a small JSON. A static host answers with another JSON,
 * a page or 404, and that is an answer: it has nothing there. Never fails.
 *
 * @param patienceMs how long it may take
 * @returns what was said, null where it was no JSON; null in all when the question could not be asked, or the server
 *   is in trouble
 */
export async function askAppServer(
  place: URL,
  fetch: typeof globalThis.fetch,
  patienceMs: number,
): Promise<{ readonly said: unknown } | null> {
  if (!canAnswer(place)) return null;
  try {
    const response = await fetch(place.href, { signal: AbortSignal.timeout(patienceMs) });
    if (response.status >= 500) return null;
    return { said: response.ok ? parsedJson(await response.text()) : null };
  } catch {
    return null; // that it could not be asked is what the caller is told
  }
}

/** Without a network only a server on this very computer can. */
function canAnswer({ hostname }: URL): boolean {
  return isOnline() || hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

/** For a server that was never heard of; with an answer from the last time at hand, a slow one is not waited for. */
export function patienceFor(remembered: boolean): number {
  return remembered ? 1000 : 3000;
}
