import { describe, expect, test } from 'vitest';
import { dayUs } from '$lib/datasets/utc';
import type { ExploreChoice } from '$lib/model/explore';
import type { DescribedSource, FilterGroup } from '$lib/model/search';
import { noChoice } from '$lib/state/explore-link';
import { wallQueryOf } from '$lib/state/wall-query';

/** @param kinds of keograms that the schema lists; null where it has no such field */
function source(platform: string, kinds: readonly string[] | null, instrumentType = 'RGB ASI'): DescribedSource {
  const field = { name: 'keogram_type', description: '', type: 'string', allowed: kinds ?? [] } as const;
  return {
    ...{ identifier: platform.length, program: 'trex', platform, instrumentType, sourceType: 'ground' },
    ...{ displayName: `TREx ${platform}`, productFields: kinds ? [field] : [], ephemerisFields: [] },
  };
}

const kinds = ['daily', 'daily_hires', 'hourly'];
const days = ['daily', 'daily_hires', 'daily_moviederived'];
const array = { program: 'trex', instrumentType: 'RGB ASI' };
const range = { startUs: 0, endUs: 30 * dayUs };
const choice: ExploreChoice = { ...noChoice, range, array };
const own = (joined: 'AND' | 'OR', key = 'imaging'): FilterGroup => ({
  joined,
  expressions: [{ key, operator: '=', values: ['yes'] }],
});
const filtersOf = (change: Partial<ExploreChoice>, sources: readonly DescribedSource[]) =>
  wallQueryOf({ ...choice, ...change }, sources)?.filters;
const expression = { key: 'keogram_type', operator: 'in', values: days };

test('without days nothing is asked; else for keograms, whatever types were chosen for the table', () => {
  expect(wallQueryOf({ ...choice, range: null }, [])).toBeNull();
  const query = wallQueryOf({ ...choice, types: ['movie'] }, []);
  expect(query).toMatchObject({ types: ['keogram'], programs: ['trex'], range, filters: null });
});

describe('only those of whole days', () => {
  test('where the schema tells them from those of hours', () => {
    const sources = [source('gillam', kinds), source('lucky lake', kinds)];
    expect(filtersOf({}, sources)).toEqual({ joined: 'AND', expressions: [expression] });
    expect(filtersOf({ filters: own('AND') }, sources)).toEqual({
      joined: 'AND',
      expressions: [...own('AND').expressions, expression],
    });
  });

  test.each<[string, Partial<ExploreChoice>, readonly DescribedSource[]]>([
    ['no source is known', {}, []],
    ['one of the sources has no such field', {}, [source('gillam', kinds), source('lucky lake', null)]],
    ['the schema lists no kinds: any may come', {}, [source('gillam', [])]],
    ['it lists none of days', {}, [source('gillam', ['hourly'])]],
    ['another array has the field', {}, [source('gillam', kinds, 'spectrograph')]],
    ['what was chosen is joined by "or": groups do not nest', { filters: own('OR') }, [source('gillam', kinds)]],
    ['a kind was chosen already', { filters: own('AND', 'keogram_type') }, [source('gillam', kinds)]],
  ])('not where %s', (_, change, sources) => {
    expect(filtersOf(change, sources)).toEqual(change.filters ?? null);
  });

  test('as far as the chosen sites are concerned', () => {
    const sources = [source('gillam', kinds), source('lucky lake', null)];
    expect(filtersOf({ platforms: ['gillam'] }, sources)).toEqual({ joined: 'AND', expressions: [expression] });
    expect(filtersOf({ platforms: ['lucky lake'] }, sources)).toBeNull();
  });
});
