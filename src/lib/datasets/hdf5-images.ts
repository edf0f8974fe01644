import { FormatError } from '$lib/formats/format-error';
import type { Hdf5File } from '$lib/formats/hdf5';
import { frameMajor } from '$lib/formats/hdf5-axes';
import type { ColourSeries } from '$lib/model/colour';
import type { FileProblem, Outcome } from '$lib/model/failure';
import type { HeaderLine } from '$lib/model/frames';
import { parseFileName } from './file-name';
import { fileMetadataPath, headerOf, readHdf5, saysSynthetic, timedFrames, type Hdf5Frame } from './hdf5-source';
import { headerValue } from './header';
import type { FileSource } from './imager-stack';

export const imagesPath = '/data/images';

/** A `ColourSeries` in file order, of which it may not be known which camera took it. */
export type Hdf5Images = Omit<ColourSeries, 'siteUid' | 'deviceUid' | 'values'> & {
  readonly values: Uint8Array<ArrayBuffer>;
  readonly siteUid: string | null;
  readonly deviceUid: string | null;
};

/** Start of exposure in a frame's own metadata: TREx RGB, SMILE. */
const timeKeys = ['image_request_start_timestamp', 'image_request_start'] as const;

/** Most that are tried one by one where they cannot be read together; a file has 20. */
const mostSalvaged = 64;

const wanted = { types: ['uint8'], ranks: [3, 4] } as const;

/**
 * Read the colour frames of TREx RGB and SMILE: `[row][column][channel][frame]` in the file, or one frame without the
 * last axis. A frame counts only with a time of its own. Where damage spoils a part of the file, the frames that it
 * does not touch are read all the same.
 */
export function readHdf5Images(bytes: Uint8Array, source: FileSource): Promise<Outcome<Hdf5Images>> {
  return readHdf5(bytes, (file) => {
    const { height, width, count } = sizeOf(file);
    const header = headerOf(file.attributes(fileMetadataPath));
    // By number: by name, frame10 would come before frame2.
    const headers = Array.from({ length: count }, (_, index) =>
      headerOf(file.attributes(`/metadata/frame/frame${index}`)),
    );
    const timed = timedFrames(file, count, (index) => headerValue(headers[index]!, timeKeys));
    const { frames, values, problem } = readPixels(file, timed.frames, count, height * width * 3);
    return {
      ...identify(header, source),
      height,
      width,
      channels: 3,
      values,
      timesUs: Float64Array.from(frames, ({ timeUs }) => timeUs),
      header,
      frameHeaders: frames.map(({ index }) => headers[index]!),
      synthetic: saysSynthetic(header),
      problem: problem ?? timed.problem ?? file.problem,
    };
  });
}

const maxFrames = 1000;

/** The number of axes decides whether there is one for frames, not the file's name. */
function sizeOf(file: Hdf5File) {
  const { shape } = file.describe(imagesPath);
  const [height = 0, width = 0, channels = 0, count = 1] = shape;
  if (shape.length < 3 || shape.length > 4 || channels !== 3 || height * width === 0) {
    const message = `${imagesPath} has the shape ${shape.join(' × ')}, which is not that of colour frames`;
    throw new FormatError('unsupported', 'hdf5', null, message);
  }
  if (count === 0) throw new FormatError('inconsistent', 'hdf5', null, 'there is no frame in the file');
  if (count > maxFrames) throw new FormatError('unsupported', 'hdf5', null, `there are ${count} frames in the file`);
  return { height, width, count };
}

interface Pixels {
  readonly frames: readonly Hdf5Frame[];
  readonly values: Uint8Array<ArrayBuffer>;
  readonly problem: FileProblem | null;
}

function readPixels(file: Hdf5File, frames: readonly Hdf5Frame[], count: number, size: number): Pixels {
  try {
    return file.read(imagesPath, wanted, (stored) => {
      const values = new Uint8Array(stored.length);
      frameMajor(stored, count, values);
      return { frames, values: pick(values, frames, count, size), problem: null };
    });
  } catch (error) {
    if (!(error instanceof FormatError) || error.kind === 'unsupported' || count > mostSalvaged) throw error;
    return salvage(file, frames, size, error);
  }
}

function pick(values: Uint8Array<ArrayBuffer>, frames: readonly Hdf5Frame[], count: number, size: number) {
  if (frames.length === count) return values;
  frames.forEach(({ index }, at) => values.copyWithin(at * size, index * size, (index + 1) * size));
  return values.slice(0, frames.length * size);
}

/** Frame by frame: those whose bytes are whole. */
function salvage(file: Hdf5File, frames: readonly Hdf5Frame[], size: number, cause: FormatError): Pixels {
  const { shape } = file.describe(imagesPath);
  if (shape.length === 3) throw cause;
  const values = new Uint8Array(frames.length * size);
  const good = frames.filter((frame, at) => readOne(file, shape, frame.index, values.subarray(at * size)));
  if (good.length === 0) throw cause;
  const places = good.map((frame) => ({ ...frame, index: frames.indexOf(frame) }));
  return { frames: good, values: pick(values, places, frames.length, size), problem: cause.toProblem() };
}

function readOne(file: Hdf5File, shape: readonly number[], frame: number, into: Uint8Array): boolean {
  const slab = { start: [0, 0, 0, frame], count: [...shape.slice(0, 3), 1] };
  try {
    file.read(imagesPath, wanted, (stored) => into.set(stored), slab);
    return true;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return false;
  }
}

const datasetOfKind: Readonly<Record<string, string>> = { rgb: 'TREX_RGB_RAW_NOMINAL', smile: 'SMILE_ASI_RAW' };

function identify(header: readonly HeaderLine[], source: FileSource) {
  const named = parseFileName(source.name.slice(source.name.lastIndexOf('/') + 1));
  const siteUid = plainUid(headerValue(header, ['site_unique_id'])) ?? named?.siteUid ?? null;
  const deviceUid = plainUid(headerValue(header, ['imager_unique_id'])) ?? named?.deviceUid ?? null;
  const kind = /^([a-z]+)-\d+$/.exec(deviceUid ?? '')?.[1] ?? '';
  return { dataset: source.dataset ?? datasetOfKind[kind] ?? null, siteUid, deviceUid };
}

/** Identifiers go into links and lists: text of any other form is not one, whatever the file says. */
function plainUid(text: string | null): string | null {
  const uid = text?.toLowerCase() ?? '';
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(uid) && uid.length <= 24 ? uid : null;
}
