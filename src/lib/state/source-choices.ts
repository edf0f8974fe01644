import { observatory } from '$lib/datasets/observatories';
import { cameraOf, foldersArrays, platformOf, sitesOfArray } from '$lib/datasets/source-camera';
import type { Observatory } from '$lib/model/dataset';
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

/** A site of an array, or a spacecraft. */
export interface SiteOption {
  /** As the service spells it, `fort smith`. */
  readonly platform: string;
  /** `FSMI`; of what stands at no place that is known, its own name. */
  readonly code: string;
  /** `Fort Smith`; empty where the code is all there is. */
  readonly town: string;
  /** `Fort Smith, NWT, Canada` */
  readonly fullName: string;
}

/**
 * The sites of an array: those of its sources, else those where it is known to have cameras. As everywhere they go by
 * their codes.
 */
export function sitesToChoose(sources: readonly DescribedSource[], array: ExploreArray): readonly SiteOption[] {
  const known = sourcesOf(sources, array);
  const options =
    known.length > 0
      ? known.map((source) => optionOf(source, siteOf(source, array)))
      : sitesOfArray(array, []).map((site) => optionOf({ platform: platformOf(site), displayName: '' }, site));
  return options.sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** By the name of the source, else by what the service calls the place. */
function siteOf(source: DescribedSource, array: ExploreArray): Observatory | null {
  const { siteUid } = cameraOf(source);
  return siteUid === null ? (sitesOfArray(array, [source.platform])[0] ?? null) : observatory(siteUid);
}

function optionOf(
  { platform, displayName }: Pick<DescribedSource, 'platform' | 'displayName'>,
  site: Observatory | null,
): SiteOption {
  if (!site) return { platform, code: displayName, town: '', fullName: displayName };
  const { siteUid, name } = site;
  return { platform, code: siteUid.toUpperCase(), town: name.split(',')[0]!, fullName: name };
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
