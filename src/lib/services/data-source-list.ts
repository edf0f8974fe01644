import { readDataSource, readMetadataSchema } from '$lib/datasets/data-source';
import type { Outcome } from '$lib/model/failure';
import type { DataSource, DescribedSource } from '$lib/model/search';
import { requestText } from './body';
import { hostOf } from './http';
import { isRecord } from './json';
import { retryOf, type Network } from './network';
import { withRetry } from './retry';
import { parseList } from './service-answer';

const timeoutMs = 30_000;
/** Full records of some two hundred sources. */
const longestAnswer = 16 * 2 ** 20;

/** All data sources that people are to see, in the order of their names; those of negative numbers are hidden. */
export async function listDataSources(network: Network): Promise<Outcome<readonly DescribedSource[]>> {
  const { hosts, fetch, signal, probe } = network;
  const url = `${hosts.aurorax}/api/v1/data_sources?format=full_record`;
  const host = hostOf(hosts.aurorax);
  const list = await withRetry(
    async () => {
      const answer = await requestText(url, { fetch, signal, probe, timeoutMs, maxBytes: longestAnswer, host });
      return answer.ok ? parseList(answer.value.text, 'list of data sources', host, readDescribed) : answer;
    },
    retryOf(network, url),
  );
  if (!list.ok) return list;
  const distinct = new Map(list.value.map((source) => [source.identifier, source]));
  return { ok: true, value: [...distinct.values()].filter(({ identifier }) => identifier >= 0).sort(byName) };
}

function byName(a: DataSource, b: DataSource): number {
  return a.displayName < b.displayName ? -1 : a.displayName > b.displayName ? 1 : a.identifier - b.identifier;
}

function readDescribed(record: unknown): DescribedSource | null {
  const source = readDataSource(record);
  if (!source || !isRecord(record)) return null;
  return {
    ...source,
    productFields: readMetadataSchema(record.data_product_metadata_schema),
    ephemerisFields: readMetadataSchema(record.ephemeris_metadata_schema),
  };
}
