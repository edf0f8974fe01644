import type { Attachment } from 'svelte/attachments';
import type { TimeRange } from '$lib/model/time';

export interface TimeGestures {
  readonly window: TimeRange;
  readonly cursorUs: number;
  readonly onpick: (timeUs: number) => void;
  readonly onzoom: (factor: number, aboutUs: number) => void;
  readonly onpan: (deltaUs: number) => void;
  readonly onreset: () => void;
  /** The time under a hovering pointer, null when it has left. */
  readonly onpoint: (timeUs: number | null) => void;
}

/** A finger that has moved less than this, in pixels, may still become a tap or the first of two. */
const slack = 6;
/** Two presses within this, in milliseconds, may be a double click. */
const doubleMs = 600;

/**
 * Scrub by dragging, zoom by wheel or pinch, pan by two fingers, a sideways wheel or with Shift, double click for the
 * whole range.
 *
 * @param gestures read anew at each event, so that its values may change without attaching again
 */
export function timeGestures(gestures: () => TimeGestures): Attachment<HTMLElement> {
  return (element) => {
    const pointers = new Map<number, number>();
    /** What one pointer does: a finger waits until it is clear that no second one comes. */
    let phase: 'waiting' | 'scrubbing' | 'pinching' = 'waiting';
    let startX = 0;
    let pinch = { width: 0, middle: 0 };
    /** Where the cursor was before the first of two quick presses: a double click leaves it there. */
    let before = { cursorUs: 0, ms: -Infinity };

    const shareAt = (clientX: number): number => {
      const { left, width } = element.getBoundingClientRect();
      return Math.min(1, Math.max(0, (clientX - left) / Math.max(1, width)));
    };
    const timeAt = (clientX: number): number => {
      const { startUs, endUs } = gestures().window;
      return Math.min(endUs - 1, startUs + shareAt(clientX) * (endUs - startUs));
    };

    const down = (event: PointerEvent) => {
      if (event.button !== 0) return;
      pointers.set(event.pointerId, event.clientX);
      element.setPointerCapture(event.pointerId);
      if (pointers.size > 1) {
        phase = 'pinching';
        pinch = spreadOf(pointers);
        return;
      }
      startX = event.clientX;
      if (event.timeStamp - before.ms > doubleMs) before = { cursorUs: gestures().cursorUs, ms: event.timeStamp };
      phase = event.pointerType === 'touch' ? 'waiting' : 'scrubbing';
      if (phase === 'scrubbing') gestures().onpick(timeAt(event.clientX));
    };

    const move = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') gestures().onpoint(timeAt(event.clientX));
      if (!pointers.has(event.pointerId)) return;
      pointers.set(event.pointerId, event.clientX);
      if (phase === 'pinching') {
        if (pointers.size !== 2) return; // after a pinch the finger that stays longest does nothing
        const now = spreadOf(pointers);
        const { startUs, endUs } = gestures().window;
        gestures().onpan(((pinch.middle - now.middle) / Math.max(1, element.clientWidth)) * (endUs - startUs));
        if (now.width > 8 && pinch.width > 8) gestures().onzoom(pinch.width / now.width, timeAt(now.middle));
        pinch = now;
        return;
      }
      if (Math.abs(event.clientX - startX) > slack) phase = 'scrubbing';
      if (phase === 'scrubbing') gestures().onpick(timeAt(event.clientX));
    };

    const up = (event: PointerEvent) => {
      if (!pointers.delete(event.pointerId)) return;
      if (phase === 'waiting' && event.type === 'pointerup') gestures().onpick(timeAt(event.clientX));
      if (pointers.size === 0) phase = 'waiting';
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

    const double = () => {
      gestures().onpick(before.cursorUs);
      gestures().onreset();
    };

    const listeners = new AbortController();
    const { signal } = listeners;
    element.addEventListener('pointerdown', down, { signal });
    element.addEventListener('pointermove', move, { signal });
    element.addEventListener('pointerup', up, { signal });
    element.addEventListener('pointercancel', up, { signal });
    element.addEventListener('pointerleave', leave, { signal });
    element.addEventListener('wheel', wheel, { signal, passive: false });
    element.addEventListener('dblclick', double, { signal });
    return () => listeners.abort();
  };
}

/** How far two fingers are apart, and where their middle is. */
function spreadOf(pointers: ReadonlyMap<number, number>): { width: number; middle: number } {
  const places = [...pointers.values()];
  const [left, right] = [Math.min(...places), Math.max(...places)];
  return { width: right - left, middle: (left + right) / 2 };
}
