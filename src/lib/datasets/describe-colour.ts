import { readColourFrames } from './colour-frames';
import { findColourPictures } from './colour-pictures';
import { parsePictureName } from './picture-name';
import { formatIsoUs } from './timestamp';
import { FormatError } from '$lib/formats/format-error';
import { decodePng, type PngPicture } from '$lib/formats/png';
import type { StartDigest } from '$lib/formats/sha256';
import { decodeTar } from '$lib/formats/tar';
import type { FileProblem, Outcome } from '$lib/model/failure';
import { hashOf, summariseIntegers } from './number-summary';

export interface Described {
  readonly fields: object;
  readonly problem: FileProblem | null;
}

const channelNames: Readonly<Record<PngPicture['channels'], string>> = {
  1: 'grey',
  2: 'grey,opacity',
  3: 'R,G,B',
  4: 'R,G,B,opacity',
};

/**
 * What is in a PNG picture of any kind, ready for JSON; with its time and camera where its name tells them.
 *
 * @param digest how the SHA-256 of the samples is found
 */
export async function describePng(bytes: Uint8Array, name: string, digest: StartDigest): Promise<Outcome<Described>> {
  const frame = parsePictureName(name) && (await describeFrames('png', bytes, name, digest));
  if (frame?.ok) return frame;
  try {
    const { samples, rows, width, channels, bitDepth, texts, problem } = await decodePng(bytes);
    const values = describeValues(samples, [1, rows, width, channels], digest);
    const fields = { type: 'png', dataset: null, ...values, bit_depth: bitDepth, metadata_frame0: texts };
    return { ok: true, value: { fields, problem } };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { format, offset, message } = error;
    const sentence = `The picture cannot be read: ${message}.`;
    return { ok: false, failure: { kind: 'corrupt', format, offset, message: sentence } };
  }
}

/** What is in a tar of PNG pictures of one camera, ready for JSON. */
export function describeTar(bytes: Uint8Array, name: string, digest: StartDigest): Promise<Outcome<Described>> {
  return describeFrames('tar of png', bytes, name, digest);
}

async function describeFrames(
  type: 'png' | 'tar of png',
  bytes: Uint8Array,
  name: string,
  digest: StartDigest,
): Promise<Outcome<Described>> {
  const source = { dataset: null, name };
  const outcome = await readColourFrames(bytes, source);
  if (!outcome.ok) return outcome;
  const { dataset, values, timesUs, height, width, channels, header, problem } = outcome.value;
  const found = findColourPictures(bytes, source);
  const used = found.ok ? found.value.pictures.filter(({ timeUs }) => timesUs.includes(timeUs)) : [];
  const timestamps = [...timesUs].map(formatIsoUs);
  const fields = {
    type,
    dataset,
    ...(type === 'png' ? {} : { members_in_tar_order: decodeTar(bytes).entries.map((entry) => baseName(entry.name)) }),
    frame_order: used.map((picture) => picture.name),
    ...describeValues(values, [timesUs.length, height, width, channels], digest),
    timestamps,
    first_timestamp: timestamps[0],
    last_timestamp: timestamps.at(-1),
    metadata_frame0: header,
  };
  return { ok: true, value: { fields, problem } };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Every engine in practice stores numbers little-endian, so the bytes in memory are the ones wanted. */
function describeValues(
  values: Uint8Array | Uint16Array,
  shape: readonly [frames: number, height: number, width: number, channels: PngPicture['channels']],
  digest: StartDigest,
) {
  const frameLength = values.length / shape[0];
  const frameSums = Array.from({ length: shape[0] }, (_, frame) => {
    return summariseIntegers(values.subarray(frame * frameLength, (frame + 1) * frameLength)).sum;
  });
  return {
    shape,
    axis_order: `frame,row,column,channel (${channelNames[shape[3]]})`,
    dtype: values instanceof Uint16Array ? 'uint16' : 'uint8',
    n_frames: shape[0],
    sha256_pixels_le: hashOf(values, digest),
    ...summariseIntegers(values),
    frame_sums: frameSums,
  };
}
