import { sinDeg } from '$lib/geometry/angles';

/**
 * What cameras see of an aurora. `green`: 557.7 nm, what white-light cameras see most; `red`: 630.0 nm, wider, fainter
 * and slower; `infrared`: 844.6 nm, at once as the green line, but from softer electrons and higher up.
 */
export type Line = 'green' | 'red' | 'infrared';

/** Height of the thin layer in which a line is emitted. */
export const layerKm: Readonly<Record<Line, number>> = { green: 110, red: 230, infrared: 150 };

/** How the aurora of the plan, which is told in the green line, looks in a line: parts of its brightness, and widths. */
export interface LineLook {
  /** Seconds ago that the electrons came whose light is seen now, in equal parts. */
  readonly delaysSec: readonly number[];
  /** Slow light shows nothing of what is small or quick: no rays, folds and curtains. */
  readonly isSlow: boolean;
  readonly arc: number;
  readonly border: number;
  readonly bulge: number;
  readonly diffuse: number;
  readonly patches: number;
  readonly arcWidthDeg: number;
  /** Of the poleward border, on either side of it. */
  readonly polewardWidthDeg: number;
  readonly equatorwardWidthDeg: number;
}

export const lineLooks: Readonly<Record<Line, LineLook>> = {
  green: {
    ...{ delaysSec: [0], isSlow: false },
    ...{ arc: 1, border: 1, bulge: 1, diffuse: 1, patches: 1 },
    ...{ arcWidthDeg: 0.13, polewardWidthDeg: 0.1, equatorwardWidthDeg: 0.34 },
  },
  red: {
    // Its atoms wait a minute or two before they shine: it follows late and smoothed, and what pulsates shows none.
    ...{ delaysSec: [10, 40, 75, 115, 165], isSlow: true },
    ...{ arc: 0.3, border: 0.3, bulge: 0.3, diffuse: 0.2, patches: 0 },
    ...{ arcWidthDeg: 0.42, polewardWidthDeg: 0.5, equatorwardWidthDeg: 0.5 },
  },
  infrared: {
    // Atomic oxygen lies above where the hard electrons of the diffuse aurora and of the patches stop.
    ...{ delaysSec: [0], isSlow: false },
    ...{ arc: 0.26, border: 0.34, bulge: 0.22, diffuse: 0.1, patches: 0.08 },
    ...{ arcWidthDeg: 0.19, polewardWidthDeg: 0.16, equatorwardWidthDeg: 0.38 },
  },
};

/** Light of the night sky itself at the zenith, kilorayleigh; in the infrared mostly of hydroxyl. */
const zenithKr: Readonly<Record<Line, number>> = { green: 0.32, red: 0.16, infrared: 0.3 };
const earthKm = 6371;

/** Van Rhijn: a thin layer is the brighter the more of it a line of sight crosses. */
export function airglowKr(line: Line, elevationDeg: number): number {
  const share = (earthKm / (earthKm + layerKm[line])) * sinDeg(90 - elevationDeg);
  return zenithKr[line] / Math.sqrt(1 - share * share);
}
