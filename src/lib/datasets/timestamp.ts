import { parseInstant, secondUs } from './utc';

const timestamp = /^(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2})(?:\.(\d{0,6}))?(?: ?UTC)?Z?$/;

/**
 * A time as the imagers write it: `2014-03-10 06:00:00.063119 UTC`, with no to six digits of fraction. Always UTC.
 *
 * @returns whole microseconds since 1970, exactly; null when the text is no moment of the calendar, or one so far away
 *   (after 2255) that microseconds are no longer exact
 */
export function parseTimestampUs(text: string): number | null {
  const match = timestamp.exec(text.trim());
  if (!match) return null;
  const us = parseInstant(match[2] ? `${match[1]}.${match[2]}` : match[1]!);
  return Number.isSafeInteger(us) ? us : null;
}

/** `2014-03-10T06:00:00.063119Z`, always with six digits of fraction. @param us whole microseconds since 1970 */
export function formatIsoUs(us: number): string {
  const seconds = Math.floor(us / secondUs);
  const fraction = String(us - seconds * secondUs).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}
