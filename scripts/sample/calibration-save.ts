import { writeIdlSave, type SaveContents } from './idl-save-writer';
import { array, scalar } from './save-value';
import { sampleAuthor } from './skymap-save';

/** Arrays whose cameras are calibrated, as the names of their files begin, and where the archive keeps those. */
const directories = { REGO: 'GO-Canada/REGO/calibration', NIR: 'TREx/NIR/calibration' } as const;

export type CalibratedArray = keyof typeof directories;

/** What every calibration of a detector says. */
interface CalibrationAbout {
  /** The detector's number, `15991`. */
  readonly detectorUid: string;
  /** When the file says it was written, UTC. */
  readonly generatedUs: number;
  /** Where it says the measurements came from. */
  readonly inputDataDir: string;
}

export interface Flatfield extends CalibrationAbout {
  readonly height: number;
  readonly width: number;
  /** What counts are multiplied by, around 1; `[row][column]` in the order of the raw frames. */
  readonly multiplier: Float64Array<ArrayBuffer>;
  readonly skymapFilename: string;
}

export interface Rayleighs extends CalibrationAbout {
  /** Rayleighs per count and second of exposure. */
  readonly rayleighsPerCountPerSecond: number;
  /** The mean over the detector, which published files give beside it. */
  readonly meanValue: number;
}

/** A flatfield as the archive publishes it: an IDL SAVE file, compressed. */
export function flatfieldSave(flatfield: Flatfield): Uint8Array<ArrayBuffer> {
  const { detectorUid, height, width, multiplier, skymapFilename } = flatfield;
  return calibrationSave(flatfield, [
    [`FLAT_FIELD_MULTIPLIER_${detectorUid}`, array([height, width], multiplier)],
    ...origin(flatfield),
    ['SKYMAP_FILENAME', scalar('STRING', skymapFilename)],
  ]);
}

/**
 * The factor from counts to Rayleighs as the archive publishes it: an IDL SAVE file, compressed. The factor
 * stands before the mean value, which a loose search for its name finds as well.
 */
export function rayleighsSave(rayleighs: Rayleighs): Uint8Array<ArrayBuffer> {
  const { detectorUid, rayleighsPerCountPerSecond, meanValue } = rayleighs;
  return calibrationSave(rayleighs, [
    [`RPER_DNPERSECOND_${detectorUid}`, scalar('DOUBLE', rayleighsPerCountPerSecond)],
    [`RPER_DNPERSECOND_${detectorUid}_MEAN_VALUE`, scalar('FLOAT', meanValue)],
    ...origin(rayleighs),
  ]);
}

/** `REGO_flatfield_15991_20300101-+_v01.sav` @param validFrom first day, `20300101`; it holds until another one does */
export function calibrationName(
  array: CalibratedArray,
  kind: 'flatfield' | 'rayleighs',
  detectorUid: string,
  validFrom: string,
): string {
  const title = kind === 'rayleighs' ? 'Rayleighs' : 'flatfield';
  return `${array}_${title}_${detectorUid}_${validFrom}-+_v01.sav`;
}

/** The file below the archive's root: `GO-Canada/REGO/calibration/REGO_….sav`. */
export function calibrationPath(...name: Parameters<typeof calibrationName>): string {
  return `${directories[name[0]]}/${calibrationName(...name)}`;
}

function origin({ inputDataDir }: CalibrationAbout): SaveContents['variables'] {
  return [
    ['AUTHOR', scalar('STRING', sampleAuthor)],
    ['INPUT_DATA_DIR', scalar('STRING', inputDataDir)],
  ];
}

function calibrationSave({ generatedUs }: CalibrationAbout, variables: SaveContents['variables']) {
  const timestamp = { timeUs: generatedUs, user: 'nightside', host: 'sample' };
  const notice = 'Made up for the sample event of Nightside: this detector does not exist.';
  return writeIdlSave({ variables, timestamp, notice }, 'compressed');
}
