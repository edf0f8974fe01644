import { FormatError } from '$lib/formats/format-error';
import type { Hdf5File } from '$lib/formats/hdf5';
import { pickFrames } from '$lib/formats/hdf5-axes';
import type { ColourSeries } from '$lib/model/colour';
import type { FileProblem, Outcome } from '$lib/model/failure';
import type { HeaderLine } from '$lib/model/frames';
import { parseFileName } from './file-name';
import { fileMetadataPath, headerOf, readHdf5, saysSynthetic, timedFrames, type Hdf5Frame } from './hdf5-source';
import { headerValue } from './header';
import type { FileSource } from './imager-stack';

export const imagesPath = '/data/images';

/** A `ColourSeries` in file order, of which it may not be known which camera took it; its pixels are told apart. */
export type Hdf5Images = Omit<ColourSeries, 'siteUid' | 'deviceUid' | 'values'> & {
  readonly siteUid: string | null;
  readonly deviceUid: string | null;
};

/** Pixels as they lie in memory while their file is open: a view that is gone afterwards. */
export interface StoredImages {
  /** `[row][column][channel][frame]` */
  readonly values: Uint8Array;
  /** The last axis: there may be more frames than good ones. */
  readonly frames: number;
  /** Of each good frame, in file order, which of these it is. */
  readonly places: readonly number[];
}

/** Start of exposure in a frame's own metadata: TREx RGB, SMILE. */
const timeKeys = ['image_request_start_timestamp', 'image_request_start'] as const;

/** Most that are tried one by one where they cannot be read together; a file has 20. */
const mostSalvaged = 64;

const wanted = { types: ['uint8'], ranks: [3, 4] } as const;

/** The colour frames of TREx RGB and SMILE as `visitHdf5Images` finds them, `[frame][row][column][channel]`. */
export async function readHdf5Images(
  bytes: Uint8Array,
  source: FileSource,
): Promise<Outcome<Hdf5Images & { readonly values: Uint8Array<ArrayBuffer> }>> {
  let values = new Uint8Array(0);
  const outcome = await visitHdf5Images(bytes, source, (_, stored) => {
    values = takeImages(stored, stored.places);
  });
  return outcome.ok ? { ok: true, value: { ...outcome.value, values } } : outcome;
}

/** Some frames out of the file's memory, `[frame][row][column][channel]`. */
export function takeImages({ values, frames }: StoredImages, places: readonly number[]): Uint8Array<ArrayBuffer> {
  const into = new Uint8Array((values.length / frames) * places.length);
  pickFrames(values, frames, places, into);
  return into;
}

/**
 * Read the colour frames of TREx RGB and SMILE: `[row][column][channel][frame]` in the file, or one frame without the
 * last axis. A frame counts only with a time of its own. Where damage spoils a part of the file, the frames that it
 * does not touch are read all the same.
 *
 * @param take is called once, synchronously, with the pixels as they are stored: copying them costs as much as unpacking
 */
export function visitHdf5Images(
  bytes: Uint8Array,
  source: FileSource,
  take: (images: Hdf5Images, stored: StoredImages) => void,
): Promise<Outcome<Hdf5Images>> {
  return readHdf5(bytes, (file) => {
    const { height, width, count } = imagesSize(file);
    const header = headerOf(file.attributes(fileMetadataPath));
    // By number: by name, frame10 would come before frame2.
    const headers = Array.from({ length: count }, (_, index) =>
      headerOf(file.attributes(`/metadata/frame/frame${index}`)),
    );
    const timed = timedFrames(file, count, (index) => headerValue(headers[index]!, timeKeys));
    return readPixels(file, timed.frames, count, height * width * 3, ({ frames, problem }, stored) => {
      const images: Hdf5Images = {
        ...identify(header, source),
        height,
        width,
        channels: 3,
        timesUs: Float64Array.from(frames, ({ timeUs }) => timeUs),
        header,
        frameHeaders: frames.map(({ index }) => headers[index]!),
        synthetic: saysSynthetic(header),
        problem: problem ?? timed.problem ?? file.problem,
      };
      take(images, stored);
      return images;
    });
  });
}

const maxFrames = 1000;

/** The number of axes decides whether there is one for frames, not the file's name. */
export function imagesSize(file: Hdf5File) {
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

interface GoodFrames {
  readonly frames: readonly Hdf5Frame[];
  readonly problem: FileProblem | null;
}

type TakePixels = (good: GoodFrames, stored: StoredImages) => Hdf5Images;

function readPixels(
  file: Hdf5File,
  frames: readonly Hdf5Frame[],
  count: number,
  size: number,
  take: TakePixels,
): Hdf5Images {
  try {
    return file.read(imagesPath, wanted, (values) => {
      const places = frames.map(({ index }) => index);
      return take({ frames, problem: null }, { values, frames: count, places });
    });
  } catch (error) {
    if (!(error instanceof FormatError) || error.kind === 'unsupported' || count > mostSalvaged) throw error;
    return salvage(file, frames, size, error, take);
  }
}

/** Frame by frame: those whose bytes are whole. */
function salvage(
  file: Hdf5File,
  frames: readonly Hdf5Frame[],
  size: number,
  cause: FormatError,
  take: TakePixels,
): Hdf5Images {
  const { shape } = file.describe(imagesPath);
  if (shape.length === 3) throw cause;
  const values = new Uint8Array(frames.length * size);
  const places = frames.flatMap((frame, place) =>
    readOne(file, shape, frame.index, { values, place, frames: frames.length }) ? [place] : [],
  );
  if (places.length === 0) throw cause;
  const good = places.map((place) => frames[place]!);
  return take({ frames: good, problem: damageOf(frames, places, cause) }, { values, frames: frames.length, places });
}

/** Which frames are lost. Where in the file their bytes lie, the library does not tell. */
function damageOf(frames: readonly Hdf5Frame[], good: readonly number[], cause: FormatError): FileProblem {
  const whole = new Set(good);
  const lost = frames.flatMap(({ index }, place) => (whole.has(place) ? [] : [index + 1]));
  const runs: [number, number][] = [];
  for (const number of lost) {
    const last = runs.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  const which = runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
  const noun = lost.length === 1 ? 'frame' : 'frames';
  const where = 'where in the file they lie, HDF5’s library does not tell';
  const message = `${cause.message}: ${noun} ${which} of ${frames.length} cannot be unpacked (${where})`;
  return { ...cause.toProblem(), message };
}

interface Place {
  readonly values: Uint8Array;
  readonly place: number;
  readonly frames: number;
}

function readOne(file: Hdf5File, shape: readonly number[], frame: number, { values, place, frames }: Place): boolean {
  const slab = { start: [0, 0, 0, frame], count: [...shape.slice(0, 3), 1] };
  const spread = (stored: Uint8Array) => {
    for (let index = 0, at = place; index < stored.length; index++, at += frames) values[at] = stored[index]!;
  };
  try {
    file.read(imagesPath, wanted, spread, slab);
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
