import { hourUs, minuteUs, secondUs } from '$lib/datasets/utc';
import type { MontageInstants } from '$lib/state/montage-instants';

/** How far apart instants are: `every 3 s`, `every 2 min 51 s`, `every 1 h`; where frames do not allow it, `about every 8 s`. */
export function everyWords({ stepUs, isAbout }: Pick<MontageInstants, 'stepUs' | 'isAbout'>): string {
  return `${isAbout ? 'about ' : ''}every ${lengthWords(stepUs, isAbout)}`;
}

function lengthWords(us: number, isAbout: boolean): string {
  const seconds = us / secondUs;
  if (us < 2 * minuteUs && us !== minuteUs) return `${isAbout ? seconds.toFixed(seconds < 10 ? 1 : 0) : seconds} s`;
  if (us < hourUs) return withRest(Math.round(us / secondUs), 60, 'min', 's');
  return withRest(Math.round(us / minuteUs), 60, 'h', 'min');
}

function withRest(small: number, inLarge: number, large: string, rest: string): string {
  const over = small % inLarge;
  return `${Math.floor(small / inLarge)} ${large}${over > 0 ? ` ${over} ${rest}` : ''}`;
}
