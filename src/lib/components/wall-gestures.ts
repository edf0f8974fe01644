import type { Attachment } from 'svelte/attachments';

export interface WallGestures {
  /** A press that may become a drag; x and y from the element's upper left, CSS pixels. */
  readonly onpress: (x: number, y: number) => void;
  /** The pointer is held and has moved. */
  readonly ondrag: (x: number) => void;
  /** Let go, dragged or not. */
  readonly ondrop: () => void;
  /** The browser took the pointer, to scroll; or Escape. */
  readonly oncancel: () => void;
  readonly onpoint: (x: number, y: number) => void;
  readonly onleave: () => void;
  readonly onzoom: (factor: number, x: number) => void;
  readonly onpan: (pixels: number) => void;
  /** Two fingers were put down; x is their middle. */
  readonly onpinch: (x: number) => void;
  /** They have moved. @param factor how much nearer to each other than in the beginning */
  readonly onspread: (factor: number, x: number) => void;
  /** They were lifted. */
  readonly onpinched: () => void;
}

/** Fingers that are nearer to each other than this, in pixels, tell nothing of how much to zoom. */
const leastSpread = 16;

/** A press that moves less than this, in pixels, is a click. */
const slack = 4;

/**
 * Drag along a row; zoom by wheel with Ctrl or by two fingers, pan by them, a sideways wheel or with Shift. A plain wheel
 * and a finger that goes up or down scroll as everywhere.
 *
 * @param gestures read anew at each event, so that its values may change without attaching again
 */
export function wallGestures(gestures: () => WallGestures): Attachment<HTMLElement> {
  return (element) => {
    const fingers = new Map<number, readonly [x: number, y: number]>();
    /** How far two fingers were apart; until both are lifted one of them does nothing. */
    let pinch: { readonly spread: number } | null = null;
    let held: { readonly pointerId: number; readonly startX: number; isDrag: boolean } | null = null;
    const placeOf = (event: MouseEvent): readonly [number, number] => {
      const { left, top } = element.getBoundingClientRect();
      return [event.clientX - left, event.clientY - top];
    };

    // What stands on the wall to be pressed is no part of it.
    const isControl = (target: EventTarget | null) =>
      target instanceof Element && target.closest('[role="toolbar"]') !== null;
    const takeHold = () => {
      const { spread, middleX } = spreadOf(fingers);
      pinch = { spread };
      gestures().onpinch(middleX);
    };
    const down = (event: PointerEvent) => {
      if (event.button !== 0 || isControl(event.target)) return;
      const [x, y] = placeOf(event);
      if (event.pointerType === 'touch') fingers.set(event.pointerId, [x, y]);
      if (fingers.size > 1) {
        if (held) gestures().oncancel();
        held = null;
        takeHold();
        return;
      }
      if (held || pinch) return;
      held = { pointerId: event.pointerId, startX: x, isDrag: false };
      gestures().onpress(x, y);
    };
    const move = (event: PointerEvent) => {
      const [x, y] = placeOf(event);
      if (fingers.has(event.pointerId)) fingers.set(event.pointerId, [x, y]);
      if (pinch) {
        if (fingers.size !== 2) return;
        const { spread, middleX } = spreadOf(fingers);
        gestures().onspread(pinch.spread / spread, middleX);
        return;
      }
      if (!held || held.pointerId !== event.pointerId) {
        if (event.pointerType === 'mouse') gestures().onpoint(x, y);
        return;
      }
      if (!held.isDrag && Math.abs(x - held.startX) <= slack) return;
      if (!held.isDrag) element.setPointerCapture(event.pointerId);
      held.isDrag = true;
      gestures().ondrag(x);
    };
    const lift = (event: PointerEvent) => {
      const wasThere = fingers.delete(event.pointerId);
      // Of three the two that stay are apart by another stretch.
      if (wasThere && fingers.size > 1) takeHold();
      if (!pinch || fingers.size > 0) return;
      pinch = null;
      gestures().onpinched();
    };
    const up = (event: PointerEvent) => {
      lift(event);
      if (held?.pointerId !== event.pointerId) return;
      held = null;
      gestures().ondrop();
    };
    const cancel = (event: PointerEvent) => {
      lift(event);
      if (held?.pointerId !== event.pointerId) return;
      held = null;
      gestures().oncancel();
      gestures().onleave();
    };
    // A finger that was lifted has pointed at something all the same.
    const leave = (event: PointerEvent) => {
      if (event.pointerType !== 'touch') gestures().onleave();
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
    element.addEventListener('pointerleave', leave, { signal });
    element.addEventListener('wheel', wheel, { signal, passive: false });
    window.addEventListener('keydown', key, { signal, capture: true });
    return () => listeners.abort();
  };
}

/** How far two fingers are apart, and where their middle is across. */
function spreadOf(fingers: ReadonlyMap<number, readonly [number, number]>): { spread: number; middleX: number } {
  const places = [...fingers.values()];
  const [[x, y], [otherX, otherY]] = [places[0]!, places[1]!];
  return { spread: Math.max(leastSpread, Math.hypot(otherX - x, otherY - y)), middleX: (x + otherX) / 2 };
}
