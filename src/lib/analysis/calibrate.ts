import type { FlatfieldCalibration, RayleighsCalibration } from '$lib/model/calibration';
import type { Orientation } from '$lib/model/dataset';
import type { Failure, Outcome } from '$lib/model/failure';
import { peerDarkBlock, type DarkBlock } from './dark-block';

/** One frame, rows and columns as stored. */
export interface CountsFrame {
  readonly height: number;
  readonly width: number;
  /** CCD counts, `[row][column]`. */
  readonly counts: Uint16Array;
}

/** What is done to a frame, in this order; null leaves a step out. */
export interface CalibrationSteps {
  /** Where the level without light is measured, frame by frame, to be subtracted. */
  readonly dark: DarkBlock | null;
  /** Of the frame's detector and size. Evens out vignetting as well. */
  readonly flatfield: FlatfieldCalibration | null;
  readonly rayleighs: RayleighsStep | null;
}

export interface RayleighsStep {
  readonly calibration: RayleighsCalibration;
  /** Of the frame, not its cadence: see `exposureOf`. */
  readonly exposureSec: number;
}

export interface CalibratedFrame {
  /** `[row][column]` as stored: Rayleighs where that step was taken, else counts. NaN where the flatfield has no number. */
  readonly values: Float32Array<ArrayBuffer>;
  /** What was subtracted from every pixel; null where that step was left out. */
  readonly darkCounts: number | null;
  /** Pixels with 65535 counts: what they show is a lower limit only. */
  readonly saturatedPixels: number;
}

const saturation = 65535;

/**
 * Counts → Rayleighs as the publishers of REGO and TREx NIR define it:
 *
 *     R = max(0, counts − dark) · flatfield · (Rayleighs per count and second) / exposure
 *
 * One filter and no second channel: the result holds whatever came through it, twilight and moonlight included. Left
 * out one by one, the steps give the counts above the dark level, or counts evened out.
 *
 * PyAuroraX differs in four things, none of which is repeated here: it cuts the mean of the dark block to a whole number
 * (up to one count too little: 5 R for REGO), cuts the evened counts to whole numbers (again up to one count, and 65 536
 * is taken off what goes beyond 65 535), takes its corner for dark without looking (`chooseDarkBlock` looks), and the
 * exposure for 2 s or 5 s whatever the header says. For figures that were published with it, see
 * `calibrateAsPyAuroraX`.
 *
 * @returns a failure where frame, dark block, flatfield or exposure do not fit together
 */
export function calibrate(frame: CountsFrame, steps: CalibrationSteps): Outcome<CalibratedFrame> {
  const refused = refusal(frame, steps);
  if (refused) return { ok: false, failure: refused };
  const { counts } = frame;
  const { darkCounts, dark, factor, multiplier } = numbersOf(frame, steps);
  const values = new Float32Array(counts.length);
  let saturatedPixels = 0;
  for (let pixel = 0; pixel < counts.length; pixel++) {
    const count = counts[pixel]!;
    if (count === saturation) saturatedPixels++;
    values[pixel] = calibrated(count, dark, factor, multiplier?.[pixel]);
  }
  return { ok: true, value: { values, darkCounts, saturatedPixels } };
}

/**
 * One pixel of a frame as `calibrate` has it, up to the precision of 32-bit floats: no other pixel is looked at but those
 * of the dark block.
 */
export function calibratePixel(
  frame: CountsFrame,
  { row, column }: { readonly row: number; readonly column: number },
  steps: CalibrationSteps,
): Outcome<number> {
  const refused = refusal(frame, steps);
  if (refused) return { ok: false, failure: refused };
  if (!isWithin({ row, column, height: 1, width: 1 }, frame.height, frame.width))
    return { ok: false, failure: unsupported('the pixel lies outside the frame') };
  const at = row * frame.width + column;
  const { dark, factor, multiplier } = numbersOf(frame, steps);
  return { ok: true, value: calibrated(frame.counts[at]!, dark, factor, multiplier?.[at]) };
}

/** Which steps PyAuroraX is asked for. */
export interface PeerCalibrationSteps extends Omit<CalibrationSteps, 'dark'> {
  readonly dark: boolean;
}

