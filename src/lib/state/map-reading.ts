import { pickMosaic } from '$lib/analysis/mosaic-pick';
import { pixelOfPoint, viewThrough } from '$lib/geometry/map-camera';
import type { MagneticModel } from '$lib/geometry/magnetic-model';
import type { MapPoint, MapProjection } from '$lib/geometry/map-projection';
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
  /** As stored. */
  readonly row: number;
  readonly column: number;
  readonly elevationDeg: number | null;
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
    cameras: camerasAt(point, made),
  };
}

function camerasAt(point: MapPoint, made: MadeTable | null): CameraReading[] | null {
  if (!made) return null;
  const { x, y } = pixelOfPoint(viewThrough(made.camera, made.size), point);
  const seen = pickMosaic(made.table, x, y).flatMap(({ index, row, column, elevationDeg }) => {
    const look = made.looks[index];
    return look?.kind === 'sky' && look.isSky
      ? [{ look, row, column, elevationDeg, reading: look.read({ row, column }) }]
      : [];
  });
  // Whatever the overlap rule is: who sees a place highest sees it best. What has no elevation stands below.
  return seen.sort((a, b) => (b.elevationDeg ?? -1) - (a.elevationDeg ?? -1));
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
