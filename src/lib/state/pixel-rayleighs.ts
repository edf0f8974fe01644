import { calibratePixel } from '$lib/analysis/calibrate';
import { chooseDarkBlock } from '$lib/analysis/dark-block';
import { exposureOf } from '$lib/datasets/exposure';
import type { CalibrationKind } from '$lib/model/calibration';
import type { ImagerDataset } from '$lib/model/dataset';
import type { FrameSeries } from '$lib/model/frames';
import type { Skymap } from '$lib/model/skymap';
import type { CalibrationState } from './camera-calibrations.svelte';
import { sentenceOf } from './sentences';

/** Where a camera's calibrations stand. */
export interface PixelCalibrations {
  readonly flatfield: CalibrationState<'flatfield'>;
  readonly rayleighs: CalibrationState<'rayleighs'>;
}

/** A pixel's brightness in Rayleighs; null where it is not known. */
export interface PixelRayleighs {
  readonly rayleighs: number | null;
  /** Why it is not known, or what is to be known about it; null where all is well. */
  readonly note: string | null;
}

/** As people call them. */
const kinds = { flatfield: 'flatfield', rayleighs: 'factor to Rayleighs' } as const satisfies Record<
  CalibrationKind,
  string
>;

/**
 * One pixel in Rayleighs as `calibrate` has it for the whole frame. Only the pixel and the frame's dark block are looked
 * at, some thirty numbers, so that it may be asked for at every move of the pointer.
 *
 * @param skymap of the frame's size or null
 */
export function readRayleighs(
  { series, index }: { readonly series: FrameSeries; readonly index: number },
  pixel: { readonly row: number; readonly column: number },
  dataset: ImagerDataset,
  skymap: Skymap | null,
  { flatfield, rayleighs }: PixelCalibrations,
): PixelRayleighs {
  if (rayleighs.phase !== 'ready') return none(whyNot(rayleighs, 'rayleighs'));
  // Without evening out, the edge of the picture would be too dark: that is said where there is no flatfield to be had.
  if (flatfield.phase !== 'ready' && flatfield.phase !== 'none') return none(whyNot(flatfield, 'flatfield'));
  const { height, width, counts } = series;
  if (!(counts instanceof Uint16Array)) return none('Only 16-bit counts are calibrated.');
  const exposure = exposureOf(series.header, dataset.name);
  if (!exposure) return none('Not in Rayleighs: the file does not say how long its frames were exposed.');
  const frame = { height, width, counts: counts.subarray(index * height * width, (index + 1) * height * width) };
  const dark = chooseDarkBlock(frame, dataset.orientation, skymap);
  if (!dark) return none('Not in Rayleighs: all corners of the picture see sky, so that its dark level is not known.');
  const outcome = calibratePixel(frame, pixel, {
    dark,
    flatfield: flatfield.phase === 'ready' ? flatfield.chosen.calibration : null,
    rayleighs: { calibration: rayleighs.chosen.calibration, exposureSec: exposure.seconds },
  });
  if (!outcome.ok) return none(sentenceOf(outcome.failure));
  if (Number.isNaN(outcome.value)) return none('Not in Rayleighs: the flatfield has no number for this pixel.');
  const doubts = [
    ...(flatfield.phase === 'none' ? ['not evened out: the archive has no flatfield of this detector'] : []),
    ...(exposure.from === 'usual' ? [`the usual exposure of ${exposure.seconds} s is taken, the file tells none`] : []),
    ...(dark.proven ? [] : ['the dark level is that of a corner which no skymap shows to be dark']),
  ];
  return { rayleighs: outcome.value, note: doubts.length > 0 ? `Rayleighs: ${doubts.join('; ')}.` : null };
}

function none(note: string): PixelRayleighs {
  return { rayleighs: null, note };
}

function whyNot(state: Exclude<CalibrationState, { phase: 'ready' }>, kind: CalibrationKind): string {
  if (state.phase === 'failed')
    return `Not in Rayleighs: the ${kinds[kind]} could not be had. ${sentenceOf(state.failure)}`;
  if (state.phase === 'none') return `Not in Rayleighs: the archive has no ${kinds[kind]} of this detector.`;
  return `Not in Rayleighs yet: the ${kinds[kind]} is on its way …`;
}
