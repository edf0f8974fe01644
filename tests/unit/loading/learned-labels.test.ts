import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { dayUs, parseInstant } from '$lib/datasets/utc';
import { createLearnedLabels, monthsOf } from '$lib/loading/learned-labels';
import type { LabelCriteria, LabelRun } from '$lib/model/learned-label';
import type { DataSource } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';
import { directHosts } from '$lib/services/hosts';
import { decodeApi } from '../../../workers/decode-api';
import { learnedMetadata } from '../../archive/learned-metadata';
import { startArchive, type RunningArchive } from '../../archive/server';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';
import { countingSleep, never } from '../services/counting-fetch';

const gillam: DataSource = {
  ...{ identifier: 46, program: 'themis-asi', platform: 'gillam', instrumentType: 'panchromatic ASI' },
  ...{ sourceType: 'ground', displayName: 'THEMIS-ASI GILL' },
};
const id = '11111111-2222-4333-8444-555555555555';
const days = (first: string, count: number): TimeRange => {
  const startUs = parseInstant(first)!;
  return { startUs, endUs: startUs + count * dayUs };
};

let tree: TemporaryTree;
let archive: RunningArchive;
beforeAll(async () => {
  tree = await temporaryTree({ 'sort_by_project/readme.txt': 'nothing' });
  archive = await startArchive({ roots: [tree.root], makesLabels: true });
});
afterAll(async () => {
  await archive.close();
  await tree.remove();
});
beforeEach(() => {
  archive.reset();
  archive.search.desk.manners.runningPolls = 0;
});

function bench(nowText = '2024-01-01') {
  const clock = { nowMs: parseInstant(nowText)! / 1000 };
  const { documents } = createMemoryCache({ budgetBytes: 2 ** 20, now: () => clock.nowMs });
  const hosts = { ...directHosts, aurorax: `${archive.url}/aurorax` };
  const request: typeof fetch = (...asked) => fetch(...asked);
  const network = { hosts, fetch: request, sleep: countingSleep().sleep };
  let ids = 0;
  const parts = { network, documents, nowMs: () => clock.nowMs };
  const labels = createLearnedLabels({
    ...parts,
    decoder: { labelColumns: (answer, identifier) => decodeApi.labelColumns(answer, identifier) },
    newId: () => id.replace(/^./, String(ids++)),
  });
  return { labels, clock };
}

const dead = () => archive.faults.set({ kind: 'refuse', pattern: 'aurorax' });
const searches = () =>
  archive.log.requests.filter(({ method }) => method === 'POST').map(({ path }) => path.replace(/^.*ephemeris\//, ''));

/** What the stand-in made, minute by minute. */
function expectTrue(runs: readonly LabelRun[], { startUs, endUs }: TimeRange): void {
  const words = { cloudy: 'cloudy', clear: 'not cloudy' } as const;
  let run = 0;
  for (let us = startUs; us < endUs; us += 60e6) {
    while (runs[run]!.endUs <= us) run++;
    const { cloud, oath } = runs[run]!;
    const said = learnedMetadata(46, us / 1000);
    const text = cloud!.verdict === 'not classified' ? cloud!.verdict : `classified as ${words[cloud!.verdict]}`;
    expect(runs[run]!.startUs).toBeLessThanOrEqual(us);
    expect([text, cloud!.percent ?? 0]).toEqual([said.calgary_cloud_ml_v1, said.calgary_cloud_ml_v1_confidence]);
    expect(String(said.clausen_ml_oath).endsWith(oath!.verdict)).toBe(true);
  }
}

describe('what models said', () => {
  test('in two days is one call', async () => {
    const range = days('2019-01-31', 2);
    const { labels } = bench();
    const said = await labels.labels(gillam, range, { signal: never() });
    expect(said).toMatchObject({ ok: true, value: { origin: 'service', failure: null } });
    if (said.ok) expectTrue(said.value.value, range);
    expect(searches()).toEqual(['search_synchronous']);
    dead();
    expect(await labels.labels(gillam, range, { signal: never() })).toMatchObject({ value: { origin: 'kept' } });
  });

  test('in more is asked for by the month, and kept for long', async () => {
    const range = days('2019-01-30', 4);
    const { labels, clock } = bench();
    const said = await labels.labels(gillam, range, { signal: never() });
    if (said.ok) expectTrue(said.value.value, range);
    expect(said.ok && [said.value.value[0]!.startUs, said.value.value.at(-1)!.endUs]).toEqual([
      ...[range.startUs, range.endUs],
    ]);
    expect(searches().filter((path) => path === 'search')).toHaveLength(2);
    dead();
    clock.nowMs += 80 * 86_400_000;
    // Another stretch of the same month, also one that would be one call.
    for (const other of [days('2019-02-01', 20), days('2019-01-05', 1)])
      expect(await labels.labels(gillam, other, { signal: never() })).toMatchObject({
        value: { origin: 'kept', failure: null },
      });
    clock.nowMs += 20 * 86_400_000;
    for (const other of [range, days('2019-01-05', 1)])
      expect(await labels.labels(gillam, other, { signal: never() })).toMatchObject({
        value: { origin: 'kept', failure: { kind: 'refused' } },
      });
  });

  test('in a month that has just ended may change tomorrow', async () => {
    const { labels, clock } = bench('2023-02-02');
    await labels.labels(gillam, days('2023-01-01', 20), { signal: never() });
    clock.nowMs += 25 * 3_600_000;
    await labels.labels(gillam, days('2023-01-01', 20), { signal: never() });
    expect(searches().filter((path) => path === 'search')).toHaveLength(2);
  });

  test('of criteria is asked for with them, and is less', async () => {
    const { labels } = bench();
    const criteria: LabelCriteria = {
      ...{ joined: 'AND', leastMinutes: 10 },
      list: [{ field: 'apa', verdict: 'apa', leastPercent: 95 }],
    };
    const range = days('2019-01-01', 10);
    const said = await labels.labels(gillam, range, { signal: never() }, criteria);
    const found = said.ok ? said.value.value : [];
    expect(found.length).toBeGreaterThan(10);
    expect(found.every(({ apa }) => apa!.verdict === 'apa' && apa!.percent! >= 95)).toBe(true);
    // What was kept of it is no answer to the question for everything.
    dead();
    expect(await labels.labels(gillam, range, { signal: never() })).toMatchObject({ ok: false });
    expect(await labels.labels(gillam, range, { signal: never() }, criteria)).toMatchObject({ ok: true });
  });

  test('is cancelled on the service too', async () => {
    archive.search.desk.manners.runningPolls = Infinity;
    const { labels } = bench();
    const patience = new AbortController();
    const watch = { signal: patience.signal, onStatus: () => patience.abort() };
    expect(await labels.labels(gillam, days('2019-01-01', 10), watch)).toMatchObject({
      failure: { kind: 'cancelled' },
    });
    await expect.poll(() => archive.search.desk.stateOf(id.replace(/^./, '0'))).toBe('cancelled');
  });

  test('of nothing is nothing, and kept as such', async () => {
    const { labels } = bench();
    const told = await labels.labels(gillam, days('1999-01-01', 5), { signal: never() });
    expect(told).toMatchObject({ ok: true, value: { value: [] } });
  });
});

test('months of a range, whole', () => {
  const texts = monthsOf({ startUs: parseInstant('2019-12-31T23:00')!, endUs: parseInstant('2020-02-01')! });
  expect(texts).toEqual([days('2019-12-01', 31), days('2020-01-01', 31)]);
});
