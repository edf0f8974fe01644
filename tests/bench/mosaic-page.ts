import { transfer, wrap } from 'comlink';
import type { MosaicRequest } from '$lib/model/mosaic';
import { MosaicPainter } from '$lib/render/mosaic-painter';
import type { MosaicBenchApi } from './mosaic.worker';
import { timeRedraws, type RebuildTimes, type RedrawTimes } from './mosaic-rounds';
import { benchView, frameOf, height, parsedSkymap, projectionSpec, width } from './mosaic-scene';
import { bestOfRounds, type BestTimes } from './rounds';

export interface MosaicTimes {
  readonly six: RedrawTimes;
  readonly twenty: RedrawTimes;
  readonly rebuilds: RebuildTimes;
  /** From a skymap's bytes to its camera's picture on the canvas. */
  readonly first: number;
  readonly magnetic: BestTimes<'together' | 'oneByOne'>;
}

declare global {
  /** @param skymap name of a file beside this page */
  var mosaicBench: ((skymap: string) => Promise<MosaicTimes>) | undefined;
}

globalThis.mosaicBench = async (name) => {
  const bytes = await (await fetch(`/${encodeURIComponent(name)}`)).arrayBuffer();
  const skymap = await parsedSkymap(new Uint8Array(bytes), name);
  const worker = wrap<MosaicBenchApi>(new Worker(new URL('/worker.js', location.href), { type: 'module' }));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  document.body.append(canvas);
  const screen = canvas.getContext('2d')!;
  const show = (pixels: Uint32Array<ArrayBuffer>) =>
    screen.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
  let turn = 0;
  const first = async () => {
    // Under another name each time: the worker remembers what it has read.
    const source = {
      kind: 'skymap',
      id: 'only',
      skymap: `${turn++} ${name}`,
      altitudeKm: 110,
      minElevationDeg: 5,
    } as const;
    const request: MosaicRequest<typeof projectionSpec> = {
      ...{ view: benchView, projection: projectionSpec, rule: 'highest' },
      sources: [{ ...source, mask: null, layer: 0 }],
    };
    const file = bytes.slice(0);
    const pixels = new Uint32Array(width * height);
    const started = performance.now();
    const answer = await worker.mosaicTable(request, transfer([{ name: source.skymap, bytes: file }], [file]));
    if (!answer.ok || answer.value.kind !== 'table') throw new Error('there is no table');
    new MosaicPainter(answer.value.table).paint([frameOf(skymap, 0)], pixels);
    show(pixels);
    return performance.now() - started;
  };
  return {
    six: await timeRedraws(skymap, 6, show),
    twenty: await timeRedraws(skymap, 20, show),
    rebuilds: await worker.rebuilds(bytes.slice(0), name),
    first: (await bestOfRounds(1, { first })).first,
    magnetic: await worker.magnetic(),
  };
};
