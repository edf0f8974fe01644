import { foundWords, keogramsOf } from './wall-words';
import type { LabelCriteria } from '$lib/model/learned-label';
import type { WallRow } from '$lib/model/wall';
import { formatCounts } from '$lib/render/quantity';
import { criteriaWords } from '$lib/state/label-words';
import type { LookedNights } from '$lib/state/looked-nights';
import type { JudgedRows } from '$lib/state/wall-labels';

/** `3 keograms of 3 nights with 60 minutes or more of clear, among 60; 12 nights still to be judged` */
export function judgedWords({ fitting, unfit, open, notAsked }: JudgedRows, criteria: LabelCriteria): string {
  const all = keogramsOf([...fitting, ...unfit, ...open, ...notAsked]);
  const what = fitting.length > 0 ? foundWords(fitting) : 'No keogram';
  const parts = [`${what} with ${criteriaWords(criteria)}, among ${formatCounts(all)}`];
  if (open.length > 0) parts.push(`${nightWords(open)} still to be judged`);
  if (notAsked.length > 0) parts.push(`${nightWords(notAsked)} not judged, which hang all the same`);
  return parts.join('; ');
}

/** Why nothing was found. */
export function noneWords({ looked, unlooked }: LookedNights): string {
  if (looked === 0) return 'No model has looked at these nights.';
  if (unlooked === 0) return 'Models have looked at these nights, and none fits.';
  const nights = looked === 1 ? '1 of these nights' : `${formatCounts(looked)} of these nights`;
  const others = unlooked === 1 ? 'one' : formatCounts(unlooked);
  return `Models have looked at ${nights}, and none fits; at the other ${others} no model has looked.`;
}

/** A date is one night, however many cameras it has. */
function nightWords(rows: readonly WallRow[]): string {
  const nights = new Set(rows.map(({ dateUs }) => dateUs)).size;
  return nights === 1 ? '1 night' : `${formatCounts(nights)} nights`;
}
