import type { ColourSeries } from '$lib/model/colour';
import type { Outcome } from '$lib/model/failure';
import { inOrderOfTime } from './frame-order';
import { takeImages, visitHdf5Images, type Hdf5Images, type StoredImages } from './hdf5-images';
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
  let values = new Uint8Array(0);
  const outcome = await visitColourSeries(bytes, source, (_, stored) => {
    values = takeImages(stored, stored.places);
  });
  return outcome.ok ? { ok: true, value: { ...outcome.value, values } } : outcome;
}

/**
 * The same frames where they are stored: for what needs a few pixels of each.
 *
 * @param take is called once, synchronously; `places` are in order of time
 */
export async function visitColourSeries(
  bytes: Uint8Array,
  source: FileSource,
  take: (series: Hdf5Images, stored: StoredImages) => void,
): Promise<Outcome<Omit<ColourSeries, 'values'>>> {
  let ordered: Hdf5Images | null = null;
  const outcome = await visitHdf5Images(bytes, source, (images, stored) => {
    const order = orderOf(images);
    ordered = order.images;
    take(order.images, { ...stored, places: order.indices.map((index) => stored.places[index]!) });
  });
  if (!outcome.ok) return outcome;
  const images = ordered ?? outcome.value;
  const { dataset, siteUid, deviceUid } = images;
  if (dataset !== null && siteUid !== null && deviceUid !== null)
    return { ok: true, value: { ...images, dataset, siteUid, deviceUid } };
  const lacking = siteUid === null ? 'site' : deviceUid === null ? 'camera' : 'array of imagers';
  const message = `Neither the file's name nor its metadata tell a ${lacking} known here.`;
  return { ok: false, failure: { kind: 'unsupported', format: 'hdf5', message } };
}

function orderOf(images: Hdf5Images): { images: Hdf5Images; indices: readonly number[] } {
  const inFile = Array.from(images.timesUs, (timeUs, index) => ({ timeUs, index, offset: null }));
  const { frames, problem } = inOrderOfTime(inFile, 'hdf5');
  const indices = frames.map(({ index }) => index);
  if (frames === inFile) return { images, indices };
  const timesUs = Float64Array.from(frames, ({ timeUs }) => timeUs);
  const frameHeaders = indices.map((index) => images.frameHeaders[index]!);
  return { images: { ...images, timesUs, frameHeaders, problem: images.problem ?? problem }, indices };
}
