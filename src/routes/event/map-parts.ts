import { createMagneticFigures } from '$lib/loading/magnetic-figures';
import { createMosaicTables } from '$lib/loading/mosaic-tables';
import type { EventLooks } from '$lib/state/event-looks.svelte';
import type { EventView } from '$lib/state/event-view.svelte';
import { MapView } from '$lib/state/map-view.svelte';

/* All that a map needs; loaded when the stage first shows one. */

export { default as MapPanel } from '$lib/components/MapPanel.svelte';
export { default as MapReadout } from '$lib/components/MapReadout.svelte';
export { default as MapSourceReadout } from '$lib/components/MapSourceReadout.svelte';
export { default as MapStage } from '$lib/components/MapStage.svelte';
export { default as RulerReadout } from '$lib/components/RulerReadout.svelte';

export function createMapView(view: EventView, looks: EventLooks): MapView {
  const tables = createMosaicTables(view.loading);
  return new MapView(view, looks, { tables, figuresAt: createMagneticFigures() });
}
