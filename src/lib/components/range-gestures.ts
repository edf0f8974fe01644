import type { Attachment } from 'svelte/attachments';
import type { TimeRange } from '$lib/model/time';
import { moveRange, type RangePart } from './range-edit';

export interface RangeGestures {
  readonly range: TimeRange;
  /** The stretch of time that the element is wide; the range does not leave it. */
  readonly context: TimeRange;
  /** The range as it would be; null when nothing is held any more. */
  readonly ondraft: (draft: TimeRange | null) => void;
  readonly onrange: (range: TimeRange) => void;
}

/**
 * Moves a range, or one of its ends, by dragging the parts of the element that say `data-part="start"`, `end` or
 * `span`. It is changed when the pointer lets go; Escape leaves it as it was.
 *
 * @param gestures read anew at each event, so that its values may change without attaching again
 */
export function rangeGestures(gestures: () => RangeGestures): Attachment<HTMLElement> {
  return (element) => {
    let held: { part: RangePart; pointerId: number; startX: number; range: TimeRange; draft: TimeRange } | null = null;

    const down = (event: PointerEvent) => {
      const part = partOf(event.target);
      if (event.button !== 0 || held || !part) return;
      const { range } = gestures();
      held = { part, pointerId: event.pointerId, startX: event.clientX, range, draft: range };
      element.setPointerCapture(event.pointerId);
    };

    const move = (event: PointerEvent) => {
      if (held?.pointerId !== event.pointerId) return;
      const { context, ondraft } = gestures();
      const { part, range, startX } = held;
      const shiftUs = ((event.clientX - startX) / Math.max(1, element.clientWidth)) * (context.endUs - context.startUs);
      // Back where it began it is the range as it was, also where that is not a full minute.
      held.draft =
        event.clientX === startX
          ? range
          : moveRange(range, part, (part === 'end' ? range.endUs : range.startUs) + shiftUs, context);
      ondraft(held.draft);
    };

    const up = (event: PointerEvent) => {
      if (held?.pointerId !== event.pointerId) return;
      const { range, draft } = held;
      letGo();
      if (draft.startUs !== range.startUs || draft.endUs !== range.endUs) gestures().onrange(draft);
    };

    const cancel = (event: PointerEvent) => {
      if (held?.pointerId === event.pointerId) letGo();
    };

    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !held) return;
      // Nothing else is meant by it.
      event.stopPropagation();
      event.preventDefault();
      letGo();
    };

    const letGo = () => {
      held = null;
      gestures().ondraft(null);
    };

    const listeners = new AbortController();
    const { signal } = listeners;
    element.addEventListener('pointerdown', down, { signal });
    element.addEventListener('pointermove', move, { signal });
    element.addEventListener('pointerup', up, { signal });
    element.addEventListener('pointercancel', cancel, { signal });
    window.addEventListener('keydown', key, { signal, capture: true });
    return () => listeners.abort();
  };
}

function partOf(target: EventTarget | null): RangePart | null {
  const part = target instanceof Element ? target.closest<HTMLElement>('[data-part]')?.dataset.part : null;
  return part === 'start' || part === 'end' || part === 'span' ? part : null;
}
