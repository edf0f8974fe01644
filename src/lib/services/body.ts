import { mentionToCollector } from '$lib/model/collector';
import type { Failure, Outcome } from '$lib/model/failure';
import { cancelled, failed, hangUp, hostOf, request, type RequestOptions } from './http';
import { isOnline } from './online';

/** A blob made of blobs copies nothing; smaller parts than this would be many. */
const partBytes = 2 ** 19;

/** Counted so many times over, a minute or two bring the collector, and no more Blobs than that wait for it. */
const collectorsShare = 40;

export interface BodyOptions {
  readonly signal: AbortSignal;
  readonly host: string;
  /** Longest wait for the next byte. */
  readonly stallMs: number;
  /** A body longer than this is not taken. */
  readonly maxBytes: number;
  readonly onBytes?: ((received: number, total: number | null) => void) | undefined;
}

/**
 * Read a body piece by piece. Cut off, stalled or too long: a `Failure`, and the connection is given up. What has come
 * is handed to the browser's blob store as it comes, so that a file is in memory once and not beside its own copy.
 */
export async function readBody(response: Response, options: BodyOptions): Promise<Outcome<Blob>> {
  const { signal, host, stallMs, maxBytes, onBytes } = options;
  const total = declaredLength(response);
  if (!response.body) return { ok: true, value: new Blob([]) };
  const reader = response.body.getReader();
  const giveUp = (failure: Failure) => {
    // The failure at hand is the one to tell; that the connection breaks on hanging up adds nothing.
    reader.cancel().catch(() => undefined);
    hangUp(response);
    return failed(failure);
  };
  if (total !== null && total > maxBytes) return giveUp(tooLong(host, maxBytes));
  const parts: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let chunkBytes = 0;
  let received = 0;
  onBytes?.(0, total);
  for (;;) {
    const step = await nextStep(reader, signal, stallMs);
    if (step.kind === 'end') break;
    if (step.kind === 'cancelled') return giveUp(cancelled);
    if (step.kind === 'broken') return giveUp(brokenOff(host, received, total));
    if (step.kind === 'stalled') return giveUp(broken(host, `${host} sent nothing for ${stallMs / 1000} s`));
    received += step.chunk.byteLength;
    if (received > maxBytes) return giveUp(tooLong(host, maxBytes));
    chunks.push(step.chunk);
    chunkBytes += step.chunk.byteLength;
    if (chunkBytes >= partBytes) {
      parts.push(new Blob(chunks));
      chunks = [];
      chunkBytes = 0;
    }
    onBytes?.(received, total);
  }
  // More than declared is no error: it is a body that the browser unpacked on the way (Content-Encoding).
  if (total !== null && received < total) return failed(brokenOff(host, received, total));
  mentionToCollector(collectorsShare * received);
  return { ok: true, value: new Blob([...parts, ...chunks]) };
}

/** GET a text such as a list or a folder page, in UTF-8. */
export async function requestText(
  url: string,
  options: RequestOptions & { readonly maxBytes: number },
): Promise<Outcome<{ readonly text: string; readonly contentType: string }>> {
  const response = await request(url, options);
  if (!response.ok) return response;
  const host = options.host ?? hostOf(url);
  const body = await readBody(response.value, { ...options, host, stallMs: options.timeoutMs });
  if (!body.ok) return body;
  return { ok: true, value: { text: await body.value.text(), contentType: contentTypeOf(response.value) } };
}

/** Whether a content type is that of an HTML page. */
export function contentTypeIsPage(contentType: string): boolean {
  return contentType === 'text/html' || contentType === 'application/xhtml+xml';
}

/** Lower case, without parameters: `text/html`; empty where the host says nothing. */
export function contentTypeOf(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
}

function declaredLength(response: Response): number | null {
  // Counted before the browser unpacked it; of other sites' answers this header is not readable.
  if ((response.headers.get('content-encoding') ?? 'identity') !== 'identity') return null;
  const text = response.headers.get('content-length') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function brokenOff(host: string, received: number, total: number | null): Failure {
  // A body that ends early and one that breaks look alike to people; which it is depends on the browser.
  if (!isOnline()) return { kind: 'offline', message: `the network went away while ${host} was sending` };
  const of = total === null || received > total ? '' : ` of ${total}`;
  return broken(host, `the connection ended after ${received}${of} bytes`);
}

function broken(host: string, message: string): Failure {
  return { kind: 'refused', host, reason: 'broken', message };
}

function tooLong(host: string, maxBytes: number): Failure {
  const limit = maxBytes >= 2 ** 30 ? `${maxBytes / 2 ** 30} GiB` : `${maxBytes} bytes`;
  return { kind: 'unsupported', format: 'download', message: `${host} sends more than ${limit}; it was not taken` };
}

type Step =
  | { readonly kind: 'chunk'; readonly chunk: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end' }
  | { readonly kind: 'stalled' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'broken' };

function nextStep(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
  stallMs: number,
): Promise<Step> {
  return new Promise((resolve) => {
    const settle = (step: Step) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(step);
    };
    const onAbort = () => settle({ kind: 'cancelled' });
    const timer = setTimeout(() => settle({ kind: 'stalled' }), stallMs);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    reader.read().then(
      ({ value }) => settle(value ? { kind: 'chunk', chunk: value } : { kind: 'end' }),
      () => settle({ kind: signal.aborted ? 'cancelled' : 'broken' }),
    );
  });
}
