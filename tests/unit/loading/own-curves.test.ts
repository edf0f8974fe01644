import { expect, test } from 'vitest';
import { createOwnFiles } from '$lib/loading/own-files';
import { OwnFileRegistry } from '$lib/loading/own-registry';
import type { OwnRiometer } from '$lib/model/own-file';
import { file as fileAnswer, json, never } from '../services/counting-fetch';
import { createBench, wish } from './bench';

const day = 86_400_000_000;
const firstUs = Date.UTC(2018, 4, 3) * 1000;
const site = { dataset: 'NORSTAR_RIOMETER_K0_TXT', siteUid: 'fsim' };
const midnight = { startUs: firstUs + day - 3600e6, endUs: firstUs + day + 3600e6 };
const urlOf = (index: number) =>
  `https://data.phys.ucalgary.ca/sort_by_project/GO-Canada/GO-Rio/txt/2018/05/0${3 + index}/norstar_k0_rio-fsim_2018050${3 + index}_v01.txt`;

function contentOf(index: number): OwnRiometer {
  const from = firstUs + index * day;
  return {
    ...{ kind: 'riometer', ...site, startUs: from, measurements: 100, firstUs: from, lastUs: from + day - 1 },
    path: urlOf(index).slice('https://data.phys.ucalgary.ca/sort_by_project/'.length),
  };
}

/** The archive has the first day; the person has what is named. */
function withDays(...own: readonly number[]) {
  const registry = new OwnFileRegistry();
  const parts = createBench({
    answer: (url) =>
      url.includes('/api/')
        ? json({ urls: [urlOf(0)], count: 1, total_bytes: null })
        : fileAnswer(new Uint8Array(100).fill(7)),
  });
  for (const index of own) registry.curves.add(new Blob([new Uint8Array(100).fill(50 + index)]), contentOf(index));
  return { ...parts, registry, loading: createOwnFiles(parts.loading, registry, parts.decoder) };
}

async function valuesOf({ loading }: ReturnType<typeof withDays>) {
  const listing = await loading.curveFiles(site, midnight, never());
  if (!listing.ok) throw new Error(listing.failure.message);
  const days = await Promise.all(listing.value.files.map((one) => loading.curves(one, wish())));
  return { ...listing.value, values: days.map((one) => (one.ok ? one.value.curves[0]!.values[0] : one.failure)) };
}

test('own days of a riometer stand beside the archive’s and win over them; their bytes go nowhere', async () => {
  const joined = withDays(1);
  expect(await valuesOf(joined)).toMatchObject({ values: [7, 51], found: 'listing service', ownFiles: 1 });
  expect(await joined.cache.files.has(urlOf(1))).toBe(false);
  const both = withDays(0, 1);
  expect(await valuesOf(both)).toMatchObject({ values: [50, 51], ownFiles: 2 });
  expect(both.asked.filter((url) => !url.includes('/api/'))).toEqual([]);
  expect(await both.loading.keptCurveFiles(site, midnight)).toMatchObject({ ownFiles: 2 });
  // Closed, and a mended file of the same day opened: that one is read.
  both.registry.clear();
  both.registry.curves.add(new Blob([new Uint8Array(100).fill(90)]), contentOf(1));
  expect((await valuesOf(both)).values).toEqual([7, 90]);
});

test('own days of a riometer are there without the archive, too', async () => {
  const registry = new OwnFileRegistry();
  const parts = createBench({ answer: () => Promise.reject(new TypeError('Failed to fetch')) });
  registry.curves.add(new Blob([new Uint8Array(100).fill(51)]), contentOf(1));
  const loading = createOwnFiles(parts.loading, registry, parts.decoder);
  const found = await valuesOf({ ...parts, registry, loading });
  expect(found).toMatchObject({ values: [51], found: 'own files', knownDays: [firstUs + day] });
  expect(found.serviceFailure).not.toBeNull();
});

test('own days of a riometer of an earlier visit say so, where the archive has none', async () => {
  const after = withDays();
  after.registry.curves.remember(
    [0, 1].map((index) => ({
      ...contentOf(index),
      url: urlOf(index),
      name: `day ${index}`,
      bytes: null,
      siteUid: 'fsim',
    })),
  );
  const { values, ownFiles } = await valuesOf(after);
  expect([values[0], ownFiles]).toEqual([7, 0]);
  expect(values[1]).toMatchObject({
    part: 'own file',
    message: expect.stringContaining('This day came from') as string,
  });
});

test('own days of a riometer: another site, another file of the same day, and a site that nobody knows', () => {
  const { registry } = withDays(1);
  const blob = new Blob(['x']);
  expect(registry.curves.add(blob, contentOf(1))).toBe(false);
  expect(registry.curves.add(blob, { ...contentOf(0), siteUid: null, path: null })).toBe(false);
  expect(registry.curves.filesOf({ ...site, siteUid: 'gill' }, midnight)).toEqual([]);
});
