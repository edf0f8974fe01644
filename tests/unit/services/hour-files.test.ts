import { expect, test } from 'vitest';
import { archiveDatasets } from '$lib/datasets/archive-datasets';
import { parseInstant } from '$lib/datasets/utc';
import { createHostGate } from '$lib/services/host-gate';
import { directHosts } from '$lib/services/hosts';
import { listHourFiles } from '$lib/services/hour-files';
import { createProbe } from '$lib/services/probe';
import { json } from './counting-fetch';

const dataset = archiveDatasets.find(({ name }) => name === 'THEMIS_ASI_GRID_MOSV001')!;
const folder = 'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/grid_files/MOSv001/2023/03/24';

test('the files of an hour of a dataset that is no track, by the service', async () => {
  const asked: string[] = [];
  const name = (minute: string) => `${folder}/ut06/20230324_${minute}_110km_MOSv001_grid_themis.h5`;
  const fetch = (input: RequestInfo | URL) => {
    asked.push(String(input instanceof Request ? input.url : input));
    return Promise.resolve(json({ urls: [name('0601'), name('0600'), name('0600')], count: 3, total_bytes: null }));
  };
  const hosts = directHosts;
  const network = { hosts, fetch, gate: createHostGate({ hosts }), probe: createProbe({ fetch, hosts }) };
  const dayStartUs = parseInstant('2023-03-24T00:00')!;
  const wanted = { dataset, dayStartUs, hour: 6, siteUid: null, deviceUid: null };
  const found = await listHourFiles(wanted, { ...network, signal: new AbortController().signal });
  expect(found.ok && found.value.map(({ name: each }) => each.slice(0, 13))).toEqual([
    '20230324_0600',
    '20230324_0601',
  ]);
  expect(asked[0]).toContain('2023-03-24T06%3A00%3A00');
  expect(asked[0]).toContain('2023-03-24T06%3A59%3A59');
});
