import { wrap } from 'comlink';
import type { DecodeBenchApi } from './decode-bench-api';
import { timeDecoding, type DecodeLoad, type DecodeTimes } from './decode-rounds';
import { timeHour, type HourLoad, type HourTimes } from './hour-rounds';

export interface DecodeBenchPage {
  /** @param minutes names of files beside this page */
  run(minutes: readonly string[], skymap: string | null, most: number): Promise<DecodeTimes>;
  /** @param load its files as names */
  hour(load: NamedHour, most: number | null): Promise<HourTimes>;
}

export type NamedHour = Omit<HourLoad, 'files'> & { readonly files: readonly string[] };

declare global {
  var decodeBench: DecodeBenchPage | undefined;
}

globalThis.decodeBench = {
  async run(minutes, skymap, most) {
    const load: DecodeLoad = {
      minutes: await Promise.all(minutes.map(fetchFile)),
      skymap: skymap === null ? null : await fetchFile(skymap),
    };
    return timeDecoding([start(), start()], load, most);
  },

  async hour(load, most) {
    const files = await Promise.all(load.files.map(fetchFile));
    return timeHour([start(), start()], { ...load, files }, most);
  },
};

function start() {
  return wrap<DecodeBenchApi>(new Worker(new URL('/worker.js', location.href), { type: 'module' }));
}

async function fetchFile(name: string): Promise<readonly [name: string, bytes: ArrayBuffer]> {
  const response = await fetch(`/${encodeURIComponent(name)}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return [name, await response.arrayBuffer()];
}
