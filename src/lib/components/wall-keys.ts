import type { Attachment } from 'svelte/attachments';
import type { TimeRange } from '$lib/model/time';
import type { WallPlace, WallRow } from '$lib/model/wall';
import { shownOf } from '$lib/state/wall-rows';
import { spanOf, type WallSpan } from '$lib/state/wall-span';

export interface WallKeys {
  readonly rows: readonly WallRow[];
  readonly cursor: WallPlace | null;
  readonly span: WallSpan | null;
  /** From midnight of a row's date. */
  readonly window: TimeRange;
  readonly stepUs: number;
  /** Rows in sight. */
  readonly page: number;
  readonly oncursor: (to: WallPlace, span: WallSpan | null) => void;
  readonly onspan: (span: WallSpan | null) => void;
  readonly onopen: (span: WallSpan) => void;
  readonly onmark: (span: WallSpan) => void;
  /** null: all of the night. */
  readonly onzoom: (factor: number | null, aboutUs: number) => void;
}

/** Steps through what is shown with one key. */
const stepsAcross = 96;

/** @param keys read anew at each event */
export function wallKeys(keys: () => WallKeys): Attachment<HTMLElement> {
  return (element) => {
    /** The span that is being chosen, and where it began; one that was dragged since begins elsewhere. */
    let choosing: { readonly span: WallSpan; readonly fromUs: number } | null = null;
    const press = (event: KeyboardEvent) => {
      // With Ctrl they are the browser's own: plus and minus make the page larger and smaller.
      if (event.target !== element || event.altKey || event.metaKey || event.ctrlKey) return;
      const now = keys();
      if (now.rows.length === 0 || !act(event, now)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const act = (event: KeyboardEvent, now: WallKeys): boolean => {
      const { rows, window, span, page } = now;
      const middleUs = (window.startUs + window.endUs) / 2;
      const cursor = now.cursor ?? { at: 0, timeUs: middleUs };
      const toRow = (at: number) => {
        now.oncursor({ ...cursor, at: Math.min(rows.length - 1, Math.max(0, at)) }, null);
      };
      switch (event.key) {
        case 'ArrowUp':
          return (toRow(cursor.at - 1), true);
        case 'ArrowDown':
          return (toRow(cursor.at + (now.cursor ? 1 : 0)), true);
        case 'PageUp':
          return (toRow(cursor.at - page), true);
        case 'PageDown':
          return (toRow(cursor.at + page), true);
        case 'Home':
          return (toRow(0), true);
        case 'End':
          return (toRow(rows.length - 1), true);
        case 'ArrowLeft':
        case 'ArrowRight':
          return (along(event, now, cursor), true);
        case 'Enter':
          if (span) now.onopen(span);
          else now.onspan(around(now, cursor));
          return true;
        case 'm':
        case 'M':
          if (span) now.onmark(span);
          return span !== null;
        case 'Escape':
          if (span) now.onspan(null);
          return span !== null;
        case '+':
        case '=':
          return (now.onzoom(0.5, cursor.timeUs), true);
        case '-':
          return (now.onzoom(2, cursor.timeUs), true);
        case '0':
          return (now.onzoom(null, cursor.timeUs), true);
        default:
          return false;
      }
    };
    const along = (event: KeyboardEvent, now: WallKeys, cursor: WallPlace) => {
      const { window, stepUs, rows } = now;
      const stride = Math.max(stepUs, Math.round((window.endUs - window.startUs) / stepsAcross / stepUs) * stepUs);
      const by = event.key === 'ArrowLeft' ? -stride : stride;
      const timeUs = Math.min(window.endUs, Math.max(window.startUs, cursor.timeUs + by));
      const row = rows[cursor.at]!;
      if (!event.shiftKey) {
        now.oncursor({ at: cursor.at, timeUs }, null);
        return;
      }
      const fromUs = choosing && choosing.span === now.span ? choosing.fromUs : cursor.timeUs;
      const span = spanOf(row, shownOf(row, window), row.dateUs + fromUs, row.dateUs + timeUs, stepUs);
      choosing = { span, fromUs };
      now.oncursor({ at: cursor.at, timeUs }, span);
    };
    element.addEventListener('keydown', press);
    return () => element.removeEventListener('keydown', press);
  };
}

/** What Enter chooses where nothing was: a twelfth of what is shown, around the cursor. */
function around({ rows, window, stepUs }: WallKeys, { at, timeUs }: WallPlace): WallSpan {
  const row = rows[at]!;
  const half = (window.endUs - window.startUs) / 24;
  return spanOf(row, shownOf(row, window), row.dateUs + timeUs - half, row.dateUs + timeUs + half, stepUs);
}
