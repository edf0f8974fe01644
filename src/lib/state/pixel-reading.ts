import { wavelengthOfRow } from '$lib/datasets/trex-spectrograph';
import { pixelPlace } from '$lib/geometry/skymap-projection';
import type { ImagerDataset } from '$lib/model/dataset';
import type { FrameSeries } from '$lib/model/frames';
import type { Skymap } from '$lib/model/skymap';

/** What one pixel of a frame says. */
export interface PixelReading {
  /** In the dataset's unit; of colour pictures red, green and blue. NaN where there is none. */
  readonly values: readonly number[];
  readonly unit: string;
  /** The camera can count no further: the true brightness is unknown. */
  readonly saturated: boolean;
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
 */
export function readPixel(
  { series, index }: { readonly series: FrameSeries; readonly index: number },
  { row, column }: { readonly row: number; readonly column: number },
  dataset: ImagerDataset,
  skymap: Skymap | null,
  altitudeKm: number,
): PixelReading {
  const { channels } = series;
  const at = ((index * series.height + row) * series.width + column) * channels;
  const values = Array.from({ length: channels }, (_, channel) => series.counts[at + channel]!);
  const { most, unit } = dataset.samples;
  const { peerFlip } = dataset.orientation;
  const isSpectrum = dataset.keogramSlice.kind !== 'middle-column';
  const fits = !isSpectrum && skymap !== null && skymap.height === series.height && skymap.width === series.width;
  return {
    values,
    unit,
    saturated: unit === 'counts' && values.some((value) => value === most),
    ccdRow: peerFlip.rows ? series.height - 1 - row : row,
    ccdCol: peerFlip.columns ? series.width - 1 - column : column,
    place: fits ? pixelPlace(skymap, row, column, altitudeKm) : null,
    wavelengthNm: isSpectrum ? (series.wavelengthNm?.[row] ?? wavelengthOfRow(series.header)?.(row) ?? null) : null,
  };
}
