import { cameraOf, rawDatasetOf, sitesOfArray } from '$lib/datasets/source-camera';
import { datasetByName } from '$lib/datasets/catalogue';
import { observatory } from '$lib/datasets/observatories';
import type { Observatory } from '$lib/model/dataset';
import type { ExploreChoice } from '$lib/model/explore';
import type { DescribedSource } from '$lib/model/search';
import type { WallCamera } from '$lib/model/wall';
import { sourcesOf } from './source-choices';

/** One below the other they still fit on a screen, and are asked for in minutes. */
export const mostSites = 6;

/** A site of an array, of which a season is shown. */
export interface SeasonSite {
  /** As the search service spells it, `fort smith`. */
  readonly platform: string;
  /** `TREx RGB FSMI` */
  readonly name: string;
  /** Null where it is not known where that is. */
  readonly place: Observatory | null;
}

/** The sites that were chosen, in the order of their names. */
export function seasonSites(
  { array, platforms }: Pick<ExploreChoice, 'array' | 'platforms'>,
  sources: readonly DescribedSource[],
): readonly SeasonSite[] {
  if (!array) return [];
  const known = sourcesOf(sources, array);
  const title = datasetByName(rawDatasetOf(array) ?? '')?.title ?? array.program;
  return platforms
    .map((platform): SeasonSite => {
      const source = known.find((one) => one.platform === platform);
      if (source) {
        const { name, siteUid } = cameraOf(source);
        return { platform, name, place: siteUid === null ? null : observatory(siteUid) };
      }
      const [place = null] = sitesOfArray(array, [platform]);
      return { platform, name: `${title} ${place ? place.siteUid.toUpperCase() : platform}`, place };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether a camera stands at a site. */
export function isAt({ siteUid, name }: WallCamera, site: SeasonSite): boolean {
  return siteUid !== null && site.place ? siteUid === site.place.siteUid : name === site.name;
}
