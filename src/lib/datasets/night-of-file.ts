import type { TimeRange } from '$lib/model/time';
import { parseCalibrationName } from './calibration-choice';
import { datasetOfPath, parseFileName } from './file-name';
import { observatory } from './observatories';
import { parseRiometerName } from './riometer-name';
import { parseSkymapName } from './skymap-choice';
import { dayUs, hourUs, parseInstant, secondUs } from './utc';

/** Where a file belongs, as far as its name tells. */
export interface NightOfFile {
  /** null for what belongs to no one site: grids, calibrations. */
  readonly siteUid: string | null;
  /** Midnight UTC at the start of the night's date; null for what belongs to no night: skymaps, calibrations. */
  readonly nightUs: number | null;
  /** The minute or the hour that the file is of; null where it is of a whole day, or of none. */
  readonly span: TimeRange | null;
}

/** Between Alaska and Labrador: for names that tell no site. */
const middleLonDeg = -105;

/**
 * The date under which a night is known: that of its midnight, the Sun's at that place, in UTC. It is the date of which
 * `nightOfDate` gives the night. Files on both sides of 00:00 UTC, or of 12:00 UTC in Alaska, belong to one night so.
 *
 * @param lonDeg −180…180, east positive; null where it is not known
 * @returns midnight UTC at the start of the date
 */
export function nightDateOf(timeUs: number, lonDeg: number | null): number {
  // Mean solar time: a quarter of an hour beside the true one, at noon, when no camera runs.
  const aheadUs = Math.round(((lonDeg ?? middleLonDeg) / 360) * dayUs);
  const midnightUs = Math.round((timeUs + aheadUs) / dayUs) * dayUs - aheadUs;
  return Math.floor(midnightUs / dayUs) * dayUs;
}

/** Which night and site a file of the archive belongs to, by its name; never throws. */
export function nightOfFile(name: string): NightOfFile {
  const raw = parseFileName(name);
  if (raw) {
    const spanUs = (datasetOfPath(name)?.packing.fileSpanSec ?? 60) * secondUs;
    return ofSpan(raw.siteUid, { startUs: raw.startUs, endUs: raw.startUs + spanUs });
  }
  const skymap = parseSkymapName(name);
  if (skymap) return { siteUid: skymap.siteUid, nightUs: null, span: null };
  if (parseCalibrationName(name)) return { siteUid: null, nightUs: null, span: null };
  const riometer = parseRiometerName(name);
  if (riometer.siteUid !== null && riometer.dayUs !== null)
    return { siteUid: riometer.siteUid, nightUs: riometer.dayUs, span: null };
  return ofOtherName(name);
}

/** `20230101__gill_themis19_full-keogram.pgm.jpg`, an hour with its digits: `20230101_06_gill_…`; grids, and the like. */
function ofOtherName(name: string): NightOfFile {
  const siteUid =
    name
      .toLowerCase()
      .split(/[_.]/)
      .find((part) => observatory(part) !== null) ?? null;
  const [, year, month, day, hour] = /^(\d{4})(\d{2})(\d{2})(?:_(\d{2})(?:\d{2})?(?:\d{2})?_)?/.exec(name) ?? [];
  const dateUs = year === undefined ? null : parseInstant(`${year}-${month}-${day}`);
  if (dateUs === null) return { siteUid, nightUs: null, span: null };
  // A whole day's picture goes with the night that has most of its time on that date.
  if (hour === undefined || Number(hour) > 23) return { siteUid, nightUs: dateUs, span: null };
  const startUs = dateUs + Number(hour) * hourUs;
  return ofSpan(siteUid, { startUs, endUs: startUs + hourUs });
}

function ofSpan(siteUid: string | null, span: TimeRange): NightOfFile {
  const lonDeg = siteUid === null ? null : (observatory(siteUid)?.lonDeg ?? null);
  return { siteUid, nightUs: nightDateOf(span.startUs, lonDeg), span };
}
