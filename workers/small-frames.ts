import { smallFrame } from '$lib/analysis/small-frame';
import { smallStoredFrame } from '$lib/analysis/thumbnail';
import { datasetOfSource, readFrames } from '$lib/datasets/file-frames';
import { readSeriesStack } from '$lib/datasets/frame-series';
import { timesOf } from '$lib/datasets/imager-frames';
import type { FileSource } from '$lib/datasets/imager-stack';
import type { ImagerDataset } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import type { SmallFrame, SmallFrameOrder } from '$lib/model/montage';
import type { TimeRange } from '$lib/model/time';

/**
 * Some frames of a file made small: only these are unfolded, and nothing but the small ones is held when it is done.
 *
 * @returns those frames that there are, in the order of their times
 */
export async function smallFramesOf(
  file: Uint8Array,
  source: FileSource,
  order: SmallFrameOrder,
): Promise<Outcome<readonly SmallFrame[]>> {
  const dataset = datasetOfSource(source);
  if ((dataset?.packing.container ?? 'pgm') === 'pgm') return fromStack(file, source, order);
  const value: SmallFrame[] = [];
  for (const span of spansOf(order.timesUs, dataset)) {
    const outcome = await fromFrames(file, source, order, span);
    if (!outcome.ok) return outcome;
    value.push(...outcome.value);
  }
  return { ok: true, value };
}

async function fromStack(
  file: Uint8Array,
  source: FileSource,
  { timesUs, longestSide }: SmallFrameOrder,
): Promise<Outcome<readonly SmallFrame[]>> {
  const outcome = await readSeriesStack(file, source);
  if (!outcome.ok) return outcome;
  const stack = outcome.value;
  const there = timesOf(stack.frames);
  const value = placesOf(timesUs, there).map((place): SmallFrame => ({
    timeUs: there[place]!,
    channels: 1,
    ...smallStoredFrame(stack, place, longestSide),
  }));
  return { ok: true, value };
}

async function fromFrames(
  file: Uint8Array,
  source: FileSource,
  { timesUs, longestSide }: SmallFrameOrder,
  span: TimeRange | null,
): Promise<Outcome<readonly SmallFrame[]>> {
  const outcome = await readFrames(file, source, span);
  if (!outcome.ok) return outcome;
  const { counts, timesUs: there, ...shape } = outcome.value;
  const samples = shape.height * shape.width * shape.channels;
  const within = timesUs.filter((timeUs) => !span || (timeUs >= span.startUs && timeUs < span.endUs));
  const value = placesOf(within, there).map((place): SmallFrame => ({
    timeUs: there[place]!,
    channels: shape.channels,
    ...smallFrame({ values: counts, first: place * samples, step: 1 }, shape, longestSide),
  }));
  return { ok: true, value };
}

/** Where the frames of some times stand; those that are not there are left out. */
function placesOf(timesUs: readonly number[], there: Float64Array): number[] {
  return timesUs.map((timeUs) => there.indexOf(timeUs)).filter((place) => place >= 0);
}

/**
 * Stretches of time that are read one after another: of files whose frames are too much together, never more of them
 * than are looked at together.
 */
function spansOf(timesUs: readonly number[], dataset: ImagerDataset | null): (TimeRange | null)[] {
  const together = dataset?.packing.framesTogether ?? null;
  if (!dataset || together === null) return [null];
  const longestUs = (together - 1) * dataset.cadenceSec * 1e6;
  const spans: TimeRange[] = [];
  for (const timeUs of timesUs) {
    const last = spans.at(-1);
    if (last && timeUs - last.startUs <= longestUs) spans[spans.length - 1] = { ...last, endUs: timeUs + 1 };
    else spans.push({ startUs: timeUs, endUs: timeUs + 1 });
  }
  return spans;
}
