import type { Coverage, PictureCorners } from './mosaic-coverage';
import type { MosaicGeometry } from './mosaic-geometry';
import { fillQuad, quadX, quadY, unseen } from './mosaic-quad';

/**
 * Where the plane repeats itself: corners on the other side of the seam are moved to this one, then the pixel is drawn
 * wherever the picture shows it. Moved by whole turns of the numbers as they came, so that neighbours find their corners
 * at the same place to the last digit.
 */
export function fillRepeated(
  { height, width, drawn }: MosaicGeometry,
  { x, y, rows }: PictureCorners,
  target: Coverage,
  period: number,
): void {
  const { left, top, width: stride } = target;
  const bottom = top + target.height;
  const right = left + stride;
  let pixel = 0;
  for (let line = 0; line < height; line++) {
    for (let place = 0; place < width; place++, pixel++) {
      if (drawn[pixel] === 0) continue;
      const a = pixel + line;
      const b = a + 1;
      const d = b + width;
      const c = d + 1;
      const first = Math.min(Math.min(rows[a]!, rows[b]!), Math.min(rows[c]!, rows[d]!));
      const end = Math.max(Math.max(rows[a]!, rows[b]!), Math.max(rows[c]!, rows[d]!));
      if (first >= end || end <= top || first >= bottom || end === unseen) continue;
      const turnB = -Math.round((x[b]! - x[a]!) / period);
      const turnC = -Math.round((x[c]! - x[a]!) / period);
      const turnD = -Math.round((x[d]! - x[a]!) / period);
      const xb = x[b]! + turnB * period;
      const xc = x[c]! + turnC * period;
      const xd = x[d]! + turnD * period;
      const low = Math.min(Math.min(x[a]!, xb), Math.min(xc, xd));
      const high = Math.max(Math.max(x[a]!, xb), Math.max(xc, xd));
      // What is wider holds the pole.
      if (!(high - low < period / 2)) continue;
      for (let turn = Math.ceil((left - high) / period); low + turn * period < right; turn++) {
        quadX[0] = x[a]! + turn * period;
        quadX[1] = x[b]! + (turnB + turn) * period;
        quadX[2] = x[c]! + (turnC + turn) * period;
        quadX[3] = x[d]! + (turnD + turn) * period;
        quadY[0] = y[a]!;
        quadY[1] = y[b]!;
        quadY[2] = y[c]!;
        quadY[3] = y[d]!;
        fillQuad(target, Math.max(first, top), Math.min(end, bottom), pixel + 1);
      }
    }
  }
}
