import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSkymap } from '$lib/datasets/skymap';
import { flatfieldSave, rayleighsSave } from '../../../../scripts/sample/calibration-save';
import { writeIdlSave } from '../../../../scripts/sample/idl-save-writer';
import { array, scalar, structure } from '../../../../scripts/sample/save-value';
import { skymapSave } from '../../../../scripts/sample/skymap-save';
import { askPython, python } from '../../../independent/python';
import { toyCamera } from './toy-camera';

/** As `read_save.py` prints it: by variable, or tag by tag. */
type Described =
  | { readonly kind: 'scalar'; readonly dtype: string; readonly value: unknown }
  | {
      readonly kind: 'array';
      readonly dtype: string;
      readonly shape: readonly number[];
      readonly samples: readonly (readonly [place: number, value: unknown])[];
      readonly nan?: number;
      readonly sum?: unknown;
      readonly sha256?: string;
    }
  | { readonly kind: 'structure'; readonly tags: Readonly<Record<string, Described>> };

describe.skipIf(!python)('SAVE files as scipy reads them', () => {
  const timestamp = { timeUs: Date.UTC(2030, 0, 1) * 1000, user: 'me', host: 'here' };
  const about = { detectorUid: '15991', generatedUs: timestamp.timeUs, inputDataDir: 'none' };
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sample-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function describeFile(bytes: Uint8Array): Promise<Record<string, Described>> {
    const path = join(folder, 'made.sav');
    await writeFile(path, bytes);
    return (askPython('read_save.py', path) as Record<string, Record<string, Described>>)[path]!;
  }

  test.each(['plain', 'compressed'] as const)('%s: every kind of value', async (form) => {
    const inner = structure({
      D: scalar('DOUBLE', -0.5),
      T: array([2], ['a', '']),
      BYTES: array([3], Uint8Array.of(1, 2, 3)),
    });
    const file = await describeFile(
      writeIdlSave(
        {
          timestamp,
          notice: 'made up',
          variables: [
            ['BYTE', scalar('BYTE', 200)],
            ['INT', scalar('INT', -5)],
            ['UINT', scalar('UINT', 65535)],
            ['LONG', scalar('LONG', -(2 ** 31))],
            ['ULONG', scalar('ULONG', 2 ** 32 - 1)],
            ['LONG64', scalar('LONG64', -(2n ** 62n))],
            ['ULONG64', scalar('ULONG64', 2n ** 64n - 1n)],
            ['FLOAT', scalar('FLOAT', 1.5)],
            ['DOUBLE', scalar('DOUBLE', NaN)],
            ['TEXT', scalar('STRING', 'æøå')],
            ['BYTES', array([2, 3], Uint8Array.of(1, 2, 3, 4, 5, 255))],
            ['INTS', array([3], Int16Array.of(-1, 0, 32767))],
            ['UINTS', array([2, 1, 2], Uint16Array.of(0, 1, 2, 65535))],
            ['LONGS', array([2], Int32Array.of(-7, 2 ** 31 - 1))],
            ['LONGS64', array([2], BigInt64Array.of(-1n, 2n ** 62n))],
            ['FLOATS', array([1, 2, 1, 1, 1, 1, 2, 1], Float32Array.of(1, 2, NaN, 4))],
            ['DOUBLES', array([1], Float64Array.of(0.1))],
            ['TEXTS', array([2], ['one', 'three'])],
            ['S', structure({ F: scalar('FLOAT', 2), IN: inner, LAST: scalar('INT', 3) })],
          ],
        },
        form,
      ),
    );
    const one = (dtype: string, value: unknown) => ({ kind: 'scalar', dtype, value });
    const many = (dtype: string, shape: number[], ...values: unknown[]) => ({
      ...{ kind: 'array', dtype, shape },
      samples: values.map((value, place) => [place, value]),
    });
    expect(file).toMatchObject({
      byte: one('uint8', 200),
      int: one('int16', -5),
      uint: one('uint16', 65535),
      long: one('int32', -(2 ** 31)),
      ulong: one('uint32', 2 ** 32 - 1),
      long64: one('int64', '-4611686018427387904'),
      ulong64: one('uint64', '18446744073709551615'),
      float: one('float32', 1.5),
      double: one('float64', null),
      text: one('bytes', 'æøå'),
      bytes: many('uint8', [2, 3], 1, 2, 3, 4, 5, 255),
      ints: many('int16', [3], -1, 0, 32767),
      uints: many('uint16', [2, 1, 2], 0, 1, 2, 65535),
      longs: many('int32', [2], -7, 2 ** 31 - 1),
      longs64: many('int64', [2], -1, '4611686018427387904'),
      floats: { ...many('float32', [1, 2, 1, 1, 1, 1, 2, 1], 1, 2, null, 4), nan: 1, sum: 7 },
      doubles: many('float64', [1], 0.1),
      texts: many('object', [2], 'one', 'three'),
      s: {
        tags: {
          F: one('float32', 2),
          IN: { tags: { D: one('float64', -0.5), T: { shape: [2] }, BYTES: many('uint8', [3], 1, 2, 3) } },
          LAST: one('int16', 3),
        },
      },
    });
  });

  test('a skymap: the same numbers as the app reads', async () => {
    const bytes = skymapSave(toyCamera({ size: 64 }), {
      generatedUs: timestamp.timeUs,
      validFrom: '20300101',
      backgroundCounts: 2731,
    });
    const outcome = await readSkymap(bytes, 'made.sav');
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const skymap = outcome.value;
    const { skymap: described } = await describeFile(bytes);
    if (described?.kind !== 'structure') throw new Error('scipy finds no structure');
    const { tags } = described;
    const like = (values: Float32Array, shape: readonly number[]) => ({
      ...{ kind: 'array', dtype: 'float32', shape },
      nan: values.filter(Number.isNaN).length,
      // Of the bytes in memory, which are little-endian wherever Node runs.
      sha256: createHash('sha256').update(values).digest('hex'),
    });
    expect(tags.FULL_ELEVATION).toMatchObject(like(skymap.elevationDeg, [64, 64]));
    expect(tags.FULL_AZIMUTH).toMatchObject(like(skymap.azimuthDeg!, [64, 64]));
    expect(tags.FULL_MAP_LATITUDE).toMatchObject(like(skymap.cornerLatDeg, [3, 65, 65]));
    expect(tags.FULL_MAP_LONGITUDE).toMatchObject(like(skymap.cornerLonDeg, [3, 65, 65]));
    expect(tags.FULL_MAP_ALTITUDE).toMatchObject({
      samples: [
        [0, 90_000],
        [1, 110_000],
        [2, 150_000],
      ],
    });
    expect(tags.FULL_ROW).toMatchObject({ dtype: 'uint16', shape: [64, 64], sum: (64 * 64 * 63) / 2 });
    expect(tags.FULL_IGNORE).toMatchObject({ dtype: 'uint8', shape: [64, 64], sum: 0 });
    expect(tags.FULL_BIN).toMatchObject({ dtype: 'uint16', sum: 64 * 64 * 1024 });
    expect(tags.SITE_UID).toMatchObject({ value: 'gill' });
    expect(tags.GENERATION_INFO).toMatchObject({
      tags: { AUTHOR: { value: 'Nightside sample event (synthetic)' }, IMG_FLIP: { dtype: 'uint8', sum: 0 } },
    });
  });

  test('calibrations', async () => {
    const factor = await describeFile(
      rayleighsSave({ ...about, rayleighsPerCountPerSecond: 13.2156, meanValue: 13.25 }),
    );
    expect(Object.keys(factor)[0]).toBe('rper_dnpersecond_15991');
    expect(factor).toMatchObject({
      rper_dnpersecond_15991: { dtype: 'float64', value: 13.2156 },
      rper_dnpersecond_15991_mean_value: { dtype: 'float32', value: 13.25 },
      author: { value: 'Nightside sample event (synthetic)' },
    });
    const multiplier = Float64Array.from({ length: 6 }, (_, index) => 1 + index / 100);
    const flat = await describeFile(
      flatfieldSave({ ...about, height: 2, width: 3, multiplier, skymapFilename: 'rego_skymap.sav' }),
    );
    expect(flat).toMatchObject({
      flat_field_multiplier_15991: {
        ...{ dtype: 'float64', shape: [2, 3] },
        samples: [...multiplier].map((value, place) => [place, value]),
      },
      skymap_filename: { value: 'rego_skymap.sav' },
    });
  });
});
