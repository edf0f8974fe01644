import { signedDegrees } from './angles';
import type { GroundPlace } from './geodesy';
import type { MagneticModel } from './magnetic-model';
import { pointOfPixel, type MapCamera, type PictureSize } from './map-camera';
import type { MapArrays, MapPoint, MapProjection } from './map-projection';

/** A line of the plane, in pieces where the map tears or hides it. */
export interface MapLine {
  /** Its value, degrees (or hours): of a parallel the latitude, of a meridian the longitude. */
  readonly value: number;
  readonly kind: 'parallel' | 'meridian';
  readonly pieces: readonly (readonly MapPoint[])[];
}

/** No line of a sensible picture is this long from one point to the next. */
const longestStepM = 4_000_000;

/** Degrees between two parallels and between two meridians, for a picture so wide. */
export function graticuleSteps(spanKm: number): readonly [latDeg: number, lonDeg: number] {
  if (spanKm > 8000) return [20, 30];
  if (spanKm > 2000) return [10, 20];
  if (spanKm > 1000) return [5, 10];
  return spanKm > 400 ? [2, 5] : [1, 2];
}

/** What of the Earth a picture shows, and half as much again around it. */
export interface GraticuleRange {
  readonly latDeg: readonly [number, number];
  /** East of the first; all around where they are 360° apart. */
  readonly lonDeg: readonly [number, number];
}

/** Parallels and meridians at multiples of the steps, one by one. */
export function* graticule(
  projection: MapProjection,
  [latStep, lonStep]: readonly [latDeg: number, lonDeg: number],
  range: GraticuleRange,
): Generator<MapLine, void> {
  const [south, north] = range.latDeg;
  const [west, east] = range.lonDeg;
  const isAround = east - west >= 360;
  for (let lat = Math.ceil(south / latStep) * latStep; lat <= north; lat += latStep) {
    if (Math.abs(lat) >= 90) continue;
    const lonDeg = steps(west, east, Math.min(2, latStep / 2));
    yield lineOf(projection, 'parallel', lat, { latDeg: lonDeg.map(() => lat), lonDeg });
  }
  // Between the last parallels before the poles: there all meridians would run together.
  const last = 90 - Math.min(10, latStep);
  const lats = steps(Math.max(south, -last), Math.min(north, last), 0.5);
  for (let lon = Math.ceil(west / lonStep) * lonStep; isAround ? lon < east : lon <= east; lon += lonStep)
    yield lineOf(projection, 'meridian', signedDegrees(lon), { latDeg: lats, lonDeg: lats.map(() => lon) });
}

const samples = 12;

/** The range that a picture shows; from so many points of it, and so rounded up. */
export function rangeInView(projection: MapProjection, camera: MapCamera, size: PictureSize): GraticuleRange {
  const middle = projection.inverse(camera.x, camera.y);
  let [south, north, west, east] = [90, -90, 180, -180];
  let isWhole = !Number.isFinite(middle.latDeg);
  for (let at = 0; at < (samples + 1) ** 2; at++) {
    const [column, row] = [at % (samples + 1), Math.floor(at / (samples + 1))];
    const pixel = { x: (column / samples) * size.width, y: (row / samples) * size.height };
    const point = pointOfPixel(camera, size, pixel);
    const { latDeg, lonDeg } = projection.inverse(point.x, point.y);
    if (!Number.isFinite(latDeg)) {
      isWhole = true;
      continue;
    }
    [south, north] = [Math.min(south, latDeg), Math.max(north, latDeg)];
    const aside = signedDegrees(lonDeg - middle.lonDeg);
    [west, east] = [Math.min(west, aside), Math.max(east, aside)];
  }
  const [rise, reach] = [(north - south) / 2, (east - west) / 2];
  if (isWhole || reach > 60) [west, east] = [-180, 180];
  else [west, east] = [Math.max(-180, west - reach), Math.min(180, east + reach)];
  const from = isWhole ? 0 : middle.lonDeg;
  return {
    latDeg: isWhole ? [-90, 90] : [Math.max(-90, south - rise), Math.min(90, north + rise)],
    lonDeg: west === -180 && east === 180 ? [-180, 180] : [from + west, from + east],
  };
}

/**
 * Parallels of AACGM latitude and meridians of magnetic local time, three hours apart, of one hemisphere, one
 * by one: each takes some milliseconds.
 *
 * @param timeUs the instant of the local times
 */
export function* magneticGrid(
  projection: MapProjection,
  model: MagneticModel,
  heightKm: number,
  side: 1 | -1,
  timeUs: number,
): Generator<MapLine, void> {
  const placed = (kind: MapLine['kind'], value: number, magLatDeg: Degrees, magLonDeg: Degrees) =>
    lineOf(projection, kind, value, model.toGeographicArrays({ magLatDeg, magLonDeg }, heightKm));
  const lons = steps(-180, 180, 4);
  for (let lat = 50; lat < 90; lat += 10) {
    const lats = lons.map(() => side * lat);
    yield placed('parallel', side * lat, lats, lons);
  }
  const lats = steps(50, 88, 2).map((lat) => side * lat);
  for (let hours = 0; hours < 24; hours += 3) {
    const lon = model.magneticLongitudeOf(hours, timeUs);
    const lons = lats.map(() => lon);
    yield placed('meridian', hours, lats, lons);
  }
}

/** A line through places. */
export function lineThrough(projection: MapProjection, places: readonly GroundPlace[]): MapLine['pieces'] {
  return piecesOf(
    projection.forwardArrays({
      latDeg: Float64Array.from(places, ({ latDeg }) => latDeg),
      lonDeg: Float64Array.from(places, ({ lonDeg }) => lonDeg),
    }),
  );
}

type Degrees = Float64Array<ArrayBuffer>;

function lineOf(
  projection: MapProjection,
  kind: MapLine['kind'],
  value: number,
  places: { readonly latDeg: Degrees; readonly lonDeg: Degrees },
): MapLine {
  return { kind, value, pieces: piecesOf(projection.forwardArrays(places)) };
}

function steps(from: number, to: number, step: number): Degrees {
  const count = Math.max(1, Math.ceil((to - from) / step - 1e-9));
  return Float64Array.from({ length: count + 1 }, (_, at) => from + (at / count) * (to - from));
}

function piecesOf({ x, y }: MapArrays): MapPoint[][] {
  const pieces: MapPoint[][] = [];
  let piece: MapPoint[] = [];
  const end = () => {
    if (piece.length > 1) pieces.push(piece);
    piece = [];
  };
  for (let at = 0; at < x.length; at++) {
    const point = { x: x[at]!, y: y[at]! };
    const before = piece.at(-1);
    if (!Number.isFinite(point.x + point.y)) {
      end();
      continue;
    }
    if (before && Math.hypot(point.x - before.x, point.y - before.y) > longestStepM) end();
    piece.push(point);
  }
  end();
  return pieces;
}
