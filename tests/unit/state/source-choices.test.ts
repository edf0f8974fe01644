import { expect, test } from 'vitest';
import type { DescribedSource, MetadataField } from '$lib/model/search';
import { arraysOf, sharedFields, sourcesOf } from '$lib/state/source-choices';

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
