import type { Sleep } from '$lib/services/retry';

type Answer = (url: string, signal: AbortSignal, init: RequestInit) => Response | Promise<Response>;

export interface CountingFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Addresses in the order of asking. */
  readonly asked: string[];
  /** Addresses whose request was aborted, be it before the answer or while its body came. */
  readonly aborted: string[];
  /** Largest number of requests under way at a time. */
  readonly most: () => number;
}

/**
 * A `fetch` that asks nobody and counts. As in a browser it rejects when aborted, when called as a method, and with
 * headers that would need a preflight.
 */
export function countingFetch(answer: Answer): CountingFetch {
  const asked: string[] = [];
  const aborted: string[] = [];
  let underWay = 0;
  let most = 0;
  async function fetch(this: unknown, input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    if (this !== undefined) throw new TypeError('Illegal invocation');
    if (init?.headers) throw new TypeError('a header of our own: preflight');
    const url = input instanceof Request ? input.url : input.toString();
    const signal = init?.signal ?? new AbortController().signal;
    asked.push(url);
    signal.throwIfAborted();
    most = Math.max(most, ++underWay);
    const gone = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted.push(url);
        reject(new DOMException('The operation was aborted.', 'AbortError'));
      });
    });
    try {
      return await Promise.race([Promise.resolve().then(() => answer(url, signal, init ?? {})), gone]);
    } finally {
      underWay -= 1;
    }
  }
  return { fetch, asked, aborted, most: () => most };
}

/** Waits that take no time and are written down, in milliseconds. */
export function countingSleep(): { readonly sleep: Sleep; readonly waits: number[] } {
  const waits: number[] = [];
  const sleep: Sleep = (ms) => {
    waits.push(ms);
    return Promise.resolve();
  };
  return { sleep, waits };
}

/** A promise to be settled by hand. */
export function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((res, rej) => {
    resolve = res;
    reject = rej;
  });
  return { promise, resolve, reject };
}

export function never(): AbortSignal {
  return new AbortController().signal;
}

export function page(html: string, status = 200): Response {
  return new Response(html, { status, headers: { 'content-type': 'text/html; charset=UTF-8' } });
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** A body of these bytes with a length, as a static file server gives it. */
export function file(bytes: Uint8Array<ArrayBuffer>, declaredLength = bytes.length): Response {
  const headers = { 'content-type': 'application/octet-stream', 'content-length': String(declaredLength) };
  return new Response(new Blob([bytes]).stream(), { headers });
}

/** Let everything that is ready to run, run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
