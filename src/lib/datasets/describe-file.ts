import { beginsRiometerText } from '$lib/formats/riometer-text';
import type { StartDigest } from '$lib/formats/sha256';
import { signatureOf } from '$lib/formats/signature';
import type { FileProblem, Outcome } from '$lib/model/failure';
import { describePng, describeTar, type Described } from './describe-colour';
import { describeHdf5 } from './describe-hdf5';
import { describeRiometer } from './describe-riometer';
import { describeSave } from './describe-save';
import { readImagerFrames, type ImagerFrames } from './imager-frames';
import { hashOf, summariseIntegers } from './number-summary';
import { formatIsoUs } from './timestamp';

/**
 * What is in a file of any kind that is read here, ready for JSON: what kind it is, shape, SHA-256 and summary of its
 * values, times, metadata, and what is wrong with it. Fields are named and meant as in the expected values that come
 * with the test data.
 *
 * @param name file name, path or address: what is in a file goes before it
 * @param digest how SHA-256 is found
 * @returns a failure when nothing in the file can be read
 */
export async function describeFile(bytes: Uint8Array, name: string, digest: StartDigest): Promise<Outcome<object>> {
  const outcome = await describeKind(bytes, name, digest);
  if (!outcome.ok) return outcome;
  const { fields, problem } = outcome.value;
  return { ok: true, value: { ...fields, problem: describeProblem(problem) } };
}

function describeKind(bytes: Uint8Array, name: string, digest: StartDigest): Promise<Outcome<Described>> {
  const signature = signatureOf(bytes);
  switch (signature) {
    case 'idl save':
      return describeVariables(bytes, digest);
    case 'hdf5':
      return describeHdf5(bytes, name, digest);
    case 'png':
      return describePng(bytes, name, digest);
    case 'tar':
      return describeTar(bytes, name, digest);
    case 'empty':
    case 'gzip':
    case 'pgm':
    case 'bzip2':
    case 'cdf':
    case 'html':
    case 'unknown':
      if (signature === 'unknown' && beginsRiometerText(bytes)) return Promise.resolve(describeRiometer(bytes, name));
      return describeStack(bytes, name, digest);
  }
}

async function describeVariables(bytes: Uint8Array, digest: StartDigest): Promise<Outcome<Described>> {
  const { variables, problem } = await describeSave(bytes, digest);
  if (Object.keys(variables).length > 0) {
    return { ok: true, value: { fields: { type: 'idl save', variables }, problem } };
  }
  const message = `The IDL SAVE file holds no variable${problem ? `: ${problem.message}` : ''}.`;
  return { ok: false, failure: { kind: 'corrupt', format: 'idl save', offset: problem?.offset ?? null, message } };
}

async function describeStack(bytes: Uint8Array, name: string, digest: StartDigest): Promise<Outcome<Described>> {
  const outcome = await readImagerFrames(bytes, { dataset: null, name });
  if (!outcome.ok) return outcome;
  return { ok: true, value: { fields: describeFrames(outcome.value, digest), problem: outcome.value.problem } };
}

function describeFrames({ dataset, counts, timesUs, height, width, header }: ImagerFrames, digest: StartDigest) {
  return {
    type: 'pgm stack',
    dataset,
    shape: [timesUs.length, height, width],
    axis_order: 'frame,row,column',
    dtype: 'uint16',
    n_frames: timesUs.length,
    sha256_pixels_le: hashOf(counts, digest),
    ...summariseIntegers(counts),
    first_timestamp: formatIsoUs(timesUs[0]!),
    last_timestamp: formatIsoUs(timesUs.at(-1)!),
    metadata_frame0: header,
  };
}

function describeProblem(problem: FileProblem | null): object | null {
  return problem && { kind: problem.kind, offset: problem.offset, message: problem.message };
}
