import { describe, expect, test } from 'vitest';
import { archiveDatasets } from '$lib/datasets/archive-datasets';
import { observatoriesOf } from '$lib/datasets/observatories';
import { parseInstant } from '$lib/datasets/utc';
import type { Availability } from '$lib/loading/availability';
import type { Catalogue } from '$lib/loading/catalogue';
import type { DayAvailability, DayHoldings } from '$lib/model/availability';
import type { DatasetCatalogue } from '$lib/model/catalogue';
import type { Outcome } from '$lib/model/failure';
import { choicesOf, groupedByArray, matching, noFilter } from '$lib/state/catalogue-filter';
import { formatChoice, parseChoice, parseDay } from '$lib/state/catalogue-link';
import { CatalogueView } from '$lib/state/catalogue-view.svelte';
import { cadenceWords, fullDescription, ownWords, readingSentence } from '$lib/state/catalogue-words';
import { eventOfHour, filesOf } from '$lib/state/day-rows';
import { formatEventLink } from '$lib/state/event-link';
import { settle } from '../services/counting-fetch';

const day = parseInstant('2014-03-10')!;
const named = (name: string) => archiveDatasets.find((dataset) => dataset.name === name)!;
const choice = (dataset: string, siteUid: string | null = null, dayUs: number | null = day) => ({
  ...{ dataset, siteUid, dayUs },
});

function known(holdings: readonly DayHoldings[]): Outcome<DayAvailability> {
  const value = { holdings, found: 'listing service', askedMs: 0, outOfDate: false, failure: null } as const;
  return { ok: true, value };
}

const camera = (siteUid: string, hours: DayHoldings['hours']): DayHoldings => ({
  ...{ siteUid, deviceUid: `${siteUid}1`, hours, dayFiles: 0 },
});

/** An archive in which every night has GILL and FSMI, each with hour 6. */
function bench(answer?: (siteUid: string | null) => Outcome<DayAvailability>) {
  const asked: string[] = [];
  const carried: DatasetCatalogue = { value: archiveDatasets, origin: 'built in', asOfMs: null, failure: null };
  const extra = { ...named('REGO_RAW'), name: 'REGO_NEW_THING' };
  const catalogue: Catalogue = {
    carried,
    datasets: () => Promise.resolve({ ...carried, origin: 'service', asOfMs: 1, value: [...archiveDatasets, extra] }),
    observatories: (array) => Promise.resolve({ ...carried, value: observatoriesOf(array) }),
  };
  const usual = (siteUid: string | null) =>
    known(
      siteUid === null ? [camera('fsmi', null), camera('gill', null)] : [camera(siteUid, [{ hour: 6, files: 60 }])],
    );
  const availability: Availability = {
    files: () => Promise.resolve({ ok: true, value: [] }),
    day: (dataset, startUs, siteUid, { anew = false }) => {
      asked.push(
        `${dataset.name} ${siteUid ?? '*'} ${startUs === day ? 'today' : 'another day'}${anew ? ' anew' : ''}`,
      );
      return Promise.resolve((answer ?? usual)(siteUid));
    },
    latestDay: () => Promise.resolve({ ok: true, value: day }),
  };
  return { view: new CatalogueView(catalogue, availability), asked };
}

describe('what is looked at in the catalogue', () => {
  test('a day: its cameras first, then the hours of the chosen site alone', async () => {
    const { view, asked } = bench();
    view.show(choice('THEMIS_ASI_RAW', 'gill'));
    expect(view.day.phase).toBe('asking');
    await settle();
    expect(asked).toEqual(['THEMIS_ASI_RAW * today', 'THEMIS_ASI_RAW gill today']);
    expect(view.rows.map(({ siteUid, phase }) => [siteUid, phase])).toEqual([
      ['fsmi', 'idle'],
      ['gill', 'known'],
    ]);
    expect([...view.heldSites]).toEqual(['fsmi', 'gill']);
    expect(view.observatories?.value).toHaveLength(24);

    view.show(choice('THEMIS_ASI_RAW', 'fsmi'));
    await settle();
    expect(asked.slice(2)).toEqual(['THEMIS_ASI_RAW fsmi today']);
    view.show(choice('THEMIS_ASI_RAW', 'gill')); // known already
    await settle();
    expect(asked).toHaveLength(3);
  });

  test('hours of all others; asking again asks anew', async () => {
    const { view, asked } = bench();
    view.show(choice('THEMIS_ASI_RAW'));
    await settle();
    await view.lookAtAll();
    expect(view.rows.every(({ phase }) => phase === 'known')).toBe(true);
    view.lookAgain();
    await settle();
    expect(asked.slice(3)).toEqual(['THEMIS_ASI_RAW * today anew']);
  });

  test('a site without files is not asked about when the day told all hours', async () => {
    const { view, asked } = bench(() => known([{ siteUid: 'gill', deviceUid: null, hours: [], dayFiles: 1 }]));
    view.show(choice('NORSTAR_RIOMETER_K0_TXT', 'rabb'));
    await settle();
    expect(asked).toHaveLength(1);
    expect([...view.heldSites]).toEqual(['gill']);
  });

  test('when the day cannot be had the chosen site is still asked about, and failures are told', async () => {
    const failure = { kind: 'missing', message: 'gone' } as const;
    const { view, asked } = bench(() => ({ ok: false, failure }));
    view.show(choice('THEMIS_ASI_RAW', 'gill'));
    await settle();
    expect(asked).toHaveLength(2);
    expect(view.day).toEqual({ phase: 'failed', failure });
    expect(view.rows).toMatchObject([{ siteUid: 'gill', phase: 'failed', failure }]);
  });

  test('of skymaps no day is asked; of nothing, nothing', async () => {
    const { view, asked } = bench();
    view.show(choice('REGO_SKYMAP_IDLSAV', 'gill'));
    view.show(choice('THEMIS_ASI_RAW', 'gill', null));
    view.show({ dataset: null, siteUid: null, dayUs: day });
    await settle();
    expect([asked, view.observatories]).toEqual([[], null]);
  });

  test('a dataset that only the service knows appears when the service has answered', async () => {
    const { view, asked } = bench();
    view.show(choice('REGO_NEW_THING'));
    expect(view.dataset).toBeNull();
    await view.start();
    await settle();
    expect([view.dataset?.name, view.asking]).toEqual(['REGO_NEW_THING', false]);
    expect(asked).toEqual(['REGO_NEW_THING * today']);
  });

  test('what comes after another choice is not shown', async () => {
    const { view } = bench();
    view.show(choice('THEMIS_ASI_RAW'));
    view.show(choice('REGO_RAW', null, null));
    await settle();
    expect(view.day.phase).toBe('idle');
    expect(view.observatories?.value).toHaveLength(12);
  });
});

