import { wavelengthOfRow } from '$lib/datasets/trex-spectrograph';
import { pixelPlace } from '$lib/geometry/skymap-projection';
import type { ImagerDataset } from '$lib/model/dataset';
import type { FrameSeries } from '$lib/model/frames';
import type { Skymap } from '$lib/model/skymap';
import { readRayleighs, type PixelCalibrations } from './pixel-rayleighs';

/** What one pixel of a frame says. */
export interface PixelReading {
  /** In the dataset's unit; of colour pictures red, green and blue. NaN where there is none. */
  readonly values: readonly number[];
  readonly unit: string;
  /** The camera can count no further: the true brightness is unknown. */
  readonly saturated: boolean;
  /** Calibrated brightness; null where the camera is not calibrated, or not yet. */
  readonly rayleighs: number | null;
  /** Why it is not, or what is doubtful about it; null where there is nothing to say. */
  readonly rayleighsNote: string | null;
  /** CCD column and row as PyAuroraX counts them (after its flips), so that numbers in notebooks mean the same. */
  readonly ccdCol: number;
  readonly ccdRow: number;
  /** Where the pixel looks and where that is on the ground; null without a skymap. */
  readonly place: {
    readonly azimuthDeg: number | null;
    readonly elevationDeg: number | null;
    readonly latDeg: number | null;
    readonly lonDeg: number | null;
  } | null;
  /** Of a spectrum's row; null for a sky. */
  readonly wavelengthNm: number | null;
}

/**
 * Reads a pixel.
 *
 * @param row of the picture as stored
 * @param column of the picture as stored
 * @param calibrations where those of the camera stand; null for datasets without any
 */
export function readPixel(
  sight: { readonly series: FrameSeries; readonly index: number },
  pixel: { readonly row: number; readonly column: number },
  dataset: ImagerDataset,
  skymap: Skymap | null,
  altitudeKm: number,
  calibrations: PixelCalibrations | null = null,
): PixelReading {
  const { series, index } = sight;
  const { row, column } = pixel;
  const { channels } = series;
  const at = ((index * series.height + row) * series.width + column) * channels;
  const values = Array.from({ length: channels }, (_, channel) => series.counts[at + channel]!);
  const { most, unit } = dataset.samples;
  const { peerFlip } = dataset.orientation;
  const isSpectrum = dataset.keogramSlice.kind !== 'middle-column';
  const fits = !isSpectrum && skymap !== null && skymap.height === series.height && skymap.width === series.width;
  const fitting = fits ? skymap : null;
  const calibrated = calibrations && readRayleighs(sight, pixel, dataset, fitting, calibrations);
  return {
    values,
    unit,
    saturated: unit === 'counts' && values.some((value) => value === most),
    rayleighs: calibrated?.rayleighs ?? null,
    rayleighsNote: calibrated?.note ?? null,
    ccdRow: peerFlip.rows ? series.height - 1 - row : row,
    ccdCol: peerFlip.columns ? series.width - 1 - column : column,
    place: fitting ? pixelPlace(fitting, row, column, altitudeKm) : null,
    wavelengthNm: isSpectrum ? (series.wavelengthNm?.[row] ?? wavelengthOfRow(series.header)?.(row) ?? null) : null,
  };
}
