import type { EventView } from '$lib/state/event-view.svelte';

/** What the pointer does on any strip of an event. */
export function stripHandlers(view: EventView) {
  return {
    onpick: (timeUs: number) => view.goTo(timeUs),
    onzoom: (factor: number, aboutUs: number) => view.zoomBy(factor, aboutUs),
    onpan: (deltaUs: number) =>
      view.setZoom({ startUs: view.window.startUs + deltaUs, endUs: view.window.endUs + deltaUs }),
    onreset: () => view.setZoom(null),
  };
}
