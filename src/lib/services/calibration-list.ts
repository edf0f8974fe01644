import { parseCalibrationName } from '$lib/datasets/calibration-choice';
import { dayUs } from '$lib/datasets/utc';
import type { CalibrationName } from '$lib/model/calibration';
import type { CalibrationFiles } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import { openFolder } from './directory-listing';
import { serviceElseDirectory, type Found } from './fallback';
import { listUrls } from './file-list';
import { archiveUrl } from './hosts';
import type { Network } from './network';
import { inParallel } from './parallel';
import { fileNameOf } from './wanted-files';

/** What its name says, and where it is. */
export interface ListedCalibration extends CalibrationName {
  /** Its address on the public archive. */
  readonly url: string;
}

export interface WantedCalibrations {
  /** As in `ImagerDataset.calibrations`. */
  readonly files: CalibrationFiles;
  /** The last digits of the detector's number, which are those of the device: `651` of `rego-651`. */
  readonly detectorDigits: string;
  /** What one is wanted for: matters where it lies ahead. */
  readonly timeUs?: number;
}

/** The span in which the published readers look. */
const firstCalibrationUs = Date.UTC(2000, 0, 1) * 1000;
const aheadUs = 5 * dayUs;

/**
 * The calibrations of a detector, flatfields and factors to Rayleighs, in no particular order: by the listing service,
 * which is asked for each kind, else from the folder where all of an array lie.
 */
export function listCalibrations(
  wanted: WantedCalibrations,
  network: Network,
  nowUs = Date.now() * 1000,
): Promise<Outcome<Found<readonly ListedCalibration[]>>> {
  return serviceElseDirectory(
    () => byService(wanted, network, nowUs),
    () => byDirectory(wanted, network),
  );
}

async function byService(
  wanted: WantedCalibrations,
  network: Network,
  nowUs: number,
): Promise<Outcome<readonly ListedCalibration[]>> {
  const { files, detectorDigits, timeUs = nowUs } = wanted;
  const span = { startUs: firstCalibrationUs, lastUs: Math.max(nowUs + aheadUs, timeUs) };
  const owner = { siteUid: null, deviceUid: detectorDigits, withTotal: false };
  const lists = await inParallel([files.flatfieldDataset, files.rayleighsDataset], 2, (dataset) =>
    listUrls({ ...span, ...owner, dataset }, network),
  );
  if (!lists.ok) return lists;
  const urls = lists.value.flatMap((list) => list.urls);
  return { ok: true, value: calibrationsAmong(urls, detectorDigits) };
}

async function byDirectory(
  { files, detectorDigits }: WantedCalibrations,
  network: Network,
): Promise<Outcome<readonly ListedCalibration[]>> {
  const path = files.directory.split('/');
  // The array's own folder is there; that it has one of calibrations is not sure of every array.
  const folder = await openFolder(path, path.length - 1, network);
  if (!folder.ok) return folder;
  const urls = folder.value.filter((entry) => !entry.isFolder).map((entry) => archiveUrl(...path, entry.name));
  return { ok: true, value: calibrationsAmong(urls, detectorDigits) };
}

function calibrationsAmong(urls: readonly string[], detectorDigits: string): ListedCalibration[] {
  return urls.flatMap((url) => {
    const file = fileNameOf(url);
    const name = file === null ? null : parseCalibrationName(file);
    return name?.detectorUid.endsWith(detectorDigits) ? [{ ...name, url }] : [];
  });
}
