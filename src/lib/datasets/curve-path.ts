import { curveDatasetByName } from './curve-catalogue';
import { dayUs, formatDate } from './utc';

/** Which day's file the archive would have of some samples, and where. */
export interface CurvePlace {
  /** Start of the day that the middle of them lies in, UTC. */
  readonly startUs: number;
  /** Below the archive's root; null where no site is known that could be one of a track. */
  readonly path: string | null;
}

/** Where the archive keeps a day of curves: the dataset's directory, the day, all sites together. */
export function curvePlace(datasetName: string, siteUid: string | null, firstUs: number, lastUs: number): CurvePlace {
  const startUs = Math.floor((firstUs + lastUs) / 2 / dayUs) * dayUs;
  const dataset = curveDatasetByName(datasetName);
  if (!dataset || siteUid === null || !/^[a-z0-9]{3,5}$/.test(siteUid)) return { startUs, path: null };
  const day = formatDate(startUs).split('-');
  const digits = day.join('');
  const level = /_(K\d)_/.exec(datasetName)?.[1]?.toLowerCase() ?? 'k0';
  const name =
    dataset.format === 'hdf5'
      ? `${digits}_${siteUid}-hsr_${level}_v01.h5`
      : `norstar_${level}_rio-${siteUid}_${digits}_v01.txt`;
  return { startUs, path: [dataset.directory, ...day, name].join('/') };
}

/** What is to be said of a file whose site nobody knows. */
export const siteUnknown = 'Neither the file nor its name tells the site: it can be looked into, and is no track.';
