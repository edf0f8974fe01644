import { expect, test } from 'vitest';
import { dayUs, hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import type { LearnedLabels } from '$lib/loading/learned-labels';
import type { LabelCriteria, LabelRun } from '$lib/model/learned-label';
import type { DataSource } from '$lib/model/search';
import type { WallRow } from '$lib/model/wall';
import { LabelNights } from '$lib/state/learned-labels.svelte';
import { rowsWith, runsOfRow } from '$lib/state/wall-labels';

const dateUs = parseInstant('2019-01-03')!;
const sourceAt = (identifier: number, site: string): DataSource => ({
  ...{ identifier, program: 'themis-asi', platform: site, instrumentType: 'panchromatic ASI', sourceType: 'ground' },
  displayName: `THEMIS-ASI ${site}`,
});
const [gill, fsmi] = [sourceAt(46, 'GILL'), sourceAt(55, 'FSMI')];
const rowOf = (site: string, day: number, name = `THEMIS-ASI ${site.toUpperCase()}`): WallRow => ({
  ...{ key: `${name} ${day}`, dateUs: dateUs + day * dayUs, pictures: [] },
  range: { startUs: dateUs + day * dayUs, endUs: dateUs + (day + 1) * dayUs },
  camera: { name, dataset: 'THEMIS_ASI_RAW', siteUid: site, deviceUid: null },
});
const clear: LabelRun = {
  ...{ startUs: dateUs + 6 * hourUs, endUs: dateUs + 8 * hourUs, apa: null, oath: null },
  cloud: { verdict: 'clear', percent: 90 },
};
const criteria = (leastMinutes: number): LabelCriteria => ({
  ...{ joined: 'AND', leastMinutes },
  list: [{ field: 'cloud', verdict: 'clear', leastPercent: null }],
});

async function asked(): Promise<LabelNights> {
  const labels = (source: DataSource) =>
    Promise.resolve({
      ok: true as const,
      value: { value: source === gill ? [clear] : [], asOfMs: 0, failure: null },
    });
  const nights = new LabelNights({ labels } as unknown as LearnedLabels);
  nights.show([gill, fsmi], { startUs: dateUs, endUs: dateUs + 2 * dayUs }, criteria(1));
  await expect.poll(() => nights.isRunning).toBe(false);
  return nights;
}

test('rows of the nights that are as wanted stay, whatever the folders call the camera', async () => {
  const nights = await asked();
  const rows = [rowOf('gill', 0), rowOf('gill', 1), rowOf('fsmi', 0), rowOf('gill', 0, 'THEMIS ASI GILL')];
  expect(rowsWith(rows, nights, [gill, fsmi], criteria(120))).toEqual([rows[0], rows[3]]);
  expect(rowsWith(rows, nights, [gill, fsmi], criteria(121))).toEqual([]);
});

test('a row has what models saw in its camera’s pictures, and none of another array’s at the same site', async () => {
  const nights = await asked();
  expect(runsOfRow(rowOf('gill', 0), nights, [gill, fsmi])).toEqual([clear]);
  expect(runsOfRow(rowOf('fsmi', 0), nights, [gill, fsmi])).toEqual([]);
  const rego = { ...rowOf('gill', 0), camera: { ...rowOf('gill', 0).camera, dataset: 'REGO_RAW' } };
  expect(runsOfRow(rego, nights, [gill, fsmi])).toEqual([]);
  expect(clear.endUs - clear.startUs).toBe(120 * minuteUs);
});

test('a row has what models saw in its night, noon to noon where rows begin at noon, and nothing of the year around it', () => {
  const days = Array.from({ length: 9 }, (_, day) => day - 4);
  const hourly = days.flatMap((day) =>
    Array.from({ length: 24 }, (_, hour): LabelRun => {
      const startUs = dateUs + day * dayUs + hour * hourUs;
      return { ...clear, startUs, endUs: startUs + hourUs };
    }),
  );
  const nights = { runsOf: () => hourly } as unknown as LabelNights;
  const runs = runsOfRow(rowOf('gill', 0), nights, [gill]);
  expect([runs.length, runs[0]!.startUs, runs.at(-1)!.endUs]).toEqual([36, dateUs, dateUs + 1.5 * dayUs]);
});
