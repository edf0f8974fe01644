import { createHash } from 'node:crypto';
import { readColourFrames } from '../src/lib/datasets/colour-frames';
import { findColourPictures } from '../src/lib/datasets/colour-pictures';
import { parsePictureName } from '../src/lib/datasets/picture-name';
import { formatIsoUs } from '../src/lib/datasets/timestamp';
import { FormatError } from '../src/lib/formats/format-error';
import { decodePng, type PngPicture } from '../src/lib/formats/png';
import { decodeTar } from '../src/lib/formats/tar';
import type { FileProblem, Outcome } from '../src/lib/model/failure';
import { summariseIntegers } from './number-summary';

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

/** What is in a PNG picture of any kind, ready for JSON; with its time and camera where its name tells them. */
export async function describePng(bytes: Uint8Array, name: string): Promise<Outcome<Described>> {
  const frame = parsePictureName(name) && (await describeFrames('png', bytes, name));
  if (frame?.ok) return frame;
  try {
    const { samples, rows, width, channels, bitDepth, texts, problem } = await decodePng(bytes);
    const values = describeValues(samples, [1, rows, width, channels]);
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
export function describeTar(bytes: Uint8Array, name: string): Promise<Outcome<Described>> {
  return describeFrames('tar of png', bytes, name);
}

async function describeFrames(
  type: 'png' | 'tar of png',
  bytes: Uint8Array,
  name: string,
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
    ...describeValues(values, [timesUs.length, height, width, channels]),
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

/** Every engine that Node runs on in practice stores numbers little-endian, so the bytes in memory are the ones wanted. */
function describeValues(
  values: Uint8Array | Uint16Array,
  shape: readonly [frames: number, height: number, width: number, channels: PngPicture['channels']],
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
    sha256_pixels_le: createHash('sha256').update(values).digest('hex'),
    ...summariseIntegers(values),
    frame_sums: frameSums,
  };
}
