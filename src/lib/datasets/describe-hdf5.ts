import { imagesPath, readHdf5Images } from './hdf5-images';
import { confidencePath, gridPath, isEmptyCell, readGridFile } from './grid-file';
import { readProcessedSpectra, spectraPath } from './processed-spectra';
import { fileMetadataPath, readHdf5 } from './hdf5-source';
import { powerPath, readHsrDay } from './swan-hsr';
import { formatIsoUs } from './timestamp';
import type { Hdf5File } from '$lib/formats/hdf5';
import type { StartDigest } from '$lib/formats/sha256';
import type { FileProblem, Outcome } from '$lib/model/failure';
import type { GridSeries } from '$lib/model/grid';
import { hashOf, summariseFloats, summariseIntegers } from './number-summary';

export interface Description {
  readonly fields: object;
  readonly problem: FileProblem | null;
}

/**
 * What is in an HDF5 file, ready for JSON: its datasets (of the frames' metadata only the first one's) and attributes,
 * and of a kind that is known here also shape, SHA-256 and summary of its values in the order `axis_order`.
 */
export async function describeHdf5(
  bytes: Uint8Array,
  name: string,
  digest: StartDigest,
): Promise<Outcome<Description>> {
  const outcome = await readHdf5(bytes, describeStructure);
  if (!outcome.ok) return outcome;
  const { paths, problem, ...structure } = outcome.value;
  const kind = kinds.find(({ path }) => paths.includes(path));
  if (!kind) return { ok: true, value: { fields: { type: 'hdf5', ...structure }, problem } };
  const values = await kind.describe(bytes, name, digest);
  if (!values.ok) return values;
  const shape = structure.datasets.find(({ path }) => path === kind.path)?.shape ?? [];
  const stored = { stored_shape: shape, stored_axis_order: kind.storedAxes(shape.length) };
  const fields = { type: kind.type, ...structure, ...stored, ...values.value.fields };
  return { ok: true, value: { fields, problem: values.value.problem } };
}

const kinds = [
  {
    path: imagesPath,
    type: 'hdf5 images',
    storedAxes: (rank: number) => (rank === 3 ? 'row,column,channel' : 'row,column,channel,frame'),
    describe: describeImages,
  },
  {
    path: gridPath,
    type: 'hdf5 grid',
    storedAxes: (rank: number) => `row(latitude),column(longitude),${rank === 4 ? 'channel,' : ''}frame`,
    describe: describeGrid,
  },
  {
    path: spectraPath,
    type: 'hdf5 spectra',
    storedAxes: () => 'wavelength,spatial bin,frame',
    describe: describeSpectra,
  },
  { path: powerPath, type: 'hdf5 riometer', storedAxes: () => 'band,time', describe: describeRiometer },
];

const frameGroup = /^\/metadata\/frame\/frame(\d+)$/;

function describeStructure(file: Hdf5File) {
  const paths = file.paths();
  const frameGroups = paths.filter((path) => frameGroup.test(path)).length;
  const shown = paths.filter((path) => (frameGroup.exec(path)?.[1] ?? '0') === '0');
  return {
    paths,
    datasets: shown.map((path) => file.describe(path)),
    file_attributes: Object.fromEntries(file.attributes(fileMetadataPath)),
    ...(frameGroups > 0 && {
      frame0_attributes: Object.fromEntries(file.attributes('/metadata/frame/frame0')),
      n_frame_groups: frameGroups,
    }),
    problem: file.problem,
  };
}

async function describeImages(bytes: Uint8Array, name: string, digest: StartDigest): Promise<Outcome<Description>> {
  const outcome = await readHdf5Images(bytes, { dataset: null, name });
  if (!outcome.ok) return outcome;
  const { dataset, values, timesUs, height, width, channels, problem } = outcome.value;
  const fields = {
    dataset,
    shape: [timesUs.length, height, width, channels],
    axis_order: 'frame,row,column,channel',
    dtype: 'uint8',
    n_frames: timesUs.length,
    sha256_pixels_le: hashOf(values, digest),
    ...summariseIntegers(values),
    ...describeTimes(timesUs),
  };
  return { ok: true, value: { fields, problem } };
}

