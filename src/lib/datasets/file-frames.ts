import type { ImagerDataset } from '$lib/model/dataset';
import type { ColourSeries } from '$lib/model/colour';
import type { Failure, Outcome } from '$lib/model/failure';
import type { FrameSeries } from '$lib/model/frames';
import type { TimeRange } from '$lib/model/time';
import { datasetByName } from './catalogue';
import { datasetOfPath } from './file-name';
import { readFrameSeries } from './frame-series';
import type { FileSource } from './imager-stack';

/**
 * Frames of one file of any imager, `counts` as stored, in order of time. Readers of formats other than PGM are loaded
 * with the first such file: most evenings need none of them.
 *
 * @param file as downloaded; left untouched
 * @param source `dataset` null: the file's name tells how it is packed
 * @param span only frames of these times, the end not included; for files whose frames are too much together
 *   (`Packing.framesTogether`). Of other files all frames come.
 * @returns a failure when no frame could be had, or when nothing tells which camera it was
 */
export async function readFrames(
  file: Uint8Array,
  source: FileSource,
  span: TimeRange | null = null,
): Promise<Outcome<FrameSeries>> {
  const dataset = datasetOfSource(source);
  switch (dataset?.packing.container ?? 'pgm') {
    case 'pgm':
      return readFrameSeries(file, source);
    case 'hdf5':
      return seriesOf(await (await import('./colour-series')).readColourSeries(file, source));
    case 'png':
      return seriesOf(await (await import('./colour-frames')).readColourFrames(file, source, undefined, span));
    case 'spectra':
      return readSpectra(file, source, span);
  }
}

/** The dataset that says how a file is packed; null where neither its name nor anybody tells. */
export function datasetOfSource({ dataset, name }: FileSource): ImagerDataset | null {
  return dataset === null ? datasetOfPath(name) : datasetByName(dataset);
}

function seriesOf(outcome: Outcome<ColourSeries>): Outcome<FrameSeries> {
  if (!outcome.ok) return outcome;
  const { dataset, siteUid, deviceUid, height, width, channels, values, timesUs, header, synthetic, problem } =
    outcome.value;
  if (dataset === null) return { ok: false, failure: unknownDataset };
  const camera = { dataset, siteUid, deviceUid };
  const frames = { height, width, channels, counts: values, timesUs, header };
  return { ok: true, value: { ...camera, ...frames, wavelengthNm: null, synthetic, problem } };
}

async function readSpectra(
  file: Uint8Array,
  source: FileSource,
  span: TimeRange | null,
): Promise<Outcome<FrameSeries>> {
  const { readProcessedSpectra } = await import('./processed-spectra');
  let counts = new Float32Array(0);
  const outcome = await readProcessedSpectra(
    file,
    source,
    ({ wavelengthNm, bins, timesUs }) => {
      const size = wavelengthNm.length * bins;
      counts = new Float32Array(timesUs.length * size);
      return ({ index, values }) => counts.set(values, index * size);
    },
    span,
  );
  if (!outcome.ok) return outcome;
  const { dataset, siteUid, deviceUid, wavelengthNm, bins, timesUs, header, synthetic, problem } = outcome.value;
  if (siteUid === null || deviceUid === null) return { ok: false, failure: unknownDataset };
  const camera = { dataset, siteUid, deviceUid };
  const shape = { height: wavelengthNm.length, width: bins, channels: 1, wavelengthNm } as const;
  return { ok: true, value: { ...camera, ...shape, counts, timesUs, header, synthetic, problem } };
}

const unknownDataset: Failure = {
  kind: 'unsupported',
  format: 'unknown',
  message: 'Neither the file’s name nor what is in it tells a camera known here.',
};
