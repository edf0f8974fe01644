import type { SkymapCamera } from '../../../../scripts/sample/skymap-save';

interface ToyLens {
  readonly size: number;
  /** Degrees of sky a pixel covers. */
  readonly pixelDeg?: number;
  /** Azimuth of the top of the picture. */
  readonly turnedDeg?: number;
  /** Where the axis meets the picture, rows and columns from its middle. */
  readonly offset?: readonly [rows: number, columns: number];
}

/**
 * A camera whose distance from the middle is the distance from the zenith, to 1° below the horizon. East is left, as
 * THEMIS and REGO files store it.
 */
export function toyCamera(lens: ToyLens, camera: Partial<SkymapCamera> = {}): SkymapCamera {
  const { size, pixelDeg = 184 / size, turnedDeg = 0, offset = [0, 0] } = lens;
  return {
    projectUid: 'themis',
    siteUid: 'gill',
    imagerUid: 'themis96',
    height: size,
    width: size,
    latDeg: 56.3767,
    lonDeg: -94.6437,
    altM: 200,
    altitudesM: [90_000, 110_000, 150_000],
    direction: (row, column) => {
      const up = size / 2 + offset[0] - row;
      const left = size / 2 + offset[1] - column;
      const elevationDeg = 90 - pixelDeg * Math.hypot(up, left);
      if (elevationDeg < -1) return null;
      return { elevationDeg, azimuthDeg: ((Math.atan2(left, up) * 180) / Math.PI + turnedDeg + 720) % 360 };
    },
    ...camera,
  };
}
