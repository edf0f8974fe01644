import { expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { gridDatasetByName, gridFilePath } from '$lib/datasets/grid-catalogue';
import { hourUs, minuteUs } from '$lib/datasets/utc';
import { archiveUrl } from '$lib/services/hosts';
import { json, never } from '../services/counting-fetch';
import { createBench } from './bench';

const dataset = gridDatasetByName('THEMIS_ASI_GRID_MOSV001')!;
const startUs = Date.parse('2023-03-24T06:00Z') * 1000;
const hour = { startUs, endUs: startUs + hourUs };
const urlOf = (minute: number) => archiveUrl(gridFilePath(dataset, startUs + minute * minuteUs));
const refuse = () => Promise.reject(new TypeError('Failed to fetch'));

test('without the archive, an hour that was seen before is listed as it was then, and no more is known', async () => {
  const cache = createMemoryCache({ budgetBytes: 1e6 });
  const answer = () => json({ urls: [urlOf(0), urlOf(2)], count: 2, total_bytes: null });
  const first = await createBench({ cache, answer }).loading.gridFiles(dataset.name, hour, never());
  expect(first).toMatchObject({ ok: true, value: { found: 'listing service', known: [hour], keptMs: null } });

  const { loading } = createBench({ cache, answer: refuse });
  const wider = { startUs: hour.startUs, endUs: hour.endUs + hourUs };
  expect(await loading.gridFiles(dataset.name, wider, never())).toMatchObject({
    ok: true,
    value: {
      files: [{ url: urlOf(0) }, { url: urlOf(2) }],
      ...{ found: 'kept', known: [hour], keptMs: expect.any(Number) as number },
      serviceFailure: { kind: 'refused' },
    },
  });
  const later = { startUs: hour.endUs, endUs: hour.endUs + hourUs };
  expect(await loading.gridFiles(dataset.name, later, never())).toMatchObject({ ok: false });
  expect(await loading.gridFiles('TREX_RGB_GRID_MOSV001', hour, never())).toMatchObject({ ok: false });
});
