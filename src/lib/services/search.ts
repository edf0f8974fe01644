import { parseInstant } from '$lib/datasets/utc';
import type { Failure, Outcome } from '$lib/model/failure';
import type { SearchKind, SearchLogLine, SearchStatus } from '$lib/model/search';
import { readBody, requestText } from './body';
import { discard, failed, hostOf, request } from './http';
import { isRecord, parsedJson } from './json';
import { retryOf, type Network } from './network';
import { pause, withRetry } from './retry';

const timeoutMs = 30_000;
const longestStatus = 4 * 2 ** 20;
/** The largest that was recorded has 8 MB. */
const longestResult = 512 * 2 ** 20;
const mostLogLines = 500;
/** Once more after a broken connection or a gateway's word; a search that is refused stays refused. */
const attempts = 2;

/** The first question at once, then each second; after ten seconds less and less often. */
const patientAfterMs = 10_000;
const [shortWaitMs, longestWaitMs] = [1000, 5000];
/** A search that is not over by then is given up here; on the service it may go on, and its id still leads to it. */
const longestSearchMs = 15 * 60_000;

export interface SearchOptions {
  readonly network: Network;
  /** A UUID of the caller's own: pages of other sites cannot read the one in the answer's header. */
  readonly requestId: string;
  /** When the service has taken the search on, and knows its id. */
  readonly onTaken?: (() => void) | undefined;
  /** Each time the service said how far it is. */
  readonly onStatus?: ((status: SearchStatus) => void) | undefined;
  /** Milliseconds, never running backwards. */
  readonly now?: (() => number) | undefined;
}

/**
 * Ask for a search and wait until it is over. When the signal ends the waiting, the search itself goes on: `cancelSearch`
 * ends it.
 *
 * @param query as the service wants it, without an id
 * @returns how it ended; a failed search is a failure with the reason that the service gave
 */
export async function runSearch(
  kind: SearchKind,
  query: object,
  options: SearchOptions,
): Promise<Outcome<SearchStatus>> {
  const { network, requestId } = options;
  const url = `${network.hosts.aurorax}/api/v1/${kind}/search`;
  let asked = 0;
  const begun = await withRetry<null>(
    async () => {
      asked++;
      const send = { method: 'POST', json: { ...query, request_id: requestId } } as const;
      const answer = await request(url, { ...connection(network), send });
      // What was asked for twice is there already: the first time was heard, and only its answer was lost.
      if (!answer.ok && asked > 1 && answer.failure.kind === 'server' && answer.failure.status === 409)
        return { ok: true, value: null };
      if (!answer.ok) return answer;
      discard(answer.value);
      return { ok: true, value: null };
    },
    retryOf(network, url, attempts),
  );
  if (!begun.ok) return begun;
  options.onTaken?.();
  return followSearch(kind, options);
}

/** Wait until a search that was asked for before, here or elsewhere, is over. */
export async function followSearch(kind: SearchKind, options: SearchOptions): Promise<Outcome<SearchStatus>> {
  const { network, requestId, onStatus, now = () => performance.now() } = options;
  const { sleep = pause, signal } = network;
  const startedMs = now();
  for (;;) {
    const status = await searchStatus(kind, requestId, network);
    if (!status.ok) return status;
    onStatus?.(status.value);
    if (status.value.phase === 'done') return status;
    if (status.value.phase === 'failed') return failed(searchFailure(status.value, hostOf(network.hosts.aurorax)));
    const passedMs = now() - startedMs;
    if (passedMs > longestSearchMs) return failed(tooSlow(hostOf(network.hosts.aurorax)));
    await sleep(passedMs < patientAfterMs ? shortWaitMs : Math.min(longestWaitMs, passedMs / 5), signal);
  }
}

/** How far a search is. */
export async function searchStatus(kind: SearchKind, id: string, network: Network): Promise<Outcome<SearchStatus>> {
  const url = addressOf(kind, id, network);
  return withRetry(
    async () => {
      const answer = await requestText(url, { ...connection(network), cache: 'no-store', maxBytes: longestStatus });
      if (!answer.ok) return answer;
      const status = readStatus(parsedJson(answer.value.text), id);
      return status
        ? { ok: true, value: status }
        : failed(notUnderstood(network, 'a search whose state cannot be read'));
    },
    retryOf(network, url, attempts),
  );
}

/**
 * The records of a search that is over, as text in UTF-8, not looked at.
 *
 * @param format which fields are wanted; a service that does not know how to leave some out sends all
 */
export async function searchResult(
  kind: SearchKind,
  id: string,
  format: object,
  network: Network,
  onBytes?: OnBytes,
): Promise<Outcome<Blob>> {
  const url = `${addressOf(kind, id, network)}/data`;
  const some = await readRecords(url, { method: 'POST', json: format }, network, onBytes);
  return !some.ok && isRefusal(some.failure) ? readRecords(url, undefined, network, onBytes) : some;
}

