import type { TimeRange } from '$lib/model/time';

/** A stretch of the timeline that has something to say, by what is to be seen there. */
export interface CoverStretch extends TimeRange {
  /** `gap`: nothing to show; `damage`: what could be read is shown; `pending`: still on its way. */
  readonly kind: 'gap' | 'damage' | 'pending';
}

/** Areas of an SVG path (`d`), over the whole height; empty where there are none. */
export interface TimeCover {
  readonly gap: string;
  readonly pending: string;
  readonly damage: string;
}

const nothing = 0;
const pending = 1;
const gap = 2;

/**
 * Which pixel columns are empty and why, however many stretches there are. A column that a gap touches belongs to the
 * gap, whatever else is on its way there: what lies beneath never shows through as if it were data.
 *
 * @param columns pixel columns over which `window` is spread evenly, as in the keogram
 * @param width the same in the units of the path
 * @param height of the areas in the units of the path
 */
export function timeCover(
  stretches: readonly CoverStretch[],
  window: TimeRange,
  columns: number,
  width: number,
  height: number,
): TimeCover {
  const kinds = new Uint8Array(columns);
  const damaged = new Uint8Array(columns);
  const perUs = columns / (window.endUs - window.startUs);
  for (const { kind, startUs, endUs } of stretches) {
    if (endUs <= window.startUs || startUs >= window.endUs) continue;
    const from = Math.max(0, Math.floor((startUs - window.startUs) * perUs));
    const to = Math.min(columns, Math.ceil((endUs - window.startUs) * perUs));
    if (kind === 'damage') damaged.fill(1, from, to);
    else if (kind === 'gap') kinds.fill(gap, from, to);
    else for (let x = from; x < to; x++) if (kinds[x] === nothing) kinds[x] = pending;
  }
  const unit = width / columns;
  return {
    gap: pathOf(kinds, gap, unit, height),
    pending: pathOf(kinds, pending, unit, height),
    damage: pathOf(damaged, 1, unit, height),
  };
}

function pathOf(kinds: Uint8Array, wanted: number, unit: number, height: number): string {
  const parts: string[] = [];
  for (let x = 0; x < kinds.length; x++) {
    if (kinds[x] !== wanted) continue;
    const from = x;
    while (x < kinds.length && kinds[x] === wanted) x += 1;
    parts.push(`M${round(from * unit)} 0h${round((x - from) * unit)}v${height}h${round((from - x) * unit)}z`);
  }
  return parts.join('');
}

function round(length: number): number {
  return Math.round(length * 1000) / 1000;
}
