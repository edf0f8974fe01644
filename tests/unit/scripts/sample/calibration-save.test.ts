import { describe, expect, test } from 'vitest';
import { readCalibration } from '$lib/datasets/calibration';
import { chooseCalibration, parseCalibrationName } from '$lib/datasets/calibration-choice';
import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import {
  calibrationName,
  calibrationPath,
  flatfieldSave,
  rayleighsSave,
} from '../../../../scripts/sample/calibration-save';

const about = { detectorUid: '15991', generatedUs: Date.UTC(2030, 0, 1) * 1000, inputDataDir: 'none' };
const author = 'Nightside sample event (synthetic)';

test('the factor to Rayleighs, and not the mean value after it', async () => {
  const bytes = rayleighsSave({ ...about, rayleighsPerCountPerSecond: 13.2156, meanValue: 13.1 });
  expect(await readCalibration(bytes, 'x.sav')).toEqual({
    ok: true,
    value: { kind: 'rayleighs', name: 'x.sav', rayleighsPerCountPerSecond: 13.2156, author },
  });
  const { variables, problem } = await decodeIdlSave(bytes);
  expect(problem).toBeNull();
  expect(variables.map(({ name, value }) => [name, value])).toEqual([
    ['RPER_DNPERSECOND_15991', { kind: 'scalar', type: 'DOUBLE', value: 13.2156 }],
    ['RPER_DNPERSECOND_15991_MEAN_VALUE', { kind: 'scalar', type: 'FLOAT', value: Math.fround(13.1) }],
    ['AUTHOR', { kind: 'scalar', type: 'STRING', value: author }],
    ['INPUT_DATA_DIR', { kind: 'scalar', type: 'STRING', value: 'none' }],
  ]);
});

test('a flatfield, rows and columns as given', async () => {
  const multiplier = Float64Array.from({ length: 480 * 512 }, (_, index) => 1 + Math.sin(index) / 10);
  const skymapFilename = 'rego_skymap_gill_20300101-+_v01.sav';
  const bytes = flatfieldSave({ ...about, height: 480, width: 512, multiplier, skymapFilename });
  expect(await readCalibration(bytes, 'x.sav')).toEqual({
    ok: true,
    value: { kind: 'flatfield', name: 'x.sav', height: 480, width: 512, multiplier, author },
  });
  const { variables } = await decodeIdlSave(bytes);
  expect(variables.map(({ name }) => name)).toEqual([
    'FLAT_FIELD_MULTIPLIER_15991',
    'AUTHOR',
    'INPUT_DATA_DIR',
    'SKYMAP_FILENAME',
  ]);
  expect(variables[3]!.value).toMatchObject({ value: skymapFilename });
});

test('a flatfield that is not as large as it says', () => {
  const attempt = () =>
    flatfieldSave({ ...about, height: 2, width: 2, multiplier: new Float64Array(3), skymapFilename: '' });
  expect(attempt).toThrow(RangeError);
});

describe('names', () => {
  test('as the archive has them', () => {
    expect(calibrationName('REGO', 'flatfield', '15991', '20300101')).toBe('REGO_flatfield_15991_20300101-+_v01.sav');
    expect(calibrationPath('REGO', 'rayleighs', '15991', '20300101')).toBe(
      'GO-Canada/REGO/calibration/REGO_Rayleighs_15991_20300101-+_v01.sav',
    );
    expect(calibrationPath('NIR', 'rayleighs', '23993', '20300101')).toBe(
      'TREx/NIR/calibration/NIR_Rayleighs_23993_20300101-+_v01.sav',
    );
  });

  test('the app chooses by them', () => {
    const names = ['15991', '15992'].flatMap((uid) =>
      (['flatfield', 'rayleighs'] as const).map((kind) =>
        parseCalibrationName(calibrationPath('REGO', kind, uid, '20300101'))!,
      ),
    );
    const timeUs = Date.UTC(2030, 1, 8, 8) * 1000;
    for (const kind of ['flatfield', 'rayleighs'] as const) {
      expect(chooseCalibration(names, kind, 'rego-992', timeUs)).toMatchObject({
        chosen: { kind, detectorUid: '15992' },
        rule: 'valid',
      });
    }
  });
});
