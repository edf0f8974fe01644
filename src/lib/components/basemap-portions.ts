import type { MapFrame } from '$lib/geometry/map-frame';
import type { MapProjection } from '$lib/geometry/map-projection';
import { loadBasemap, shapesInPlane, type Basemap, type BasemapDetail, type PlaneRings } from '$lib/render/basemap';
import type { DrawnBasemap } from '$lib/render/map-board';

/** So long at a time: the page answers in between. */
const portionMs = 8;

const loaded = new Map<BasemapDetail, Promise<Basemap>>();

/** Coasts and borders in a map's plane, made in portions; null when that was aborted meanwhile. */
export async function drawBasemap(
  detail: BasemapDetail,
  frame: MapFrame,
  projection: MapProjection,
  signal: AbortSignal,
): Promise<DrawnBasemap | null> {
  const basemap = await load(detail);
  const shapes = shapesInPlane(frame, projection);
  let began = performance.now();
  const answered = async () => {
    if (performance.now() - began <= portionMs) return;
    await new Promise((resolve) => setTimeout(resolve));
    began = performance.now();
  };
  const drawn = { land: [] as PlaneRings[], coasts: [] as PlaneRings[], borders: [] as PlaneRings[] };
  for (const part of ['land', 'coasts', 'borders'] as const) {
    for (const shape of basemap[part]) {
      await answered();
      if (signal.aborted) return null;
      shapes.prepare(shape);
      await answered();
      if (signal.aborted) return null;
      const rings = shapes.rings(shape);
      if (rings.length > 0) drawn[part].push(rings);
    }
  }
  return drawn;
}

/** A failed load is forgotten, so that the next one is a real attempt. */
function load(detail: BasemapDetail): Promise<Basemap> {
  const known = loaded.get(detail);
  if (known) return known;
  const loading = loadBasemap(detail).catch((error: unknown) => {
    loaded.delete(detail);
    throw error;
  });
  loaded.set(detail, loading);
  return loading;
}
