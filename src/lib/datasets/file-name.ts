import type { ArchiveFileName, ImagerDataset } from '$lib/model/dataset';
import { imagerDatasets } from './catalogue';
import { parseTimestampUs } from './timestamp';

const devicePart = /^(themis\d+|rego-\d+|nir-\d+|blue-\d+|rgb-\d+|spect-\d+|smile-\d+|rainbow-\d+)$/;
const sitePart = /^(?=.*[a-z])[a-z0-9]{2,12}$/;

/** Date, hour, minute; of a single frame also seconds and microseconds. */
const minuteStart = /^(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(?:(\d{2})_(\d{1,6}))?/;
/** Calibrated spectra come by the hour; other names without a minute are those of products. */
const hourStart = /^(\d{4})(\d{2})(\d{2})_(\d{2})(?=_.*_cal_v\d+\.h5$)/;

/**
 * What a raw file's name tells: when it starts, site and device. Names with seconds and microseconds (darks, bursts) have
 * more parts than others, so the device is found by its form and the site is the part before it.
 *
 * @param name without directories
 * @returns null for whatever does not hold frames of one imager: hourly products, grids, skymaps, …
 */
export function parseFileName(name: string): ArchiveFileName | null {
  const start = minuteStart.exec(name) ?? hourStart.exec(name);
  if (!start) return null;
  const [, year, month, day, hour, min = '00', second = '00', micros = '0'] = start as (string | undefined)[];
  const startUs = parseTimestampUs(`${year}-${month}-${day} ${hour}:${min}:${second}.${micros.padStart(6, '0')}`);
  const parts = name.split('.')[0]!.split('_');
  const device = parts.findIndex((part) => devicePart.test(part));
  const siteUid = parts[device - 1];
  if (startUs === null || device < 0 || siteUid === undefined || !sitePart.test(siteUid)) return null;
  return { startUs, siteUid, deviceUid: parts[device]! };
}

/**
 * The dataset that a raw file (or dark) belongs to: by its directory in the archive, else by its name.
 *
 * @param pathOrUrl a path, relative or not, an address on the archive or a mirror of it, or a bare name
 * @returns null where it is none of the catalogue's
 */
export function datasetOfPath(pathOrUrl: string): ImagerDataset | null {
  const path = `/${pathOrUrl.replace(/[?#].*$/, '').replaceAll('\\', '/')}`;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const fileName = parseFileName(name);
  if (!fileName) return null;
  const inDirectory = imagerDatasets.filter((dataset) => path.includes(`/${dataset.directory}/`));
  const byName = (dataset: ImagerDataset) => dataset.fileName.test(name);
  const named = inDirectory.find(byName) ?? imagerDatasets.find(byName);
  if (named) return named;
  // Darks and names of other years: the archive keeps hourly files and products under the same directories besides.
  if (!/\.pgm(\.gz|\.bz2)?$/.test(name)) return null;
  return inDirectory.find(({ packing }) => packing.container === 'pgm') ?? datasetOfDevice(fileName.deviceUid);
}

/** The dataset in which a device leaves its PGM files: `rego-652` → REGO; null for devices not known here. */
export function datasetOfDevice(deviceUid: string): ImagerDataset | null {
  return (
    imagerDatasets.find((dataset) => dataset.packing.container === 'pgm' && isDeviceOf(dataset, deviceUid)) ?? null
  );
}

/** Whether a device may be one of a dataset's: `rgb-04` of TREx RGB. */
export function isDeviceOf({ deviceKind }: ImagerDataset, deviceUid: string): boolean {
  return devicePart.test(deviceUid) && /^[a-z]+/.exec(deviceUid)![0] === deviceKind;
}
