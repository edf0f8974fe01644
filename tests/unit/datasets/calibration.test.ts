import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCalibration } from '$lib/datasets/calibration';
import { chooseCalibration, parseCalibrationName } from '$lib/datasets/calibration-choice';
import type { IdlValue } from '$lib/formats/idl-save/value';
import { SaveWriter } from '../formats/idl-save/save-writer';
import { sharedData } from '../shared-data';

const regoName = 'REGO_Rayleighs_15651_20210908-+_v02.sav';
const number = (value: number): IdlValue => ({ kind: 'scalar', type: 'DOUBLE', value });

describe.skipIf(!sharedData)('a published calibration', () => {
  test('gives the factor, not the mean value beside it', async () => {
    const bytes = readFileSync(resolve(sharedData!, 'sort_by_project/GO-Canada/REGO/calibration', regoName));
    expect(await readCalibration(new Uint8Array(bytes), regoName)).toEqual({
      ok: true,
      value: {
        kind: 'rayleighs',
        name: regoName,
        rayleighsPerCountPerSecond: 13.215592839603069,
        author: 'Darren Chaddock',
      },
    });
  });
});

describe('calibrations', () => {
  test.each([
    ['the mean value first', ['RPER_DNPERSECOND_1_MEAN_VALUE', 'RPER_DNPERSECOND_1'], 2],
    ['no detector in the name', ['RPER_DNPERSECOND_1_MEAN_VALUE', 'RPER_DNPERSECOND'], 2],
    ['only the mean value', ['RPER_DNPERSECOND_1_MEAN_VALUE'], 1],
  ])('%s', async (_, names, expected) => {
    const writer = new SaveWriter();
    names.forEach((name, index) => writer.variable(name, number(index + 1)));
    const outcome = await readCalibration(writer.bytes(), 'x');
    expect(outcome).toMatchObject({ ok: true, value: { rayleighsPerCountPerSecond: expected, author: null } });
  });

  test('a flatfield stays in the order of the file', async () => {
    const values = new Float64Array([1, 1.1, 1.2, 0.9, 0.8, 1]);
    const bytes = new SaveWriter()
      .variable('FLAT_FIELD_MULTIPLIER_15649', { kind: 'array', type: 'DOUBLE', dims: [2, 3], values })
      .bytes();
    expect(await readCalibration(bytes, 'x')).toEqual({
      ok: true,
      value: { kind: 'flatfield', name: 'x', height: 2, width: 3, multiplier: values, author: null },
    });
  });

  test.each<[string, Uint8Array, string]>([
    ['a web page', new TextEncoder().encode('<html>'), 'missing'],
    ['nothing', new Uint8Array(), 'corrupt'],
    ['another SAVE file', new SaveWriter().variable('A', number(1)).bytes(), 'unsupported'],
    ['a factor of 0', new SaveWriter().variable('RPER_DNPERSECOND_1', number(0)).bytes(), 'corrupt'],
    ['a factor that is no number', new SaveWriter().variable('RPER_DNPERSECOND_1', number(NaN)).bytes(), 'corrupt'],
    ['an endless factor', new SaveWriter().variable('RPER_DNPERSECOND_1', number(Infinity)).bytes(), 'corrupt'],
    ['a factor with a flipped bit', new SaveWriter().variable('RPER_DNPERSECOND_1', number(1.01e6)).bytes(), 'corrupt'],
    ['a flat number', new SaveWriter().variable('FLAT_FIELD_MULTIPLIER', number(1)).bytes(), 'corrupt'],
  ])('%s', async (_, bytes, kind) => {
    expect(await readCalibration(bytes, 'x')).toMatchObject({ ok: false, failure: { kind } });
  });
});

test('a structure of 200 000 tags is an outcome like any other', async () => {
  const tags = new Map(Array.from({ length: 200_000 }, (_, index) => [`T${index}`, number(1)]));
  const value = { kind: 'structure', name: '', dims: [1], tags: [...tags.keys()], elements: [tags] } as const;
  const bytes = new SaveWriter().variable('S', value).bytes();
  expect(await readCalibration(bytes, 'x')).toMatchObject({ ok: false });
});

describe('names and choice', () => {
  const names = [
    'REGO_flatfield_15649_20211019-+_v02.sav',
    'REGO_Rayleighs_15649_20211019-+_v02.sav',
    regoName,
    'REGO_Rayleighs_15651_20141003-20210907_v01.sav',
  ].map((name) => parseCalibrationName(name)!);

  test('what a name says', () => {
    const startUs = Date.UTC(2021, 8, 8) * 1000;
    const expected = { name: regoName, kind: 'rayleighs', detectorUid: '15651', startUs, stop: '+', version: 'v02' };
    expect(parseCalibrationName(`https://host/REGO/calibration/${regoName.replace('+', '%2B')}`)).toEqual(expected);
    expect(parseCalibrationName('themis_skymap_gako_20110305-+_vXX.sav')).toBeNull();
  });

  test.each([
    ['rayleighs', 'rego-651', 2022, regoName, 'valid'],
    ['rayleighs', 'rego-651', 2016, 'REGO_Rayleighs_15651_20141003-20210907_v01.sav', 'valid'],
    ['rayleighs', 'rego-651', 2010, 'REGO_Rayleighs_15651_20141003-20210907_v01.sav', 'first'],
    ['flatfield', 'rego-649', 2022, 'REGO_flatfield_15649_20211019-+_v02.sav', 'valid'],
  ] as const)('%s of %s in %d', (kind, device, year, name, rule) => {
    expect(chooseCalibration(names, kind, device, Date.UTC(year, 5) * 1000)).toMatchObject({ chosen: { name }, rule });
  });

  test('a device without calibration has none', () => {
    expect(chooseCalibration(names, 'flatfield', 'rego-651', 0)).toBeNull();
    expect(chooseCalibration(names, 'rayleighs', 'rego', 0)).toBeNull();
  });
});