/**
 * The same bit for bit as PyAuroraX 1.22 (`calibration.rego`, `calibration.trex_nir`) gives it, its cuts included, but
 * with the rows and columns as stored. The flatfield's cut wraps around at 65 536 as numpy's does on common machines.
 *
 * @param orientation tells which corner PyAuroraX takes for dark
 * @returns `[row][column]`: whole counts without the Rayleighs step, Rayleighs with it; a failure as `calibrate`
 */
export function calibrateAsPyAuroraX(
  frame: CountsFrame,
  orientation: Orientation,
  steps: PeerCalibrationSteps,
): Outcome<Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>> {
  const block = steps.dark ? peerDarkBlock(frame, orientation) : null;
  const refused = refusal(frame, { ...steps, dark: block });
  if (refused) return { ok: false, failure: refused };
  const counts = new Uint16Array(frame.counts);
  if (block) {
    const dark = Math.trunc(meanOf(frame, block));
    for (let pixel = 0; pixel < counts.length; pixel++) counts[pixel] = Math.max(0, counts[pixel]! - dark);
  }
  if (steps.flatfield) {
    const { multiplier } = steps.flatfield;
    for (let pixel = 0; pixel < counts.length; pixel++) counts[pixel] = counts[pixel]! * multiplier[pixel]!;
  }
  if (!steps.rayleighs) return { ok: true, value: counts };
  // Both operands and both results are 32-bit floats there.
  const factor = Math.fround(steps.rayleighs.calibration.rayleighsPerCountPerSecond);
  const exposureSec = Math.fround(steps.rayleighs.exposureSec);
  return { ok: true, value: Float32Array.from(counts, (count) => Math.fround(count * factor) / exposureSec) };
}

/** What all pixels of a frame have in common, and the flatfield. */
function numbersOf(frame: CountsFrame, { dark, flatfield, rayleighs }: CalibrationSteps) {
  const darkCounts = dark && meanOf(frame, dark);
  const factor = rayleighs ? rayleighs.calibration.rayleighsPerCountPerSecond / rayleighs.exposureSec : 1;
  return { darkCounts, dark: darkCounts ?? 0, factor, multiplier: flatfield?.multiplier ?? null };
}

function calibrated(count: number, dark: number, factor: number, multiplier = 1): number {
  const light = count > dark ? (count - dark) * factor : 0;
  return light * finiteOrNaN(multiplier);
}

/** Mean of a block's counts. */
function meanOf({ counts, width }: CountsFrame, block: DarkBlock): number {
  let sum = 0;
  for (let row = block.row; row < block.row + block.height; row++) {
    for (let column = block.column; column < block.column + block.width; column++) sum += counts[row * width + column]!;
  }
  return sum / (block.height * block.width);
}

function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** What does not fit together; flatfields and exposures come from files. */
function refusal({ counts, height, width }: CountsFrame, { dark, flatfield, rayleighs }: CalibrationSteps) {
  if (counts.length !== height * width)
    return unsupported(`${counts.length} counts are no ${width} × ${height} pixels`);
  if (dark && !isWithin(dark, height, width)) return unsupported('the dark block lies outside the frame');
  if (flatfield && (flatfield.height !== height || flatfield.width !== width)) {
    const found = `${flatfield.width} × ${flatfield.height}`;
    return unsupported(
      `the flatfield ${flatfield.name} of ${found} pixels does not fit frames of ${width} × ${height}`,
    );
  }
  if (flatfield && flatfield.multiplier.length !== counts.length) {
    return unsupported(`the flatfield ${flatfield.name} has ${flatfield.multiplier.length} numbers`);
  }
  if (rayleighs && !(rayleighs.exposureSec > 0 && rayleighs.exposureSec < Infinity)) {
    return unsupported(`an exposure of ${rayleighs.exposureSec} s`);
  }
  return null;
}

function isWithin(block: Omit<DarkBlock, 'proven'>, height: number, width: number): boolean {
  const { row, column } = block;
  const isFilled = block.height > 0 && block.width > 0;
  return isFilled && row >= 0 && column >= 0 && row + block.height <= height && column + block.width <= width;
}

function unsupported(message: string): Failure {
  return { kind: 'unsupported', format: 'calibration', message: `Frames cannot be calibrated: ${message}.` };
}
