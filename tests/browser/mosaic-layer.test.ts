import { expect, test } from 'vitest';
import type { MosaicTable } from '$lib/model/mosaic';
import { createMosaicLook } from '$lib/render/mosaic-look';
import { MosaicLayer } from '$lib/render/mosaic-layer';

const table: MosaicTable = {
  ...{ width: 2, height: 1, rule: 'highest' },
  sources: [{ id: 'camera', height: 1, width: 2, layer: 0 }],
  offsets: Uint32Array.of(0, 1, 2),
  entries: Uint32Array.of(0, 1),
  elevationDeg: Float32Array.of(45, 46),
};
const look = createMosaicLook(
  { valueRange: [0, 255], gamma: 1, colormap: 'gray' },
  { kind: 'counts', darkCounts: 0, perCount: 1 },
);
const frame = { counts: Uint16Array.of(100, 200), channels: 1, fillValue: null, look } as const;

test('what is painted can be taken away, and the same table painted anew', () => {
  const layer = new MosaicLayer();
  const camera = { x: 0, y: 0, metresPerPixel: 1000 };
  const shown = () => [...layer.canvas.getContext('2d')!.getImageData(0, 0, 2, 1).data];
  const picture = [100, 100, 100, 255, 200, 200, 200, 255];
  layer.paint(table, camera, [frame]);
  expect(shown()).toEqual(picture);
  layer.clear();
  expect(shown()).toEqual(Array(8).fill(0));
  layer.paint(table, camera, [frame]);
  expect(shown()).toEqual(picture);
  layer.dispose();
});
