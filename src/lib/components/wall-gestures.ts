import type { Attachment } from 'svelte/attachments';

export interface WallGestures {
  /** A press that may become a drag; x and y from the element's upper left, CSS pixels. */
  readonly onpress: (x: number, y: number) => void;
  /** The pointer is held and has moved. */
  readonly ondrag: (x: number) => void;
  /** Let go after a drag. */
  readonly ondrop: () => void;
  /** The browser took the pointer, to scroll; or Escape. */
  readonly oncancel: () => void;
  readonly onpoint: (x: number, y: number) => void;
  readonly onleave: () => void;
  readonly onzoom: (factor: number, x: number) => void;
  readonly onpan: (pixels: number) => void;
}

/** A press that moves less than this, in pixels, is a click. */
const slack = 4;

/**
 * Drag along a row; zoom by wheel with Ctrl or by pinch, pan by a sideways wheel or with Shift. A plain wheel and a
 * finger that goes up or down scroll as everywhere.
 *
 * @param gestures read anew at each event, so that its values may change without attaching again
 */
export function wallGestures(gestures: () => WallGestures): Attachment<HTMLElement> {
  return (element) => {
    let held: { readonly pointerId: number; readonly startX: number; isDrag: boolean } | null = null;
    const placeOf = (event: MouseEvent): readonly [number, number] => {
      const { left, top } = element.getBoundingClientRect();
      return [event.clientX - left, event.clientY - top];
    };

    // What stands on the wall to be pressed is no part of it.
    const isControl = (target: EventTarget | null) =>
      target instanceof Element && target.closest('[role="toolbar"]') !== null;
    const down = (event: PointerEvent) => {
      if (event.button !== 0 || held || isControl(event.target)) return;
      const [x, y] = placeOf(event);
      held = { pointerId: event.pointerId, startX: x, isDrag: false };
      gestures().onpress(x, y);
    };
    const move = (event: PointerEvent) => {
      const [x, y] = placeOf(event);
      if (!held || held.pointerId !== event.pointerId) {
        if (event.pointerType === 'mouse') gestures().onpoint(x, y);
        return;
      }
      if (!held.isDrag && Math.abs(x - held.startX) <= slack) return;
      if (!held.isDrag) element.setPointerCapture(event.pointerId);
      held.isDrag = true;
      gestures().ondrag(x);
    };
    const up = (event: PointerEvent) => {
      if (held?.pointerId !== event.pointerId) return;
      const { isDrag } = held;
      held = null;
      if (isDrag) gestures().ondrop();
    };
    const cancel = (event: PointerEvent) => {
      if (held?.pointerId !== event.pointerId) return;
      held = null;
      gestures().oncancel();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !held) return;
      event.stopPropagation();
      held = null;
      gestures().oncancel();
    };
    const wheel = (event: WheelEvent) => {
      const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (!event.ctrlKey && !isSideways) return;
      event.preventDefault();
      // Lines and pages, as some devices count, are some pixels each.
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 16;
      if (event.ctrlKey) gestures().onzoom(2 ** ((event.deltaY * unit) / 200), placeOf(event)[0]);
      else gestures().onpan((event.deltaX || event.deltaY) * unit);
    };

    const listeners = new AbortController();
    const { signal } = listeners;
    element.addEventListener('pointerdown', down, { signal });
    element.addEventListener('pointermove', move, { signal });
    // Before a press is a drag, it may be let go elsewhere.
    window.addEventListener('pointerup', up, { signal });
    window.addEventListener('pointercancel', cancel, { signal });
    element.addEventListener('pointerleave', () => gestures().onleave(), { signal });
    element.addEventListener('wheel', wheel, { signal, passive: false });
    window.addEventListener('keydown', key, { signal, capture: true });
    return () => listeners.abort();
  };
}
