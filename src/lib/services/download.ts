import type { Outcome } from '$lib/model/failure';
import { contentTypeIsPage, contentTypeOf, readBody } from './body';
import type { HostGate } from './host-gate';
import { discard, failed, hostOf, request } from './http';
import type { Probe } from './probe';
import { withRetry, type Sleep } from './retry';

export interface DownloadOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly sleep?: Sleep | undefined;
  readonly gate?: HostGate | undefined;
  readonly probe?: Probe | undefined;
  /** In all; 4 unless told. */
  readonly attempts?: number | undefined;
  readonly random?: (() => number) | undefined;
  /** Bytes so far and, where the host says so, in all; starts again at 0 with another attempt. */
  readonly onBytes?: ((received: number, total: number | null) => void) | undefined;
  readonly timeoutMs?: number | undefined;
  readonly stallMs?: number | undefined;
  readonly maxBytes?: number | undefined;
}

/** A whole file, as it came. */
export interface Downloaded {
  readonly blob: Blob;
  /** As the host wrote it; null where it has none, or does not let pages of other sites see it. */
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/**
 * One file of the archive as it comes, usually still gzipped. A broken, short or stalled transfer is tried again as
 * `withRetry` has it; a page in place of the file means that the archive does not have it.
 *
 * @param url where to fetch it, see `addressOf`
 */
export function download(url: string, options: DownloadOptions): Promise<Outcome<Downloaded>> {
  const { fetch, signal, sleep, gate, probe, attempts, random, onBytes } = options;
  const { timeoutMs = 30_000, stallMs = 15_000, maxBytes = 2 ** 31 } = options;
  const host = hostOf(url);
  const attempt = async (): Promise<Outcome<Downloaded>> => {
    // The app keeps files itself: the browser need not keep them too, nor give a spoiled one again when it is retried.
    const response = await request(url, { fetch, signal, timeoutMs, host, probe, cache: 'no-store' });
    if (!response.ok) return response;
    const { headers } = response.value;
    if (contentTypeIsPage(contentTypeOf(response.value))) {
      discard(response.value);
      return failed({ kind: 'missing', message: `${host} has no such file: it gave a page in its place` });
    }
    const body = await readBody(response.value, { signal, host, stallMs, maxBytes, onBytes });
    if (!body.ok) return body;
    const [etag, lastModified] = [headers.get('etag'), headers.get('last-modified')];
    return { ok: true, value: { blob: body.value, etag, lastModified } };
  };
  return withRetry(attempt, { signal, sleep, attempts, random, gate, url });
}
