import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { datasetByName } from '$lib/datasets/catalogue';
import { productAt, readProductTable } from '$lib/datasets/product-table';
import {
  arrayOfDataset,
  cameraOf,
  foldersArrays,
  pictureOfProduct,
  platformOf,
  rawDatasetOf,
  sitesOfArray,
} from '$lib/datasets/source-camera';
import { dayUs, formatInstant, hourUs, parseInstant } from '$lib/datasets/utc';
import type { DataProduct } from '$lib/model/data-product';
import type { DataSource } from '$lib/model/search';
import { sharedReference } from '../shared-data';

const source: DataSource = {
  ...{ identifier: 103, program: 'trex', platform: 'gillam', instrumentType: 'RGB ASI' },
  ...{ sourceType: 'ground', displayName: 'TREx RGB GILL' },
};
const startUs = parseInstant('2020-02-01')!;

const product = (change: Partial<DataProduct> = {}): DataProduct => ({
  ...{ startUs, endUs: startUs + dayUs - 60e6, source, type: 'keogram', metadata: { keogram_type: 'daily' } },
  url: 'https://data.phys.ucalgary.ca/x/20200201__gill_rgb-04_full-keogram.jpg',
  ...change,
});

describe('arrays of the search service and datasets of the archive', () => {
  test('are the same both ways, and each is known to the catalogue', () => {
    expect(foldersArrays).toHaveLength(6);
    for (const { program, instrumentType, name } of foldersArrays) {
      const dataset = rawDatasetOf({ program, instrumentType });
      expect(datasetByName(dataset!)?.title).toBe(name);
      expect(arrayOfDataset(dataset!)).toEqual({ program, instrumentType });
      expect(sitesOfArray({ program, instrumentType }, []).length).toBeGreaterThan(1);
    }
  });

  test.each([
    ['trex', 'spectrograph'],
    ['', ''],
    ['constructor', ''],
    ['TREX', 'RGB ASI'],
  ])('of %s, %s nothing is known', (program, instrumentType) => {
    expect(rawDatasetOf({ program, instrumentType })).toBeNull();
    expect(sitesOfArray({ program, instrumentType }, ['gillam'])).toEqual([]);
  });

  test('sites are chosen as the service spells them', () => {
    const array = { program: 'trex', instrumentType: 'RGB ASI' };
    const sites = sitesOfArray(array, ['fort smith', 'gillam', 'atlantis']);
    expect(sites.map(({ siteUid }) => siteUid).sort()).toEqual(['fsmi', 'gill']);
    expect(sites.map(platformOf).sort()).toEqual(['fort smith', 'gillam']);
    expect(arrayOfDataset('NO_SUCH_RAW')).toBeNull();
  });
});

test.each([
  ['TREx RGB GILL', 'gill'],
  ['gill', 'gill'],
  ['TREx RGB Nowhere', null],
  ['', null],
])('the camera of a source called "%s"', (displayName, siteUid) => {
  // A known site is called as everywhere in the app.
  const name = siteUid === null ? displayName : 'TREx RGB GILL';
  const camera = { name, dataset: 'TREX_RGB_RAW_NOMINAL', siteUid, deviceUid: null };
  expect(cameraOf({ ...source, displayName })).toEqual(camera);
});

describe('a picture for the wall', () => {
  test('has its day and its camera from its name', () => {
    expect(pictureOfProduct(product())).toEqual({
      url: product().url,
      name: '20200201__gill_rgb-04_full-keogram.jpg',
      range: { startUs, endUs: startUs + dayUs },
      ...{ span: 'daily', kind: 'daily' },
      camera: { name: 'TREx RGB GILL', dataset: 'TREX_RGB_RAW_NOMINAL', siteUid: 'gill', deviceUid: 'rgb-04' },
    });
  });

  test('believes its name more than its record', () => {
    const url = 'https://data.phys.ucalgary.ca/x/20200203_07_fsmi_rgb-01_full-keogram.jpg';
    const picture = pictureOfProduct(product({ url }));
    expect([formatInstant(picture.range.startUs), picture.range.endUs - picture.range.startUs, picture.span]).toEqual([
      '2020-02-03T07:00Z',
      hourUs,
      'hourly',
    ]);
    expect(picture.camera).toMatchObject({ siteUid: 'fsmi', deviceUid: 'rgb-01' });
  });

  test('of a site that is not known keeps that of its source', () => {
    const url = 'https://data.phys.ucalgary.ca/x/20200201__zzzz_rgb-04_full-keogram.jpg';
    expect(pictureOfProduct(product({ url })).camera).toMatchObject({ siteUid: 'gill', deviceUid: 'rgb-04' });
  });

  test.each<[string, string, string]>([
    ['a name that tells nothing', 'https://example.org/keograms/night.png', 'night.png'],
    ['a question', 'https://example.org/show?file=a/b.png', 'b.png'],
    ['no name at all', 'https://example.org/', ''],
    ['letters as numbers', 'https://example.org/%E2%82%AC%20night.png', '€ night.png'],
    ['a stray % sign', 'https://example.org/100%night.png', '100%night.png'],
  ])('of another provider, with %s, has the times of its record', (_, url, name) => {
    const picture = pictureOfProduct(product({ url, metadata: {} }));
    expect(picture).toMatchObject({ name, span: 'daily', kind: 'daily', range: { startUs, endUs: startUs + dayUs } });
    expect(picture.camera.deviceUid).toBeNull();
  });

  test.each([
    ['an hour', 59 * 60e6, 'hourly', hourUs],
    ['an instant', 0, 'hourly', 60e6],
    ['two hours', 2 * hourUs, 'daily', 2 * hourUs + 60e6],
    ['a time that runs backwards', -hourUs, 'hourly', 60e6],
  ])('that is said to cover %s', (_, lengthUs, span, coveredUs) => {
    const change = { url: 'https://example.org/a.png', endUs: startUs + lengthUs, metadata: {} };
    const picture = pictureOfProduct(product(change));
    expect([picture.span, picture.range.endUs - picture.range.startUs]).toEqual([span, coveredUs]);
  });
});

test.skipIf(sharedReference === null)(
  'recorded keograms lie where their records say, and their cameras are known',
  () => {
    const text = readFileSync(join(sharedReference!, 'examples', 'data-products-data.json'), 'utf8');
    const table = readProductTable(text);
    if (typeof table === 'string') throw new Error(table);
    const all = Array.from({ length: table.count }, (_, index) => productAt(table, index));
    const keograms = all.filter(({ type }) => type === 'keogram');
    expect(keograms.length).toBeGreaterThan(20);
    for (const keogram of keograms) {
      const { range, span, kind, camera } = pictureOfProduct(keogram);
      expect(range).toEqual({ startUs: keogram.startUs, endUs: keogram.endUs + 60e6 });
      expect(kind).toBe(keogram.metadata.keogram_type);
      expect(span).toBe(kind.split('_')[0]);
      expect(camera).toMatchObject({ dataset: 'TREX_RGB_RAW_NOMINAL', name: keogram.source.displayName });
      expect(camera.siteUid).toBe(keogram.source.displayName.split(' ').at(-1)!.toLowerCase());
      expect(camera.deviceUid).toMatch(/^rgb-\d\d$/);
    }
  },
);
