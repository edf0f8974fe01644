import { dayUs } from '$lib/datasets/utc';
import { binsOfDay } from '$lib/model/season';
import type { SeasonPlace } from './season-words';

const partsOfHour = binsOfDay / 24;

/**
 * Where a key leads to: by days and hours, with Page Up and Page Down by months.
 *
 * @param firstUs midnight UTC of the first date
 * @returns null for a key that leads nowhere
 */
export function keyPlace(key: string, { day, part }: SeasonPlace, days: number, firstUs: number): SeasonPlace | null {
  const toDay = (to: number) => ({ day: Math.min(days - 1, Math.max(0, to)), part });
  const toPart = (to: number) => ({ day, part: Math.min(binsOfDay - 1, Math.max(0, to)) });
  switch (key) {
    case 'ArrowLeft':
      return toDay(day - 1);
    case 'ArrowRight':
      return toDay(day + 1);
    case 'ArrowUp':
      return toPart(part - partsOfHour);
    case 'ArrowDown':
      return toPart(part + partsOfHour);
    case 'PageUp':
      return toDay(monthBeside(day, -1, firstUs));
    case 'PageDown':
      return toDay(monthBeside(day, 1, firstUs));
    case 'Home':
      return toDay(0);
    case 'End':
      return toDay(days - 1);
    default:
      return null;
  }
}

/** The same day of another month; the last of those that are too short. */
function monthBeside(day: number, months: number, firstUs: number): number {
  const date = new Date((firstUs + day * dayUs) / 1000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const wanted = Date.UTC(year, month, Math.min(last, date.getUTCDate())) * 1000;
  return Math.round((wanted - firstUs) / dayUs);
}
