import type { HeaderLine } from '$lib/model/frames';
import { headerValue } from './header';

export interface Exposure {
  readonly seconds: number;
  /** `usual`: the header does not say, and this is what the array's cameras are set to. */
  readonly from: 'header' | 'usual';
}

/** What the publishers take for the arrays that have calibrations, whatever the header says. */
const usualSeconds: Readonly<Record<string, number>> = { REGO_RAW: 2, TREX_NIR_RAW: 5 };

/** Frames follow each other within 15 s: a longer exposure is a number of another unit. */
const longestSeconds = 60;

/**
 * How long the frames of a file were exposed: `Requested Exposure` in seconds (REGO, NIR, spectrograph), else the
 * `MSEC=` of `Exposure options` in milliseconds (THEMIS, Blueline), else what is usual for the dataset.
 *
 * @param header of the file's first frame
 * @param dataset as the archive spells it
 * @returns null where nothing says it
 */
export function exposureOf(header: readonly HeaderLine[], dataset: string): Exposure | null {
  const requested = secondsIn(/^(\d+(?:\.\d+)?)(?: ?s)?$/i.exec(headerValue(header, ['requested exposure']) ?? ''), 1);
  const options = headerValue(header, ['exposure options']) ?? '';
  const seconds = requested ?? secondsIn(/\bMSEC=(\d+(?:\.\d+)?)(?![\d.])/i.exec(options), 1000);
  if (seconds !== null) return { seconds, from: 'header' };
  const usual = Object.hasOwn(usualSeconds, dataset) ? usualSeconds[dataset] : undefined;
  return usual === undefined ? null : { seconds: usual, from: 'usual' };
}

function secondsIn(match: RegExpExecArray | null, unitsPerSecond: number): number | null {
  const seconds = Number(match?.[1] ?? NaN) / unitsPerSecond;
  return seconds > 0 && seconds <= longestSeconds ? seconds : null;
}
