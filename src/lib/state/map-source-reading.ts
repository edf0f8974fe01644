import { pickMosaic } from '$lib/analysis/mosaic-pick';
import { positiveDegrees } from '$lib/geometry/angles';
import type { GroundPlace } from '$lib/geometry/geodesy';
import { pixelOfPoint, viewThrough } from '$lib/geometry/map-camera';
import type { MapPoint } from '$lib/geometry/map-projection';
import type { GridFrames } from '$lib/model/grid';
import type { GridLook } from './grid-look.svelte';
import type { MadeTable } from './map-view.svelte';
import type { TrackLook } from './track-look.svelte';

/** What a spectrograph's slit says where it lies. */
export interface SlitReading {
  readonly kind: 'slit';
  readonly look: TrackLook;
  /** Column of the spectrum. */
  readonly bin: number;
  readonly elevationDeg: number | null;
  /** Brightness of the line, in `unit`; null where there is no spectrum at the cursor. */
  readonly value: number | null;
  readonly unit: string;
}

/** What a cell of a merged map says. */
export interface GridReading {
  readonly kind: 'grid';
  readonly look: GridLook;
  /** Middle of the cell, as the publishers lay it: the whole Earth in equal steps. */
  readonly latDeg: number;
  readonly lonDeg: number;
  /** In `unit`; of colour red, green and blue. Null where the cell is empty, or there is no map at the cursor. */
  readonly values: readonly number[] | null;
  readonly unit: string;
  /** How high the pixel looked that the cell is from; null where the file does not say. */
  readonly confidenceDeg: number | null;
  /** Whether it was seen too low to be drawn. */
  readonly isLow: boolean;
  /** Whether there is a map at the cursor at all. */
  readonly isThere: boolean;
}

export type SourceReading = SlitReading | GridReading;

/** What slits lie over the cameras' pictures at a point of the map's plane. */
export function readSlits(point: MapPoint, made: MadeTable): SlitReading[] {
  const { x, y } = pixelOfPoint(viewThrough(made.camera, made.size), point);
  return pickMosaic(made.table, x, y).flatMap(({ index, column, elevationDeg }): SlitReading[] => {
    const look = made.looks[index];
    if (look?.kind !== 'sky' || look.isSky) return [];
    const { slit, track } = look;
    const value = slit?.values[column] ?? null;
    return [{ kind: 'slit', look, bin: column, elevationDeg, value, unit: track.dataset.samples.keogramUnit }];
  });
}

/**
 * What merged maps say of a place, whether they are drawn there or not.
 *
 * @param lowestDeg what was seen no higher than this is not drawn
 */
export function readGrids(place: GroundPlace, grids: readonly GridLook[], lowestDeg: number): GridReading[] {
  if (!Number.isFinite(place.latDeg + place.lonDeg)) return [];
  return grids.map((look) => {
    const { height, width } = look.track.extent;
    const row = Math.min(height - 1, Math.floor(((90 - place.latDeg) / 180) * height));
    const column = Math.floor((positiveDegrees(place.lonDeg + 180) / 360) * width) % width;
    return readGrid(look, row, column, lowestDeg);
  });
}

function readGrid(look: GridLook, row: number, column: number, lowestDeg: number): GridReading {
  const { height, width } = look.track.extent;
  const place = {
    latDeg: 90 - ((row + 0.5) * 180) / height,
    lonDeg: -180 + ((column + 0.5) * 360) / width,
  };
  const { sight, unit } = look;
  const cell = sight ? readCell(sight.frames, sight.index, row, column) : null;
  const { values = null, confidenceDeg = null } = cell ?? {};
  const isLow = confidenceDeg !== null && confidenceDeg <= lowestDeg;
  return { kind: 'grid', look, ...place, values, confidenceDeg, unit, isLow, isThere: sight !== null };
}

/** @param row of the whole grid, the northernmost is 0 @returns null where the cell is empty */
export function readCell(
  { box, channels, values, confidence }: GridFrames,
  index: number,
  row: number,
  column: number,
): (Pick<GridReading, 'confidenceDeg'> & { readonly values: readonly number[] }) | null {
  const [inRow, inColumn] = [row - box.row, column - box.column];
  if (inRow < 0 || inRow >= box.height || inColumn < 0 || inColumn >= box.width) return null;
  const cell = (index * box.height + inRow) * box.width + inColumn;
  const read = Array.from({ length: channels }, (_, channel) => values[cell * channels + channel]!);
  if (read.some(Number.isNaN)) return null;
  const confidenceDeg = confidence?.[cell] ?? NaN;
  return { values: read, confidenceDeg: Number.isNaN(confidenceDeg) ? null : confidenceDeg };
}
