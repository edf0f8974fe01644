import type { Outcome } from '$lib/model/failure';
import type { ColourSeries } from '$lib/model/colour';
import { readHdf5Images } from './hdf5-images';
import { inOrderOfTime } from './frame-order';
import type { FileSource } from './imager-stack';

/**
 * All good frames of one colour file of a known camera (TREx RGB, SMILE), in order of time, as `readFrameSeries` does
 * it for files of one channel.
 *
 * @param bytes one HDF5 file; left untouched
 * @param source `dataset` null: the device, from the file's metadata or its name, tells
 * @returns a failure when no frame could be had, or when nothing tells which camera it was
 */
export async function readColourSeries(bytes: Uint8Array, source: FileSource): Promise<Outcome<ColourSeries>> {
  const outcome = await readHdf5Images(bytes, source);
  if (!outcome.ok) return outcome;
  const { dataset, siteUid, deviceUid, ...rest } = outcome.value;
  if (dataset === null || siteUid === null || deviceUid === null) {
    const lacking = siteUid === null ? 'site' : deviceUid === null ? 'camera' : 'array of imagers';
    const message = `Neither the file's name nor its metadata tell a ${lacking} known here.`;
    return { ok: false, failure: { kind: 'unsupported', format: 'hdf5', message } };
  }
  const inFile = Array.from(rest.timesUs, (timeUs, index) => ({ timeUs, index, offset: null }));
  const { frames, problem } = inOrderOfTime(inFile, 'hdf5');
  const ids = { dataset, siteUid, deviceUid };
  if (frames === inFile) return { ok: true, value: { ...rest, ...ids } };
  const size = rest.height * rest.width * rest.channels;
  const values = new Uint8Array(frames.length * size);
  frames.forEach(({ index }, at) => values.set(rest.values.subarray(index * size, (index + 1) * size), at * size));
  const timesUs = Float64Array.from(frames, ({ timeUs }) => timeUs);
  const frameHeaders = frames.map(({ index }) => rest.frameHeaders[index]!);
  return { ok: true, value: { ...rest, ...ids, values, timesUs, frameHeaders, problem: rest.problem ?? problem } };
}
