/** As much as Chromium lets gather outside of its heap before it collects; untouched, it costs addresses only. */
const enough = 2 ** 26;

let unseen = 0;

/**
 * Has the garbage collector of this thread take memory into account that it does not see: the bytes behind a Blob lie
 * in another process and go with the Blob, but to the collector a Blob weighs next to nothing, and hundreds pile up.
 * A buffer that is never written to takes no memory, yet it is counted, and dropping it hastens the next collection.
 * (Twelve hours of THEMIS coming in: the most that all processes of the browser take falls by about an eighth.)
 */
export function mentionToCollector(bytes: number): void {
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
