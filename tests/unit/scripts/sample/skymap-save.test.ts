import { beforeAll, describe, expect, test } from 'vitest';
import { rego } from '$lib/datasets/rego';
import { readSkymap } from '$lib/datasets/skymap';
import { chooseSkymap, parseSkymapName } from '$lib/datasets/skymap-choice';
import { themisAsi } from '$lib/datasets/themis-asi';
import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import type { IdlStructure } from '$lib/formats/idl-save/value';
import { cornerPolygon, pixelOfDirection, pixelPlace } from '$lib/geometry/skymap-projection';
import { directionTo, placeAtAltitude } from '$lib/geometry/geodesy';
import type { Skymap } from '$lib/model/skymap';
import { skymapName, skymapPath, skymapSave, type SkymapCamera } from '../../../../scripts/sample/skymap-save';
import { gakoSkymapBytes } from '../../datasets/gako-skymap';
import { sharedData } from '../../shared-data';
import { toyCamera } from './toy-camera';

const about = {
  generatedUs: Date.UTC(2030, 0, 1, 12) * 1000,
  validFrom: '20300101',
  backgroundCounts: 2731,
};

describe('a camera of the size of THEMIS', () => {
  const camera = toyCamera({ size: 256, turnedDeg: 7.7, offset: [-0.9, 1.1] });
  const site = { latDeg: camera.latDeg, lonDeg: camera.lonDeg, altitudeKm: camera.altM / 1000 };
  let skymap: Skymap;
  beforeAll(async () => {
    skymap = await read(camera);
  });

  test('says what it is', () => {
    expect(skymap).toMatchObject({
      projectUid: 'themis',
      siteUid: 'gill',
      imagerUid: 'themis96',
      height: 256,
      width: 256,
      altitudesKm: [90, 110, 150],
      eastSide: 'left',
    });
    expect(skymap.site.latDeg).toBeCloseTo(56.3767, 5);
    expect(skymap.site.lonDeg).toBeCloseTo(-94.6437, 4);
    expect(skymap.site.altitudeM).toBe(200);
  });

  test('pixel middles look where the lens does; outside its circle nothing is seen', () => {
    const seen = Array.from({ length: 65536 }, (_, index) =>
      camera.direction(Math.floor(index / 256) + 0.5, (index % 256) + 0.5),
    );
    expect(seen.filter((direction) => direction === null).length).toBeGreaterThan(10_000);
    expect(skymap.elevationDeg).toEqual(Float32Array.from(seen, (direction) => direction?.elevationDeg ?? NaN));
    expect(skymap.azimuthDeg).toEqual(Float32Array.from(seen, (direction) => direction?.azimuthDeg ?? NaN));
  });

  test('corners are mapped where their line of sight rises, alike on every plane', () => {
    const plane = 257 * 257;
    const unlike = [];
    for (let index = 0; index < plane; index++) {
      const seen = camera.direction(Math.floor(index / 257), index % 257);
      const isMapped = seen !== null && seen.elevationDeg > 0;
      for (const layer of [0, 1, 2]) {
        const [lat, lon] = [skymap.cornerLatDeg, skymap.cornerLonDeg].map((grid) => grid[layer * plane + index]!);
        if (Number.isNaN(lat) === isMapped || Number.isNaN(lon) === isMapped) unlike.push(index);
      }
    }
    expect(unlike).toEqual([]);
    expect(skymap.cornerLonDeg.every((lon) => Number.isNaN(lon) || (lon >= 0 && lon < 360))).toBe(true);
  });

  test('mapped corners stand in the sky where the lens sees them', () => {
    for (let index = 100; index < 257 * 257; index += 97) {
      const seen = camera.direction(Math.floor(index / 257), index % 257);
      if (!seen || seen.elevationDeg <= 0) continue;
      for (const [layer, altitudeKm] of [90, 110, 150].entries()) {
        const at = layer * 257 * 257 + index;
        const corner = { latDeg: skymap.cornerLatDeg[at]!, lonDeg: skymap.cornerLonDeg[at]!, altitudeKm };
        expect(angle(directionTo(site, corner), seen)).toBeLessThan(0.001); // what 32 bits leave of a place overhead
      }
    }
  });

  test('the mean elevation of its corners is that of a pixel', () => {
    for (let index = 0; index < 65536; index += 7) {
      const elevationDeg = skymap.elevationDeg[index]!;
      if (!(elevationDeg > 2)) continue;
      const corners = cornerPolygon(skymap, Math.floor(index / 256), index % 256, 110)!;
      const elevations = corners.map(
        ([latDeg, lonDeg]) => directionTo(site, { latDeg, lonDeg, altitudeKm: 110 }).elevationDeg,
      );
      const mean = elevations.reduce((sum, value) => sum + value, 0) / 4;
      // Towards the zenith elevation has a cusp, and the mean of corners falls short of the middle.
      const most = elevationDeg < 55 ? 0.002 : elevationDeg < 85 ? 0.015 : 0.6;
      expect(Math.abs(mean - elevationDeg)).toBeLessThan(most);
    }
  });

  test('a pixel is placed by its corners where its own line of sight goes', () => {
    for (let index = 0; index < 65536; index += 13) {
      const [row, column] = [Math.floor(index / 256), index % 256];
      const place = pixelPlace(skymap, row, column, 110);
      if (place.latDeg === null || place.elevationDeg! < 5) continue;
      const seen = camera.direction(row + 0.5, column + 0.5)!;
      const mapped = { latDeg: place.latDeg, lonDeg: place.lonDeg!, altitudeKm: 110 };
      // Four corners are not in one plane: the lower the pixel, the further their mean goes beyond its middle.
      expect(angle(directionTo(site, mapped), seen)).toBeLessThan(place.elevationDeg! < 20 ? 0.05 : 0.006);
      const exact = placeAtAltitude(site, seen.azimuthDeg, seen.elevationDeg, 130)!;
      const between = pixelPlace(skymap, row, column, 130);
      expect(Math.abs(between.latDeg! - exact.latDeg)).toBeLessThan(1e-4);
      expect(Math.abs(between.lonDeg! - exact.lonDeg)).toBeLessThan(2e-4);
    }
  });

  test('the app finds the point of the picture for a direction', () => {
    for (const [row, column] of [
      [128, 128],
      [40.25, 90.5],
      [200, 60.75],
      [128.5, 15.5],
    ] as const) {
      const { azimuthDeg, elevationDeg } = camera.direction(row, column)!;
      const point = pixelOfDirection(skymap, azimuthDeg, elevationDeg)!;
      expect(Math.abs(point.row + 0.5 - row)).toBeLessThan(0.03);
      expect(Math.abs(point.column + 0.5 - column)).toBeLessThan(0.03);
    }
  });
});