/**
 * The records of a search that the service does in one go: a single call, and nothing is kept there. For short ranges: two
 * days of positions, ten years of data products.
 *
 * @returns null where the service does not take the question this way; then there is `runSearch`
 */
export async function searchAtOnce(
  kind: SearchKind,
  query: object,
  format: object,
  network: Network,
  onBytes?: OnBytes,
): Promise<Outcome<Blob> | null> {
  const url = `${network.hosts.aurorax}/api/v1/${kind}/search_synchronous`;
  const send = { method: 'POST', json: { query, response_format: format } } as const;
  const found = await readRecords(url, send, network, onBytes);
  return !found.ok && (found.failure.kind === 'missing' || isRefusal(found.failure)) ? null : found;
}

/** Bytes that came, of how many; null where that was not said. */
export type OnBytes = (received: number, total: number | null) => void;

function readRecords(
  url: string,
  send: Parameters<typeof request>[1]['send'],
  network: Network,
  onBytes: OnBytes | undefined,
): Promise<Outcome<Blob>> {
  return withRetry(
    async () => {
      const answer = await request(url, { ...connection(network), cache: 'no-store', send });
      if (!answer.ok) return answer;
      const { host } = connection(network);
      const limits = { host, stallMs: timeoutMs, maxBytes: longestResult };
      return readBody(answer.value, { ...limits, signal: network.signal, onBytes });
    },
    retryOf(network, url, attempts),
  );
}

/** Give up a search, also on the service. That it was over already is as good. */
export async function cancelSearch(kind: SearchKind, id: string, network: Network): Promise<Outcome<null>> {
  const answer = await request(addressOf(kind, id, network), { ...connection(network), send: { method: 'DELETE' } });
  if (!answer.ok) return answer;
  discard(answer.value);
  return { ok: true, value: null };
}

/**
 * What the service says of a search, looked at; null for what is no such answer. One that says to be over in any of its
 * three ways is over: published clients go by different ones.
 */
export function readStatus(answer: unknown, id: string): SearchStatus | null {
  if (!isRecord(answer) || !isRecord(answer.search_request) || !isRecord(answer.search_result)) return null;
  const { search_request: asked, search_result: result, logs } = answer;
  const isDone = typeof result.data_uri === 'string' || typeof result.completed_timestamp === 'string';
  return {
    requestId: id,
    phase: result.error_condition === true ? 'failed' : isDone ? 'done' : 'running',
    requestedUs: timeOf(asked.requested),
    completedUs: timeOf(result.completed_timestamp),
    durationMs: numberOf(result.query_duration),
    resultCount: numberOf(result.result_count),
    resultBytes: numberOf(result.file_size),
    log: Array.isArray(logs) ? logs.slice(-mostLogLines).flatMap(readLogLine) : [],
    query: asked.query,
  };
}

const levels = ['debug', 'info', 'warn', 'error'] as const;

function readLogLine(line: unknown): SearchLogLine[] {
  if (!isRecord(line) || typeof line.summary !== 'string') return [];
  const level = levels.find((name) => name === line.level) ?? 'info';
  return [{ timeUs: timeOf(line.timestamp), level, text: line.summary.slice(0, 1000) }];
}

function timeOf(value: unknown): number | null {
  return typeof value === 'string' ? parseInstant(value) : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function addressOf(kind: SearchKind, id: string, { hosts }: Network): string {
  return `${hosts.aurorax}/api/v1/${kind}/requests/${encodeURIComponent(id)}`;
}

function connection({ hosts, fetch, signal, probe }: Network) {
  return { fetch, signal, probe, timeoutMs, host: hostOf(hosts.aurorax) };
}

/** That it does not take this question, not that it cannot answer any. */
function isRefusal(failure: Failure): boolean {
  return failure.kind === 'server' && [400, 405, 415, 422, 501].includes(failure.status);
}

/** @param status of a search that ended badly */
function searchFailure({ log }: SearchStatus, host: string): Failure {
  const reason = log.at(-1)?.text;
  return { kind: 'server', status: 200, message: `${host} could not finish the search${reason ? `: ${reason}` : ''}` };
}

function tooSlow(host: string): Failure {
  const message = `${host} was still searching after ${longestSearchMs / 60_000} minutes`;
  return { kind: 'refused', host, reason: 'unreachable', message };
}

function notUnderstood({ hosts }: Network, what: string): Failure {
  return { kind: 'unsupported', format: 'search', message: `${hostOf(hosts.aurorax)} gave ${what}` };
}
