import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readColourSeries } from '$lib/datasets/colour-series';
import { readFrameSeries } from '$lib/datasets/frame-series';
import { readGridFile } from '$lib/datasets/grid-file';
import { readProcessedSpectra } from '$lib/datasets/processed-spectra';
import { readSkymap } from '$lib/datasets/skymap';
import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import { seededRandom } from '../archive/faults';
import { contradictionsInColour, contradictionsInFrames, contradictionsInSave } from './contradictions';
import { damage } from './damage';

export interface Round {
  /** Path of a real file. */
  readonly file: string;
  readonly seed: number;
}

export interface RoundReport {
  /** What was done to the file. */
  readonly done: string;
  readonly troubles: readonly string[];
}

/** Damages one real file, as the seed says, and gives it to the reader of its kind. */
export async function playRound({ file, seed }: Round): Promise<RoundReport> {
  const random = seededRandom(seed);
  const whole = await realBytes(file);
  const { bytes, done } = file.endsWith('.gz') ? damagedPacked(whole, random) : damage(whole, random);
  const before = Uint8Array.from(bytes);
  const troubles: string[] = [];
  try {
    if (file.endsWith('.sav')) {
      troubles.push(...contradictionsInSave(await decodeIdlSave(bytes)));
      await readSkymap(bytes, path.basename(file));
    } else if (file.endsWith('.h5')) {
      const source = { dataset: null, name: file };
      // Each reader must bear the files of the others as well.
      troubles.push(...contradictionsInColour(await readColourSeries(bytes, source)));
      await readGridFile(bytes, source);
      await readProcessedSpectra(bytes, source);
    } else {
      troubles.push(...contradictionsInFrames(await readFrameSeries(bytes, { dataset: null, name: file })));
    }
  } catch (error) {
    troubles.push(`thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  if (Buffer.compare(before, bytes) !== 0) troubles.push('the file itself was changed');
  return { done, troubles };
}

/** A packed file is hit as it lies on the disk, or inside, and then comes packed again or as it is. */
function damagedPacked(packed: Uint8Array, random: () => number): ReturnType<typeof damage> {
  const kind = Math.floor(3 * random());
  if (kind === 0) return damage(packed, random);
  const { bytes, done } = damage(gunzipSync(packed), random);
  if (kind === 1) return { bytes, done: `unpacked; ${done}` };
  return { bytes: new Uint8Array(gzipSync(bytes, { level: 1 })), done: `unpacked; ${done}; packed` };
}

const read = new Map<string, Promise<Uint8Array>>();

function realBytes(file: string): Promise<Uint8Array> {
  const bytes = read.get(file) ?? readFile(file);
  read.set(file, bytes);
  return bytes;
}

// In a process of its own: a round is asked for and answered, and who asks may lose patience.
if (process.send) {
  process.on('message', (round: Round) => void playRound(round).then((report) => process.send?.(report)));
  process.once('disconnect', () => process.exit());
  process.send('ready');
}
