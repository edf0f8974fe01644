import type { CalibrationName } from '$lib/model/calibration';
import { baseName, chooseValid, parseDay } from './validity';

/** `REGO_Rayleighs_15651_20210908-+_v02.sav` */
const calibrationFile = /^.+?_(rayleighs|flatfield)_(\d+)_(\d{8})(?:-(\d{8}|\+))?(?:_(v[0-9x]+))?\.sav$/i;

/** What a calibration's file name says; null for any other file. Takes a name, a path or an address. */
export function parseCalibrationName(nameOrUrl: string): CalibrationName | null {
  const name = baseName(nameOrUrl);
  const match = calibrationFile.exec(name);
  if (!match) return null;
  const [, kind, detectorUid, start, stop = null, version = ''] = match;
  const startUs = parseDay(start!);
  if (startUs === null) return null;
  return {
    name,
    kind: kind!.toLowerCase() === 'flatfield' ? 'flatfield' : 'rayleighs',
    detectorUid: detectorUid!,
    startUs,
    stop,
    version,
  };
}

/**
 * The calibration of a device for an instant, by the rule of `chooseValid`.
 *
 * @param names all calibrations of the array, which the archive keeps together
 * @param deviceUid as the archive spells it: `rego-651`, whose detector's number ends with the same three digits
 */
export function chooseCalibration<T extends CalibrationName>(
  names: readonly T[],
  kind: CalibrationName['kind'],
  deviceUid: string,
  timeUs: number,
): { readonly chosen: T; readonly rule: 'valid' | 'first' } | null {
  const digits = /\d{3}$/.exec(deviceUid)?.[0];
  if (digits === undefined) return null;
  return chooseValid(
    names.filter((name) => name.kind === kind && name.detectorUid.endsWith(digits)),
    timeUs,
  );
}
