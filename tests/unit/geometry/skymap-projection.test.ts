import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { cornersAtAltitude } from '$lib/geometry/corner-grid';
import { directionTo, placeAtAltitude } from '$lib/geometry/geodesy';
import {
  compassPoints,
  cornerPolygon,
  nearestPixel,
  pixelOfDirection,
  pixelPlace,
} from '$lib/geometry/skymap-projection';
import type { Skymap } from '$lib/model/skymap';
import { gakoSkymap, readDerived } from '../datasets/gako-skymap';
import { sharedData } from '../shared-data';
import { toySkymap } from './toy-skymap';

interface GakoPixel {
  readonly row: number;
  readonly column: number;
  readonly elevation: number;
  readonly azimuth: number;
  readonly corners_110km_lat_lon: [number, number][];
  readonly corners_130km_lat_lon_linear_in_altitude: [number, number][];
}

describe.skipIf(!sharedData)('the published skymap of Gakona', () => {
  let skymap: Skymap;
  const pixels = sharedData ? readDerived<{ pixels: GakoPixel[] }>('skymap_gako_geometry').pixels : [];
  const site = () => ({ ...skymap.site, altitudeKm: skymap.site.altitudeM / 1000 });
  beforeAll(async () => {
    skymap = await gakoSkymap();
  });

  test.each(pixels.map((pixel) => [pixel.row, pixel.column, pixel] as const))('pixel %d, %d', (row, column, pixel) => {
    expect(cornerPolygon(skymap, row, column, 110)).toEqual(pixel.corners_110km_lat_lon);
    expect(cornerPolygon(skymap, row, column, 110, 'linear')).toEqual(pixel.corners_110km_lat_lon);
    expect(cornerPolygon(skymap, row, column, 130, 'linear')).toEqual(pixel.corners_130km_lat_lon_linear_in_altitude);

    const { elevation, azimuth } = pixel;
    const place = pixelPlace(skymap, row, column, 110);
    expect(place).toMatchObject({ elevationDeg: elevation, azimuthDeg: azimuth });
    expect(place.latDeg).toBeCloseTo(mean(pixel.corners_110km_lat_lon.map(([lat]) => lat)), 10);
    expect(place.lonDeg).toBeCloseTo(mean(pixel.corners_110km_lat_lon.map(([, lon]) => lon)), 10);
  });

  test('the mean elevation of its corners is that of the pixel', () => {
    for (const { row, column, elevation } of pixels) {
      for (const altitudeKm of [90, 110, 150]) {
        const corners = cornerPolygon(skymap, row, column, altitudeKm)!;
        const elevations = corners.map(
          ([latDeg, lonDeg]) => directionTo(site(), { latDeg, lonDeg, altitudeKm }).elevationDeg,
        );
        // Near the zenith elevation has a cusp, and the mean of corners falls short of the middle.
        expect(Math.abs(mean(elevations) - elevation)).toBeLessThan(elevation > 85 ? 0.05 : 0.002);
      }
    }
  });

  test('any altitude: exact places are those of the line of sight, and meet the planes', () => {
    for (const { row, column, azimuth, elevation } of pixels) {
      const exact = placeAtAltitude(site(), azimuth, elevation, 230)!;
      expect(pixelPlace(skymap, row, column, 230)).toMatchObject({ latDeg: exact.latDeg, lonDeg: exact.lonDeg });
      const [onPlane, above] = [pixelPlace(skymap, row, column, 110), pixelPlace(skymap, row, column, 110.001)];
      expect(Math.abs(onPlane.latDeg! - above.latDeg!)).toBeLessThan(0.002);
      expect(Math.abs(onPlane.lonDeg! - above.lonDeg!)).toBeLessThan(0.01); // half a kilometre, at 9° elevation
    }
  });

  test('any altitude: exact corners meet the planes, linear ones are near between and far beyond them', () => {
    const { row, column } = pixels[7]!; // 9° above the horizon
    const [onPlane, above] = [cornerPolygon(skymap, row, column, 110)!, cornerPolygon(skymap, row, column, 110.0001)!];
    onPlane.forEach(([lat, lon], index) => {
      expect(Math.abs(lat - above[index]![0])).toBeLessThan(1e-4);
      expect(Math.abs(lon - above[index]![1])).toBeLessThan(1e-4);
    });
    const apart = (altitudeKm: number) => {
      const [exact, linear] = (['exact', 'linear'] as const).map((method) => {
        const [latDeg, lonDeg] = cornerPolygon(skymap, row, column, altitudeKm, method)![0];
        return { latDeg, lonDeg, altitudeKm };
      });
      return directionTo(exact!, linear!).rangeKm;
    };
    expect(apart(130)).toBeLessThan(3);
    expect(apart(230)).toBeGreaterThan(30);
  });

  test('whole planes: as the polygons say, unseen corners NaN', () => {
    for (const method of ['exact', 'linear'] as const) {
      const { latDeg, lonDeg } = cornersAtAltitude(skymap, 130, method);
      expect(latDeg).toHaveLength(257 * 257);
      for (const { row, column } of pixels) {
        const index = row * 257 + column;
        expect([latDeg[index], lonDeg[index]]).toEqual(cornerPolygon(skymap, row, column, 130, method)![0]);
      }
      expect(latDeg[0]).toBeNaN();
    }
    const { latDeg } = cornersAtAltitude(skymap, 110);
    expect(latDeg.filter(Number.isNaN)).toHaveLength(16757);
  });

  test('pixels at the edge of the lens have a direction but no place', () => {
    let [edge, contradictions] = [0, 0];
    for (let index = 0; index < skymap.elevationDeg.length; index++) {
      const [row, column] = [Math.floor(index / 256), index % 256];
      const place = pixelPlace(skymap, row, column, 110);
      if ((place.elevationDeg === null) !== Number.isNaN(skymap.elevationDeg[index]!)) contradictions++;
      if ((place.latDeg === null) !== (place.lonDeg === null)) contradictions++;
      if (place.elevationDeg !== null && place.latDeg === null) edge++;
    }
    expect(contradictions).toBe(0);
    expect(edge).toBe(479);
    expect(pixelPlace(skymap, 0, 0, 110)).toEqual({ elevationDeg: null, azimuthDeg: null, latDeg: null, lonDeg: null });
    expect(pixelPlace(skymap, 256, 0, 110).elevationDeg).toBeNull();
    expect(cornerPolygon(skymap, 0, 0, 110)).toBeNull();
    expect(cornerPolygon(skymap, 128, 256, 110)).toBeNull();
  });

  test('the nearest pixel of every pixel is itself, and as a search through all of them finds it', () => {
    for (let index = 0; index < 65536; index += 7) {
      const { elevationDeg, azimuthDeg } = pixelPlace(skymap, Math.floor(index / 256), index % 256, 110);
      if (elevationDeg === null) continue;
      expect(nearestPixel(skymap, azimuthDeg!, elevationDeg)).toEqual({
        row: Math.floor(index / 256),
        column: index % 256,
      });
    }
    for (let step = 0; step < 60; step++) {
      const [azimuthDeg, elevationDeg] = [(step * 137.5) % 360, 3 + ((step * 31) % 86)];
      const found = nearestPixel(skymap, azimuthDeg, elevationDeg);
      expect(found).not.toBeNull();
      expect(angleFrom(skymap, found!, azimuthDeg, elevationDeg)).toBeCloseTo(
        smallestAngle(skymap, azimuthDeg, elevationDeg),
        9,
      );
    }
  });

  test('a direction below the rim has no pixel', () => {
    expect(nearestPixel(skymap, 20, -3)).toBeNull();
    expect(nearestPixel(skymap, 200, -80)).toBeNull();
    expect(nearestPixel(skymap, NaN, 45)).toBeNull();
  });

  test('north is up and turned to the right, east is left', () => {
    const { north, east, south, west } = compassPoints(skymap, 8);
    expect(north!.row).toBeLessThan(40);
    expect(north!.column).toBeGreaterThan(150);
    expect(south!.row).toBeGreaterThan(210);
    expect(south!.column).toBeLessThan(110);
    expect(east!.column).toBeLessThan(40);
    expect(west!.column).toBeGreaterThan(210);
  });

  test('compass points look in their directions, to a fraction of a pixel', () => {
    const { west } = compassPoints(skymap, 20);
    const near = pixelPlace(skymap, Math.round(west!.row), Math.round(west!.column), 110);
    expect(Math.abs(near.azimuthDeg! - 270)).toBeLessThan(0.5);
    expect(Math.abs(near.elevationDeg! - 20)).toBeLessThan(0.5);
  });
});

