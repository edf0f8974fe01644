import type { Outcome } from '$lib/model/failure';
import type { SearchKind, SearchStatus } from '$lib/model/search';
import type { Network } from '$lib/services/network';
import { cancelSearch, followSearch, runSearch, searchAtOnce, searchResult, type OnBytes } from '$lib/services/search';

export interface SearchWatch {
  readonly signal: AbortSignal;
  readonly onTaken?: (() => void) | undefined;
  readonly onStatus?: ((status: SearchStatus) => void) | undefined;
  readonly onBytes?: OnBytes | undefined;
}

/** What is looked for. */
export interface WantedRecords {
  readonly kind: SearchKind;
  /** The question as the service wants it. */
  readonly body: object;
  /** Which fields of the records. */
  readonly format: object;
}

export interface FoundRecords {
  /** As text in UTF-8, not looked at. */
  readonly answer: Blob;
  /** What the service said last; null of what was found at once. */
  readonly status: SearchStatus | null;
}

type Connection = Omit<Network, 'signal'>;

const neverAborted = new AbortController().signal;

/** Asks for a search, waits until it is over, and gets its records. */
export async function recordsBySearch(
  wanted: WantedRecords,
  requestId: string,
  network: Connection,
  watch: SearchWatch,
): Promise<Outcome<FoundRecords>> {
  const { signal, onTaken, onStatus } = watch;
  const asked = { network: { ...network, signal }, requestId, onTaken, onStatus };
  return resultOf(await runSearch(wanted.kind, wanted.body, asked), wanted, network, watch);
}

/** Records of a search that was asked for before. */
export async function recordsOfSearch(
  wanted: WantedRecords,
  requestId: string,
  network: Connection,
  watch: SearchWatch,
): Promise<Outcome<FoundRecords>> {
  const asked = { network: { ...network, signal: watch.signal }, requestId, onStatus: watch.onStatus };
  return resultOf(await followSearch(wanted.kind, asked), wanted, network, watch);
}

/** Records by one call; by a search where the service takes no such call. Nobody else knows of that search: it ends with the signal. */
export async function recordsAtOnce(
  wanted: WantedRecords,
  newId: () => string,
  network: Connection,
  watch: SearchWatch,
): Promise<Outcome<FoundRecords>> {
  const { kind, body, format } = wanted;
  const answer = await searchAtOnce(kind, body, format, { ...network, signal: watch.signal }, watch.onBytes);
  if (answer) return answer.ok ? { ok: true, value: { answer: answer.value, status: null } } : answer;
  return recordsByOwnSearch(wanted, newId(), network, watch);
}

/** As `recordsBySearch`, and the search ends on the service too when the signal is aborted. */
export async function recordsByOwnSearch(
  wanted: WantedRecords,
  requestId: string,
  network: Connection,
  watch: SearchWatch,
): Promise<Outcome<FoundRecords>> {
  const found = await recordsBySearch(wanted, requestId, network, watch);
  // A search that goes on there although nobody waits for it costs the service, not us: whether it heard is not waited for.
  if (!found.ok && found.failure.kind === 'cancelled') void endSearch(wanted.kind, requestId, network);
  return found;
}

/** Ends a search on the service, whoever waits for it here. */
export function endSearch(kind: SearchKind, requestId: string, network: Connection): Promise<Outcome<null>> {
  return cancelSearch(kind, requestId, { ...network, signal: neverAborted });
}

async function resultOf(
  begun: Outcome<SearchStatus>,
  { kind, format }: WantedRecords,
  network: Connection,
  { signal, onBytes }: SearchWatch,
): Promise<Outcome<FoundRecords>> {
  if (!begun.ok) return begun;
  const answer = await searchResult(kind, begun.value.requestId, format, { ...network, signal }, onBytes);
  return answer.ok ? { ok: true, value: { answer: answer.value, status: begun.value } } : answer;
}
