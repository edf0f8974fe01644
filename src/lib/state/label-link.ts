import { saysHowSure } from '$lib/datasets/learned-labels';
import { labelFields, labelVerdicts, type LabelCriteria, type LabelCriterion } from '$lib/model/learned-label';

export const mostCriteria = 10;
/** Long enough to be worth looking at. */
export const usualMinutes = 60;
const minutesOfDay = 1440;

/** `cloud:clear,75`: a model, what it says, and how sure it is at least. */
export function formatCriterion({ field, verdict, leastPercent }: LabelCriterion): string {
  return `${field}:${verdict}${leastPercent === null ? '' : `,${leastPercent}`}`;
}

/** Null for what is no criterion, or one that nothing can fulfil. */
export function parseCriterion(text: string): LabelCriterion | null {
  const match = /^([a-z]+):([a-z ]+)(?:,(\d{1,3}(?:\.\d{1,2})?))?$/.exec(text);
  const field = labelFields.find((name) => name === match?.[1]);
  const verdict = field && labelVerdicts[field].find((name) => name === match?.[2]);
  if (!match || !field || !verdict) return null;
  const criterion = { field, verdict, leastPercent: match[3] === undefined ? null : Number(match[3]) };
  return isSoundCriterion(criterion) ? criterion : null;
}

/** Whether something can fulfil it: a model that says so, and how sure it is. */
export function isSoundCriterion({ field, verdict, leastPercent }: LabelCriterion): boolean {
  if (!labelVerdicts[field].some((name) => name === verdict)) return false;
  return leastPercent === null || (takesPercent(field, verdict) && leastPercent >= 0 && leastPercent <= 100);
}

/** Whether there is a number beside such a verdict. */
export function takesPercent(field: LabelCriterion['field'], verdict: LabelCriterion['verdict']): boolean {
  return saysHowSure(field) && verdict !== 'not classified';
}

/** Whole minutes, at least one and no more than a day has; null for any other text. */
export function parseMinutes(text: string): number | null {
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return minutes >= 1 && minutes <= minutesOfDay ? minutes : null;
}

/** Writes criteria into a query; none leaves it as it is. */
export function writeLabels(query: URLSearchParams, labels: LabelCriteria | null): void {
  if (!labels || labels.list.length === 0) return;
  for (const criterion of labels.list) query.append('label', formatCriterion(criterion));
  if (labels.joined === 'OR') query.set('labels', 'any');
  query.set('minutes', String(labels.leastMinutes));
}

/**
 * Reads them again. Minutes without a criterion say nothing.
 *
 * @param passOver told of what cannot be read
 */
export function readLabels(query: URLSearchParams, passOver: (part: string) => void): LabelCriteria | null {
  const list = query.getAll('label').flatMap((text, place) => {
    const criterion = place < mostCriteria ? parseCriterion(text) : null;
    if (!criterion) passOver(`label=${text.slice(0, 200)}`);
    return criterion ?? [];
  });
  if (list.length === 0) return null;
  const asked = query.get('minutes');
  const leastMinutes = asked === null ? usualMinutes : parseMinutes(asked);
  if (leastMinutes === null) passOver(`minutes=${asked?.slice(0, 200)}`);
  const joined = query.get('labels') === 'any' ? 'OR' : 'AND';
  return { joined, list, leastMinutes: leastMinutes ?? usualMinutes };
}
