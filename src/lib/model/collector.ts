/** As much as Chromium lets gather outside of its heap before it collects; untouched, it costs addresses only. */
const enough = 2 ** 26;

/** Node has processes that end with their work; there a collection takes longer than unpacking the file before it. */
const isInBrowser = 'window' in globalThis || 'WorkerGlobalScope' in globalThis;

let unseen = 0;

/**
 * Has the garbage collector of this thread take memory into account that it does not see: the bytes behind a Blob lie
 * in another process and go with the Blob, but to the collector a Blob weighs next to nothing, and hundreds pile up;
 * what a stream unpacks lies outside of the heap too. A buffer that is never written to takes no memory, yet it is
 * counted, and dropping it hastens the next collection. (Six hours of THEMIS coming in: the most that all processes of
 * the browser take falls by a seventh.)
 */
export function mentionToCollector(bytes: number): void {
  if (!isInBrowser) return;
  unseen += bytes;
  if (unseen < enough) return;
  unseen = 0;
  try {
    void new ArrayBuffer(enough);
  } catch (error) {
    // No room even for addresses: the collector has been at it already, and nothing was needed here.
    if (!(error instanceof RangeError)) throw error;
  }
}