describe('finding datasets', () => {
  test.each([
    ['', {}, archiveDatasets.length],
    ['KEOGRAM rego', {}, 6],
    ['630', {}, 1],
    ['', { array: 'REGO', level: 'L0' }, 1],
    ['daily', { kind: 'picture' as const, array: 'TREx RGB' }, 2],
    ['', { reading: 'curve' as const }, 3],
    ['4p8e-1k65 grid', {}, 2],
  ])('“%s” with %j', (text, part, count) => {
    expect(matching(archiveDatasets, { ...noFilter, text, ...part })).toHaveLength(count);
  });

  test('what can be chosen is what there is; groups begin with what is looked at most', () => {
    const { levels, readings } = choicesOf(archiveDatasets);
    expect(levels).toEqual(['L0', 'L1', 'L1A', 'L2', 'L3']);
    expect(readings).toEqual(['track', 'curve', 'file', 'picture', 'none']);
    const rego = groupedByArray(archiveDatasets).find(({ array }) => array === 'REGO')!;
    expect(rego.datasets[0]?.name).toBe('REGO_RAW');
  });
});

test('an address is read back as it was written; what makes no sense is left out', () => {
  const wanted = choice('REGO_RAW', 'gill');
  expect(formatChoice(wanted)).toBe('dataset=REGO_RAW&site=gill&day=2014-03-10');
  expect(parseChoice(new URLSearchParams(formatChoice(wanted)))).toEqual(wanted);
  const odd = new URLSearchParams('dataset=<script>&site=../..&day=2014-02-30');
  expect(parseChoice(odd)).toEqual({ dataset: null, siteUid: null, dayUs: null });
  expect([parseDay('20140310'), parseDay('2014/3/10'), parseDay('10.03.2014')]).toEqual([day, day, null]);
});

test('an hour opens as an event of that camera; what is no track does not', () => {
  const event = eventOfHour(named('REGO_RAW'), { siteUid: 'gill', deviceUid: 'rego-652' }, day, 23)!;
  expect(formatEventLink(event)).toBe('v=1&range=2014-03-10T23:00Z/2014-03-11T00:00Z&track=REGO_RAW:gill:rego-652');
  expect(eventOfHour(named('REGO_SKYMAP_IDLSAV'), { siteUid: 'gill', deviceUid: null }, day, 6)).toBeNull();
  expect(eventOfHour(named('REGO_RAW'), { siteUid: null, deviceUid: null }, day, 6)).toBeNull();
  const merged = eventOfHour(named('THEMIS_ASI_GRID_MOSV001'), { siteUid: null, deviceUid: null }, day, 6)!;
  expect(formatEventLink(merged)).toBe(
    'v=1&range=2014-03-10T06:00Z/2014-03-10T07:00Z&track=THEMIS_ASI_GRID_MOSV001&view=map',
  );
});

test('files are counted where they were', () => {
  expect(
    filesOf(
      camera('gill', [
        { hour: 1, files: 60 },
        { hour: 2, files: 3 },
      ]),
    ),
  ).toBe(63);
  expect(filesOf(camera('gill', [{ hour: 1, files: null }]))).toBeNull();
});

test('words: of what no real file was seen, that is said', () => {
  expect(fullDescription(named('TREX_RGB_RAW_NOMINAL')).doubt).toBe('Not verified on real files.');
  expect(fullDescription(named('THEMIS_ASI_RAW')).doubt).toBeNull();
  expect(ownWords(named('REGO_DAILY_KEOGRAM_JPG'))).toBe('Daily keogram summary product (JPG format)');
  expect(ownWords({ name: 'ALIEN_RAW', description: 'from afar' })).toBe('From afar');
  expect(readingSentence(named('THEMIS_ASI_VEC1024'))).toContain('Not read here');
  expect([3, 1 / 3, null].map(cadenceWords)).toEqual(['every 3 s', '3 a second', null]);
});
