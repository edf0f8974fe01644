import type { Outcome } from '$lib/model/failure';

/** SHA-256 of the bytes, hex, reckoned by the browser beside the page's thread; fails where it no longer gives the bytes. */
export async function sha256Of(blob: Blob): Promise<Outcome<string>> {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  if (!subtle) return lost('This page is not secure (https): the browser reckons no checksums here');
  try {
    const digest = new Uint8Array(await subtle.digest('SHA-256', await blob.arrayBuffer()));
    return { ok: true, value: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  } catch (error) {
    return lost(`The browser no longer gives the bytes (${error instanceof Error ? error.message : String(error)})`);
  }
}

function lost(message: string): Outcome<string> {
  return { ok: false, failure: { kind: 'browser', part: 'bytes', message } };
}