describe('other cameras', () => {
  test('the longitudes of a camera at Greenwich begin anew at 0', async () => {
    const camera = toyCamera({ size: 32 }, { latDeg: 78, lonDeg: 0.001 });
    const skymap = await read(camera);
    const stored = [...skymap.cornerLonDeg].filter((lon) => !Number.isNaN(lon));
    expect(Math.min(...stored)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...stored)).toBeLessThan(360);
    expect(Math.max(...stored)).toBeGreaterThan(350);
    const { latDeg, lonDeg } = pixelPlace(skymap, 15, 16, 110);
    expect(Math.abs(latDeg! - 78)).toBeLessThan(0.1);
    expect(Math.abs(lonDeg!)).toBeLessThan(0.5);
  });

  test('angles just below a full circle are 0 when 32 bits round them up', async () => {
    const direction = () => ({ azimuthDeg: 359.9999999, elevationDeg: 30 });
    const skymap = await read({ ...toyCamera({ size: 2 }), direction });
    expect(skymap.azimuthDeg).toEqual(new Float32Array(4));
  });

  test('pictures that are not square, planes of any altitude', async () => {
    const camera = { ...toyCamera({ size: 32 }), height: 12, width: 20, altitudesM: [110_000, 230_000, 400_000] };
    const skymap = await read(camera);
    expect(skymap).toMatchObject({ height: 12, width: 20, altitudesKm: [110, 230, 400] });
    expect(skymap.cornerLatDeg).toHaveLength(3 * 13 * 21);
    const seen = camera.direction(3.5, 9.5)!;
    expect(skymap.elevationDeg[3 * 20 + 9]).toBe(Math.fround(seen.elevationDeg));
  });

  test('one of the size of REGO is made soon', () => {
    const camera = toyCamera({ size: 512 }, { projectUid: 'rego', altitudesM: [110_000, 230_000, 400_000] });
    const before = process.cpuUsage().user;
    const bytes = skymapSave(camera, about);
    // Two seconds on an idle machine; tests run beside others.
    expect(process.cpuUsage().user - before).toBeLessThan(6e6);
    expect(bytes.length).toBeLessThan(6_000_000);
  }, 30_000);
});

