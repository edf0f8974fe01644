import { describe, expect, test } from 'vitest';
import { MosaicBuilder } from '$lib/analysis/mosaic-builder';
import { layGrid } from '$lib/components/map-grids';
import { readGridFrames } from '$lib/datasets/grid-frames';
import { placeAtAltitude } from '$lib/geometry/geodesy';
import { createMapProjection } from '$lib/geometry/map-projection';
import type { GridBox } from '$lib/model/grid';
import type { MosaicRequestSource } from '$lib/model/mosaic';
import type { Skymap } from '$lib/model/skymap';
import { createMosaicLook } from '$lib/render/mosaic-look';
import { MosaicPainter, type MosaicFrame } from '$lib/render/mosaic-painter';
import { viewOf } from '../analysis/toy-projections';
import { expectedHdf5 } from '../datasets/expected-hdf5';
import { readSharedFile } from '../datasets/expected-stacks';
import { aacgm, at, igrf } from '../geometry/magnetic-figures';
import { projectionOf } from '../../../workers/mosaic-projection';

const grid = { kind: 'grid', id: 'grid', height: 512, width: 1024, layer: -1 } as const;
const cellDeg = 0.3515625;
const look = createMosaicLook({ valueRange: [0, 6000], gamma: 1, colormap: 'gray' }, { kind: 'values' });
const greyOf = (value: number) => look.lut[Math.max(0, Math.min(65_535, Math.round((value / 6000) * 65_535)))]!;

const kinds = ['stereographic', 'equal-area', 'orthographic', 'plate-carree'] as const;
const [size, metresPerPixel] = [500, 4000];

/** Maps of one kind about different places: what is seen at a place by these frames. */
function mapsOf(kind: (typeof kinds)[number], sources: readonly MosaicRequestSource[], skymap?: Skymap) {
  const centre = kind === 'stereographic' ? { latDeg: 90, lonDeg: -100 } : { latDeg: 60, lonDeg: -100 };
  const projection = createMapProjection(kind, centre);
  const builder = new MosaicBuilder();
  return (middle: Place) => {
    const { x, y } = projection.forward(middle.latDeg, middle.lonDeg);
    const view = viewOf(size, size, metresPerPixel, x, y);
    const plan = {
      view,
      projection: projectionOf({ kind, centre }),
      projectionKey: kind,
      rule: 'highest',
      sources,
    } as const;
    const outcome = builder.build(plan, () => skymap!);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const painter = new MosaicPainter(outcome.value);
    return (frames: readonly (MosaicFrame | null)[]) => {
      const pixels = new Uint32Array(size * size);
      painter.paint(frames, pixels);
      return ({ latDeg, lonDeg }: Place) => {
        const at = projection.forward(latDeg, lonDeg);
        const column = Math.floor(size / 2 + (at.x - x) / metresPerPixel);
        const row = Math.floor(size / 2 - (at.y - y) / metresPerPixel);
        return pixels[row * size + column]!;
      };
    };
  };
}

interface Place {
  readonly latDeg: number;
  readonly lonDeg: number;
}

test.each(kinds)('on a %s map only the box of a grid is laid out, of nothing filled none', (kind) => {
  const beneath: MosaicFrame = {
    ...{ counts: new Float32Array(grid.height * grid.width).fill(3000), channels: 1, fillValue: null, look },
  };
  const place = { latDeg: 60, lonDeg: -100 };
  const [row, column] = [Math.floor(30 / cellDeg), Math.floor(80 / cellDeg)];
  const about = (box: GridBox) => mapsOf(kind, [{ ...grid, box }])(place)([beneath]);
  const within = about({ row, column: column - 4, height: 20, width: 5 });
  expect(within({ latDeg: 59.5, lonDeg: -100.5 })).toBe(greyOf(3000));
  expect(within({ latDeg: 60.5, lonDeg: -100.5 })).toBe(0);
  expect(within({ latDeg: 59.5, lonDeg: -99 })).toBe(0);
  expect(about({ row: 0, column: 0, height: 0, width: 0 })({ latDeg: 59.5, lonDeg: -100.5 })).toBe(0);
});

