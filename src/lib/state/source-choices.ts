import { foldersArrays, platformOf, sitesOfArray } from '$lib/datasets/source-camera';
import type { ExploreArray } from '$lib/model/explore';
import type { DescribedSource, MetadataField } from '$lib/model/search';

/** What of the sources can be chosen, arrays by the names that their sources share. */
export interface ArrayOption extends ExploreArray {
  /** `TREx RGB` */
  readonly name: string;
}

/**
 * The arrays among the sources, by name. Sources of one program and instrument are called alike but for the site at the
 * end: `TREx RGB GILL`.
 */
export function arraysOf(sources: readonly DescribedSource[]): readonly ArrayOption[] {
  const groups = new Map<string, DescribedSource[]>();
  for (const source of sources) {
    const key = `${source.program}/${source.instrumentType}`;
    groups.set(key, [...(groups.get(key) ?? []), source]);
  }
  return [...groups.values()]
    .map((group) => ({
      ...{ program: group[0]!.program, instrumentType: group[0]!.instrumentType },
      name: commonName(group),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The same, and those arrays of which the archive's folders have keograms, though the service has no such source. */
export function withFolders(arrays: readonly ArrayOption[], wanted: boolean): readonly ArrayOption[] {
  if (!wanted) return arrays;
  const others = foldersArrays.filter(
    ({ program, instrumentType }) =>
      !arrays.some((array) => array.program === program && array.instrumentType === instrumentType),
  );
  return [...arrays, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A site of an array. */
export interface SiteOption {
  readonly platform: string;
  readonly displayName: string;
}

/** The sites of an array: those of its sources, else those where it is known to have cameras. */
export function sitesToChoose(sources: readonly DescribedSource[], array: ExploreArray): readonly SiteOption[] {
  const known = sourcesOf(sources, array);
  if (known.length > 0) return known;
  return sitesOfArray(array, []).map((site) => ({ platform: platformOf(site), displayName: site.name }));
}

/** Sources of an array, or all; by name. */
export function sourcesOf(sources: readonly DescribedSource[], array: ExploreArray | null): readonly DescribedSource[] {
  if (!array) return sources;
  return sources.filter(
    ({ program, instrumentType }) => program === array.program && instrumentType === array.instrumentType,
  );
}

/** Fields by which the products of all these sources can be filtered. */
export function sharedFields(sources: readonly DescribedSource[]): readonly MetadataField[] {
  const [first, ...others] = sources;
  if (!first) return [];
  return first.productFields.filter(({ name }) =>
    others.every(({ productFields }) => productFields.some((field) => field.name === name)),
  );
}

function commonName(group: readonly DescribedSource[]): string {
  const names = group.map(({ displayName }) => displayName.split(' '));
  const [first] = names;
  const shared = first!.filter((word, place) => names.every((name) => name[place] === word));
  // A single one has its whole name in common with itself: what it measures tells more than where.
  if (group.length === 1 || shared.length === 0) return `${group[0]!.program}, ${group[0]!.instrumentType}`;
  return shared.join(' ');
}
