import { describe, expect, test } from 'vitest';
import { dayUs, parseInstant } from '$lib/datasets/utc';
import type { SourceCounts } from '$lib/model/data-product';
import type { DescribedSource } from '$lib/model/search';
import type { WallCamera, WallPicture } from '$lib/model/wall';
import { availabilityOf, seasonCounts } from '$lib/state/season-availability';
import { isAt, seasonSites } from '$lib/state/season-sites';

const rgb = { program: 'trex', instrumentType: 'RGB ASI' };
const source = (platform: string, displayName: string): DescribedSource => ({
  ...{ ...rgb, platform, displayName, identifier: 103, sourceType: 'ground' },
  ...{ ephemerisFields: [], productFields: [] },
});
const camera = (siteUid: string | null, name: string): WallCamera => ({
  ...{ siteUid, name, dataset: 'TREX_RGB_RAW_NOMINAL', deviceUid: null },
});

describe('sites of a season', () => {
  test('are those of the sources, by name, each where it stands', () => {
    const sources = [source('gillam', 'TREx RGB GILL'), source('fort smith', 'TREx RGB FSMI')];
    const sites = seasonSites({ array: rgb, platforms: ['gillam', 'fort smith'] }, sources);
    expect(sites.map(({ name, place }) => [name, place?.siteUid])).toEqual([
      ['TREx RGB FSMI', 'fsmi'],
      ['TREx RGB GILL', 'gill'],
    ]);
  });

  test('are known without the service too', () => {
    expect(seasonSites({ array: rgb, platforms: ['gillam'] }, [])).toMatchObject([
      { name: 'TREx RGB GILL', place: { siteUid: 'gill' } },
    ]);
  });

  test('where nobody knows a place, its name is what it has', () => {
    const array = { program: 'unis/kho', instrumentType: 'RGB ASI' };
    const [site] = seasonSites({ array, platforms: ['svalbard'] }, []);
    expect(site).toEqual({ platform: 'svalbard', name: 'unis/kho svalbard', place: null });
    expect([isAt(camera(null, 'unis/kho svalbard'), site!), isAt(camera(null, 'another'), site!)]).toEqual([
      true,
      false,
    ]);
  });

  test('there are none without an array', () => {
    expect(seasonSites({ array: null, platforms: ['gillam'] }, [])).toEqual([]);
  });
});

describe('availability', () => {
  const season = { startUs: parseInstant('2019-07-01')!, endUs: parseInstant('2020-07-01')! };
  const [gill] = seasonSites({ array: rgb, platforms: ['gillam'] }, [source('gillam', 'TREx RGB GILL')]);
  const day = parseInstant('2020-01-02')!;
  const at = (day - season.startUs) / dayUs;
  const counted: SourceCounts[] = [
    {
      source: source('gillam', 'TREx RGB GILL'),
      perDay: new Map([
        [day, 31],
        [season.endUs, 5],
      ]),
    },
    { source: source('pinawa', 'TREx RGB PINA'), perDay: new Map([[day + dayUs, 4]]) },
  ];
  const range = { startUs: day, endUs: day + dayUs };
  const picture: WallPicture = {
    ...{ url: 'a', name: 'a', range, span: 'daily', kind: 'daily', camera: camera('gill', 'TREx RGB GILL') },
  };
  const found = (perDay: Uint32Array) => [...perDay.entries()].filter(([, count]) => count > 0);

  test('is as the service counts, of this site and these days', () => {
    const { perDay, counts } = availabilityOf(gill!, season, counted, []);
    expect([perDay.length, counts, found(perDay)]).toEqual([366, 'products', [[at, 31]]]);
  });

  test('is where a keogram is known, when the service counts nothing of the site or cannot be asked', () => {
    for (const told of [null, counted.slice(1)]) {
      const { perDay, counts } = availabilityOf(gill!, season, told, [picture]);
      expect([counts, found(perDay)]).toEqual(['keograms', [[at, 1]]]);
    }
  });

  test('all sites of the array are asked for at once', () => {
    expect(seasonCounts({ array: rgb }, season)).toEqual({
      of: 'products',
      ...rgb,
      range: season,
      platform: null,
      type: null,
    });
  });
});
