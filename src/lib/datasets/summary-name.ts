import type { TimeRange } from '$lib/model/time';
import { dayUs, hourUs, parseInstant } from './utc';

/** What the name of one of the archive's own keogram pictures tells. */
export interface SummaryName {
  readonly siteUid: string;
  readonly deviceUid: string;
  readonly span: 'daily' | 'hourly';
  /** The UTC day, or the hour. */
  readonly range: TimeRange;
}

/** `20230101__gill_themis19_full-keogram.pgm.jpg`; an hour's name has its two digits between the underscores. */
const pattern =
  /^(\d{4})(\d{2})(\d{2})_(\d{2})?_([a-z0-9]+)_([a-z]+-?\d+)_(?:[a-z0-9]+[-_])*keogram(?:\.pgm)?\.(?:jpe?g|png)$/;

/** Null for what is not named like such a picture. */
export function parseSummaryName(name: string): SummaryName | null {
  const match = pattern.exec(name.toLowerCase());
  if (!match) return null;
  const [, year, month, day, hour, siteUid = '', deviceUid = ''] = match;
  const startUs = parseInstant(`${year}-${month}-${day}T${hour ?? '00'}`);
  if (startUs === null) return null;
  const span = hour === undefined ? 'daily' : 'hourly';
  return { siteUid, deviceUid, span, range: { startUs, endUs: startUs + (span === 'daily' ? dayUs : hourUs) } };
}
