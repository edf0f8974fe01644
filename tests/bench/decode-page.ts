import { wrap } from 'comlink';
import type { DecodeBenchApi } from './decode-bench-api';
import { timeDecoding, type DecodeLoad, type DecodeTimes } from './decode-rounds';

export interface DecodeBenchPage {
  /** @param minutes names of files beside this page */
  run(minutes: readonly string[], skymap: string | null, most: number): Promise<DecodeTimes>;
}

declare global {
  var decodeBench: DecodeBenchPage | undefined;
}

globalThis.decodeBench = {
  async run(minutes, skymap, most) {
    const start = () => wrap<DecodeBenchApi>(new Worker(new URL('/worker.js', location.href), { type: 'module' }));
    const load: DecodeLoad = {
      minutes: await Promise.all(minutes.map(fetchFile)),
      skymap: skymap === null ? null : await fetchFile(skymap),
    };
    return timeDecoding([start(), start()], load, most);
  },
};

async function fetchFile(name: string): Promise<readonly [name: string, bytes: ArrayBuffer]> {
  const response = await fetch(`/${encodeURIComponent(name)}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return [name, await response.arrayBuffer()];
}
