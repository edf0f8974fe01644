import { pickMosaic } from '$lib/analysis/mosaic-pick';
import { siteOf } from '$lib/geometry/corner-grid';
import { directionTo, type GroundPlace } from '$lib/geometry/geodesy';
import { pixelOfPoint, viewThrough } from '$lib/geometry/map-camera';
import type { MagneticModel } from '$lib/geometry/magnetic-model';
import type { MapPoint, MapProjection } from '$lib/geometry/map-projection';
import { pixelHolding } from '$lib/geometry/pixel-walk';
import type { MadeTable } from './map-view.svelte';
import type { PixelReading } from './pixel-reading';
import type { TrackLook } from './track-look.svelte';

/** What a point of the map says. */
export interface MapReading {
  /** Geodetic degrees. */
  readonly latDeg: number;
  readonly lonDeg: number;
  /** AACGM degrees at an altitude, and magnetic local time in hours; null until they can be known. */
  readonly magnetic: { readonly latDeg: number; readonly lonDeg: number; readonly mltHours: number } | null;
  /** All cameras on the map that see the point, the one that sees it highest first; null while that is worked out. */
  readonly cameras: readonly CameraReading[] | null;
}

export interface CameraReading {
  readonly look: TrackLook;
  /** Of the pixel that holds the place, as stored. */
  readonly row: number;
  readonly column: number;
  /** At which the camera sees the place. */
  readonly elevationDeg: number;
  /** null where the camera has no frame at the cursor. */
  readonly reading: PixelReading | null;
}

/**
 * Reads a point of the map's plane.
 *
 * @param made only a table of the map as it is now tells which pixels lie there
 * @returns null beyond the edge of the Earth
 */
export function readMap(
  point: MapPoint,
  projection: MapProjection,
  made: MadeTable | null,
  magnetic: { readonly model: MagneticModel; readonly heightKm: number; readonly timeUs: number } | null,
): MapReading | null {
  const { latDeg, lonDeg } = projection.inverse(point.x, point.y);
  if (!Number.isFinite(latDeg + lonDeg)) return null;
  return {
    latDeg,
    lonDeg,
    magnetic: magnetic && magneticOf(latDeg, lonDeg, magnetic),
    cameras: camerasAt(point, { latDeg, lonDeg }, made),
  };
}

/**
 * The picture of the map says which cameras see its pixel; of each, the pixel of its own that holds the very place is
 * found from there, so that a place says the same at every zoom and in every projection.
 */
function camerasAt(point: MapPoint, place: GroundPlace, made: MadeTable | null): CameraReading[] | null {
  if (!made) return null;
  const { x, y } = pixelOfPoint(viewThrough(made.camera, made.size), point);
  const seen = pickMosaic(made.table, x, y).flatMap(({ index, row, column }) => {
    const look = made.looks[index];
    const source = made.request.sources[index];
    if (look?.kind !== 'sky' || !look.isSky || !look.fitting || source?.kind !== 'skymap') return [];
    const there = { ...place, altitudeKm: source.altitudeKm };
    const pixel = pixelHolding(look.fitting, { row, column }, there) ?? { row, column };
    const { elevationDeg } = directionTo(siteOf(look.fitting), there);
    return [{ look, ...pixel, elevationDeg, reading: look.read(pixel) }];
  });
  // Whatever the overlap rule is: who sees a place highest sees it best.
  return seen.sort((a, b) => b.elevationDeg - a.elevationDeg);
}

function magneticOf(
  latDeg: number,
  lonDeg: number,
  at: { readonly model: MagneticModel; readonly heightKm: number; readonly timeUs: number },
): MapReading['magnetic'] {
  const { magLatDeg, magLonDeg } = at.model.toMagnetic(latDeg, lonDeg, at.heightKm);
  if (!Number.isFinite(magLatDeg)) return null;
  return { latDeg: magLatDeg, lonDeg: magLonDeg, mltHours: at.model.mltOf(magLonDeg, at.timeUs) };
}