describe('made-up cameras', () => {
  test('across the date line and by the pole, places stay whole', () => {
    for (const camera of [toySkymap({ lonDeg: 179.9 }), toySkymap({ lonDeg: -179.95 }), toySkymap({ latDeg: 88 })]) {
      for (const altitudeKm of [110, 130]) {
        for (let pixel = 0; pixel < 32 * 32; pixel++) {
          const [row, column] = [Math.floor(pixel / 32), pixel % 32];
          const { elevationDeg, azimuthDeg, latDeg, lonDeg } = pixelPlace(camera, row, column, altitudeKm);
          if (latDeg === null || elevationDeg! < 15 || Math.abs(latDeg) > 87) continue;
          expect(Math.abs(lonDeg!)).toBeLessThanOrEqual(180);
          const seen = directionTo({ ...camera.site, altitudeKm: 0.1 }, { latDeg, lonDeg: lonDeg!, altitudeKm });
          // Pixels are almost 6° wide here, and their four corners do not lie in one plane.
          expect(Math.abs(seen.elevationDeg - elevationDeg!)).toBeLessThan(1.5);
          const sideways = Math.abs(((seen.azimuthDeg - azimuthDeg! + 540) % 360) - 180);
          expect(sideways * Math.cos((elevationDeg! * Math.PI) / 180)).toBeLessThan(1.5);
        }
      }
    }
  });

  test('linear corners across the date line do not come out near 0°', () => {
    const camera = toySkymap({ lonDeg: 179.5 });
    for (const altitudeKm of [100, 130, 230]) {
      const { lonDeg } = cornersAtAltitude(camera, altitudeKm, 'linear');
      const { lonDeg: exact } = cornersAtAltitude(camera, altitudeKm, 'exact');
      lonDeg.forEach((lon, index) => {
        if (Number.isNaN(lon) || Number.isNaN(exact[index]!)) return;
        expect(Math.abs(lon)).toBeGreaterThan(140);
        expect(Math.abs(lon)).toBeLessThanOrEqual(180);
      });
    }
  });

  test('a direction goes to a point of the picture and back', () => {
    const camera = toySkymap({ size: 64, turnedDeg: 25 });
    const azimuth = fc.double({ min: 0, max: 360, noNaN: true });
    const elevation = fc.double({ min: 3, max: 84, noNaN: true });
    fc.assert(
      fc.property(azimuth, elevation, (azimuthDeg, elevationDeg) => {
        const { row, column } = pixelOfDirection(camera, azimuthDeg, elevationDeg)!;
        const distance = (90 - elevationDeg) / (180 / 64);
        const turned = ((azimuthDeg - 25) * Math.PI) / 180;
        expect(Math.abs(row - (31.5 - distance * Math.cos(turned)))).toBeLessThan(0.06);
        expect(Math.abs(column - (31.5 + distance * Math.sin(turned)))).toBeLessThan(0.06);
      }),
    );
  });

  test('compass points of a lens that fills the chip', () => {
    const { north, east, south, west } = compassPoints(toySkymap(), 0);
    expect(north!.column).toBeCloseTo(15.5, 1);
    expect(south!.column).toBeCloseTo(15.5, 1);
    expect(west!.row).toBeCloseTo(15.5, 1);
    expect(east!.row).toBeCloseTo(15.5, 1);
    for (const near of [north!.row, west!.column]) expect(Math.abs(near + 0.5)).toBeLessThan(0.2);
    for (const far of [south!.row, east!.column]) expect(Math.abs(far - 31.5)).toBeLessThan(0.2);
  });

  test('where the chip cuts the lens off, the letters stand at its edge', () => {
    const cut = toySkymap({ pixelDeg: 4 }); // edges look 26° high
    const { north, east, south, west } = compassPoints(cut, 8);
    expect(north!.row).toBeLessThan(0.5);
    expect(south!.row).toBeGreaterThan(30.5);
    expect(west!.column).toBeLessThan(0.5);
    expect(east!.column).toBeGreaterThan(30.5);
    expect(nearestPixel(cut, 0, 8)).toBeNull();
  });

  test('a camera that sees nothing has no compass', () => {
    const blind = { ...toySkymap(), elevationDeg: new Float32Array(1024).fill(NaN) };
    expect(compassPoints(blind, 8)).toEqual({ north: null, east: null, south: null, west: null });
    expect(nearestPixel(blind, 0, 90)).toBeNull();
  });

  test('without a site, planes serve and other altitudes do not', () => {
    const lost = { ...toySkymap(), site: { latDeg: NaN, lonDeg: NaN, altitudeM: NaN } };
    expect(pixelPlace(lost, 10, 10, 110).latDeg).not.toBeNull();
    expect(pixelPlace(lost, 10, 10, 120)).toMatchObject({ latDeg: null, lonDeg: null });
  });

  test('a slit: one place per bin, its azimuth that of the places', () => {
    const site = { latDeg: 58.2, lonDeg: -103.7, altitudeKm: 0 };
    const elevations = Array.from({ length: 8 }, (_, bin) => 20 + 10 * bin); // north to beyond the zenith
    const places = [90, 110].map((altitudeKm) => elevations.map((el) => placeAtAltitude(site, 5, el, altitudeKm)!));
    const slit: Skymap = {
      ...toySkymap(),
      site: { latDeg: 58.2, lonDeg: -103.7, altitudeM: 0 },
      height: 1,
      width: 8,
      elevationDeg: Float32Array.from(elevations),
      azimuthDeg: null,
      altitudesKm: [90, 110],
      cornerLatDeg: Float32Array.from(places.flat(), (place) => place.latDeg),
      cornerLonDeg: Float32Array.from(places.flat(), (place) => place.lonDeg),
    };
    const onPlane = pixelPlace(slit, 0, 2, 110);
    expect(onPlane.latDeg).toBeCloseTo(places[1]![2]!.latDeg, 4);
    expect(onPlane.azimuthDeg).toBeCloseTo(5, 2);
    const between = pixelPlace(slit, 0, 2, 130);
    expect(between.latDeg).toBeCloseTo(placeAtAltitude(site, 5, 40, 130)!.latDeg, 4);
    expect(cornerPolygon(slit, 0, 2, 110)).toBeNull();
    expect(nearestPixel(slit, 5, 41)).toEqual({ row: 0, column: 2 });
    expect(pixelOfDirection(slit, 5, 45)!.column).toBeCloseTo(2.5, 1);
  });
});

function smallestAngle(skymap: Skymap, azimuthDeg: number, elevationDeg: number): number {
  let smallest = Infinity;
  for (let row = 0; row < skymap.height; row++) {
    for (let column = 0; column < skymap.width; column++) {
      const angle = angleFrom(skymap, { row, column }, azimuthDeg, elevationDeg);
      if (angle < smallest) smallest = angle;
    }
  }
  return smallest;
}

/** Degrees between where a pixel looks and a direction. */
function angleFrom(
  skymap: Skymap,
  { row, column }: { readonly row: number; readonly column: number },
  azimuthDeg: number,
  elevationDeg: number,
): number {
  const radians = Math.PI / 180;
  const index = row * skymap.width + column;
  const [el, az] = [skymap.elevationDeg[index]! * radians, skymap.azimuthDeg![index]! * radians];
  const [el2, az2] = [elevationDeg * radians, azimuthDeg * radians];
  const half = Math.sin((el - el2) / 2) ** 2 + Math.cos(el) * Math.cos(el2) * Math.sin((az - az2) / 2) ** 2;
  return (2 * Math.asin(Math.sqrt(half))) / radians;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
