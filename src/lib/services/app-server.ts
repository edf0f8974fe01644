const timeoutMs = 5000;

/**
 * Whether the server that gave the page answers at all, whatever it says. The file asked for is one that the service
 * worker does not keep. Never fails.
 *
 * @param appBase where the app lives, ending with a slash
 */
export async function appServerAnswers(appBase: URL, fetch: typeof globalThis.fetch): Promise<boolean> {
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
