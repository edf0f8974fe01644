import { withoutCopyMark } from './copy-mark';
import { parseTimestampUs } from './timestamp';

/** What the name of a single colour picture tells: the only place where the archive keeps it. */
export interface PictureName {
  /** Start of the exposure, UTC microseconds. */
  readonly timeUs: number;
  readonly siteUid: string;
  readonly deviceUid: string;
  /** Milliseconds; null where the name has none. */
  readonly exposureMs: number | null;
  /** `burst`, `full`, `mode-b3_raw`; null where the name has none. */
  readonly mode: string | null;
}

const colourDevice = /^rgb-\d+$/;
const sitePart = /^(?=.*[a-z])[a-z0-9]{2,12}$/;

/**
 * Read a name like `20211030_060500_149606_gill_rgb-04_320ms_burst.png`: date, time, microseconds, site, camera,
 * exposure, mode. Fewer than six digits of microseconds are meant with zeros before them.
 *
 * @param path with or without directories
 * @returns null for any other name
 */
export function parsePictureName(path: string): PictureName | null {
  const name = withoutCopyMark(path.slice(path.lastIndexOf('/') + 1));
  const start = /^(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})_(\d{1,6})_(.+)\.png$/.exec(name);
  if (!start) return null;
  const [, year, month, day, hour, minute, second, micros, rest] = start as unknown as string[];
  const timeUs = parseTimestampUs(`${year}-${month}-${day} ${hour}:${minute}:${second}.${micros!.padStart(6, '0')}`);
  const [siteUid, deviceUid, ...others] = rest!.split('_');
  if (timeUs === null || !sitePart.test(siteUid ?? '') || !colourDevice.test(deviceUid ?? '')) return null;
  const exposure = others.find((part) => /^\d{1,6}ms$/.test(part));
  const mode = others.filter((part) => part !== exposure).join('_');
  return {
    timeUs,
    siteUid: siteUid!,
    deviceUid: deviceUid!,
    exposureMs: exposure === undefined ? null : Number.parseInt(exposure, 10),
    mode: mode || null,
  };
}

/** The dataset that a colour picture belongs to, by its mode; null where the mode is of none. */
export function datasetOfMode(mode: string | null): string | null {
  if (mode === null) return null;
  if (mode === 'burst' || mode.startsWith('mode-b')) return 'TREX_RGB_RAW_BURST';
  // The archive has no name for it; this one follows its other names.
  return mode === 'full' ? 'TREX_RGB_RAW_LEGACY_COLOUR' : null;
}
