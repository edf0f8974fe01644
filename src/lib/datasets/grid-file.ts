import { FormatError } from '$lib/formats/format-error';
import type { Hdf5File } from '$lib/formats/hdf5';
import { frameMajor } from '$lib/formats/hdf5-axes';
import type { FileProblem, Outcome } from '$lib/model/failure';
import type { HeaderLine } from '$lib/model/frames';
import type { GridSeries, GridSites } from '$lib/model/grid';
import { inOrderOfTime } from './frame-order';
import { gridDatasetOf } from './grid-name';
import { fileMetadataPath, headerOf, inconsistent, readHdf5, saysSynthetic, timedFrames } from './hdf5-source';
import { headerValue } from './header';
import type { FileSource } from './imager-stack';

export const gridPath = '/data/grid';
export const confidencePath = '/data/source_info/confidence';

const wanted = { types: ['float32'], ranks: [3, 4] } as const;

/**
 * Read the mosaics of a grid file, `[row][column]([channel])[frame]` in the file. Nothing is flipped: row 0 is north in
 * `values` and in `confidence`, so they belong together cell by cell. (PyAuroraX flips the first and not the second:
 * whoever compares with its arrays turns `values` only.) Verified on a THEMIS file; grids of the other arrays are *not
 * verified on real files*.
 *
 * @param bytes one HDF5 file; left untouched
 */
export function readGridFile(bytes: Uint8Array, source: FileSource): Promise<Outcome<GridSeries>> {
  return readHdf5(bytes, (file) => {
    const { height, width, channels, count } = gridSize(file);
    const header = headerOf(file.attributes(fileMetadataPath));
    const timed = timedFrames(file, count);
    const { frames, problem: disorder } = inOrderOfTime(timed.frames, 'hdf5');
    const order = frames.map(({ index }) => index);
    const values = readFrames(file, gridPath, height * width * channels, count, order);
    const { confidence, problem: lacking } = readConfidence(file, [height, width, count], order);
    return {
      dataset: source.dataset ?? gridDatasetOf(source.name, header),
      ...{ height, width, channels, values, confidence },
      fillValue: numberOf(header, 'fill_value'),
      timesUs: Float64Array.from(frames, ({ timeUs }) => timeUs),
      units: headerValue(header, ['units']),
      altitudeKm: numberOf(header, 'altitude_km'),
      sites: order.map((index) => sitesOf(headerOf(file.attributes(`/metadata/frame/frame${index}`)))),
      header,
      synthetic: saysSynthetic(header),
      problem: timed.problem ?? disorder ?? lacking ?? file.problem,
    };
  });
}

/** Whether a cell is empty. The value that stands for none is written as decimals, those of cells in 32 bits. */
export function isEmptyCell(value: number, { fillValue }: Pick<GridSeries, 'fillValue'>): boolean {
  return Number.isNaN(value) || (fillValue !== null && value === Math.fround(fillValue));
}

/** A file of a minute has 20; one of a day at this cadence would have 28,800, and more bytes than are read. */
const maxFrames = 30_000;

/** @throws FormatError where it is not that of mosaics, or of more of them than are read */
export function gridSize(file: Hdf5File) {
  const { shape } = file.describe(gridPath);
  const [height = 0, width = 0] = shape;
  const channels = shape.length === 4 ? shape[2] : 1;
  const count = shape.at(-1) ?? 0;
  if (shape.length < 3 || shape.length > 4 || (channels !== 1 && channels !== 3) || height * width === 0) {
    const message = `${gridPath} has the shape ${shape.join(' × ')}, which is not that of a mosaic`;
    throw new FormatError('unsupported', 'hdf5', null, message);
  }
  if (count === 0) throw new FormatError('inconsistent', 'hdf5', null, 'there is no frame in the file');
  if (count > maxFrames) throw new FormatError('unsupported', 'hdf5', null, `there are ${count} frames in the file`);
  return { height, width, channels, count } as const;
}

/** @param order the frames that are wanted, by their places in the file */
function readFrames(file: Hdf5File, path: string, size: number, count: number, order: readonly number[]) {
  const inFile = file.read(path, wanted, (stored) => {
    const values = new Float32Array(stored.length);
    frameMajor(stored, count, values);
    return values;
  });
  if (order.length === count && order.every((index, at) => index === at)) return inFile;
  const values = new Float32Array(order.length * size);
  order.forEach((index, at) => values.set(inFile.subarray(index * size, (index + 1) * size), at * size));
  return values;
}

/** The mosaic is of use without it. */
function readConfidence(
  file: Hdf5File,
  shape: readonly [height: number, width: number, count: number],
  order: readonly number[],
): { confidence: GridSeries['confidence']; problem: FileProblem | null } {
  if (!file.has(confidencePath)) return { confidence: null, problem: null };
  const [height, width, count] = shape;
  try {
    if (file.describe(confidencePath).shape.join() !== shape.join()) {
      return { confidence: null, problem: inconsistent('the confidence is not of the size of the grid') };
    }
    return { confidence: readFrames(file, confidencePath, height * width, count, order), problem: null };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { confidence: null, problem: error.toProblem() };
  }
}

function sitesOf(header: readonly HeaderLine[]): GridSites {
  const list = (key: string) =>
    (headerValue(header, [key]) ?? '')
      .split(',')
      .map((site) => site.trim())
      .filter(Boolean);
  return {
    inGrid: list('sites_in_grid'),
    clear: list('clear_sites'),
    cloudy: list('cloudy_sites'),
    removedByHand: list('manually_removed_sites'),
  };
}

/** Numbers are written as text. */
function numberOf(header: readonly HeaderLine[], key: string): number | null {
  const text = headerValue(header, [key])?.trim();
  const number = text ? Number(text) : NaN;
  return Number.isFinite(number) ? number : null;
}
