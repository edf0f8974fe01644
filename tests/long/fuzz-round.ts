import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readColourSeries } from '$lib/datasets/colour-series';
import { readCurveSeries } from '$lib/datasets/curve-series';
import { datasetOfSource, readFrames } from '$lib/datasets/file-frames';
import { readFrameSeries } from '$lib/datasets/frame-series';
import { readGridFile } from '$lib/datasets/grid-file';
import type { FileSource } from '$lib/datasets/imager-stack';
import { readProcessedSpectra } from '$lib/datasets/processed-spectra';
import { readSkymap } from '$lib/datasets/skymap';
import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import type { TimeRange } from '$lib/model/time';
import { reduceFile } from '../../workers/reduce-file';
import { seededRandom } from '../archive/faults';
import {
  contradictionsInColour,
  contradictionsInColumns,
  contradictionsInCurves,
  contradictionsInFrames,
  contradictionsInSave,
} from './contradictions';
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
  const source = { dataset: null, name: file };
  const before = Uint8Array.from(bytes);
  const troubles: string[] = [];
  try {
    if (file.endsWith('.sav')) {
      troubles.push(...contradictionsInSave(await decodeIdlSave(bytes)));
      await readSkymap(bytes, path.basename(file));
    } else if (file.endsWith('.h5')) {
      if (random() < 0.5) troubles.push(...(await oneWay(bytes, source, random)));
      else {
        // Each reader must bear the files of the others as well.
        troubles.push(...contradictionsInColour(await readColourSeries(bytes, source)));
        await readGridFile(bytes, source);
        await readProcessedSpectra(bytes, source);
      }
    } else if (file.endsWith('.txt')) {
      troubles.push(...contradictionsInCurves(await readCurveSeries(bytes, source)));
    } else if (file.endsWith('.png') || file.endsWith('.tar')) {
      troubles.push(...(await oneWay(bytes, source, random)));
    } else {
      troubles.push(...contradictionsInFrames(await readFrameSeries(bytes, source)));
    }
  } catch (error) {
    troubles.push(`thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  if (Buffer.compare(before, bytes) !== 0) troubles.push('the file itself was changed');
  return { done, troubles };
}

/** As the app reads it, one way of three: all frames, those of some seconds, or columns only. */
async function oneWay(bytes: Uint8Array, source: FileSource, random: () => number): Promise<string[]> {
  const way = Math.floor(3 * random());
  if (way === 0) return contradictionsInFrames(await readFrames(bytes, source));
  if (way === 1) return contradictionsInColumns(await reduceFile(bytes, source));
  const span = spanIn(source.name, random);
  const isCut = span !== null && (datasetOfSource(source)?.packing.framesTogether ?? null) !== null;
  return contradictionsInFrames(await readFrames(bytes, source, span), isCut ? span : null);
}

/** Up to a minute that begins in the first minute of what a file's name says. */
function spanIn(name: string, random: () => number): TimeRange | null {
  const [, year, month, day, hour, minute] = /(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)?[^/]*$/.exec(name) ?? [];
  if (year === undefined) return null;
  const nameUs = Date.UTC(+year, Number(month) - 1, Number(day), Number(hour), Number(minute ?? 0)) * 1000;
  const startUs = nameUs + Math.floor(60e6 * random());
  return { startUs, endUs: startUs + 1 + Math.floor(60e6 * random()) };
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
