import type { Hdf5File } from '$lib/formats/hdf5';
import type { FileProblem, Outcome } from '$lib/model/failure';
import type { HeaderLine } from '$lib/model/frames';
import type { RecognisedFile } from '$lib/model/own-file';
import { curvePlace, siteUnknown } from './curve-path';
import { parseFileName } from './file-name';
import { inOrderOfTime } from './frame-order';
import { gridPath, gridSize } from './grid-file';
import { gridDatasetOf } from './grid-name';
import { imagesPath, imagesSize } from './hdf5-images';
import { fileMetadataPath, headerOf, readHdf5, saysSynthetic, timedFrames } from './hdf5-source';
import { headerValue } from './header';
import { spectraPath, spectraSize } from './processed-spectra';
import { recognisedFrames } from './recognise-frames';
import { powerPath } from './swan-hsr';
import { dayUs, hourUs, minuteUs } from './utc';

/** HDF5 of any kind that is read here, by the datasets it holds, its metadata and its list of times. */
export async function recogniseHdf5(bytes: Uint8Array, name: string): Promise<Outcome<RecognisedFile>> {
  const outcome = await readHdf5(bytes, (file) => {
    if (file.has(imagesPath)) return imagesOf(file, name);
    if (file.has(spectraPath)) return spectraOf(file, name);
    if (file.has(gridPath)) return gridOf(file, name);
    if (file.has(powerPath)) return powerOf(file, name);
    return ofNoKind(file);
  });
  return outcome.ok ? outcome.value : outcome;
}

const datasetOfKind: Readonly<Record<string, string>> = { rgb: 'TREX_RGB_RAW_NOMINAL', smile: 'SMILE_ASI_RAW' };

function imagesOf(file: Hdf5File, name: string): Outcome<RecognisedFile> {
  const { count } = imagesSize(file);
  const single = file.describe(imagesPath).shape.length === 3;
  const header = headerOf(file.attributes(fileMetadataPath));
  const fallback = (index: number) =>
    headerValue(headerOf(file.attributes(`/metadata/frame/frame${index}`)), [
      'image_request_start_timestamp',
      'image_request_start',
    ]);
  const times = timesOf(file, count, 10 * minuteUs, fallback);
  const camera = cameraOf(header, name);
  if (!camera) return unknownCamera;
  const dataset = datasetOfKind[/^[a-z]+/.exec(camera.deviceUid)?.[0] ?? ''] ?? '';
  const found = { ...camera, dataset, ...times, synthetic: saysSynthetic(header) };
  return recognisedFrames(found, name, single);
}

function spectraOf(file: Hdf5File, name: string): Outcome<RecognisedFile> {
  const header = headerOf(file.attributes(fileMetadataPath));
  const times = timesOf(file, spectraSize(file).count, hourUs);
  const camera = cameraOf(header, name);
  if (!camera) return unknownCamera;
  const found = { ...camera, dataset: 'TREX_SPECT_PROCESSED_V1', ...times, synthetic: saysSynthetic(header) };
  return recognisedFrames(found, name);
}

function gridOf(file: Hdf5File, name: string): Outcome<RecognisedFile> {
  const header = headerOf(file.attributes(fileMetadataPath));
  const { timesUs, problem } = timesOf(file, gridSize(file).count, 10 * minuteUs);
  const [inFile, inName] = [gridDatasetOf('', header), gridDatasetOf(name, header)];
  const span = { frames: timesUs.length, firstUs: timesUs[0]!, lastUs: timesUs.at(-1)! };
  const content = { kind: 'grid', dataset: inFile ?? inName, ...span } as const;
  const isOther = inFile !== null && inName !== inFile;
  const remark = isOther ? `The name says ${inName}; the file itself says ${inFile}, and that counts.` : null;
  return { ok: true, value: { content, synthetic: saysSynthetic(header), problem, remark } };
}

function powerOf(file: Hdf5File, name: string): Outcome<RecognisedFile> {
  const header = headerOf(file.attributes(fileMetadataPath));
  const { timesUs, problem } = timesOf(file, file.describe(powerPath).shape[1] ?? 0, dayUs);
  const named = /^\d{8}_([a-z0-9]{2,12})-hsr_/.exec(name)?.[1] ?? null;
  const siteUid = plainUid(headerValue(header, ['site_unique_id'])) ?? named;
  const span = { measurements: timesUs.length, firstUs: timesUs[0]!, lastUs: timesUs.at(-1)! };
  const place = curvePlace('SWAN_HSR_K0_H5', siteUid, span.firstUs, span.lastUs);
  const content = { kind: 'riometer', dataset: 'SWAN_HSR_K0_H5', siteUid, ...place, ...span } as const;
  const remark = place.path === null ? siteUnknown : null;
  return { ok: true, value: { content, synthetic: saysSynthetic(header), problem, remark } };
}

function ofNoKind(file: Hdf5File): Outcome<never> {
  const paths = file.paths();
  const shown = paths.slice(0, 3).join(', ');
  const message =
    paths.length === 0
      ? 'An HDF5 file without any dataset.'
      : `An HDF5 file of a kind that is not known here: it holds ${shown}${paths.length > 3 ? ' …' : ''}.`;
  return { ok: false, failure: { kind: 'unsupported', format: 'hdf5', message } };
}

/** Never none: without any time reading ends. */
function timesOf(
  file: Hdf5File,
  count: number,
  farthestUs: number,
  fallback?: (index: number) => string | null,
): { readonly timesUs: readonly number[]; readonly problem: FileProblem | null } {
  const timed = timedFrames(file, count, fallback);
  const { frames, problem } = inOrderOfTime(timed.frames, 'hdf5', farthestUs);
  return { timesUs: frames.map(({ timeUs }) => timeUs), problem: timed.problem ?? problem ?? file.problem };
}

function cameraOf(header: readonly HeaderLine[], name: string) {
  const named = parseFileName(name);
  const siteUid = plainUid(headerValue(header, ['site_unique_id'])) ?? named?.siteUid;
  const deviceUid = plainUid(headerValue(header, ['device_unique_id', 'imager_unique_id'])) ?? named?.deviceUid;
  return siteUid === undefined || deviceUid === undefined ? null : { siteUid, deviceUid };
}

/** Identifiers go into links and lists: text of any other form is not one. */
function plainUid(text: string | null): string | null {
  const uid = text?.toLowerCase() ?? '';
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(uid) && uid.length <= 24 ? uid : null;
}

const unknownCamera: Outcome<never> = {
  ok: false,
  failure: {
    kind: 'unsupported',
    format: 'hdf5',
    message: 'Neither the file’s metadata nor its name tell a site and a camera.',
  },
};
