import { transfer, type Remote } from 'comlink';
import type { DecodeBenchApi } from './decode-bench-api';
import { bestOfRounds, type BestTimes } from './rounds';

/** What is decoded: the same in a page and in Node. */
export interface DecodeLoad {
  /** Name and bytes of each minute of an hour. */
  readonly minutes: readonly (readonly [name: string, bytes: ArrayBuffer])[];
  readonly skymap: readonly [name: string, bytes: ArrayBuffer] | null;
}

export interface DecodeTimes {
  readonly columns: BestTimes<'inflate' | 'reduce'>;
  readonly frames: BestTimes<'inflate' | 'frames'>;
  readonly skymap: BestTimes<'turn' | 'read'> | null;
}

export type Workers = readonly [Remote<DecodeBenchApi>, ...Remote<DecodeBenchApi>[]];
type Task = (api: Remote<DecodeBenchApi>, file: ArrayBuffer, name: string) => Promise<unknown>;

/** Files timed in one go, for each worker: about 40 ms of work. */
const filesPerWorker = 2;

/** @param most the ratio of keogram columns to bare inflate that is hoped for */
export async function timeDecoding(workers: Workers, load: DecodeLoad, most: number): Promise<DecodeTimes> {
  const { minutes, skymap } = load;
  const dataset = 'THEMIS_ASI_RAW';
  const { pieces, inPieces } = cut(workers, minutes, filesPerWorker);

  const inflate = inPieces((api, file) => api.inflate(file));
  const reduce = inPieces((api, file, name) => good(api.reduce(file, { dataset, name })));
  const columns = await bestOfRounds(pieces, { inflate, reduce }, (best) => best.reduce <= most * best.inflate);
  // Apart from the columns, which would have to clear away these frames.
  const wholeFrames = inPieces((api, file, name) => good(api.frames(file, { dataset, name })));
  const frames = await bestOfRounds(pieces, { inflate, frames: wholeFrames });
  if (!skymap) return { columns, frames, skymap: null };
  const one = [workers[0]] as const;
  const skymapTimes = await bestOfRounds(1, {
    turn: () => timeAll(one, [skymap], (api, file) => api.turn(file)),
    read: () => timeAll(one, [skymap], (api, file, name) => good(api.skymap(file, name))),
  });
  return { columns, frames, skymap: skymapTimes };
}

/** Cuts files into pieces that are timed in one go. */
export function cut(workers: Workers, files: DecodeLoad['minutes'], perWorker: number) {
  const inPiece = perWorker * workers.length;
  const inPieces = (task: Task) => (piece: number) =>
    timeAll(workers, files.slice(piece * inPiece, (piece + 1) * inPiece), task);
  return { pieces: Math.ceil(files.length / inPiece), inPieces };
}

/** @returns milliseconds from the first file handed out to the last answer */
async function timeAll(
  workers: Workers,
  files: readonly (readonly [name: string, bytes: ArrayBuffer])[],
  task: Task,
): Promise<number> {
  // Every round gives its files away, so it has copies; making them is no part of the work.
  const queue = files.map(([name, bytes]) => [name, bytes.slice(0)] as const);
  const started = performance.now();
  await Promise.all(
    workers.map(async (api) => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const [name, file] = next;
        await task(api, transfer(file, [file]), name);
      }
    }),
  );
  return performance.now() - started;
}

export async function good(answer: Promise<{ ok: boolean }>): Promise<void> {
  if (!(await answer).ok) throw new Error('a file could not be decoded');
}
