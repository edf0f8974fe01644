import { cut, good, type DecodeLoad, type Workers } from './decode-rounds';
import type { PackedStream } from './hour-files';
import { bestOfRounds, type BestTimes } from './rounds';

/** Files of one imager, and what is packed in them. */
export interface HourLoad {
  readonly files: DecodeLoad['minutes'];
  /** In the order of the files; null where each of them is one gzip member. */
  readonly streams: readonly (readonly PackedStream[] | null)[];
  /** Files timed in one go, for each worker. */
  readonly filesPerWorker: number;
}

export type HourTimes = BestTimes<'inflate' | 'reduce'>;

/** @param most the ratio that is hoped for; null where none is promised */
export function timeHour(workers: Workers, load: HourLoad, most: number | null): Promise<HourTimes> {
  const { pieces, inPieces } = cut(workers, load.files, load.filesPerWorker);
  const streamsOf = new Map(load.files.map(([name], index) => [name, load.streams[index] ?? null]));
  const inflate = inPieces((api, file, name) => {
    const streams = streamsOf.get(name) ?? null;
    return streams ? api.inflateStreams(file, streams) : api.inflate(file);
  });
  const reduce = inPieces((api, file, name) => good(api.reduce(file, { dataset: null, name })));
  return bestOfRounds(pieces, { inflate, reduce }, (best) => most === null || best.reduce <= most * best.inflate);
}
