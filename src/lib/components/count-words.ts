import type { Counted } from '$lib/model/data-product';
import { formatCounts } from '$lib/render/quantity';

const minutesOfDay = 1440;

/** A day's number in words: of positions a source has one a minute. */
export function countWords(count: number, of: Counted): string {
  if (count === 0) return 'none';
  if (of === 'products') return `${formatCounts(count)} ${count === 1 ? 'product' : 'products'}`;
  return count >= minutesOfDay ? 'every minute' : `${formatCounts(count)} of ${formatCounts(minutesOfDay)} minutes`;
}

/** How strongly a day of positions is painted: half of its minutes are half, and a single one is seen. */
export function shareOfDay(count: number): number {
  return 0.25 + 0.75 * Math.min(1, count / minutesOfDay);
}
