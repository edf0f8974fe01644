import { MosaicBuilder } from '$lib/analysis/mosaic-builder';
import type { Skymap } from '$lib/model/skymap';
import { MosaicPainter } from '$lib/render/mosaic-painter';
import { frameOf, height, recoloured, tableFor, width, without } from './mosaic-scene';
import { bestOfRounds, type BestTimes } from './rounds';

/** A frame of a screen, and what a person takes for at once, milliseconds. */
export const frameMs = 16;
export const rebuildMs = 150;

export type RedrawTimes = BestTimes<'redraw' | 'gap' | 'look'>;
export type RebuildTimes = BestTimes<'view' | 'altitude'>;

/** @param show puts painted pixels on a screen, where there is one */
export function timeRedraws(
  skymap: Skymap,
  sites: number,
  show: (pixels: Uint32Array<ArrayBuffer>) => void = () => undefined,
): Promise<RedrawTimes> {
  const table = tableFor(new MosaicBuilder(), skymap, sites, 110);
  const pixels = new Uint32Array(width * height);
  const frames = Array.from({ length: sites }, (_, site) => frameOf(skymap, site));
  const painter = new MosaicPainter(table);
  const painted = (shown: Parameters<MosaicPainter['paint']>[0]) => {
    painter.paint(shown, pixels);
    show(pixels);
  };
  return bestOfRounds(
    1,
    {
      redraw: () => timed(() => painted(frames)),
      // Another camera's frame is missing each time, so that its neighbours take its place.
      gap: () => timed(() => painted(without(frames))),
      look: () => timed(() => painted(recoloured(frames))),
    },
    ({ redraw }) => redraw <= frameMs,
  );
}

export function timeRebuilds(skymap: Skymap): Promise<RebuildTimes> {
  const builder = new MosaicBuilder();
  let step = 0;
  return bestOfRounds(
    1,
    {
      view: () => timed(() => tableFor(builder, skymap, 20, 110, ++step)),
      altitude: () => timed(() => tableFor(builder, skymap, 20, 130 + (++step % 7))),
    },
    ({ view, altitude }) => Math.max(view, altitude) <= rebuildMs,
  );
}

function timed(task: () => void): Promise<number> {
  const started = performance.now();
  task();
  return Promise.resolve(performance.now() - started);
}