async function describeGrid(bytes: Uint8Array, name: string, digest: StartDigest): Promise<Outcome<Description>> {
  const outcome = await readGridFile(bytes, { dataset: null, name });
  if (!outcome.ok) return outcome;
  const grid = outcome.value;
  const { dataset, values, confidence, timesUs, height, width, channels, problem } = grid;
  const plane = [timesUs.length, height, width];
  const fields = {
    dataset,
    shape: channels === 1 ? plane : [...plane, channels],
    axis_order: channels === 1 ? 'frame,row,column' : 'frame,row,column,channel',
    dtype: 'float32',
    n_frames: timesUs.length,
    sha256_pixels_le: hashOf(values, digest),
    ...describeCells(values, grid),
    ...(confidence && {
      confidence: {
        path: confidencePath,
        shape: plane,
        axis_order: 'frame,row,column',
        dtype: 'float32',
        sha256_pixels_le: hashOf(confidence, digest),
        ...describeCells(confidence, grid),
      },
    }),
    ...describeTimes(timesUs),
  };
  return { ok: true, value: { fields, problem } };
}

async function describeSpectra(bytes: Uint8Array, name: string, digest: StartDigest): Promise<Outcome<Description>> {
  // Stretch by stretch, as they are read: an hour is never in memory as a whole.
  let sha256 = digest();
  let parts: ReturnType<typeof summariseFloats>[] = [];
  let valid = 0;
  const outcome = await readProcessedSpectra(bytes, { dataset: null, name }, () => {
    [sha256, parts, valid] = [digest(), [], 0];
    return ({ values }) => {
      sha256.update(values);
      const part = summariseFloats(values);
      valid += values.length - part.nan_count;
      parts.push(part);
    };
  });
  if (!outcome.ok) return outcome;
  const { dataset, wavelengthNm, bins, timesUs, problem } = outcome.value;
  const finite = parts.filter((part) => part.finite_min !== null);
  const fields = {
    dataset,
    shape: [timesUs.length, wavelengthNm.length, bins],
    axis_order: 'frame,wavelength,spatial bin',
    dtype: 'float32',
    n_frames: timesUs.length,
    sha256_pixels_le: sha256.hex(),
    nan_count: parts.reduce((sum, part) => sum + part.nan_count, 0),
    valid_count: valid,
    valid_sum: finite.reduce((sum, part) => sum + Number(part.finite_sum), 0),
    valid_min: finite.length > 0 ? Math.min(...finite.map((part) => part.finite_min!)) : null,
    valid_max: finite.length > 0 ? Math.max(...finite.map((part) => part.finite_max!)) : null,
    wavelength: {
      n: wavelengthNm.length,
      first: wavelengthNm[0],
      last: wavelengthNm.at(-1),
      sha256_le: hashOf(Float32Array.from(wavelengthNm), digest),
    },
    ...describeTimes(timesUs),
  };
  return { ok: true, value: { fields, problem } };
}

async function describeRiometer(bytes: Uint8Array, name: string, digest: StartDigest): Promise<Outcome<Description>> {
  const outcome = await readHsrDay(bytes, { dataset: null, name });
  if (!outcome.ok) return outcome;
  const { dataset, bands, rawPower, timesUs, problem } = outcome.value;
  const fields = {
    dataset,
    bands,
    shape: [bands.length, timesUs.length],
    axis_order: 'band,time',
    dtype: 'float32',
    sha256_values_le: hashOf(rawPower, digest),
    ...summariseFloats(rawPower),
    first_timestamp: formatIsoUs(timesUs[0]!),
    last_timestamp: formatIsoUs(timesUs.at(-1)!),
  };
  return { ok: true, value: { fields, problem } };
}

function describeCells(values: Float32Array, grid: GridSeries) {
  const seen = values.filter((value) => !isEmptyCell(value, grid));
  const { finite_sum, finite_min, finite_max } = summariseFloats(seen);
  const nanCount = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  return {
    nan_count: nanCount,
    fill_value: grid.fillValue,
    fill_count: values.length - seen.length - nanCount,
    valid_count: seen.length,
    valid_sum: finite_sum,
    valid_min: finite_min,
    valid_max: finite_max,
  };
}

function describeTimes(timesUs: Float64Array) {
  const timestamps = Array.from(timesUs, formatIsoUs);
  return { timestamps, first_timestamp: timestamps[0], last_timestamp: timestamps.at(-1) };
}
