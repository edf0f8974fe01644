import { expect, test } from 'vitest';
import { archiveDatasets } from '$lib/datasets/archive-datasets';
import { curveDatasetByName } from '$lib/datasets/curve-catalogue';
import { matching, noFilter } from '$lib/state/catalogue-filter';
import { lastingSentence } from '$lib/state/lasting.svelte';

test('the search of datasets knows their sites', () => {
  const found = matching(archiveDatasets, { ...noFilter, text: 'gill' }).map(({ name }) => name);
  expect(found).toContain('THEMIS_ASI_RAW');
  expect(found.length).toBeLessThan(archiveDatasets.length);
});

test('a riometer is credited with the same words everywhere', () => {
  for (const name of ['NORSTAR_RIOMETER_K0_TXT', 'SWAN_HSR_K0_H5']) {
    const listed = archiveDatasets.find((dataset) => dataset.name === name)!;
    expect(curveDatasetByName(name)!.credit.acknowledgement).toBe(listed.credit.acknowledgement);
  }
});

test('once something is pinned, it is not said that the browser is still to be asked', () => {
  expect(lastingSentence('not promised', false)).toContain('it is asked when a night is first pinned');
  expect(lastingSentence('not promised', false, true)).toContain('was asked');
});
