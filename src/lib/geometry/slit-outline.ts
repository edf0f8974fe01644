import type { Skymap } from '$lib/model/skymap';
import { cornersAtAltitude, type CornerGrid } from './corner-grid';
import { fromEcef, localFrame, toEcef, type Vector } from './geodesy';

/** Half of 1° of longitude at 60° of latitude, what published mosaics give a slit about Hudson Bay. */
export const usualSlitHalfWidthKm = 28;

/**
 * Corners of a spectrograph's bins at an altitude: a band along the slit, `[2][bins + 1]`, as if it were a camera of one
 * row. Bins meet halfway between their places, and the band is equally wide everywhere, at right angles to the slit.
 *
 * PyAuroraX draws each bin from its own place to the next one's (the last bin not at all), half a bin off where places are
 * middles, as here; and 1° of longitude wide, which is 64 km at 55° and 19 km at 80° of latitude.
 *
 * @returns NaN beside places that are not seen
 */
export function slitCorners(skymap: Skymap, altitudeKm: number, halfWidthKm = usualSlitHalfWidthKm): CornerGrid {
  const { latDeg, lonDeg } = cornersAtAltitude(skymap, altitudeKm);
  const bins = latDeg.length;
  const middles = Array.from(latDeg, (lat, bin) => toEcef({ latDeg: lat, lonDeg: lonDeg[bin]!, altitudeKm }));
  const band: CornerGrid = {
    latDeg: new Float64Array(2 * (bins + 1)).fill(NaN),
    lonDeg: new Float64Array(2 * (bins + 1)).fill(NaN),
  };
  for (let edge = 0; bins > 1 && edge <= bins; edge++) {
    // Beyond the first and the last place the slit goes on as it came.
    const from = Math.min(Math.max(0, edge - 1), bins - 2);
    const [before, after] = [middles[from]!, middles[from + 1]!];
    const part = edge - from - 0.5;
    const middle = combined(before, 1 - part, after, part);
    const aside = unit(cross(combined(after, 1, before, -1), localFrame(fromEcef(middle)).up));
    for (const [row, offsetKm] of [-halfWidthKm, halfWidthKm].entries()) {
      const place = fromEcef(combined(middle, 1, aside, offsetKm));
      band.latDeg[row * (bins + 1) + edge] = place.latDeg;
      band.lonDeg[row * (bins + 1) + edge] = place.lonDeg;
    }
  }
  return band;
}

function combined(a: Vector, partOfA: number, b: Vector, partOfB: number): Vector {
  return [partOfA * a[0] + partOfB * b[0], partOfA * a[1] + partOfB * b[1], partOfA * a[2] + partOfB * b[2]];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(vector: Vector): Vector {
  return combined(vector, 1 / Math.hypot(...vector), vector, 0);
}
