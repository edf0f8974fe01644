import { expose } from 'comlink';
import { decodeApi } from '../../workers/decode-api';
import { timeMagnetic } from './magnetic-rounds';
import { timeRebuilds } from './mosaic-rounds';
import { parsedSkymap } from './mosaic-scene';

/** What the worker of the mosaic's bench offers: the app's own tables, and what is timed off the main thread. */
const mosaicBenchApi = {
  mosaicTable: (...order: Parameters<typeof decodeApi.mosaicTable>) => decodeApi.mosaicTable(...order),
  rebuilds: async (file: ArrayBuffer, name: string) => timeRebuilds(await parsedSkymap(new Uint8Array(file), name)),
  magnetic: timeMagnetic,
};
export type MosaicBenchApi = typeof mosaicBenchApi;

expose(mosaicBenchApi);
