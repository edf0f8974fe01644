import { readDataSource } from '$lib/datasets/data-source';
import { dayUs, formatDate, parseInstant } from '$lib/datasets/utc';
import type { Counted, CountsWanted, SourceCounts } from '$lib/model/data-product';
import type { Outcome } from '$lib/model/failure';
import { requestText } from './body';
import { hostOf } from './http';
import { isRecord } from './json';
import { retryOf, type Network } from './network';
import { withRetry } from './retry';
import { parseList } from './service-answer';

const timeoutMs = 60_000;
/** Of some two hundred sources over a year, with room. */
const longestAnswer = 64 * 2 ** 20;

const routes: Readonly<Record<Counted, { readonly path: string; readonly field: string }>> = {
  products: { path: 'data_products', field: 'available_data_products' },
  ephemeris: { path: 'ephemeris', field: 'available_ephemeris' },
};

/** How many data products or positions there are on each day, as the service counted some hours ago. */
export async function countRecords(wanted: CountsWanted, network: Network): Promise<Outcome<readonly SourceCounts[]>> {
  const { hosts, fetch, signal, probe } = network;
  const { of, range, program, platform, instrumentType } = wanted;
  const query = new URLSearchParams({ start: formatDate(range.startUs), end: formatDate(range.endUs - 1) });
  const type = of === 'products' ? wanted.type : null;
  const narrower = { program, platform, instrument_type: instrumentType, data_product_type: type };
  for (const [name, value] of Object.entries(narrower)) if (value !== null) query.set(name, value);
  const url = `${hosts.aurorax}/api/v1/availability/${routes[of].path}?${query.toString()}`;
  const host = hostOf(hosts.aurorax);
  return withRetry(
    async () => {
      const answer = await requestText(url, { fetch, signal, probe, timeoutMs, maxBytes: longestAnswer, host });
      return answer.ok
        ? parseList(answer.value.text, 'availability', host, (record) => readCounts(record, routes[of].field))
        : answer;
    },
    retryOf(network, url),
  );
}

function readCounts(record: unknown, field: string): SourceCounts | null {
  if (!isRecord(record)) return null;
  const source = readDataSource(record.data_source);
  const days = record[field];
  if (!source || source.identifier < 0 || !isRecord(days)) return null;
  const perDay = new Map<number, number>();
  for (const [date, count] of Object.entries(days)) {
    const startUs = parseInstant(date);
    if (startUs === null || startUs % dayUs !== 0) continue;
    if (typeof count === 'number' && Number.isSafeInteger(count) && count > 0) perDay.set(startUs, count);
  }
  return { source, perDay };
}
