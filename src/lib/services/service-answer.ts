import type { Outcome } from '$lib/model/failure';
import { requestText } from './body';
import { failed, hostOf } from './http';
import { retryOf, type Network } from './network';
import { withRetry } from './retry';

const timeoutMs = 15_000;
/** The longest answer that was recorded has 68 kB. */
const longestAnswer = 4 * 2 ** 20;
/** Many times what any list of the service has. */
const mostRecords = 5000;

/**
 * A list from the archive's service.
 *
 * @param path below its base: `/api/v1/data_distribution/datasets`
 * @param what for people, in case of trouble: `dataset list`
 * @param parse one record; null for what is none
 * @returns the records that could be read; an answer of which none could is a failure
 */
export function askForList<T>(
  path: string,
  what: string,
  parse: (record: unknown) => T | null,
  network: Network,
): Promise<Outcome<readonly T[]>> {
  const { hosts, fetch, signal, probe } = network;
  const url = hosts.srs + path;
  return withRetry(
    async () => {
      const answer = await requestText(url, { fetch, signal, probe, timeoutMs, maxBytes: longestAnswer });
      return answer.ok ? parseList(answer.value.text, what, hostOf(hosts.srs), parse) : answer;
    },
    retryOf(network, url),
  );
}

/** Look at an answer once: a JSON list with at least one good record, or nothing in it at all. */
export function parseList<T>(
  text: string,
  what: string,
  host: string,
  parse: (record: unknown) => T | null,
): Outcome<readonly T[]> {
  const odd = (why: string) =>
    failed({ kind: 'unsupported' as const, format: what, message: `the listing service at ${host} gave ${why}` });
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return odd('no JSON');
  }
  if (!Array.isArray(answer)) return odd('something that is no list');
  if (answer.length > mostRecords) return odd(`a list of ${answer.length} entries; at most ${mostRecords} are read`);
  const records = answer.map(parse).filter((record) => record !== null);
  if (records.length === 0 && answer.length > 0) return odd('a list without one entry that can be read');
  return { ok: true, value: records };
}

/** Text of an answer for people: one line, not endless; null for what is no text or an empty one. */
export function lineOf(value: unknown, longest = 1000): string | null {
  if (typeof value !== 'string') return null;
  const line = value
    .slice(0, longest)
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
  return line || null;
}
