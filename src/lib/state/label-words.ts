import type { LabelCriteria, LabelCriterion, LabelField, LabelRun, LabelVerdict } from '$lib/model/learned-label';
import { labelFields } from '$lib/model/learned-label';
import { formatRange } from '$lib/datasets/utc';

/** What a model looks for. */
export const fieldNames: Readonly<Record<LabelField, string>> = {
  cloud: 'Clouds',
  apa: 'Pulsating aurora',
  oath: 'Kind of aurora',
};

/** Who made the labels. */
export const fieldMakers: Readonly<Record<LabelField, string>> = {
  cloud: 'Calgary cloud model v1',
  apa: 'Calgary APA model v1',
  oath: 'Clausen & Nickisch 2018',
};

export const verdictWords: Readonly<Record<LabelVerdict, string>> = {
  cloudy: 'cloudy',
  clear: 'clear',
  apa: 'amorphous pulsating aurora',
  'no apa': 'no amorphous pulsating aurora',
  arc: 'arc',
  diffuse: 'diffuse',
  discrete: 'discrete',
  moon: 'Moon',
  'no aurora': 'no aurora',
  'not classified': 'not classified',
};

/** `clear (75 % sure or more)` */
export function criterionWords({ field, verdict, leastPercent }: LabelCriterion): string {
  const said =
    verdict === 'not classified' ? `${fieldNames[field].toLowerCase()} not classified` : verdictWords[verdict];
  return leastPercent === null ? said : `${said} (${leastPercent} % sure or more)`;
}

/** `60 minutes or more of clear (75 % sure or more) and arc` */
export function criteriaWords({ joined, list, leastMinutes }: LabelCriteria): string {
  const minutes = `${leastMinutes} ${leastMinutes === 1 ? 'minute' : 'minutes'} or more`;
  return `${minutes} of ${list.map(criterionWords).join(joined === 'OR' ? ' or ' : ' and ')}`;
}

/** `06:00–06:10 UTC: clear (99.98 % sure), arc`; of a field alone, only what that model says. */
export function runWords(run: LabelRun, fields: readonly LabelField[] = labelFields): string {
  const said = fields.flatMap((field) => {
    const label = run[field];
    if (!label) return [];
    const words =
      label.verdict === 'not classified'
        ? criterionWords({ field, ...label, leastPercent: null })
        : verdictWords[label.verdict];
    return label.percent === null ? words : `${words} (${label.percent} % sure)`;
  });
  return `${formatRange(run)} UTC: ${said.length > 0 ? said.join(', ') : 'nothing known'}`;
}
