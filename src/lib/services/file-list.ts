import { dayUs, minuteUs, secondUs } from '$lib/datasets/utc';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { requestText } from './body';
import { canonicalOf, type Hosts } from './hosts';
import { failed, hostOf } from './http';
import { isRecord } from './json';
import { retryOf, type Network } from './network';
import { inParallel } from './parallel';
import { withRetry } from './retry';
import { inTimeOrder, wantedFile, type WantedFiles } from './wanted-files';

export interface ListedFiles {
  /** In time order. */
  readonly files: readonly ArchiveFile[];
  /** Of exactly these files; null where the service did not say, or counted others with them. */
  readonly totalBytes: number | null;
}

/** What the service answers to `urls`, looked at. */
export interface UrlList {
  /** Addresses on the public archive. */
  readonly urls: readonly string[];
  readonly totalBytes: number | null;
}

export interface UrlQuery {
  readonly dataset: string;
  readonly startUs: number;
  /** Inclusive, as the service has it. */
  readonly lastUs: number;
  /** null: all sites in one list. */
  readonly siteUid: string | null;
  readonly deviceUid: string | null;
  /** Ask for the sum of the sizes: it costs the service a look at every file. */
  readonly withTotal: boolean;
}

const timeoutMs = 15_000;
const longestAnswer = 16 * 2 ** 20;
const daysAtATime = 3;
/** A list of more days than this is a mistake, not a wish: it would be hundreds of requests. */
const mostDays = 62;

/** The files of one camera by the listing service. An empty list is an answer, not a failure. */
export async function listFiles(wanted: WantedFiles, network: Network): Promise<Outcome<ListedFiles>> {
  const days = daysOf(wanted.range);
  if (days.length > mostDays) {
    const message = `${days.length} days are too many for one list of files; at most ${mostDays} are`;
    return failed({ kind: 'unsupported', format: 'file list', message });
  }
  const lists = await inParallel(days, daysAtATime, ({ startUs, endUs }) => {
    const query = { startUs, lastUs: endUs - secondUs, siteUid: wanted.siteUid, deviceUid: wanted.deviceUid };
    return listUrls({ ...query, dataset: wanted.dataset.name, withTotal: true }, network);
  });
  if (!lists.ok) return lists;
  const urls = lists.value.flatMap((list) => list.urls);
  const files = urls.map((url) => wantedFile(url, null, wanted)).filter((file) => file !== null);
  const totals = lists.value.map((list) => list.totalBytes);
  const totalBytes = totals.includes(null) ? null : totals.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  return {
    ok: true,
    value: { files: inTimeOrder(files), totalBytes: files.length === urls.length ? totalBytes : null },
  };
}

/** One question to the service: GET …/urls. */
export function listUrls(query: UrlQuery, network: Network): Promise<Outcome<UrlList>> {
  const { hosts, fetch, signal, probe } = network;
  const parameters = new URLSearchParams({
    name: query.dataset,
    start: serviceTime(query.startUs),
    end: serviceTime(query.lastUs),
    ...(query.siteUid === null ? {} : { site_uid: query.siteUid }),
    ...(query.deviceUid === null ? {} : { device_uid: query.deviceUid }),
    ...(query.withTotal ? { include_total_bytes: 'true' } : {}),
  });
  const url = `${hosts.srs}/api/v1/data_distribution/urls?${parameters.toString()}`;
  const attempt = async (): Promise<Outcome<UrlList>> => {
    const answer = await requestText(url, { fetch, signal, probe, timeoutMs, maxBytes: longestAnswer });
    return answer.ok ? parseUrlList(answer.value.text, hosts) : answer;
  };
  return withRetry(attempt, retryOf(network, url));
}

/** Look at the service's answer once: a list of addresses below the archive's root, or a `Failure` that says why not. */
export function parseUrlList(text: string, hosts: Hosts): Outcome<UrlList> {
  const odd = (what: string) => {
    const message = `the listing service at ${hostOf(hosts.srs)} gave ${what}`;
    return failed({ kind: 'unsupported' as const, format: 'file list', message });
  };
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return odd('no JSON');
  }
  if (!isRecord(answer) || !Array.isArray(answer.urls)) return odd('an answer without a list of addresses');
  const { count, total_bytes: total = null } = answer;
  const listed: readonly unknown[] = answer.urls;
  if (typeof count === 'number' && count !== listed.length) {
    return odd(`a list of ${listed.length} files and counted ${count}`);
  }
  if (total !== null && !(typeof total === 'number' && Number.isFinite(total) && total >= 0)) {
    return odd('a sum of sizes that is no number');
  }
  const urls: string[] = [];
  for (const address of listed) {
    const url = typeof address === 'string' ? canonicalOf(address, hosts) : null;
    if (url === null) return odd('an address outside the archive');
    urls.push(url);
  }
  return { ok: true, value: { urls, totalBytes: total } };
}

/**
 * The service takes one UTC day at most. Files are found by the minute they start in, so the first begins on a whole
 * minute and the last ends on a whole second.
 */
function daysOf({ startUs, endUs }: TimeRange): TimeRange[] {
  const days: TimeRange[] = [];
  const lastUs = Math.ceil(endUs / secondUs) * secondUs;
  let fromUs = Math.floor(startUs / minuteUs) * minuteUs;
  while (fromUs < lastUs && days.length <= mostDays) {
    const untilUs = Math.min(lastUs, (Math.floor(fromUs / dayUs) + 1) * dayUs);
    days.push({ startUs: fromUs, endUs: untilUs });
    fromUs = untilUs;
  }
  return days;
}

/** `2014-03-10T06:00:00`: UTC, without a zone. */
function serviceTime(us: number): string {
  return new Date(us / 1000).toISOString().slice(0, 19);
}
