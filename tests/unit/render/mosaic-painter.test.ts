import { describe, expect, test } from 'vitest';
import { allRuns } from '$lib/analysis/mosaic-runs';
import type { MosaicTable, OverlapRule } from '$lib/model/mosaic';
import { palette } from '$lib/render/colormap';
import { createMosaicLook } from '$lib/render/mosaic-look';
import { MosaicPainter, type MosaicFrame } from '$lib/render/mosaic-painter';

const counts = { kind: 'counts', darkCounts: 0, perCount: 1 } as const;
const plain = createMosaicLook({ valueRange: [0, 255], gamma: 1, colormap: 'gray' }, counts);

/** Pixels of the picture, each with its candidates as [source, pixel]; sources have two pixels. */
function toyTable(
  candidates: readonly (readonly (readonly [source: number, pixel: number])[])[],
  rule: OverlapRule = 'highest',
  layers: readonly number[] = [0, 0, 0],
): MosaicTable {
  const offsets = [0];
  for (const each of candidates) offsets.push(offsets.at(-1)! + each.length);
  const entries = candidates.flat().map(([source, pixel]) => ((source << 20) | pixel) >>> 0);
  const sources = layers.map((layer, index) => ({ id: `${index}`, height: 1, width: 2, layer }));
  const elevationDeg = new Float32Array(entries.length).fill(45);
  const size = { width: candidates.length, height: 1 };
  return {
    ...size,
    rule,
    sources,
    offsets: Uint32Array.from(offsets),
    entries: Uint32Array.from(entries),
    elevationDeg,
  };
}

function mono(values: readonly number[], look = plain): MosaicFrame {
  return { counts: Uint16Array.from(values), channels: 1, fillValue: null, look };
}

function painted(table: MosaicTable, frames: readonly (MosaicFrame | null)[]): number[] {
  const pixels = new Uint32Array(table.width * table.height).fill(0x12345678);
  new MosaicPainter(table).paint(frames, pixels);
  return [...pixels];
}

const gray = (level: number) => (0xff000000 | (level << 16) | (level << 8) | level) >>> 0;

test('each pixel gets the colour of its first candidate; where there is none the picture is transparent', () => {
  const table = toyTable([[[0, 1]], [], [[1, 0], [0, 0]]]); // prettier-ignore
  expect(painted(table, [mono([10, 20]), mono([30, 40])])).toEqual([gray(20), 0, gray(30)]);
});

test('a camera without a frame leaves its place to the next, never a black disc', () => {
  const table = toyTable([[[0, 0], [1, 1], [2, 0]], [[0, 1]]]); // prettier-ignore
  const [a, b, c] = [mono([10, 20]), mono([30, 40]), mono([50, 60])];
  const painter = new MosaicPainter(table);
  const pixels = new Uint32Array(2);
  const paint = (...frames: (MosaicFrame | null)[]) => {
    painter.paint(frames, pixels);
    return [...pixels];
  };
  expect(paint(a, b, c)).toEqual([gray(10), gray(20)]);
  expect(paint(null, b, c)).toEqual([gray(40), 0]);
  expect(paint(null, null, c)).toEqual([gray(50), 0]);
  expect(paint(null, null, null)).toEqual([0, 0]);
  expect(paint(a)).toEqual([gray(10), gray(20)]);
  // A frame of another size than its skymap is no frame.
  expect(paint(mono([1, 2, 3]), b, c)).toEqual([gray(40), 0]);
});

test('colour pictures, floats and what stands for nothing', () => {
  const table = toyTable([[[0, 0], [1, 0]], [[0, 1], [1, 1]]]); // prettier-ignore
  const colour: MosaicFrame = {
    counts: Uint8Array.of(1, 2, 3, 200, 100, 50),
    channels: 3,
    fillValue: null,
    look: plain,
  };
  expect(painted(table, [colour, mono([9, 9])])).toEqual([0xff030201, 0xff3264c8]);

  const values = createMosaicLook({ valueRange: [-1, 1], gamma: 1, colormap: 'viridis' }, { kind: 'values' });
  const floats = (...numbers: number[]): MosaicFrame => ({
    ...{ counts: Float32Array.from(numbers), channels: 1, fillValue: -999, look: values },
  });
  const colors = palette('viridis');
  expect(painted(table, [floats(-1, 1), null])).toEqual([colors[0], colors[255]]);
  expect(painted(table, [floats(-5, 0.001), null])).toEqual([colors[0], colors[128]]);
  expect(painted(table, [floats(NaN, -999), mono([7, 8])])).toEqual([gray(7), gray(8)]);
  expect(painted(table, [floats(NaN, -999), null])).toEqual([0, 0]);
});

test('a calibration factor moves the range, not the pixels', () => {
  const scaling = { valueRange: [100, 2100], gamma: 1.4, colormap: 'gist_heat' } as const;
  const calibrated = createMosaicLook(scaling, { kind: 'counts', darkCounts: 300, perCount: 2 });
  const direct = createMosaicLook({ ...scaling, valueRange: [350, 1350] }, counts);
  expect(calibrated.lut).toEqual(direct.lut);
  expect(calibrated.grey).toEqual(direct.grey);
});

