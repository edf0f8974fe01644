import type { MontageChoices } from '$lib/model/montage';
import { misunderstood } from './link-words';
import { parseNumber, type Report } from './track-link';

/** How a montage is where nothing else is said. */
export const plainMontage: MontageChoices = { pace: { by: 'fit' }, span: 'window', cameras: 'stage' };

/** A montage has no more cells than this, all cameras together: what is held of them stays bounded. */
export const mostCells = 360;
export const longestStepSec = 86_400;

/** A montage as it stands in a link; what is at its default is left out, all of it gives an empty text. */
export function formatMontage({ pace, span, cameras }: MontageChoices): string {
  return [
    ...(pace.by === 'count' ? [`count:${pace.count}`] : pace.by === 'step' ? [`step:${pace.stepSec}`] : []),
    ...(span === plainMontage.span ? [] : [`span:${span}`]),
    ...(cameras === plainMontage.cameras ? [] : [`cameras:${cameras}`]),
  ].join(',');
}

/** Reads the montage of a link; what it does not understand is named and stays at its default. */
export function parseMontage(text: string | null, problem: Report): MontageChoices {
  let montage = plainMontage;
  for (const option of text === null ? [] : text.split(',')) {
    const change = parseOption(option);
    if (change) montage = { ...montage, ...change };
    else problem('montage', misunderstood(option, expected));
  }
  return montage;
}

const expected: Readonly<Record<string, string>> = {
  count: `a whole number of frames from 1 to ${mostCells}`,
  step: `a whole number of seconds from 1 to ${longestStepSec}`,
  span: 'a span (window or range)',
  cameras: 'a choice of cameras (stage or all)',
};

function parseOption(option: string): Partial<MontageChoices> | null {
  const [name = '', value = '', ...rest] = option.split(':');
  if (rest.length > 0) return null;
  switch (name) {
    case 'count': {
      const count = parseWhole(value, mostCells);
      return count === null ? null : { pace: { by: 'count', count } };
    }
    case 'step': {
      const stepSec = parseWhole(value, longestStepSec);
      return stepSec === null ? null : { pace: { by: 'step', stepSec } };
    }
    case 'span':
      return value === 'window' || value === 'range' ? { span: value } : null;
    case 'cameras':
      return value === 'stage' || value === 'all' ? { cameras: value } : null;
    default:
      return null;
  }
}

function parseWhole(text: string, most: number): number | null {
  const value = parseNumber(text, 1, most);
  return value !== null && Number.isInteger(value) ? value : null;
}
