import { describe, expect, test } from 'vitest';
import { readSkymap } from '$lib/datasets/skymap';
import type { IdlValue } from '$lib/formats/idl-save/value';
import { SaveWriter } from '../formats/idl-save/save-writer';
import { sharedData } from '../shared-data';
import { gakoName, gakoSkymap, gakoSkymapBytes } from './gako-skymap';

describe.skipIf(!sharedData)('a published skymap', () => {
  test('as the archive has it', async () => {
    const skymap = await gakoSkymap();
    expect(skymap).toMatchObject({
      name: gakoName,
      projectUid: 'themis',
      siteUid: 'gako',
      imagerUid: 'themis20',
      height: 256,
      width: 256,
      altitudesKm: [90, 110, 150],
      eastSide: 'left',
    });
    expect(skymap.site.latDeg).toBeCloseTo(62.41, 5);
    expect(skymap.site.lonDeg).toBeCloseTo(-145.16, 5);
    expect(skymap.site.altitudeM).toBe(0);
    expect(skymap.elevationDeg[129 * 256 + 124]).toBe(89.71237182617188);
    expect(skymap.elevationDeg.filter(Number.isNaN)).toHaveLength(16265);
    expect(skymap.elevationDeg.filter((elevation) => elevation > 5)).toHaveLength(43716);
    expect(skymap.azimuthDeg![105 * 256 + 66]).toBe(91.2102279663086);
    expect(skymap.cornerLatDeg).toHaveLength(3 * 257 * 257);
    expect(skymap.cornerLatDeg[257 * 257 + 128 * 257 + 128]).toBe(62.436668395996094);
    expect(skymap.cornerLonDeg[257 * 257 + 128 * 257 + 128]).toBe(214.77182006835938);
  });

  test.each([
    ['in the data', 100_000],
    ['in the header of the file', 3],
    ['in the description of the structure', 2300],
  ])('cut off %s it is corrupt', async (_, length) => {
    const outcome = await readSkymap(gakoSkymapBytes().subarray(0, length), gakoName);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'corrupt', format: 'idl save' } });
  });
});

