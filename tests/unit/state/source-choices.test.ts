import { describe, expect, test } from 'vitest';
import { observatory } from '$lib/datasets/observatories';
import type { DescribedSource, MetadataField } from '$lib/model/search';
import { arraysOf, sharedFields, sitesToChoose, sourcesOf } from '$lib/state/source-choices';

const field = (name: string): MetadataField => ({ name, description: name, type: 'string', allowed: [] });

function source(
  identifier: number,
  program: string,
  instrumentType: string,
  displayName: string,
  fields: string[] = [],
) {
  const platform = displayName.split(' ').at(-1)!.toLowerCase();
  const shape = { identifier, program, platform, instrumentType, sourceType: 'ground', displayName };
  return { ...shape, productFields: fields.map(field), ephemerisFields: [] } satisfies DescribedSource;
}

const sources = [
  source(1, 'trex', 'RGB ASI', 'TREx RGB GILL', ['keogram_type', 'movie_type']),
  source(2, 'trex', 'RGB ASI', 'TREx RGB LUCK', ['keogram_type']),
  source(3, 'trex', 'spectrograph', 'TREx Spectrograph LUCK'),
  source(4, 'themis-asi', 'panchromatic ASI', 'THEMIS-ASI ATHA'),
  source(5, 'themis-asi', 'panchromatic ASI', 'THEMIS-ASI GILL'),
];

test('arrays are named by what their sources share', () => {
  expect(arraysOf(sources).map(({ name }) => name)).toEqual(['THEMIS-ASI', 'TREx RGB', 'trex, spectrograph']);
  const [, rgb] = arraysOf(sources);
  expect(sourcesOf(sources, rgb!).map(({ identifier }) => identifier)).toEqual([1, 2]);
  expect(sourcesOf(sources, null)).toHaveLength(5);
});

test('what can be filtered by is what all of them know', () => {
  expect(sharedFields(sources.slice(0, 2)).map(({ name }) => name)).toEqual(['keogram_type']);
  expect(sharedFields(sources)).toEqual([]);
  expect(sharedFields([])).toEqual([]);
});

describe('the sites to choose from', () => {
  const from = (own: readonly (readonly [platform: string, displayName: string])[], program = 'trex') => {
    const array = { program, instrumentType: 'RGB ASI' };
    const some = own.map(([platform, displayName], at) => ({
      ...source(at, program, 'RGB ASI', displayName),
      platform,
    }));
    return sitesToChoose(some, array).map(({ platform, code, town }) => [platform, code, town]);
  };

  test('are called by code and town, as the app knows them, in the order of their codes', () => {
    const own = [
      ['pinawa', 'TREx RGB PINA'],
      ['fort smith', 'TREx RGB FSMI'],
    ] as const;
    expect(from(own)).toEqual([
      ['fort smith', 'FSMI', 'Fort Smith'],
      ['pinawa', 'PINA', 'Pinawa'],
    ]);
  });

  test('are those with cameras of the archive where the service cannot be asked', () => {
    const sites = sitesToChoose([], { program: 'trex', instrumentType: 'RGB ASI' });
    expect(sites.find(({ platform }) => platform === 'gillam')).toEqual({
      ...{ platform: 'gillam', code: 'GILL', town: 'Gillam', fullName: observatory('gill')!.name },
    });
    const codes = sites.map(({ code }) => code);
    expect(codes).toEqual([...codes].sort());
  });

  test('are found by what the service calls the place where a source has another name', () => {
    expect(from([['gillam', 'RGB camera']])).toEqual([['gillam', 'GILL', 'Gillam']]);
  });

  test('without a known place keep the name of the source', () => {
    expect(from([['swarma', 'Swarm A']], 'swarm')).toEqual([['swarma', 'Swarm A', '']]);
  });
});
