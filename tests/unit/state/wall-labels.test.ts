import { expect, test } from 'vitest';
import { dayUs, hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import type { LearnedLabels } from '$lib/loading/learned-labels';
import type { LabelCriteria, LabelRun } from '$lib/model/learned-label';
import type { DataSource } from '$lib/model/search';
import type { WallRow } from '$lib/model/wall';
import { LabelNights } from '$lib/state/learned-labels.svelte';
import { judgedRows, nightsOfRows, runsOfRow, sourcesHung } from '$lib/state/wall-labels';

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
  const judged = judgedRows(rows, nights, [gill, fsmi], criteria(120));
  expect(judged.kept).toEqual([rows[0], rows[3]]);
  expect(judged.fitting).toEqual(judged.kept);
  expect(judged.unfit).toEqual([rows[1], rows[2]]);
  expect(judgedRows(rows, nights, [gill, fsmi], criteria(121)).kept).toEqual([]);
});

test('a row of which nobody knows yet whether it fits hangs until that is known', async () => {
  const answers: ((runs: readonly LabelRun[] | null) => void)[] = [];
  const failure = { kind: 'offline', message: '' } as const;
  const labels = () =>
    new Promise((resolve) =>
      answers.push((runs) =>
        resolve(
          runs
            ? { ok: true, value: { value: runs, origin: 'service', asOfMs: 0, failure: null } }
            : { ok: false, failure },
        ),
      ),
    );
  const nights = new LabelNights({ labels } as unknown as LearnedLabels);
  const rows = [rowOf('gill', 0), rowOf('fsmi', 0), rowOf('gill', 1), rowOf('fsmi', 1), rowOf('gill', 40)];
  const judge = () => judgedRows(rows, nights, [gill, fsmi], criteria(60));
  nights.show([gill, fsmi], { startUs: dateUs, endUs: dateUs + 2 * dayUs }, criteria(60));
  expect(judge()).toMatchObject({ kept: rows, fitting: [], unfit: [], open: rows.slice(0, 4), notAsked: [rows[4]] });
  answers[0]!([clear]);
  await expect.poll(() => nights.known).toBe(1);
  // In the order in which they were.
  expect(judge().kept).toEqual([rows[0], rows[1], rows[3], rows[4]]);
  expect(rows.map(judge().of)).toEqual(['fits', 'open', 'fits not', 'open', 'not asked']);
  answers[1]!(null);
  await expect.poll(() => nights.isRunning).toBe(false);
  expect(rows.map(judge().of)).toEqual(['fits', 'not asked', 'fits not', 'not asked', 'not asked']);
});

test('a row of a camera that no model looks at does not fit; while nobody knows of which they do, it stays', async () => {
  const nights = await asked();
  const other = rowOf('atha', 0);
  expect(judgedRows([other], nights, [gill, fsmi], criteria(1)).unfit).toEqual([other]);
  expect(judgedRows([other], nights, null, criteria(1)).notAsked).toEqual([other]);
  expect(nightsOfRows([rowOf('fsmi', 1), other], [gill, fsmi])).toEqual([
    { identifier: 55, dayStartUs: dateUs + dayUs },
    { identifier: null, dayStartUs: dateUs },
  ]);
});

test('only cameras whose keograms hang are asked about', () => {
  const rego = { camera: { ...rowOf('fsmi', 0).camera, dataset: 'REGO_RAW' } };
  expect(sourcesHung([gill, fsmi], [rowOf('gill', 0), rowOf('gill', 1), rego])).toEqual([gill]);
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