describe('the file', () => {
  const bytes = () => skymapSave(toyCamera({ size: 256 }), about);

  test('holds the tags of published ones, as they have them', async () => {
    const structure = await onlyStructure(bytes());
    const tags = structure.elements[0]!;
    expect(structure.tags).toEqual([
      'GENERATION_INFO',
      ...['SITE_UID', 'IMAGER_UID', 'PROJECT_UID', 'IMAGER_UNIX_TIME'],
      ...['SITE_MAP_LATITUDE', 'SITE_MAP_LONGITUDE', 'SITE_MAP_ALTITUDE'],
      ...['FULL_ROW', 'FULL_COLUMN', 'FULL_IGNORE', 'FULL_SUBTRACT', 'FULL_MULTIPLY'],
      ...['FULL_ELEVATION', 'FULL_AZIMUTH', 'FULL_MAP_ALTITUDE', 'FULL_MAP_LATITUDE', 'FULL_MAP_LONGITUDE'],
      'FULL_BIN',
    ]);
    const at = (tag: string) => {
      const grid = tags.get(tag)!;
      return grid.kind === 'array' ? [grid.values[0], grid.values[300], grid.values[65535]] : null;
    };
    expect(at('FULL_ROW')).toEqual([0, 1, 255]);
    expect(at('FULL_COLUMN')).toEqual([0, 44, 255]);
    expect(at('FULL_IGNORE')).toEqual([0, 0, 0]);
    expect(at('FULL_SUBTRACT')).toEqual([2731, 2731, 2731]);
    expect(at('FULL_MULTIPLY')).toEqual([1, 1, 1]);
    expect(at('FULL_BIN')).toEqual([1024, 1024, 1024]);
    expect(tags.get('FULL_MAP_ALTITUDE')).toMatchObject({ type: 'FLOAT', values: Float32Array.of(9e4, 11e4, 15e4) });
    expect(tags.get('SITE_MAP_LONGITUDE')).toMatchObject({ value: Math.fround(265.3563) });
    const info = (tags.get('GENERATION_INFO') as IdlStructure).elements[0]!;
    expect(info.get('AUTHOR')).toMatchObject({ value: 'Nightside sample event (synthetic)' });
    expect(info.get('DATE_GENERATED')).toMatchObject({ value: 'Tue Jan 01 12:00:00 2030' });
    expect(info.get('VALID_INTERVAL_START')).toMatchObject({ value: '2030010100' });
  });

  test.skipIf(!sharedData)('has every tag in the type and shape of a published one', async () => {
    const [published, made] = await Promise.all([gakoSkymapBytes(), bytes()].map(onlyStructure));
    const shapes = (structure: IdlStructure): unknown[] =>
      structure.tags
        .filter((tag) => !tag.startsWith('BIN_'))
        .map((tag) => {
          const value = structure.elements[0]!.get(tag)!;
          if (value.kind === 'structure') return [tag, shapes(value)];
          return value.kind === 'array' ? [tag, value.type, value.dims] : [tag, value.kind === 'scalar' && value.type];
        });
    expect(shapes(made!)).toEqual(shapes(published!));
  });

  test('is the same for the same camera', () => {
    const camera = toyCamera({ size: 16 });
    expect(skymapSave(camera, about)).toEqual(skymapSave(camera, about));
  });

  test('lies where the app looks for it, under a name that it chooses', () => {
    const camera = { projectUid: 'themis', siteUid: 'gill' } as const;
    expect(skymapName(camera, '20300101')).toBe('themis_skymap_gill_20300101-+_v01.sav');
    const paths = (['themis', 'rego'] as const).map((projectUid) =>
      skymapPath({ projectUid, siteUid: 'gill' }, '20300101'),
    );
    expect(paths).toEqual([
      `${themisAsi.skymaps!.directory}/gill/gill_20300101/themis_skymap_gill_20300101-+_v01.sav`,
      `${rego.skymaps!.directory}/gill/gill_20300101/rego_skymap_gill_20300101-+_v01.sav`,
    ]);
    const names = [parseSkymapName('themis_skymap_gill_20200101-+_v01.sav')!, parseSkymapName(paths[0]!)!];
    const { chosen, rule } = chooseSkymap(names, Date.UTC(2030, 1, 8) * 1000)!;
    expect({ name: chosen.name, rule }).toEqual({ name: 'themis_skymap_gill_20300101-+_v01.sav', rule: 'valid' });
  });
});

async function read(camera: SkymapCamera): Promise<Skymap> {
  const outcome = await readSkymap(skymapSave(camera, about), 'made.sav');
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

async function onlyStructure(bytes: Uint8Array): Promise<IdlStructure> {
  const { variables, problem } = await decodeIdlSave(bytes);
  expect(problem).toBeNull();
  expect(variables.map(({ name }) => name)).toEqual(['SKYMAP']);
  return variables[0]!.value as IdlStructure;
}

interface Direction {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** Degrees between two directions. */
function angle(a: Direction, b: Direction): number {
  const [el, el2, turn] = [a.elevationDeg, b.elevationDeg, a.azimuthDeg - b.azimuthDeg].map((x) => (x * Math.PI) / 180);
  const half = Math.sin((el! - el2!) / 2) ** 2 + Math.cos(el!) * Math.cos(el2!) * Math.sin(turn! / 2) ** 2;
  return (2 * Math.asin(Math.sqrt(half)) * 180) / Math.PI;
}
