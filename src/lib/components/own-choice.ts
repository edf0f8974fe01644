import { formatDate } from '$lib/datasets/utc';

/** What a skymap or calibration is called when it is chosen by hand: a person's own file not by its name alone. */
export function choiceOf({ name, own }: { readonly name: string; readonly own?: string }): string {
  return own ?? name;
}

/** Why a person's own file is used; `first`: the data are older than every one of them. */
export function ownWords({
  rule,
  startUs,
}: {
  readonly rule: 'valid' | 'first' | 'chosen';
  readonly startUs: number;
}): string {
  if (rule === 'chosen') return 'Your own file, chosen by hand.';
  const why = 'Your own file: the archive has none, or could not be asked.';
  return rule === 'first' ? `${why} The data are older than it: it is valid from ${formatDate(startUs)} on.` : why;
}
