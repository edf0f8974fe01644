import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { describeFile } from '../src/lib/datasets/describe-file';
import type { Digest } from '../src/lib/formats/sha256';
import { fromWhereTheyStand } from './command';

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
    return JSON.stringify(await readAndDescribe(path));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return JSON.stringify(nothing(path, `The file cannot be read: ${message}.`));
  }
}

async function readAndDescribe(path: string): Promise<object> {
  const place = fromWhereTheyStand(path);
  const stats = await stat(place);
  if (!stats.isFile()) return nothing(path, 'The path is no regular file.');
  if (stats.size > maxFileBytes) return nothing(path, 'The file is larger than 512 MB, which is the most this reads.');
  const outcome = await describeFile(await readFile(place), place, startDigest);
  return outcome.ok ? { file: path, ...outcome.value } : nothing(path, outcome.failure.message);
}

function nothing(file: string, error: string): object {
  process.exitCode = 1;
  return { file, error };
}

/** Five times as fast as what pages have to make do with. */
function startDigest(): Digest {
  const hash = createHash('sha256');
  return {
    update: ({ buffer, byteOffset, byteLength }) => hash.update(new Uint8Array(buffer, byteOffset, byteLength)),
    hex: () => hash.digest('hex'),
  };
}

/** Waits until the line is taken, so that a slow reader does not pile lines up here. */
function print(line: string): Promise<void> {
  return new Promise((done) => {
    process.stdout.write(`${line}\n`, () => done());
  });
}
