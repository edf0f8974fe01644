import type { ArchiveFileName, ImagerDataset } from '$lib/model/dataset';
import { formatMicrosecond, formatDate } from './utc';

/**
 * Where the archive keeps a file of frames, below its root: the dataset's directory, the day, the camera, the hour.
 *
 * @param name of the file
 * @see `directory-listing.ts`, which walks the same folders
 */
export function canonicalPath(
  { directory, packing }: ImagerDataset,
  { startUs, siteUid, deviceUid }: ArchiveFileName,
  name: string,
): string {
  const day = formatDate(startUs).split('-');
  const hour = packing.hourFolders ? [`ut${formatMicrosecond(startUs).slice(0, 2)}`] : [];
  return [directory, ...day, `${siteUid}_${deviceUid}`, ...hour, name].join('/');
}

/** What comes behind the camera in the names of files with frames, by how they are packed. */
const endings: Readonly<Record<ImagerDataset['packing']['container'], readonly string[]>> = {
  pgm: ['full.pgm.gz', '6300.pgm.gz', '8446.pgm.gz', 'spectra.pgm.gz'],
  hdf5: ['full.h5', 'rgb-full.h5', 'raw.h5'],
  png: ['burst.png.tar', 'full.png.tar', 'burst.png', 'full.png'],
  spectra: ['cal_v01.h5'],
};

/**
 * What the archive would call a file of frames. Its pattern decides between the endings: the first that the dataset
 * takes for one of its own.
 *
 * @param single whether the file is named for one frame, with seconds and microseconds, and not for a minute or hour
 */
export function canonicalName(dataset: ImagerDataset, file: ArchiveFileName, single = false): string {
  const { startUs, siteUid, deviceUid } = file;
  const date = formatDate(startUs).replaceAll('-', '');
  const [clock = '', micros = ''] = formatMicrosecond(startUs).replaceAll(':', '').split('.');
  const digits = dataset.packing.fileSpanSec >= 3600 ? 2 : 4;
  const time = single ? `${clock}_${micros}` : clock.slice(0, digits);
  const names = endings[dataset.packing.container].map((ending) => `${date}_${time}_${siteUid}_${deviceUid}_${ending}`);
  return names.find((name) => dataset.fileName.test(name)) ?? names[0]!;
}
