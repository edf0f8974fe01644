import { transfer, wrap } from 'comlink';
import type { DecodeBenchApi } from './decode-bench-api';
import { timeDecoding, type DecodeLoad, type DecodeTimes } from './decode-rounds';
import { timeHour, type HourLoad, type HourTimes } from './hour-rounds';

export interface DecodeBenchPage {
  /** @param minutes names of files beside this page */
  run(minutes: readonly string[], skymap: string | null, most: number): Promise<DecodeTimes>;
  /** @param load its files as names */
  hour(load: NamedHour, most: number | null): Promise<HourTimes>;
  /** Reduces a file beside this page with the one worker of all such calls. @returns how many columns came of it */
  columns(name: string): Promise<number>;
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

  async columns(name) {
    if (!held.has(name)) held.set(name, (await fetchFile(name))[1]);
    const file = held.get(name)!.slice(0);
    const reduced = await (lasting ??= start()).reduce(transfer(file, [file]), { dataset: null, name });
    return reduced.ok ? reduced.value.timesUs.length : 0;
  },
};

/** What a page has fetched lies about in it for long: measured is the worker's memory, not that. */
const held = new Map<string, ArrayBuffer>();
let lasting: ReturnType<typeof start> | null = null;

function start() {
  return wrap<DecodeBenchApi>(new Worker(new URL('/worker.js', location.href), { type: 'module' }));
}

async function fetchFile(name: string): Promise<readonly [name: string, bytes: ArrayBuffer]> {
  const response = await fetch(`/${encodeURIComponent(name)}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return [name, await response.arrayBuffer()];
}
