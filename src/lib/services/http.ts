import type { Failure, Outcome } from '$lib/model/failure';
import { isRecord } from './json';
import { isOnline } from './online';
import type { Probe } from './probe';

export interface RequestOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** How long to wait for the answer's header. */
  readonly timeoutMs: number;
  /** Who is asked, for people; the address's host by default. */
  readonly host?: string | undefined;
  /** Finds out why a connection failed; without it a browser cannot tell. */
  readonly probe?: Probe | undefined;
  /** What the browser's own cache may do; its usual business unless told. */
  readonly cache?: RequestCache | undefined;
  /** Something other than to read; browsers ask a foreign host first whether they may. */
  readonly send?: { readonly method: 'POST'; readonly json: unknown } | { readonly method: 'DELETE' } | undefined;
}

export const cancelled: Failure = { kind: 'cancelled', message: 'no longer wanted' };

export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

/**
 * GET without headers of our own, so that no cross-origin preflight is needed, unless told to `send`. Never throws: whatever goes wrong,
 * and every status outside 200–299, is a `Failure`. The body is still to be read, best with `readBody`.
 */
export async function request(url: string, options: RequestOptions): Promise<Outcome<Response>> {
  const { fetch, signal, timeoutMs, probe } = options;
  const host = options.host ?? hostOf(url);
  if (signal.aborted) return failed(cancelled);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), timeoutMs);
  try {
    const stop = AbortSignal.any([signal, patience.signal]);
    const cache = options.cache ? { cache: options.cache } : {};
    const response = await fetch(url, { signal: stop, ...cache, ...initOf(options.send) });
    probe?.answered(url);
    connections.set(response, patience);
    return response.ok ? { ok: true, value: response } : failed(await statusFailure(response, host, Date.now()));
  } catch (error) {
    if (signal.aborted) return failed(cancelled);
    if (patience.signal.aborted) return failed(timedOut(host, timeoutMs));
    const failure = connectionFailure(host, error);
    return failed(probe ? await probe.explain(url, failure, signal) : failure);
  } finally {
    clearTimeout(timer);
  }
}

function initOf(send: RequestOptions['send']): RequestInit {
  if (!send || send.method === 'DELETE') return send ?? {};
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(send.json) };
}

/** What ends the connection that an answer comes over. */
const connections = new WeakMap<Response, AbortController>();

/**
 * End the connection of an answer whose body is not wanted any further. Firefox goes on with one whose body was merely
 * cancelled, and has six per host: after as many stalled answers the host would seem dead.
 */
export function hangUp(response: Response): void {
  connections.get(response)?.abort();
}

/** Let go of a body that nobody reads, so that the connection is free. */
export function discard(response: Response): void {
  // Nothing is expected of the body any more, not even that hanging up works.
  response.body?.cancel().catch(() => undefined);
  hangUp(response);
}

/** The host of an address, with its port where it is not the usual one. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** What a rejected `fetch` means. The browser tells little on purpose, so the sentence says both. */
export function connectionFailure(host: string, error: unknown): Failure {
  if (!isOnline()) return { kind: 'offline', message: `${host} was not asked: no network` };
  const reason = error instanceof Error ? error.message : String(error);
  return {
    kind: 'refused',
    host,
    reason: 'unknown',
    message:
      `${host} gave no answer that can be read: the connection failed, or the host forbids reading from other web ` +
      `pages; a browser cannot tell the two apart (${reason})`,
  };
}

/**
 * A `Retry-After` header in seconds from now, written as seconds or as a date; null when absent or not understood.
 *
 * @see RFC 9110, 10.2.3
 */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (!/[a-z]/i.test(text)) return null; // Date.parse would take a bare "-5" for a month
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}

function timedOut(host: string, timeoutMs: number): Failure {
  return {
    kind: 'refused',
    host,
    reason: 'unreachable',
    message: `${host} did not answer within ${timeoutMs / 1000} s`,
  };
}

async function statusFailure(response: Response, host: string, nowMs: number): Promise<Failure> {
  const { status } = response;
  const { detail, fromRelay } = await readDetail(response);
  // The relay speaks for itself when the host could not be asked: to people that is a failed connection.
  if (fromRelay && status >= 500)
    return { kind: 'refused', host, reason: 'unreachable', message: detail ?? `${host} could not ask the host` };
  const said = detail ? `: ${detail}` : '';
  if (status === 404) return { kind: 'missing', message: `${host} has no such file (404)${said}` };
  const retryAfterSec = parseRetryAfter(response.headers.get('retry-after'), nowMs);
  if (status === 429 || (status === 503 && retryAfterSec !== null)) {
    const when = retryAfterSec === null ? 'later' : `in ${retryAfterSec} s`;
    return { kind: 'rate-limited', retryAfterSec, message: `${host} asks to come back ${when} (${status})${said}` };
  }
  return { kind: 'server', status, message: `${host} answered with status ${status}${said}` };
}

const longestDetail = 500;
const longestErrorBody = 100_000;

/** The reason in the body of an error, as the listing service or the search service words it; null for pages and everything else. */
async function readDetail(response: Response): Promise<Detail> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (!isJson) {
    discard(response);
    return { detail: null, fromRelay: false };
  }
  const text = await shortText(response, longestErrorBody);
  try {
    const body: unknown = JSON.parse(text);
    return relayDetail(body) ?? { detail: detailOf(body), fromRelay: false };
  } catch (error) {
    if (error instanceof SyntaxError) return { detail: null, fromRelay: false }; // not the JSON it claims to be: the status alone must do
    throw error;
  }
}

/** As much of a body as is wanted at most; the rest is not taken. */
async function shortText(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) {
    bytes += step.value.byteLength;
    text += decoder.decode(step.value, { stream: true });
    if (bytes < maxBytes) continue;
    reader?.cancel().catch(() => undefined); // nothing is expected of it any more
    hangUp(response);
    break;
  }
  return text + decoder.decode();
}

interface Detail {
  readonly detail: string | null;
  /** True when it is not the host's word but that of the relay in front of it. */
  readonly fromRelay: boolean;
}

function relayDetail(body: unknown): Detail | null {
  if (!isRecord(body) || body.relay !== 'nightside' || typeof body.message !== 'string') return null;
  return { detail: body.message.slice(0, longestDetail).replace(/\.$/, ''), fromRelay: true };
}

function detailOf(body: unknown): string | null {
  const detail = isRecord(body) ? (body.detail ?? body.error_message) : null;
  if (typeof detail === 'string') return detail.slice(0, longestDetail);
  if (!Array.isArray(detail)) return null;
  const reasons = detail.slice(0, 10).map((entry: unknown) => {
    if (!isRecord(entry) || typeof entry.msg !== 'string') return null;
    const where = Array.isArray(entry.loc) ? entry.loc.filter((part) => typeof part === 'string').join('.') : '';
    return where ? `${where}: ${entry.msg}` : entry.msg;
  });
  return (
    reasons
      .filter((reason) => reason !== null)
      .join('; ')
      .slice(0, longestDetail) || null
  );
}
