import type { IdlSaveFile } from '$lib/formats/idl-save/save-file';
import type { IdlValue } from '$lib/formats/idl-save/value';
import type { Calibration } from '$lib/model/calibration';
import type { Outcome } from '$lib/model/failure';
import { corrupt, fail, gridOf, lacking, numberOf, openSave, textOf } from './idl-tags';

/** A hundred thousand times what the instruments have. */
const largestFactor = 1e6;

/**
 * Read a calibration file (IDL SAVE) of REGO, TREx NIR or TREx Blue: the factor to Rayleighs, or the flatfield in the
 * row and column order of the raw frames. The variables' names end with the detector's number.
 *
 * @param name file name, for messages
 * @returns `missing` for a web page in place of the file, `corrupt` for a damaged one, `unsupported` for a SAVE file that
 *   holds neither
 */
export async function readCalibration(bytes: Uint8Array, name: string): Promise<Outcome<Calibration>> {
  const save = await openSave(bytes, name);
  if (!save.ok) return save;
  const author = textOf(find(save.value, /^AUTHOR$/i));

  // Beside the factor stands RPER_…_MEAN_VALUE, which any looser search would find as well.
  const factor = find(save.value, /^RPER_DNPERSECOND(_\d+)?$/i) ?? find(save.value, /^RPER_DNPERSECOND/i);
  if (factor) {
    const rayleighsPerCountPerSecond = numberOf(factor);
    if (rayleighsPerCountPerSecond === null || !isFactor(rayleighsPerCountPerSecond)) {
      return fail(corrupt(`the factor in ${name} is no positive number up to ${largestFactor}`, null));
    }
    return { ok: true, value: { kind: 'rayleighs', name, rayleighsPerCountPerSecond, author } };
  }

  const flatfield = find(save.value, /^FLAT_FIELD_MULTIPLIER(_\d+)?$/i);
  if (!flatfield) return fail(lacking(save.value, `${name} holds neither a factor to Rayleighs nor a flatfield`));
  const grid = gridOf(flatfield);
  const [height, width] = grid?.dims ?? [];
  if (!grid || height === undefined || width === undefined || grid.dims.length !== 2) {
    return fail(corrupt(`the flatfield in ${name} is no picture`, null));
  }
  const multiplier = grid.values instanceof Float64Array ? grid.values : Float64Array.from(grid.values);
  return { ok: true, value: { kind: 'flatfield', name, height, width, multiplier, author } };
}

function isFactor(value: number): boolean {
  return value > 0 && value <= largestFactor;
}

function find(file: IdlSaveFile, pattern: RegExp): IdlValue | undefined {
  return file.variables.find((variable) => pattern.test(variable.name))?.value;
}
