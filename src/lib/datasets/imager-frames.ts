import { unfoldSamples } from '$lib/formats/pgm-samples';
import type { Outcome } from '$lib/model/failure';
import type { FrameSeries } from '$lib/model/frames';
import { readImagerStack, type FileSource, type ImagerStack, type TimedFrame } from './imager-stack';

export type { FileSource } from './imager-stack';

/** A `FrameSeries` in file order, of which it may not be known which camera took it. */
export type ImagerFrames = Omit<FrameSeries<Uint16Array<ArrayBuffer>>, 'dataset' | 'siteUid' | 'deviceUid'> &
  Pick<ImagerStack, 'dataset' | 'siteUid' | 'deviceUid'>;

/**
 * Read the PGM file of any imager, packed or not, with all the frames that say when they were taken, in file order.
 *
 * @param file left untouched
 * @returns a failure when no frame at all could be had: see `readImagerStack`
 */
export async function readImagerFrames(file: Uint8Array, source: FileSource): Promise<Outcome<ImagerFrames>> {
  const outcome = await readImagerStack(file, source);
  if (!outcome.ok) return outcome;
  const { frames, buffer, ...rest } = outcome.value;
  const counts = countsOf(frames, rest, buffer);
  return { ok: true, value: { ...rest, channels: 1, counts, wavelengthNm: null, timesUs: timesOf(frames) } };
}

/**
 * The counts of frames, `[frame][row][column]`.
 *
 * @param buffer what the frames lie in, where it may be used for the counts: the frames are then gone
 */
export function countsOf(
  frames: readonly TimedFrame[],
  { width, height }: Pick<ImagerStack, 'width' | 'height'>,
  buffer: ArrayBuffer | null,
): Uint16Array<ArrayBuffer> {
  const stored = frames.map(({ samples }) => samples);
  return unfoldSamples(stored, width * height, buffer);
}

export function timesOf(frames: readonly TimedFrame[]): Float64Array<ArrayBuffer> {
  return Float64Array.from(frames, ({ timeUs }) => timeUs);
}
