import { datasetByName } from '$lib/datasets/catalogue';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure, Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { listFilesByDirectory } from '$lib/services/directory-listing';
import { directoryOnly, serviceElseDirectory } from '$lib/services/fallback';
import { listFiles, type ListedFiles } from '$lib/services/file-list';
import type { Network } from '$lib/services/network';
import { covers, type createListingStore, type KeptListing } from './kept-listing';

/** The files of one camera in a range of time. */
export interface FileListing {
  /** In time order, of one device. */
  readonly files: readonly ArchiveFile[];
  /** `kept`: as an earlier visit found it; `own files`: a person's own, without an answer from the archive. */
  readonly found: 'listing service' | 'directory listing' | 'kept' | 'own files';
  /** The parts of the range of which it is known which files there are: all of it, unless kept. */
  readonly known: readonly TimeRange[];
  /** When it was asked, milliseconds since 1970; null for an answer just given. */
  readonly keptMs: number | null;
  /** Sum of the sizes of `files`; null when unknown. */
  readonly totalBytes: number | null;
  /** False when the sizes were rounded by a directory listing, or are reckoned from what was kept. */
  readonly exactBytes: boolean;
  /** The device taken; null where there are no files and none was asked for. */
  readonly deviceUid: string | null;
  /** Other devices with files at the site in this range. */
  readonly otherDevices: readonly string[];
  /** Why the listing service was not used; null when it was, or when it does not know the dataset anyway. */
  readonly serviceFailure: Failure | null;
  /** How many of the files are a person's own, in place of the archive's. */
  readonly ownFiles?: number;
  /** How many damaged files of the person's own the archive's are shown in place of. */
  readonly ownFilesAside?: number;
}

export interface Camera {
  readonly dataset: string;
  readonly siteUid: string;
  /** null: the device with the most files in the range. */
  readonly deviceUid: string | null;
}

/** Lists of files, from the archive or as kept. */
export function createFileLister(store: ReturnType<typeof createListingStore<ArchiveFile>>) {
  return {
    /**
     * By the listing service, which knows most datasets and exact sizes; else by the archive's folders. What is found
     * is kept.
     */
    async list(camera: Camera, range: TimeRange, network: Network): Promise<Outcome<FileListing>> {
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
      const exactBytes = found === 'listing service';
      const taken = takeDevice(value.files, camera.deviceUid);
      // The service's sum is that of all devices.
      const serviceBytes = taken.otherDevices.length === 0 ? value.totalBytes : null;
      await store.write(camera, range, value.files, exactBytes, serviceBytes);
      const totalBytes = exactBytes ? serviceBytes : sumOfSizes(taken.files);
      return {
        ok: true,
        value: { ...taken, found, known: [range], keptMs: null, totalBytes, exactBytes, serviceFailure },
      };
    },

    /**
     * As it was found before.
     *
     * @param part whether a part of the range will do
     * @returns null when nothing, or not all of the range, is known
     */
    async kept(camera: Camera, range: TimeRange, part: boolean): Promise<FileListing | null> {
      const kept = await store.read(camera, range);
      return kept && (part || covers(kept.known, range)) ? listingOf(kept, camera) : null;
    },
  };
}

function listingOf({ files, usualBytes, exactBytes, known, keptMs }: KeptListing, camera: Camera): FileListing {
  const taken = takeDevice(files, camera.deviceUid);
  const ownBytes = sumOfSizes(taken.files);
  const totalBytes = ownBytes ?? sumOfSizes(taken.files, usualBytes);
  const isExact = exactBytes && ownBytes !== null;
  return { ...taken, found: 'kept', known, keptMs, totalBytes, exactBytes: isExact, serviceFailure: null };
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

/** @param usualBytes of files whose own sizes are not known, by address */
function sumOfSizes(files: readonly ArchiveFile[], usualBytes?: ReadonlyMap<string, number>): number | null {
  let sum = 0;
  for (const { url, bytes } of files) {
    const size = bytes ?? usualBytes?.get(url);
    if (size === undefined) return null;
    sum += size;
  }
  return Math.round(sum);
}
