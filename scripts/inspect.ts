import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { readImagerFrames, type ImagerFrames } from '../src/lib/datasets/imager-frames';
import { formatIsoUs } from '../src/lib/datasets/timestamp';
import { signatureOf } from '../src/lib/formats/signature';
import { beginsRiometerText } from '../src/lib/formats/riometer-text';
import type { FileProblem, Outcome } from '../src/lib/model/failure';
import { fromWhereTheyStand } from './command';
import { describePng, describeTar, type Described } from './describe-colour';
import { describeRiometer } from './describe-riometer';
import { describeHdf5 } from './describe-hdf5';
import { describeSave } from './describe-save';

/*
 * What is in a file: one JSON line each, in the order given, files read one after the other.
 * Fields are named and meant as in the expected values that come with the test data.
 */

/** Far above any file of the archive; what is read is held in memory as a whole. */
const maxFileBytes = 512 * 1024 * 1024;

const paths = process.argv.slice(2);

// Whoever reads the lines may stop early (`| head -1`): that is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

if (paths.length === 0) {
  process.stderr.write(
    'usage: npm run -s inspect -- FILE…\nPrints one JSON line for each PGM, IDL SAVE, HDF5 or PNG file, tar of PNG or riometer text.\n',
  );
  process.exitCode = 2;
} else {
  for (const path of paths) await print(await inspect(path));
}

/** The line for a file, whatever is in it: one that cannot be written as JSON gets a line as well. */
async function inspect(path: string): Promise<string> {
  try {
    return JSON.stringify(await describeFile(path));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return JSON.stringify(nothing(path, `The file cannot be read: ${message}.`));
  }
}

async function describeFile(path: string): Promise<object> {
  const place = fromWhereTheyStand(path);
  const stats = await stat(place);
  if (!stats.isFile()) return nothing(path, 'The path is no regular file.');
  if (stats.size > maxFileBytes) return nothing(path, 'The file is larger than 512 MB, which is the most this reads.');
  const bytes = await readFile(place);
  const signature = signatureOf(bytes);
  if (signature === 'idl save') return await inspectSave(path, bytes);
  if (signature === 'hdf5') return await inspectHdf5(path, bytes, place);
  if (signature === 'png') return lineOf(path, await describePng(bytes, place));
  if (signature === 'tar') return lineOf(path, await describeTar(bytes, place));
  if (signature === 'unknown' && beginsRiometerText(bytes)) return lineOf(path, describeRiometer(bytes, place));
  const outcome = await readImagerFrames(bytes, { dataset: null, name: place });
  return outcome.ok ? describeFrames(path, outcome.value) : nothing(path, outcome.failure.message);
}

function lineOf(file: string, outcome: Outcome<Described>): object {
  if (!outcome.ok) return nothing(file, outcome.failure.message);
  return { file, ...outcome.value.fields, problem: describeProblem(outcome.value.problem) };
}

function nothing(file: string, error: string): object {
  process.exitCode = 1;
  return { file, error };
}

async function inspectSave(file: string, bytes: Uint8Array): Promise<object> {
  const { variables, problem } = await describeSave(bytes);
  if (Object.keys(variables).length === 0) {
    return nothing(file, `The IDL SAVE file holds no variable${problem ? `: ${problem.message}` : ''}.`);
  }
  return { file, type: 'idl save', variables, problem: describeProblem(problem) };
}

async function inspectHdf5(file: string, bytes: Uint8Array, name: string): Promise<object> {
  const outcome = await describeHdf5(bytes, name);
  if (!outcome.ok) return nothing(file, outcome.failure.message);
  const { fields, problem } = outcome.value;
  return { file, ...fields, problem: describeProblem(problem) };
}

function describeFrames(file: string, frames: ImagerFrames): object {
  const { dataset, counts, timesUs, height, width, header, problem } = frames;
  return {
    file,
    type: 'pgm stack',
    dataset,
    shape: [timesUs.length, height, width],
    axis_order: 'frame,row,column',
    dtype: 'uint16',
    n_frames: timesUs.length,
    sha256_pixels_le: createHash('sha256').update(littleEndianBytes(counts)).digest('hex'),
    ...summarise(counts),
    first_timestamp: formatIsoUs(timesUs[0]!),
    last_timestamp: formatIsoUs(timesUs.at(-1)!),
    metadata_frame0: header,
    problem: describeProblem(problem),
  };
}

/** The sum is exact: 2^53 is more than 10^11 pixels of 65535 can reach. */
function summarise(counts: Uint16Array): { sum: number; min: number; max: number } {
  let sum = 0;
  let min = 65535;
  let max = 0;
  for (const count of counts) {
    sum += count;
    if (count < min) min = count;
    if (count > max) max = count;
  }
  return { sum, min, max };
}

function littleEndianBytes(counts: Uint16Array): Uint8Array {
  const bytes = Buffer.from(counts.buffer, counts.byteOffset, counts.byteLength);
  const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  return hostIsLittleEndian ? bytes : Buffer.from(bytes).swap16();
}

function describeProblem(problem: FileProblem | null): object | null {
  return problem && { kind: problem.kind, offset: problem.offset, message: problem.message };
}

/** Waits until the line is taken, so that a slow reader does not pile lines up here. */
function print(line: string): Promise<void> {
  return new Promise((done) => {
    process.stdout.write(`${line}\n`, () => done());
  });
}