describe('all of them together', () => {
  const over = [[[0, 0], [1, 0]], [[0, 1], [1, 1]], [[1, 0]]] as const; // prettier-ignore
  const bright = createMosaicLook({ valueRange: [0, 2550], gamma: 1, colormap: 'gray' }, counts);

  test('mean: of what is scaled, so that cameras of other counts weigh alike', () => {
    const table = toyTable(over, 'mean');
    expect(painted(table, [mono([10, 250]), mono([200, 1000], bright)])).toEqual([gray(15), gray(175), gray(20)]);
    expect(painted(table, [mono([10, 250]), null])).toEqual([gray(10), gray(250), 0]);
  });

  test('mean of one colormap is a colour of it; of several, of their colours', () => {
    const table = toyTable(over, 'mean');
    const look = (colormap: 'viridis' | 'magma') =>
      createMosaicLook({ valueRange: [0, 256], gamma: 1, colormap }, counts);
    const viridis = palette('viridis');
    expect(painted(table, [mono([0, 100], look('viridis')), mono([200, 255], look('viridis'))])).toEqual([
      viridis[100],
      viridis[178],
      viridis[200],
    ]);
    const [mixed] = painted(table, [mono([0, 0], look('viridis')), mono([200, 255], look('magma'))]);
    const channels = (pixel: number) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
    const [a, b] = [channels(viridis[0]!), channels(palette('magma')[200]!)];
    expect(channels(mixed!)).toEqual(a.map((value, channel) => Math.floor((value + b[channel]!) / 2 + 0.5)));
    expect(mixed! >>> 24).toBe(255);
  });

  test('maximum: the brightest in its own colour, holes passed over', () => {
    const table = toyTable(over, 'maximum');
    const magma = createMosaicLook({ valueRange: [0, 256], gamma: 1, colormap: 'magma' }, counts);
    const colors = palette('magma');
    expect(painted(table, [mono([90, 10], magma), mono([200, 2000], bright)])).toEqual([
      colors[90],
      gray(200),
      gray(20),
    ]);
    const holes: MosaicFrame = { counts: Float32Array.of(NaN, 3), channels: 1, fillValue: null, look: plain };
    expect(painted(table, [holes, mono([5, 2])])).toEqual([gray(5), gray(3), gray(5)]);
  });

  test('only within the uppermost layer that has a frame', () => {
    const table = toyTable([[[2, 0], [0, 0], [1, 0]]], 'mean', [0, 0, 1]); // prettier-ignore
    const [a, b, slit] = [mono([10, 0]), mono([30, 0]), mono([99, 0])];
    expect(painted(table, [a, b, slit])).toEqual([gray(99)]);
    expect(painted(table, [a, b, null])).toEqual([gray(20)]);
    expect(painted(table, [null, b, null])).toEqual([gray(30)]);
  });

  test('where the uppermost layer has nothing, of all in the one below', () => {
    const over = [[[2, 0], [0, 0], [1, 0]], [[2, 1], [0, 1], [1, 1]]] as const; // prettier-ignore
    const slit: MosaicFrame = { counts: Float32Array.of(NaN, 99), channels: 1, fillValue: null, look: plain };
    const frames = [mono([10, 0]), mono([30, 0]), slit];
    expect(painted(toyTable(over, 'mean', [0, 0, 1]), frames)).toEqual([gray(20), gray(99)]);
    expect(painted(toyTable(over, 'maximum', [0, 0, 1]), frames)).toEqual([gray(30), gray(99)]);
    const colour: MosaicFrame = {
      counts: Uint8Array.of(50, 70, 90, 0, 0, 0),
      channels: 3,
      fillValue: null,
      look: plain,
    };
    expect(painted(toyTable(over, 'mean', [0, 0, 1]), [frames[0]!, colour, slit])[0]).toBe(0xff32281e);
    expect(painted(toyTable(over, 'mean', [0, 0, 1]), [null, null, slit])).toEqual([0, gray(99)]);
  });
});

test.each(['highest', 'mean', 'maximum'] as const)(
  'a table that came with its runs paints what one without them paints, whoever goes and comes back (%s)',
  (rule) => {
    const over = [[[0, 0], [1, 1], [2, 0]], [[1, 0], [0, 1]], [], [[2, 1], [1, 1]]] as const; // prettier-ignore
    const table = () => toyTable(over, rule);
    const [a, b, c] = [mono([10, 200]), mono([90, 40]), mono([50, 160])];
    const all = [a, b, c];
    for (const sequence of [
      [all, [a, null, c], all, [null, null, c], [null, b, null], all],
      [[null, b, c], all, [null, b, c]],
      [[null, null, null], all],
    ]) {
      const plainTable = table();
      const painter = new MosaicPainter({ ...plainTable, runs: allRuns(plainTable) });
      const pixels = new Uint32Array(over.length);
      for (const frames of sequence) {
        painter.paint(frames, pixels);
        expect([...pixels]).toEqual(painted(table(), frames));
      }
    }
  },
);
