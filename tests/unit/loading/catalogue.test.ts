import { describe, expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import type { DocumentStore } from '$lib/cache/document-store';
import { archiveDatasets } from '$lib/datasets/archive-datasets';
import { observatoriesOf } from '$lib/datasets/observatories';
import { createCatalogue } from '$lib/loading/catalogue';
import { directHosts } from '$lib/services/hosts';
import { countingFetch, countingSleep, json, never } from '../services/counting-fetch';

const hourMs = 3_600_000;

/** The service, which tells of one known and one new dataset, or is away. */
function bench({ away = false, documents = createMemoryCache({ budgetBytes: 2 ** 20 }).documents } = {}) {
  const service = { away };
  const net = countingFetch((url) => {
    if (service.away) throw new TypeError('Failed to fetch');
    if (url.includes('/observatories')) {
      return json(
        url.endsWith('=rego')
          ? [{ uid: 'gill', full_name: 'Gillam, moved', geodetic_latitude: 56.4, geodetic_longitude: -94.6 }]
          : [],
      );
    }
    return json([
      { name: 'REGO_RAW', short_description: 'In other words', level: 'L1', doi: null, file_listing_supported: true },
      { name: 'REGO_NEW_THING', short_description: 'Something new', level: 'L2', file_time_resolution: '1day' },
    ]);
  });
  let nowMs = Date.now();
  const network = { hosts: directHosts, fetch: net.fetch, sleep: countingSleep().sleep };
  const catalogue = createCatalogue({ network, documents, nowMs: () => nowMs });
  const wait = (ms: number) => void (nowMs += ms);
  return { catalogue, service, asked: net.asked, documents, wait };
}

describe('the catalogue', () => {
  test('lays what the service says over what the app carries, and lists what is new', async () => {
    const { catalogue } = bench();
    const found = await catalogue.datasets(never());
    expect(found).toMatchObject({ origin: 'service', failure: null });
    expect(found.value).toHaveLength(archiveDatasets.length + 1);
    const carried = archiveDatasets.find(({ name }) => name === 'REGO_RAW')!;
    expect(found.value.find(({ name }) => name === 'REGO_RAW')).toEqual({
      ...carried,
      description: 'In other words',
      level: 'L1',
    });
    expect(found.value.find(({ name }) => name === 'REGO_NEW_THING')).toMatchObject({
      ...{ array: 'REGO', instrumentArray: 'rego', description: 'Something new', fileSpan: '1day' },
      ...{ reading: 'none', kind: 'unknown', verified: false, directory: null, dois: carried.dois },
    });
  });

  test('asks once a day', async () => {
    const { catalogue, asked, wait } = bench();
    await catalogue.datasets(never());
    wait(23 * hourMs);
    expect(await catalogue.datasets(never())).toMatchObject({ origin: 'kept', failure: null });
    expect(asked).toHaveLength(1);
    wait(2 * hourMs);
    expect(await catalogue.datasets(never())).toMatchObject({ origin: 'service' });
    expect(asked).toHaveLength(2);
  });

  test('without the service: as it was before, with its date and the reason', async () => {
    const first = bench();
    await first.catalogue.datasets(never());
    const kept = await first.documents.get('catalogue datasets');
    first.service.away = true;
    first.wait(30 * hourMs);
    const found = await first.catalogue.datasets(never());
    expect(found).toMatchObject({ origin: 'kept', asOfMs: kept!.keptMs, failure: { kind: 'refused' } });
    expect(found.value.some(({ name }) => name === 'REGO_NEW_THING')).toBe(true);
  });

  test('without the service on a first visit: what the app carries', async () => {
    const { catalogue } = bench({ away: true });
    expect(await catalogue.datasets(never())).toMatchObject({
      ...{ origin: 'built in', asOfMs: null, value: archiveDatasets, failure: { kind: 'refused' } },
    });
    expect(catalogue.carried.value).toBe(archiveDatasets);
  });

  test('what another version kept in its own way is not taken', async () => {
    const documents = createMemoryCache({ budgetBytes: 2 ** 20 }).documents;
    await documents.put('catalogue datasets', { all: 'of them' });
    expect(await bench({ documents }).catalogue.datasets(never())).toMatchObject({ origin: 'service' });
  });
});

describe('sites', () => {
  test('as the service has them; where it has none, as the app has them', async () => {
    const { catalogue } = bench();
    const rego = await catalogue.observatories('rego', never());
    expect(rego).toMatchObject({ origin: 'service', value: [{ siteUid: 'gill', name: 'Gillam, moved' }] });
    const swan = await catalogue.observatories('swan_hsr', never());
    expect(swan).toMatchObject({ origin: 'built in', value: observatoriesOf('swan_hsr') });
  });

  test('of an array that the service does not list, nobody is asked', async () => {
    const { catalogue, asked } = bench();
    const rainbow = await catalogue.observatories('rainbow', never());
    expect(rainbow.value.map(({ siteUid }) => siteUid)).toEqual(['fsim', 'fsmi', 'gill', 'pina', 'rabb']);
    expect(await catalogue.observatories(null, never())).toMatchObject({ value: [] });
    expect(asked).toEqual([]);
  });
});

test('a store that keeps nothing costs only that', async () => {
  const documents: DocumentStore = {
    get: () => Promise.resolve(undefined),
    put: () => Promise.resolve(false),
    keys: () => Promise.resolve([]),
    delete: () => Promise.resolve(),
  };
  const { catalogue, asked } = bench({ documents });
  await catalogue.datasets(never());
  await catalogue.datasets(never());
  expect(asked).toHaveLength(2);
});
