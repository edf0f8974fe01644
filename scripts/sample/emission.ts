import { lineLooks, type Line, type LineLook } from './lines';
import { swellsAt, textureAt } from './texture';
import {
  arcKr,
  arcLatDeg,
  borderKr,
  borderLatDeg,
  bulgeKr,
  diffuse,
  patchDriftDegPerSec,
  patchKr,
  secondsInto,
  smoothBorderLatDeg,
  youth,
  type Patch,
} from './substorm';

const [firstLonDeg, lastLonDeg, stepDeg] = [-100, -5, 0.02] as const;
const columns = Math.round((lastLonDeg - firstLonDeg) / stepDeg) + 1;

/** Dipole longitudes, degrees. */
export interface LonSpan {
  readonly fromLonDeg: number;
  readonly toLonDeg: number;
}

const everywhere: LonSpan = { fromLonDeg: firstLonDeg, toLonDeg: lastLonDeg };
/** Folds lean over by as much where they reach furthest. */
const mostLeanDeg = 5;

/** Patches are laid on a grid first: there are many, and each is small. */
const grid = { firstLatDeg: 59, lastLatDeg: 66, stepLatDeg: 0.04, stepLonDeg: 0.1 } as const;
const gridRows = Math.round((grid.lastLatDeg - grid.firstLatDeg) / grid.stepLatDeg) + 1;
const gridColumns = Math.round((lastLonDeg - firstLonDeg) / grid.stepLonDeg) + 1;

/** Square of the distance in radii beyond which a patch is not seen. */
const faintFrom = 4.5;

/** What is left of the curtains is not seen when it is less. */
const faintYouth = 0.03;

const profileReach = 5;
const profileSteps = 256;
/** exp(−x²/2) for x = 0…5. */
const profile = Float32Array.from({ length: profileReach * profileSteps + 2 }, (_, index) =>
  Math.exp(-((index / profileSteps) ** 2) / 2),
);

/**
 * The aurora on the map at one instant, seen from below: kilorayleigh of one line at any place of its layer. How bright
 * it is does not depend on where it is seen from, so that all cameras agree about it.
 */
export class AuroraMap {
  readonly #look: LineLook;
  readonly #seconds: number;
  readonly #arcLat = new Float32Array(columns);
  readonly #arc = new Float32Array(columns);
  readonly #borderLat = new Float32Array(columns);
  readonly #border = new Float32Array(columns);
  readonly #bulge = new Float32Array(columns);
  /** How much of it is still threads, 1…0. */
  readonly #young = new Float32Array(columns);
  readonly #patches: Float32Array | null;

  /** @param span only between these dipole longitudes, which is quicker; elsewhere it is dark */
  constructor(line: Line, timeUs: number, patches: readonly Patch[], span: LonSpan = everywhere) {
    const look = lineLooks[line];
    this.#look = look;
    const now = secondsInto(timeUs);
    this.#seconds = now;
    const times = look.delaysSec.map((delay) => now - delay);
    const [arcShare, borderShare, bulgeShare] = [look.arc, look.border, look.bulge].map(
      (share) => share / times.length,
    );
    const columnAt = (lonDeg: number) =>
      Math.min(columns - 1, Math.max(0, Math.round((lonDeg - firstLonDeg) / stepDeg)));
    const last = columnAt(span.toLonDeg + mostLeanDeg);
    for (let column = columnAt(span.fromLonDeg); column <= last; column++) {
      const lonDeg = firstLonDeg + column * stepDeg;
      this.#arcLat[column] = arcLatDeg(now, lonDeg, look.isSlow);
      this.#borderLat[column] = look.isSlow ? smoothBorderLatDeg(now, lonDeg) : borderLatDeg(now, lonDeg);
      this.#young[column] = youth(now, lonDeg);
      for (const time of times) {
        this.#arc[column]! += arcShare! * arcKr(time, lonDeg, look.isSlow);
        this.#border[column]! += borderShare! * borderKr(time, lonDeg, look.isSlow);
        this.#bulge[column]! += bulgeShare! * bulgeKr(time, lonDeg);
      }
    }
    this.#patches = look.patches === 0 ? null : patchGrid(patches, now, span);
  }

