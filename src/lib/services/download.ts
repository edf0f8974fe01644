import type { Outcome } from '$lib/model/failure';
import { contentTypeIsPage, contentTypeOf, readBody } from './body';
import { discard, failed, hostOf, request } from './http';
import { withRetry, type Sleep } from './retry';

export interface DownloadOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly sleep?: Sleep | undefined;
  /** Bytes so far and, where the host says so, in all; starts again at 0 with a second attempt. */
  readonly onBytes?: ((received: number, total: number | null) => void) | undefined;
  readonly timeoutMs?: number;
  readonly stallMs?: number;
  readonly maxBytes?: number;
}

/**
 * One file of the archive as it comes, usually still gzipped. A broken, short or stalled transfer is tried once more;
 * a page in place of the file means that the archive does not have it.
 *
 * @param url where to fetch it, see `addressOf`
 */
export function download(url: string, options: DownloadOptions): Promise<Outcome<Blob>> {
  const { fetch, signal, sleep, onBytes, timeoutMs = 30_000, stallMs = 30_000, maxBytes = 2 ** 31 } = options;
  const host = hostOf(url);
  const attempt = async (): Promise<Outcome<Blob>> => {
    const response = await request(url, { fetch, signal, timeoutMs, host });
    if (!response.ok) return response;
    if (contentTypeIsPage(contentTypeOf(response.value))) {
      discard(response.value);
      return failed({ kind: 'missing', message: `${host} has no such file: it gave a page in its place` });
    }
    return readBody(response.value, { signal, host, stallMs, maxBytes, onBytes });
  };
  return withRetry(attempt, { signal, sleep });
}