describe('skymaps of other shapes', () => {
  test('only elevations and mapped places are needed; other tags may lack', async () => {
    const outcome = await readSkymap(skymapFile(square()), 'rego_skymap_gill_20160129_vXX.sav');
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        siteUid: 'gill',
        projectUid: '',
        imagerUid: '',
        site: { latDeg: NaN, lonDeg: NaN, altitudeM: NaN },
        height: 2,
        width: 3,
        azimuthDeg: null,
        altitudesKm: [110, 230],
        eastSide: 'unknown',
      },
    });
  });

  test('rows and columns stay as stored, doubles become floats, the site is signed', async () => {
    const tags = square();
    tags.set('FULL_AZIMUTH', doubles([2, 3]));
    tags.set('SITE_MAP_LONGITUDE', { kind: 'scalar', type: 'DOUBLE', value: 265.36 });
    tags.set('SITE_UID', { kind: 'scalar', type: 'STRING', value: 'gill' });
    const outcome = await readSkymap(skymapFile(tags, { compressed: true }), 'any.sav');
    if (!outcome.ok) throw new Error(outcome.failure.message);
    expect(outcome.value.siteUid).toBe('gill');
    expect(outcome.value.site.lonDeg).toBeCloseTo(-94.64, 10);
    expect(Array.from(outcome.value.elevationDeg)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(Array.from(outcome.value.azimuthDeg!)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(outcome.value.cornerLatDeg[12]).toBe(12);
  });

  test('angles and places that cannot be are NaN', async () => {
    const tags = square();
    tags.set('FULL_ELEVATION', array([2, 3], [90.005, 1.3e38, -91, Infinity, NaN, -0.5]));
    tags.set('FULL_AZIMUTH', array([2, 3], [-0.001, 360.001, -1, 361, 0, 359]));
    const latitudes = Float32Array.from({ length: 24 }, () => 60);
    latitudes.set([90, 90.1, -90, -1e20], 0);
    tags.set('FULL_MAP_LATITUDE', array([2, 3, 4], [...latitudes]));
    const longitudes = Float32Array.from({ length: 24 }, () => 250);
    longitudes.set([-360, 720, -361, 721], 0);
    tags.set('FULL_MAP_LONGITUDE', array([2, 3, 4], [...longitudes]));
    const outcome = await readSkymap(skymapFile(tags), 'x');
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { elevationDeg, azimuthDeg, cornerLatDeg, cornerLonDeg } = outcome.value;
    expect(elevationDeg).toEqual(Float32Array.of(90.005, NaN, NaN, NaN, NaN, -0.5));
    expect(azimuthDeg).toEqual(Float32Array.of(-0.001, 360.001, NaN, NaN, 0, 359));
    expect(cornerLatDeg.subarray(0, 5)).toEqual(Float32Array.of(90, NaN, -90, NaN, 60));
    expect(cornerLonDeg.subarray(0, 5)).toEqual(Float32Array.of(-360, 720, NaN, NaN, 250));
  });

  test('one altitude: the slowest dimension is dropped', async () => {
    const tags = square();
    tags.set('FULL_MAP_ALTITUDE', { kind: 'scalar', type: 'FLOAT', value: 110_000 });
    tags.set('FULL_MAP_LATITUDE', floats([3, 4]));
    tags.set('FULL_MAP_LONGITUDE', floats([3, 4]));
    expect(await readSkymap(skymapFile(tags), 'x')).toMatchObject({ ok: true, value: { altitudesKm: [110] } });
  });

  test('a spectrograph: one row, no corners, turned to the order of its frames', async () => {
    const tags = new Map<string, IdlValue>([
      ['FULL_ELEVATION', floats([4])],
      ['FULL_MAP_ALTITUDE', array([2], [90_000, 110_000])],
      ['FULL_MAP_LATITUDE', floats([2, 4])],
      ['FULL_MAP_LONGITUDE', floats([2, 4])],
    ]);
    const outcome = await readSkymap(skymapFile(tags), 'spect_skymap_luck_20230424-+_v01.sav');
    if (!outcome.ok) throw new Error(outcome.failure.message);
    expect(outcome.value).toMatchObject({ height: 1, width: 4, azimuthDeg: null, siteUid: 'luck' });
    expect(Array.from(outcome.value.elevationDeg)).toEqual([3, 2, 1, 0]);
    expect(Array.from(outcome.value.cornerLatDeg)).toEqual([3, 2, 1, 0, 7, 6, 5, 4]);
  });

  test.each<[string, [string, IdlValue][]]>([
    ['corners of the size of the picture', [['FULL_MAP_LATITUDE', floats([2, 2, 3])]]],
    ['fewer planes than altitudes', [['FULL_MAP_LONGITUDE', floats([1, 3, 4])]]],
    ['altitudes that fall', [['FULL_MAP_ALTITUDE', array([2], [230_000, 110_000])]]],
    ['azimuths of another size', [['FULL_AZIMUTH', floats([3, 2])]]],
    ['elevations in three dimensions', [['FULL_ELEVATION', floats([2, 3, 2])]]],
  ])('%s: corrupt', async (_, changes) => {
    const tags = new Map([...square(), ...changes]);
    expect(await readSkymap(skymapFile(tags), 'x')).toMatchObject({ ok: false, failure: { kind: 'corrupt' } });
  });

  test.each<[string, IdlValue]>([
    ['no mapped places', { kind: 'scalar', type: 'STRING', value: '' }],
    ['places in words', { kind: 'array', type: 'STRING', dims: [1], values: ['north'] }],
  ])('%s: unsupported', async (_, value) => {
    const tags = new Map([...square(), ['FULL_MAP_LATITUDE', value] as const]);
    expect(await readSkymap(skymapFile(tags), 'x')).toMatchObject({ ok: false, failure: { kind: 'unsupported' } });
  });
});

describe('what is no skymap', () => {
  test.each([
    ['a web page', new TextEncoder().encode('\n<!doctype html><html></html>'), 'missing'],
    ['nothing', new Uint8Array(), 'corrupt'],
    ['a gzip file', new Uint8Array([0x1f, 0x8b, 8, 0]), 'corrupt'],
    [
      'another SAVE file',
      new SaveWriter().variable('A', { kind: 'scalar', type: 'INT', value: 1 }).bytes(),
      'unsupported',
    ],
  ])('%s', async (_, bytes, kind) => {
    expect(await readSkymap(bytes, gakoName)).toMatchObject({ ok: false, failure: { kind } });
  });
});

/** Two rows of three pixels at two altitudes, each number its own index. */
function square(): Map<string, IdlValue> {
  return new Map([
    ['FULL_ELEVATION', doubles([2, 3])],
    ['FULL_MAP_ALTITUDE', array([2], [110_000, 230_000])],
    ['FULL_MAP_LATITUDE', floats([2, 3, 4])],
    ['FULL_MAP_LONGITUDE', floats([2, 3, 4])],
  ]);
}

function skymapFile(tags: ReadonlyMap<string, IdlValue>, options = {}): Uint8Array {
  const value = { kind: 'structure', name: '', dims: [1], tags: [...tags.keys()], elements: [tags] } as const;
  return new SaveWriter(options).variable('SKYMAP', value).bytes();
}

function floats(dims: readonly number[]): IdlValue {
  const count = dims.reduce((product, dim) => product * dim, 1);
  return array(
    dims,
    Array.from({ length: count }, (_, index) => index),
  );
}

function doubles(dims: readonly number[]): IdlValue {
  const count = dims.reduce((product, dim) => product * dim, 1);
  const values = Float64Array.from({ length: count }, (_, index) => index);
  return { kind: 'array', type: 'DOUBLE', dims, values };
}

function array(dims: readonly number[], values: readonly number[]): IdlValue {
  return { kind: 'array', type: 'FLOAT', dims, values: Float32Array.from(values) };
}