  /** @param latDeg dipole latitude @param lonDeg dipole longitude, both degrees */
  krAt(latDeg: number, lonDeg: number): number {
    const { isSlow, arcWidthDeg, polewardWidthDeg, equatorwardWidthDeg } = this.#look;
    // Folds lean over: further poleward they have run further to the west.
    const at = (lonDeg - firstLonDeg) / stepDeg;
    const straight = Math.round(at);
    if (straight < 0 || straight >= columns) return 0;
    const arcLat = this.#arcLat[straight]!;
    const above = latDeg - arcLat;
    const lean = Math.min(mostLeanDeg, this.#bulge[straight]! > 0 && above > 0.5 ? (above - 0.5) * 0.55 : 0);
    const leaning = Math.min(columns - 1, Math.max(0, Math.round(at + lean / stepDeg)));
    const borderLat = this.#borderLat[leaning]!;
    let kr = this.#arc[straight]! * bell(above / arcWidthDeg);
    const borderWidth = latDeg > borderLat ? polewardWidthDeg : equatorwardWidthDeg;
    kr += this.#border[leaning]! * bell((latDeg - borderLat) / borderWidth);
    const bulge = this.#bulge[leaning]!;
    if (bulge > 0 && above > -0.6 && latDeg < borderLat + 0.4) {
      // Billows, drawn out along the arc and carried to the west; soft at both borders.
      const soft = Math.min(1, (above + 0.6) / 0.9) * Math.min(1, (borderLat + 0.4 - latDeg) / 0.8);
      const billows = isSlow
        ? 0.55 + 0.9 * this.#billow(latDeg, lonDeg)
        : this.#curtains(latDeg, lonDeg, this.#young[straight]!);
      kr += bulge * soft * billows;
    }
    kr += this.#look.diffuse * diffuse.kr * bell((above + diffuse.latBelowArcDeg) / diffuse.widthDeg);
    if (this.#patches) kr += this.#look.patches * interpolated(this.#patches, latDeg, lonDeg);
    return kr;
  }

  #billow(latDeg: number, lonDeg: number): number {
    return textureAt((lonDeg + 0.05 * this.#seconds) / 3.1, (latDeg - 0.11 * lonDeg) / 0.62 + this.#seconds / 90);
  }

  /** Bright curtains that wind through the glow, and in the end the glow alone. */
  #curtains(latDeg: number, lonDeg: number, young: number): number {
    const now = this.#seconds;
    const [x, y] = [(lonDeg + 0.05 * now) / 3.2, latDeg / 0.75];
    const turnX = swellsAt(0.6 * x + 13.7, 0.6 * y + now / 70) - 0.5;
    const turnY = swellsAt(0.6 * x - 41.3, 0.6 * y - now / 80 + 7.9) - 0.5;
    const [windX, windY] = [x + 2 * turnX, y + 2.2 * turnY];
    const glow = textureAt(windX + 5.1, windY + now / 90);
    const smooth = 0.12 + 2.4 * glow * glow * glow;
    if (young < faintYouth) return smooth;
    const away = Math.abs(textureAt(0.7 * windX - 3.3, 0.7 * windY + 31 - now / 60) - 0.5);
    const curtain = Math.max(0, 1 - (5 - 2 * glow) * away) ** 3;
    return smooth + 2.1 * young * curtain * (0.2 + glow);
  }
}

/** exp(−x²/2), nought beyond five deviations. */
function bell(x: number): number {
  const at = Math.abs(x) * profileSteps;
  return at >= profileReach * profileSteps ? 0 : profile[at | 0]!;
}

function patchGrid(patches: readonly Patch[], timeSec: number, span: LonSpan): Float32Array {
  const kr = new Float32Array(gridRows * gridColumns);
  for (const patch of patches) {
    const peak = patchKr(patch, timeSec);
    if (peak <= 0) continue;
    const lonDeg = patch.lonDeg + patchDriftDegPerSec * timeSec;
    // Three deviations of a flat-topped bell.
    const [reachLat, reachLon] = [1.8 * patch.radiusLatDeg + Math.abs(patch.tilt), 1.8 * patch.radiusLonDeg];
    if (lonDeg + reachLon < span.fromLonDeg || lonDeg - reachLon > span.toLonDeg) continue;
    const rows = indices(patch.latDeg, reachLat, grid.firstLatDeg, grid.stepLatDeg, gridRows);
    const places = indices(lonDeg, reachLon, firstLonDeg, grid.stepLonDeg, gridColumns);
    for (let row = rows.from; row <= rows.to; row++)
      for (let column = places.from; column <= places.to; column++) {
        const across = (firstLonDeg + column * grid.stepLonDeg - lonDeg) / patch.radiusLonDeg;
        const along =
          (grid.firstLatDeg + row * grid.stepLatDeg - patch.latDeg - patch.tilt * across) / patch.radiusLatDeg;
        const square = across * across + along * along;
        if (square > faintFrom) continue;
        // Ragged, each in its own way.
        const ragged = square * (0.5 + textureAt(2.1 * across + 40 * patch.phase, 2.1 * along + 90 * patch.phase));
        kr[row * gridColumns + column]! += peak * Math.exp(-ragged * ragged);
      }
  }
  return kr;
}

function indices(middle: number, reach: number, first: number, step: number, count: number) {
  return {
    from: Math.max(0, Math.ceil((middle - reach - first) / step)),
    to: Math.min(count - 1, Math.floor((middle + reach - first) / step)),
  };
}

function interpolated(kr: Float32Array, latDeg: number, lonDeg: number): number {
  const y = (latDeg - grid.firstLatDeg) / grid.stepLatDeg;
  const x = (lonDeg - firstLonDeg) / grid.stepLonDeg;
  if (y < 0 || x < 0 || y >= gridRows - 1 || x >= gridColumns - 1) return 0;
  const [row, column] = [Math.floor(y), Math.floor(x)];
  const at = row * gridColumns + column;
  const [down, right] = [y - row, x - column];
  const upper = kr[at]! * (1 - right) + kr[at + 1]! * right;
  const lower = kr[at + gridColumns]! * (1 - right) + kr[at + gridColumns + 1]! * right;
  return upper * (1 - down) + lower * down;
}
