import type { ArchiveFileName, ImagerDataset } from '$lib/model/dataset';
import { imagerDatasets } from './catalogue';
import { parseTimestampUs } from './timestamp';

const devicePart = /^(themis\d+|rego-\d+|nir-\d+|blue-\d+|rgb-\d+|spect-\d+|smile-\d+|rainbow-\d+)$/;
const sitePart = /^(?=.*[a-z])[a-z0-9]{2,12}$/;

/**
 * What a raw file's name tells: start of its minute, site and device. Names with seconds and microseconds (darks,
 * bursts) have more parts than others, so the device is found by its form and the site is the part before it.
 *
 * @param name without directories
 * @returns null for whatever is not the file of one minute of one imager: hourly files, grids, skymaps, …
 */
export function parseFileName(name: string): ArchiveFileName | null {
  const minute = /^(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})/.exec(name);
  if (!minute) return null;
  const [, year, month, day, hour, min] = minute;
  const startUs = parseTimestampUs(`${year}-${month}-${day} ${hour}:${min}:00`);
  const parts = name.split('.')[0]!.split('_');
  const device = parts.findIndex((part) => devicePart.test(part));
  const siteUid = parts[device - 1];
  if (startUs === null || device < 0 || siteUid === undefined || !sitePart.test(siteUid)) return null;
  return { startUs, siteUid, deviceUid: parts[device]! };
}

/**
 * The dataset that a raw minute (or dark) belongs to: by its directory in the archive, else by its name.
 *
 * @param pathOrUrl a path, relative or not, an address on the archive or a mirror of it, or a bare name
 * @returns null where it is none of the catalogue's
 */
export function datasetOfPath(pathOrUrl: string): ImagerDataset | null {
  const path = `/${pathOrUrl.replace(/[?#].*$/, '').replaceAll('\\', '/')}`;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const fileName = parseFileName(name);
  // The archive keeps other things under the same directories: hourly files, colour pictures in HDF5 or PNG.
  if (!fileName || !/\.pgm(\.gz|\.bz2)?$/.test(name)) return null;
  const byDirectory = imagerDatasets.find((dataset) => path.includes(`/${dataset.directory}/`));
  return byDirectory ?? datasetOfDevice(fileName.deviceUid);
}

const datasetByKind: Readonly<Record<string, string>> = {
  themis: 'THEMIS_ASI_RAW',
  rego: 'REGO_RAW',
  nir: 'TREX_NIR_RAW',
  blue: 'TREX_BLUE_RAW',
  spect: 'TREX_SPECT_RAW',
  rgb: 'TREX_RGB_RAW_LEGACY', // of the RGB files, only these are PGM
  rainbow: 'RAINBOW_RAW',
};

/** The dataset in which a device leaves its PGM files: `rego-652` → REGO; null for devices not known here. */
export function datasetOfDevice(deviceUid: string): ImagerDataset | null {
  const kind = devicePart.test(deviceUid) ? /^[a-z]+/.exec(deviceUid)![0] : '';
  return imagerDatasets.find((dataset) => dataset.name === datasetByKind[kind]) ?? null;
}
