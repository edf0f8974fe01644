import type { FrameReducer } from '$lib/analysis/frame-reducer';
import { countsHistogram, countsPerBin } from '$lib/analysis/histogram';
import { keogramColumns } from '$lib/analysis/keogram';
import { createThumbnail } from '$lib/analysis/thumbnail';
import { datasetByName } from '$lib/datasets/catalogue';
import { datasetOfSource } from '$lib/datasets/file-frames';
import { readSeriesStack, type SeriesStack } from '$lib/datasets/frame-series';
import type { VisitedFrames } from '$lib/datasets/frame-visit';
import { timesOf } from '$lib/datasets/imager-frames';
import type { FileSource } from '$lib/datasets/imager-stack';
import { wavelengthOfRow } from '$lib/datasets/trex-spectrograph';
import type { ImagerDataset } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import type { KeogramColumns } from '$lib/model/frames';

/** Reduces a whole file of any imager to its keogram columns, histogram and thumbnail. */
export async function reduceFile(file: Uint8Array, source: FileSource): Promise<Outcome<KeogramColumns>> {
  const dataset = datasetOfSource(source);
  if (dataset && dataset.packing.container !== 'pgm')
    return reduceVisited(dataset, dataset.packing.container, file, source);
  const room = takeRoom();
  const outcome = await readSeriesStack(file, source, room);
  if (!outcome.ok) return outcome;
  const reduced = reduceStack(outcome.value);
  giveRoom(outcome.value.buffer);
  return reduced;
}

/** A minute of any dataset unpacks to less: more is not held on to. */
const mostRoom = 2 ** 24;

/** What the last file was unpacked into. It serves the next one, since thousands of files are reduced one by one. */
let spareRoom: ArrayBuffer | null = null;

/** Files may overlap in time: what one has taken, no other has. */
function takeRoom(): ArrayBuffer | null {
  const room = spareRoom;
  spareRoom = null;
  return room;
}

function giveRoom(room: ArrayBuffer | null): void {
  if (room && room.byteLength <= mostRoom) spareRoom = room;
}

/** Straight from the bytes of the file: unfolding whole frames would cost more than all the rest of it. */
function reduceStack(stack: SeriesStack): Outcome<KeogramColumns> {
  const dataset = datasetByName(stack.dataset);
  if (!dataset) return unsupported('pgm', `No keogram is known for the dataset ${stack.dataset}.`);
  const { keogramSlice: slice, orientation } = dataset;
  const columns = keogramColumns(stack, slice, orientation, wavelengthOfRow(stack.header));
  if (!columns) return unsupported('pgm', 'The spectra do not tell where in them the wanted line is.');
  const { siteUid, deviceUid, frames, synthetic, problem, height, width } = stack;
  const value: KeogramColumns = {
    dataset: dataset.name,
    siteUid,
    deviceUid,
    ...columns,
    channels: 1,
    timesUs: timesOf(frames),
    frame: { height, width },
    histogram: countsHistogram(stack, slice.kind === 'spectral-line' ? 'whole' : 'circle'),
    countsPerBin,
    thumbnail: createThumbnail(stack),
    synthetic,
    problem,
  };
  return { ok: true, value };
}

/** Frame by frame, so that a minute of bursts or an hour of spectra takes no more room than a few frames. */
async function reduceVisited(
  dataset: ImagerDataset,
  container: Exclude<ImagerDataset['packing']['container'], 'pgm'>,
  file: Uint8Array,
  source: FileSource,
): Promise<Outcome<KeogramColumns>> {
  const [{ FrameReducer, canReduce }, { visitFrames }] = await Promise.all([
    import('$lib/analysis/frame-reducer'),
    import('$lib/datasets/frame-visit'),
  ]);
  let seen: { readonly about: VisitedFrames; readonly reducer: FrameReducer | null } | null = null;
  const outcome = await visitFrames(container, file, source, (about) => {
    const isReducible = canReduce(about, dataset.keogramSlice, dataset.orientation);
    const reducer = isReducible ? new FrameReducer(about, about, dataset) : null;
    seen = { about, reducer };
    return (samples, place) => reducer?.add(samples, place);
  });
  if (!outcome.ok) return outcome;
  const { about, reducer } = seen!;
  const reduced = reducer?.finish();
  const format = container === 'png' ? 'png' : 'hdf5';
  if (!reduced) return unsupported(format, 'No keogram can be made of the frames in this file.');
  const { height, width, channels } = about;
  const { siteUid, deviceUid, synthetic, problem } = outcome.value;
  const { places, ...columns } = reduced;
  const timesUs = Float64Array.from(places, (place) => outcome.value.timesUs[place]!);
  const camera = { dataset: dataset.name, siteUid, deviceUid };
  return {
    ok: true,
    value: { ...camera, ...columns, channels, timesUs, frame: { height, width }, synthetic, problem },
  };
}

function unsupported(format: string, message: string): Outcome<never> {
  return { ok: false, failure: { kind: 'unsupported', format, message } };
}
