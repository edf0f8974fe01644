import { describe, expect, test } from 'vitest';
import { file, json, never } from '../services/counting-fetch';
import { createBench } from './bench';

const folder = 'https://data.phys.ucalgary.ca/sort_by_project/GO-Canada/REGO/calibration';
const all = [
  'REGO_Rayleighs_15651_20210908-+_v02.sav',
  'REGO_Rayleighs_15651_20140101-20210907_v01.sav',
  'REGO_Rayleighs_15655_20141002-+_v01.sav',
  'REGO_flatfield_15651_20140101-+_v01.sav',
];
const camera = { dataset: 'REGO_RAW', siteUid: 'gill', deviceUid: 'rego-651' };
const at = (year: number) => {
  const startUs = Date.UTC(year, 5, 1) * 1000;
  return { startUs, endUs: startUs + 60_000_000 };
};
const isService = (url: string) => url.startsWith('https://api.phys.ucalgary.ca/');

function answer(url: string): Response {
  if (!isService(url)) return file(new Uint8Array(100).fill(13));
  const isFlatfield = new URL(url).searchParams.get('name')!.includes('FLATFIELD');
  const urls = all.filter((name) => name.includes('flatfield') === isFlatfield).map((name) => `${folder}/${name}`);
  return json({ urls, count: urls.length, total_bytes: null });
}

describe('calibration', () => {
  test('of both kinds by the published rule; lists are asked for once, files downloaded once', async () => {
    const { loading, asked } = createBench({ answer });
    const find = () =>
      Promise.all([
        loading.calibration('rayleighs', camera, at(2022), never()),
        loading.calibration('flatfield', camera, at(2022), never()),
      ]);
    const [rayleighs, flatfield] = await find();
    expect(rayleighs).toMatchObject({
      value: {
        calibration: { kind: 'rayleighs', rayleighsPerCountPerSecond: 13 },
        ...{ name: all[0], rule: 'valid', dataset: 'REGO_CALIBRATION_RAYLEIGHS_IDLSAV', url: `${folder}/${all[0]}` },
        startUs: Date.UTC(2021, 8, 8) * 1000,
        others: [{ name: all[0] }, { name: all[1], stop: '20210907' }],
      },
    });
    expect(flatfield).toMatchObject({
      value: { calibration: { kind: 'flatfield' }, dataset: 'REGO_CALIBRATION_FLATFIELD_IDLSAV' },
    });
    expect(await find()).toEqual([rayleighs, flatfield]);
    expect(asked.filter(isService)).toHaveLength(2);
    expect(asked.filter((url) => !isService(url)).sort()).toEqual([`${folder}/${all[0]}`, `${folder}/${all[3]}`]);
  });

  test.each([
    [2020, null, all[1], 'valid'],
    [2010, null, all[1], 'first'],
    [2022, all[1], all[1], 'chosen'],
    [2022, all[2], all[0], 'valid'], // of another detector
    [2022, all[3], all[0], 'valid'], // of another kind
    [2022, 'gone.sav', all[0], 'valid'],
  ])('in %i, asked for %s: %s, %s', async (year, wished, name, rule) => {
    const { loading } = createBench({ answer });
    const outcome = await loading.calibration('rayleighs', camera, at(year), never(), wished);
    expect(outcome).toMatchObject({ ok: true, value: { name, rule } });
  });

  test.each([
    ['a detector without', { ...camera, deviceUid: 'rego-999' }, 2],
    ['a camera whose device is not known', { ...camera, deviceUid: null }, 0],
    ['an array without', { ...camera, dataset: 'THEMIS_ASI_RAW' }, 0],
  ])('%s has none, which is an answer', async (_, other, requests) => {
    const { loading, asked } = createBench({ answer });
    expect(await loading.calibration('flatfield', other, at(2022), never())).toEqual({ ok: true, value: null });
    expect(asked).toHaveLength(requests);
  });

  test('a second visit needs no network', async () => {
    const first = createBench({ answer });
    const before = await first.loading.calibration('rayleighs', camera, at(2022), never());
    const second = createBench({ answer, cache: first.cache });
    expect(await second.loading.calibration('rayleighs', camera, at(2022), never())).toEqual(before);
    expect(second.asked).toEqual([]);
  });

  test('a list that failed is asked for again', async () => {
    let works = false;
    const { loading } = createBench({ answer: (url) => (works ? answer(url) : new Response(null, { status: 400 })) });
    expect((await loading.calibration('rayleighs', camera, at(2022), never())).ok).toBe(false);
    works = true;
    expect((await loading.calibration('rayleighs', camera, at(2022), never())).ok).toBe(true);
  });
});
