import type { Attachment } from 'svelte/attachments';
import type { TimeRange } from '$lib/model/time';

export interface TimeGestures {
  readonly window: TimeRange;
  readonly onpick: (timeUs: number) => void;
  readonly onzoom: (factor: number, aboutUs: number) => void;
  readonly onpan: (deltaUs: number) => void;
  readonly onreset: () => void;
  /** The time under a hovering pointer, null when it has left. */
  readonly onpoint: (timeUs: number | null) => void;
}

/**
 * Scrub by dragging, zoom by wheel or pinch, pan by a sideways wheel or with Shift, double click for the whole range.
 *
 * @param gestures read anew at each event, so that its values may change without attaching again
 */
export function timeGestures(gestures: () => TimeGestures): Attachment<HTMLElement> {
  return (element) => {
    const pointers = new Map<number, number>();
    let pinchWidth = 0;
    /** After a pinch the finger that stays longest must not scrub. */
    let pinched = false;

    const timeAt = (clientX: number): number => {
      const { left, width } = element.getBoundingClientRect();
      const { startUs, endUs } = gestures().window;
      const share = Math.min(1, Math.max(0, (clientX - left) / Math.max(1, width)));
      return Math.min(endUs - 1, startUs + share * (endUs - startUs));
    };

    const down = (event: PointerEvent) => {
      if (event.button !== 0) return;
      pointers.set(event.pointerId, event.clientX);
      element.setPointerCapture(event.pointerId);
      if (pointers.size === 1) gestures().onpick(timeAt(event.clientX));
      else {
        pinched = true;
        pinchWidth = spread(pointers);
      }
    };

    const move = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') gestures().onpoint(timeAt(event.clientX));
      if (!pointers.has(event.pointerId)) return;
      pointers.set(event.pointerId, event.clientX);
      if (pointers.size === 1 && !pinched) {
        gestures().onpick(timeAt(event.clientX));
      } else if (pointers.size === 2) {
        const width = spread(pointers);
        const [first, second] = [...pointers.values()];
        if (width > 8 && pinchWidth > 8) gestures().onzoom(pinchWidth / width, timeAt((first! + second!) / 2));
        pinchWidth = width;
      }
    };

    const up = (event: PointerEvent) => {
      pointers.delete(event.pointerId);
      if (pointers.size === 0) pinched = false;
    };

    const leave = () => gestures().onpoint(null);

    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const { startUs, endUs } = gestures().window;
      const sideways =
        Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      if (sideways !== 0) gestures().onpan(((sideways * lines) / element.clientWidth) * (endUs - startUs));
      else gestures().onzoom(Math.exp(event.deltaY * lines * 0.002), timeAt(event.clientX));
    };

    const reset = () => gestures().onreset();

    const listeners = new AbortController();
    const { signal } = listeners;
    element.addEventListener('pointerdown', down, { signal });
    element.addEventListener('pointermove', move, { signal });
    element.addEventListener('pointerup', up, { signal });
    element.addEventListener('pointercancel', up, { signal });
    element.addEventListener('pointerleave', leave, { signal });
    element.addEventListener('wheel', wheel, { signal, passive: false });
    element.addEventListener('dblclick', reset, { signal });
    return () => listeners.abort();
  };
}

function spread(pointers: ReadonlyMap<number, number>): number {
  const places = [...pointers.values()];
  return Math.max(...places) - Math.min(...places);
}