describe.each(expectedHdf5.filter(([path]) => path.includes('grid_themis')))('%s', (path, file) => {
  const samples = (file as unknown as { valid_samples: [number, number, number, number][] }).valid_samples.slice(0, 5);

  test('a place of the map shows the cell that it lies in, by every projection', async () => {
    const read = await readGridFrames(new Uint8Array(readSharedFile(path)), { dataset: null, name: path });
    if (!read.ok) throw new Error(read.failure.message);
    for (const kind of kinds) {
      const mapAbout = mapsOf(kind, [grid]);
      for (const [frame, row, column, value] of samples) {
        // Row 0 is north, column 0 begins at 180° W.
        const place = { latDeg: 90 - (row + 0.5) * cellDeg, lonDeg: -180 + (column + 0.5) * cellDeg };
        const shown = (elevationDeg: number): MosaicFrame => ({
          ...{ channels: 1, fillValue: null, look },
          counts: layGrid(read.value, frame, elevationDeg),
        });
        const paint = mapAbout(place);
        expect(paint([shown(0)])(place), kind).toBe(greyOf(value));
        // Where all was seen too low, nothing.
        expect(paint([shown(90)])(place)).toBe(0);
        if (kind !== 'plate-carree') continue;
        // As far south as it is north there is nothing.
        const south = { ...place, latDeg: -place.latDeg };
        expect(mapAbout(south)([shown(0)])(south)).toBe(0);
      }
    }
  }, 60_000);
});

const bins = 64;
const site = { latDeg: 51.15, lonDeg: -107.26, altitudeKm: 0.3 };
const zenithDeg = Array.from({ length: bins }, (_, bin) => -79 + (158 * bin) / (bins - 1));
const places = zenithDeg.map((angle) => placeAtAltitude(site, angle < 0 ? 180 : 0, 90 - Math.abs(angle), 110)!);
/** Along the meridian of Lucky Lake, bin 0 in the south. */
const slitSkymap: Skymap = {
  ...{ name: 'slit', projectUid: 'spect', siteUid: 'luck', imagerUid: 'spect-02', height: 1, width: bins },
  site: { latDeg: site.latDeg, lonDeg: site.lonDeg, altitudeM: 300 },
  elevationDeg: Float32Array.from(zenithDeg, (angle) => 90 - Math.abs(angle)),
  azimuthDeg: null,
  altitudesKm: [110],
  cornerLatDeg: Float32Array.from(places, ({ latDeg }) => latDeg),
  cornerLonDeg: Float32Array.from(places, ({ lonDeg }) => lonDeg),
  eastSide: 'unknown',
};

test.each(kinds)('on a %s map a slit lies over a grid, and where it has no spectrum the grid is seen', (kind) => {
  const slit: MosaicRequestSource = {
    ...{ kind: 'skymap', id: 'slit', skymap: 'slit', altitudeKm: 110, minElevationDeg: 12, mask: null, layer: 1 },
  };
  const line = Uint16Array.from({ length: bins }, (_, bin) => 500 + 20 * bin);
  const slitLook = createMosaicLook(
    { valueRange: [500, 2000], gamma: 1, colormap: 'greens' },
    { kind: 'counts', darkCounts: 0, perCount: 1 },
  );
  const over: MosaicFrame = { counts: line, channels: 1, fillValue: null, look: slitLook };
  const values = new Float32Array(grid.height * grid.width).fill(3000);
  const beneath: MosaicFrame = { counts: values, channels: 1, fillValue: null, look };
  const paint = mapsOf(kind, [grid, slit], slitSkymap)(site);
  const [withSlit, without] = [paint([beneath, over]), paint([beneath, null])];
  for (const bin of [5, 20, 31, 50, 60]) {
    const place = places[bin]!;
    expect(withSlit(place), `bin ${bin}`).toBe(slitLook.lut[line[bin]!]);
    expect(without(place)).toBe(greyOf(3000));
    // The band is 56 km wide: a degree to the side is beyond it.
    expect(withSlit({ ...place, lonDeg: place.lonDeg + 1 })).toBe(greyOf(3000));
  }
  // Seen lower than is asked for: no slit.
  expect(withSlit(places[0]!)).toBe(greyOf(3000));
});

test('on a magnetic map a grid lies at the altitude that it is made for, not at that of the map', () => {
  const timeUs = at('2014-03-10T06:20');
  const figures = { igrf, aacgm: aacgm.filter(({ epoch }) => epoch === 2010 || epoch === 2015) };
  const builder = new MosaicBuilder();
  const cellsAt = (heightKm: number, altitudeKm: number) => {
    const frame = { kind: 'magnetic', hemisphere: 'north', figures, fieldUs: timeUs, timeUs, heightKm } as const;
    const outcome = builder.build(
      {
        ...{ view: viewOf(60, 60, 40_000, 0, -2.5e6), rule: 'highest', projectionKey: `${heightKm}` },
        projection: projectionOf(frame),
        sources: [{ ...grid, box: { row: 64, column: 192, height: 64, width: 224 }, altitudeKm }],
      },
      () => {
        throw new Error('there is no skymap');
      },
    );
    if (!outcome.ok) throw new Error(outcome.failure.message);
    return [...outcome.value.entries];
  };
  const usual = cellsAt(110, 110);
  expect(usual.length).toBeGreaterThan(500);
  expect(cellsAt(230, 110)).toEqual(usual);
  expect(cellsAt(230, 230)).not.toEqual(usual);
});
