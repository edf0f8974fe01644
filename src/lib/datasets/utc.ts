import type { TimeRange } from '$lib/model/time';

/*
 * UTC instants as integer microseconds since 1970, to and from the texts that people and links use. Microseconds do
 * not fit a Date; they fit a number exactly (until the year 2255).
 */

export const secondUs = 1_000_000;
export const minuteUs = 60 * secondUs;
export const hourUs = 60 * minuteUs;
export const dayUs = 24 * hourUs;

const instant = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.(\d{1,6}))?)?)?)?Z?$/;

/**
 * An instant as people and links write it: `2014-03-10`, `2014-03-10T06`, `2014-03-10 06:00`,
 * `2014-03-10T06:02:27.030761Z`. Always UTC, with or without the Z.
 *
 * @returns integer microseconds since 1970, or null when the text is not a moment of the calendar
 */
export function parseInstant(text: string): number | null {
  const match = instant.exec(text.trim());
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC takes the years 0–99 for 1900–1999 and rolls 30 February over into March: both show here.
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const us = date.getTime() * 1000 + Number((match[7] ?? '').padEnd(6, '0'));
  return Number.isSafeInteger(us) ? us : null; // the year 2255
}

/** The shortest text that `parseInstant` reads back to the same microsecond: `2014-03-10T06:00Z`. */
export function formatInstant(us: number): string {
  const { date, hour, minute, second, fraction } = parts(us);
  const clock = fraction
    ? `${hour}:${minute}:${second}.${fraction}`
    : second !== '00'
      ? `${hour}:${minute}:${second}`
      : `${hour}:${minute}`;
  return `${date}T${clock}Z`;
}

/** `2014-03-10` */
export function formatDate(us: number): string {
  return parts(us).date;
}

/** `06:00` */
export function formatMinute(us: number): string {
  const { hour, minute } = parts(us);
  return `${hour}:${minute}`;
}

/** `06:02:27` */
export function formatSecond(us: number): string {
  const { hour, minute, second } = parts(us);
  return `${hour}:${minute}:${second}`;
}

/** `06:02:27.030761` */
export function formatMicrosecond(us: number): string {
  const { hour, minute, second, micro } = parts(us);
  return `${hour}:${minute}:${second}.${micro}`;
}

/** `06:00–06:10`, with the dates where the range crosses midnight: `2014-03-10 23:50 – 2014-03-11 00:10`. */
export function formatRange({ startUs, endUs }: TimeRange): string {
  const clock = startUs % minuteUs || endUs % minuteUs ? formatSecond : formatMinute;
  if (formatDate(startUs) === formatDate(endUs - 1)) {
    // Midnight at the end of a day is written 24:00 there, not 00:00 of a day that is not shown.
    const end = endUs % dayUs === 0 ? '24:00' : clock(endUs);
    return `${clock(startUs)}–${end}`;
  }
  return `${formatDate(startUs)} ${clock(startUs)} – ${formatDate(endUs)} ${clock(endUs)}`;
}

function parts(us: number) {
  const micros = ((us % secondUs) + secondUs) % secondUs;
  const iso = new Date((us - micros) / 1000).toISOString(); // 2014-03-10T06:00:00.000Z
  const micro = String(micros).padStart(6, '0');
  return {
    date: iso.slice(0, 10),
    hour: iso.slice(11, 13),
    minute: iso.slice(14, 16),
    second: iso.slice(17, 19),
    micro,
    fraction: micro.replace(/0+$/, ''),
  };
}
