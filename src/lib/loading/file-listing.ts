import { datasetByName } from '$lib/datasets/catalogue';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure, Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { listFilesByDirectory } from '$lib/services/directory-listing';
import { directoryOnly, serviceElseDirectory } from '$lib/services/fallback';
import { listFiles, type ListedFiles } from '$lib/services/file-list';
import type { Network } from '$lib/services/network';

/** The files of one camera in a range of time. */
export interface FileListing {
  /** In time order, of one device. */
  readonly files: readonly ArchiveFile[];
  readonly found: 'listing service' | 'directory listing';
  /** Sum of the sizes of `files`; null when unknown. */
  readonly totalBytes: number | null;
  /** False when the sizes were rounded by a directory listing. */
  readonly exactBytes: boolean;
  /** The device taken; null where there are no files and none was asked for. */
  readonly deviceUid: string | null;
  /** Other devices with files at the site in this range. */
  readonly otherDevices: readonly string[];
  /** Why the listing service was not used; null when it was, or when it does not know the dataset anyway. */
  readonly serviceFailure: Failure | null;
}

export interface Camera {
  readonly dataset: string;
  readonly siteUid: string;
  /** null: the device with the most files in the range. */
  readonly deviceUid: string | null;
}

/** By the listing service, which knows most datasets and exact sizes; else by the archive's folders. */
export async function listCameraFiles(
  camera: Camera,
  range: TimeRange,
  network: Network,
): Promise<Outcome<FileListing>> {
  const dataset = datasetByName(camera.dataset);
  if (!dataset) {
    const message = `${camera.dataset} is not a dataset that this app reads`;
    return { ok: false, failure: { kind: 'unsupported', format: 'dataset', message } };
  }
  // All devices of the site are asked for, so that the others can be named.
  const wanted = { dataset, range, siteUid: camera.siteUid, deviceUid: null };
  const lookThrough = async (): Promise<Outcome<ListedFiles>> => {
    const walked = await listFilesByDirectory(wanted, network);
    return walked.ok ? { ok: true, value: { files: walked.value, totalBytes: null } } : walked;
  };
  const listed = dataset.listedByService
    ? await serviceElseDirectory(() => listFiles(wanted, network), lookThrough)
    : await directoryOnly(lookThrough);
  if (!listed.ok) return listed;

  const { value, found, serviceFailure } = listed.value;
  const { deviceUid, files, otherDevices } = takeDevice(value.files, camera.deviceUid);
  const exactBytes = found === 'listing service';
  // The service's sum is that of all devices.
  const serviceBytes = otherDevices.length === 0 ? value.totalBytes : null;
  const totalBytes = exactBytes ? serviceBytes : sumOfSizes(files);
  return { ok: true, value: { files, found, totalBytes, exactBytes, deviceUid, otherDevices, serviceFailure } };
}

function takeDevice(files: readonly ArchiveFile[], wantedDevice: string | null) {
  const countOf = new Map<string, number>();
  for (const { deviceUid } of files) countOf.set(deviceUid, (countOf.get(deviceUid) ?? 0) + 1);
  // Most files first; names decide between equals, so that a link shows the same device every time.
  const devices = [...countOf].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([device]) => device);
  const deviceUid = wantedDevice?.toLowerCase() ?? devices[0] ?? null;
  return {
    deviceUid,
    files: files.filter((file) => file.deviceUid === deviceUid),
    otherDevices: devices.filter((device) => device !== deviceUid).sort(),
  };
}

function sumOfSizes(files: readonly ArchiveFile[]): number | null {
  let sum = 0;
  for (const { bytes } of files) {
    if (bytes === null) return null;
    sum += bytes;
  }
  return sum;
}
