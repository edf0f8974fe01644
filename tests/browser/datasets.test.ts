import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { archiveDatasets } from '$lib/datasets/archive-datasets';
import { observatoriesOf } from '$lib/datasets/observatories';
import { parseInstant } from '$lib/datasets/utc';
import type { Availability } from '$lib/loading/availability';
import type { Catalogue } from '$lib/loading/catalogue';
import type { DayHoldings } from '$lib/model/availability';
import type { DatasetCatalogue } from '$lib/model/catalogue';
import type { Failure } from '$lib/model/failure';
import { formatChoice, type CatalogueChoice } from '$lib/state/catalogue-link';
import { ArchiveFiles } from '$lib/state/archive-files.svelte';
import type { FileKeeping } from '$lib/loading/file-keeping';
import { CatalogueView } from '$lib/state/catalogue-view.svelte';
import { formatEventLink } from '$lib/state/event-link';
import DatasetDesk from '../../src/routes/datasets/DatasetDesk.svelte';

const day = parseInstant('2014-03-10')!;
const offline: Failure = { kind: 'offline', message: 'not asked' };

const gill: DayHoldings = {
  siteUid: 'gill',
  deviceUid: 'themis19',
  hours: [
    { hour: 5, files: null },
    { hour: 6, files: 60 },
  ],
  dayFiles: 0,
};

/** The page with an archive that has GILL, offline where told. */
async function open(choice: CatalogueChoice, failure: Failure | null = null) {
  await page.viewport(1200, 1000);
  const carried: DatasetCatalogue = { value: archiveDatasets, origin: 'built in', asOfMs: null, failure };
  const catalogue: Catalogue = {
    carried,
    datasets: () => Promise.resolve(carried),
    observatories: (array) => Promise.resolve({ ...carried, value: observatoriesOf(array) }),
  };
  const days = vi.fn<Availability['day']>((_, __, siteUid) => {
    if (failure) return Promise.resolve({ ok: false, failure });
    const holdings = siteUid === null ? [{ ...gill, hours: null }] : [gill];
    const value = { holdings, found: 'listing service', askedMs: day / 1000, outOfDate: false, failure: null } as const;
    return Promise.resolve({ ok: true, value });
  });
  const none = () => Promise.resolve({ ok: true, value: [] } as const);
  const availability: Availability = {
    files: none,
    day: days,
    latestDay: () => Promise.resolve({ ok: true, value: day }),
  };
  const view = new CatalogueView(catalogue, availability);
  const onchoose = vi.fn((chosen: CatalogueChoice) => view.show(chosen));
  const missing = () => Promise.resolve({ ok: false, failure: { kind: 'missing', message: '' } } as const);
  const loading = { keeping: () => ({ fetch: missing }) as unknown as FileKeeping };
  const inspector = { inspect: missing, describe: missing };
  view.show(choice);
  await render(DatasetDesk, {
    ...{ view, onchoose, files: new ArchiveFiles({ availability, loading, inspector }) },
    addressOf: (chosen: CatalogueChoice) => `?${formatChoice(chosen)}`,
    eventLink: (event: Parameters<typeof formatEventLink>[0]) => `event/?${formatEventLink(event)}`,
    folderUrl: (directory: string) => `https://archive.example/${directory}/`,
  });
  void view.start();
  return { view, days, onchoose };
}

test('a site is picked on the map or from the list; its hours open as events', async () => {
  const { onchoose } = await open({ dataset: 'THEMIS_ASI_RAW', siteUid: null, dayUs: day });
  await expect.element(page.getByText('Has files. Which hours?')).toBeVisible();
  await vi.waitFor(() => expect(document.querySelectorAll('svg .site.held')).toHaveLength(1));
  await userEvent.click(document.querySelector('svg .site.held')!);
  expect(onchoose).toHaveBeenLastCalledWith({ dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', dayUs: day });

  const strip = page.getByRole('list', { name: 'Hours with files, GILL themis19' });
  await expect.element(strip.getByRole('link', { name: 'Open 05:00–06:00 UTC, has files' })).toBeVisible();
  await expect
    .element(strip.getByRole('link', { name: 'Open 06:00–07:00 UTC, 60 files' }))
    .toHaveAttribute('href', 'event/?v=1&range=2014-03-10T06:00Z/2014-03-10T07:00Z&track=THEMIS_ASI_RAW:gill:themis19');
  await expect.element(page.getByRole('button', { name: /^GILL/ })).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('button', { name: /^FSMI/ }).click();
  await expect.element(page.getByText('FSMI has no files on this day.')).toBeVisible();
});

test('offline: what the app carries, with the reason; the day can be tried again', async () => {
  const { days } = await open({ dataset: 'TREX_RGB_RAW_NOMINAL', siteUid: null, dayUs: day }, offline);
  await expect.element(page.getByText('The service could not be asked. There is no network.')).toBeVisible();
  await expect.element(page.getByText('The list carried in the app.')).toBeVisible();
  await expect.element(page.getByText('Not verified on real files.')).toBeVisible();
  await expect.element(page.getByText('Which sites have files could not be found out.')).toBeVisible();
  const asked = days.mock.calls.length;
  await page.getByRole('button', { name: 'Try again' }).click();
  expect(days.mock.calls.length).toBe(asked + 1);
});

test('citation and acknowledgement are copied; a date that is none is said to be', async () => {
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const { onchoose } = await open({ dataset: 'REGO_RAW', siteUid: null, dayUs: null });
  await page.getByRole('button', { name: 'Copy citation' }).click();
  expect(copied).toHaveBeenLastCalledWith(
    'Spanswick, E., & Donovan, E. (2014). Redline Geospace Observatory (REGO) dataset [Data set]. University of ' +
      'Calgary. https://doi.org/10.11575/Z7X6-5C42',
  );
  await expect.element(page.getByText('Citation copied')).toBeVisible();

  const field = page.getByRole('textbox', { name: 'Day, UTC' });
  await field.fill('2014-02-30');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('“2014-02-30” is not a date; write 2014-03-10.')).toBeVisible();
  expect(onchoose).not.toHaveBeenCalled();
  await page.getByRole('button', { name: 'Last day with files' }).click();
  expect(onchoose).toHaveBeenLastCalledWith({ dataset: 'REGO_RAW', siteUid: null, dayUs: day });
  await expect.element(field).toHaveValue('2014-03-10');
});

test('the list follows what is typed and chosen', async () => {
  await open({ dataset: null, siteUid: null, dayUs: null });
  await page.getByRole('searchbox').fill('keogram');
  await page.getByRole('combobox', { name: 'Array' }).selectOptions('TREx RGB');
  await expect.element(page.getByText(/^2 of \d+ datasets$/)).toBeVisible();
  await page.getByRole('searchbox').fill('nothing like it');
  await expect.element(page.getByText('No dataset fits. Take a word or a choice away.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect.element(page.getByRole('link', { name: /SWAN_HSR_K0_H5/ })).toBeVisible();
});
