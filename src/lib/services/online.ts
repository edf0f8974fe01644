/** False only where the browser knows that it has no network; true is no promise that a host can be reached. */
export function isOnline(): boolean {
  // Node before 21 has no navigator, and later ones no onLine.
  const navigator = globalThis.navigator as Navigator | undefined;
  return navigator?.onLine !== false;
}
