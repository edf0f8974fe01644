import { wavelengthOfRow } from '$lib/datasets/trex-spectrograph';
import { pixelPlace } from '$lib/geometry/skymap-projection';
import type { ImagerDataset } from '$lib/model/dataset';
import type { FrameSeries } from '$lib/model/frames';
import type { Skymap } from '$lib/model/skymap';

/** What one pixel of a frame says. */
export interface PixelReading {
  readonly counts: number;
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
  const counts = series.counts[(index * series.height + row) * series.width + column]!;
  const { peerFlip } = dataset.orientation;
  const isSpectrum = dataset.keogramSlice.kind === 'spectral-line';
  const fits = !isSpectrum && skymap !== null && skymap.height === series.height && skymap.width === series.width;
  return {
    counts,
    saturated: counts === 65535,
    ccdRow: peerFlip.rows ? series.height - 1 - row : row,
    ccdCol: peerFlip.columns ? series.width - 1 - column : column,
    place: fits ? pixelPlace(skymap, row, column, altitudeKm) : null,
    wavelengthNm: isSpectrum ? (wavelengthOfRow(series.header)?.(row) ?? null) : null,
  };
}
