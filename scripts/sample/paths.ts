import { formatDate } from '$lib/datasets/utc';
import { sampleRange, type Camera } from './plan';

/** Where the archive keeps raw files and summary pictures of a dataset, below its root, and what their names end in. */
const places = {
  THEMIS_ASI_RAW: { root: 'THEMIS/asi', mode: 'full', file: 'pgm.gz', picture: 'pgm.jpg' },
  REGO_RAW: { root: 'GO-Canada/REGO', mode: '6300', file: 'pgm.gz', picture: 'jpg' },
  TREX_NIR_RAW: { root: 'TREx/NIR', mode: '8446', file: 'pgm.gz', picture: 'png' },
  TREX_RGB_RAW_NOMINAL: { root: 'TREx/RGB', mode: 'full', file: 'h5', picture: 'jpg' },
} as const;

const day = formatDate(sampleRange.startUs);
const compactDay = day.replaceAll('-', '');
const hour = String(new Date(sampleRange.startUs / 1000).getUTCHours()).padStart(2, '0');

/** What describes the sample event to the app; written last, so that where it is, everything is. */
export const descriptionName = 'sample.json';

/** The archive's folder inside the sample's. */
export const archiveFolder = 'sort_by_project';

/** `THEMIS/asi/stream0/2030/02/08/gill_themis96/ut08/20300208_0807_gill_themis96_full.pgm.gz` @param minute 0…19 */
export function rawPath(camera: Camera, minute: number): string {
  const { root, mode, file } = places[camera.dataset];
  const name = `${compactDay}_${hour}${String(minute).padStart(2, '0')}_${cameraName(camera)}_${mode}.${file}`;
  return `${root}/stream0/${cameraFolder(camera)}/ut${hour}/${name}`;
}

/** The archive's own keogram of the day or of the hour. */
export function summaryPath(camera: Camera, span: 'daily' | 'hourly'): string {
  const { root, mode, picture } = places[camera.dataset];
  const folder = `${root}/stream2/${cameraFolder(camera)}`;
  const name = `${cameraName(camera)}_${mode}-keogram.${picture}`;
  return span === 'daily' ? `${folder}/${compactDay}__${name}` : `${folder}/ut${hour}/${compactDay}_${hour}_${name}`;
}

function cameraFolder(camera: Camera): string {
  return `${day.replaceAll('-', '/')}/${cameraName(camera)}`;
}

function cameraName({ siteUid, deviceUid }: Camera): string {
  return `${siteUid}_${deviceUid}`;
}
