import type { CurveDataset } from '$lib/model/curve';
import { curveDatasets } from './curve-catalogue';
import { parseRiometerName } from './riometer-name';
import { parseTimestampUs } from './timestamp';

/** What the name of a day file tells. */
export interface CurveFileName {
  readonly dataset: CurveDataset;
  readonly siteUid: string;
  /** Start of the day, UTC microseconds. */
  readonly startUs: number;
}

/**
 * Read a name like `norstar_k0_rio-fsim_20180503_v01.txt`, an old one like `chu_rio_19930403_v1a.txt`, or
 * `20240203_medo-hsr_k0_v01.h5`.
 *
 * @param path with or without directories
 * @returns null where it is no day file of the catalogue, or of an old site that is not known
 */
export function parseCurveFileName(path: string): CurveFileName | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  const dataset = curveDatasets.find(({ fileName }) => fileName.test(name));
  if (!dataset) return null;
  const { siteUid, dayUs } = dataset.format === 'hdf5' ? parseHsrName(name) : parseRiometerName(name);
  return siteUid === null || dayUs === null ? null : { dataset, siteUid, startUs: dayUs };
}

function parseHsrName(name: string) {
  const match = /^(\d{4})(\d{2})(\d{2})_([a-z0-9]+)-hsr_/.exec(name);
  const dayUs = match && parseTimestampUs(`${match[1]}-${match[2]}-${match[3]} 00:00:00`);
  return { siteUid: match?.[4] ?? null, dayUs };
}
