import type { DataProduct } from '$lib/model/data-product';
import type { Observatory } from '$lib/model/dataset';
import type { ExploreArray } from '$lib/model/explore';
import type { DataSource } from '$lib/model/search';
import type { WallCamera, WallPicture } from '$lib/model/wall';
import { datasetByName } from './catalogue';
import { observatoriesOf, observatory } from './observatories';
import { nameOfAddress } from './product-table';
import { parseSummaryName } from './summary-name';
import { minuteUs } from './utc';

/* What the search service calls an instrument, and what the archive does. */

/** The raw dataset of an array's cameras, by program and instrument. */
const datasets: Readonly<Record<string, string>> = {
  'themis-asi/panchromatic ASI': 'THEMIS_ASI_RAW',
  'rego/redline ASI': 'REGO_RAW',
  'trex/near-infrared ASI': 'TREX_NIR_RAW',
  'trex/blueline ASI': 'TREX_BLUE_RAW',
  'trex/RGB ASI': 'TREX_RGB_RAW_NOMINAL',
  // Not known to the service; in the archive's folders all the same.
  'smile/RGB ASI': 'SMILE_ASI_RAW',
};

/** Arrays whose keograms are in the archive's folders, for when the service cannot be asked what there is. */
export const foldersArrays: readonly (ExploreArray & { readonly name: string })[] = Object.entries(datasets).map(
  ([key, dataset]) => ({ ...arrayOf(key), name: datasetByName(dataset)!.title }),
);

/** Null where the archive has no raw files of it, as far as is known. */
export function rawDatasetOf({ program, instrumentType }: ExploreArray): string | null {
  return datasets[`${program}/${instrumentType}`] ?? null;
}

/** The same the other way round. */
export function arrayOfDataset(dataset: string): ExploreArray | null {
  const key = Object.keys(datasets).find((name) => datasets[name] === dataset);
  return key === undefined ? null : arrayOf(key);
}

/**
 * The sites of an array that a search would look at.
 *
 * @param platforms as the service spells them, `fort smith`; none: all
 */
export function sitesOfArray(array: ExploreArray, platforms: readonly string[]): readonly Observatory[] {
  const dataset = datasetByName(rawDatasetOf(array) ?? '');
  const sites = observatoriesOf(dataset?.instrumentArray ?? null);
  return platforms.length === 0 ? sites : sites.filter((site) => platforms.includes(platformOf(site)));
}

/** `Fort Smith, NWT, Canada` is `fort smith` there. */
export function platformOf({ name }: Observatory): string {
  return name.split(',')[0]!.toLowerCase();
}

/** A camera of a source; its site by the end of its name, `TREx RGB GILL`, where that is one. */
export function cameraOf(source: DataSource, deviceUid: string | null = null): WallCamera {
  const last = source.displayName.split(' ').at(-1)!.toLowerCase();
  const siteUid = observatory(last) ? last : null;
  const dataset = datasetByName(rawDatasetOf(source) ?? '');
  // As the rest of the app calls it.
  const name = dataset && siteUid ? `${dataset.title} ${siteUid.toUpperCase()}` : source.displayName;
  return { name, dataset: dataset?.name ?? null, siteUid, deviceUid };
}

/**
 * A keogram that the service knows, as a picture for the wall. Its name tells better than its record what it covers: the
 * end of a record is its last minute, and other providers' names tell nothing.
 */
export function pictureOfProduct({ url, source, startUs, endUs, metadata }: DataProduct): WallPicture {
  const name = nameOfAddress(url);
  const told = parseSummaryName(name);
  const camera = cameraOf(source, told?.deviceUid ?? null);
  const range = told?.range ?? { startUs, endUs: Math.max(endUs, startUs) + minuteUs };
  const isHourly = told ? told.span === 'hourly' : endUs - startUs < 120 * minuteUs;
  const span = isHourly ? 'hourly' : 'daily';
  return {
    ...{ url, name, range, span, kind: metadata.keogram_type ?? span },
    camera: told && observatory(told.siteUid) ? { ...camera, siteUid: told.siteUid } : camera,
  };
}

function arrayOf(key: string): ExploreArray {
  const slash = key.lastIndexOf('/');
  return { program: key.slice(0, slash), instrumentType: key.slice(slash + 1) };
}
