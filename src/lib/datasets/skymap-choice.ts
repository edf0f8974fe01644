import type { SkymapName } from '$lib/model/skymap';
import { baseName, chooseValid, parseDay } from './validity';

/** `<project>_skymap_<site>_<start>[-<stop>][_<version>].sav`; the stop is a day or `+`. */
const skymapFile = /^.+?_skymap_([a-z0-9]+)_(\d{8})(?:-(\d{8}|\+))?(?:_(v[0-9x]+))?\.sav$/i;

/** What a skymap's file name says; null for any other file. Takes a name, a path or an address, `%2B` for `+` too. */
export function parseSkymapName(nameOrUrl: string): SkymapName | null {
  const name = baseName(nameOrUrl);
  const match = skymapFile.exec(name);
  if (!match) return null;
  const [, siteUid, start, stop = null, version = ''] = match;
  const startUs = parseDay(start!);
  return startUs === null ? null : { name, siteUid: siteUid!.toLowerCase(), startUs, stop, version };
}

/**
 * The skymap for an instant, by the published rule: see `chooseValid`. Rule `first` says that the data are older than
 * every skymap, which people should be told: the camera may have stood differently.
 *
 * @param names skymaps of one camera site, in any order
 * @see PyAuroraX, whose "best skymap" this is for a list in rising order
 */
export function chooseSkymap<T extends SkymapName>(
  names: readonly T[],
  timeUs: number,
): { readonly chosen: T; readonly rule: 'valid' | 'first' } | null {
  return chooseValid(names, timeUs);
}
