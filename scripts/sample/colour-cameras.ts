import { layerKm } from './lines';
import { cameras, type Camera, type SampleCamera } from './plan';

/*
 * Cameras of the sample event whose pixels have a colour: the light of three lines, as a chip with red, green and blue
 * pixels counts it.
 */

/** Red, green, blue; in the order in which files have them. */
export type Colours = readonly [red: number, green: number, blue: number];

/** The lines that colour cameras see; `blue`: 427.8 nm. */
export const colourLines = ['green', 'red', 'blue'] as const;
export type ColourLine = (typeof colourLines)[number];

/** The blue line comes from as deep down as the green one, at once, and is such a part of it here. */
export const bluePart = 0.25;

/** Where the three lines come from. */
export const colourLayerKm: Readonly<Record<ColourLine, number>> = {
  green: layerKm.green,
  red: layerKm.red,
  blue: layerKm.green,
};

/** A camera with 8 bits a colour, and the mean of some short exposures in a frame. */
export interface ColourCamera extends Camera {
  readonly dataset: 'TREX_RGB_RAW_NOMINAL';
  /** Counts without any light. */
  readonly dark: Colours;
  /** Counts of each colour for a kilorayleigh of a line, on the axis. */
  readonly response: Readonly<Record<ColourLine, Colours>>;
  /** Counts of the night sky at the zenith: of all that is no line. */
  readonly skyCounts: Colours;
  /** How much of a far town's light each colour gets. */
  readonly townColour: Colours;
  /** Deviation of the reading, counts; and counts of variance for each count of light. */
  readonly readNoise: number;
  readonly photonNoise: number;
}

export const colourCameras: readonly ColourCamera[] = [
  {
    dataset: 'TREX_RGB_RAW_NOMINAL',
    ...{ siteUid: 'fsmi', siteName: 'Fort Smith', deviceUid: 'rgb-94', latDeg: 60.026, lonDeg: -111.934 },
    ...{ altitudeKm: 0.2, height: 480, width: 553, cadenceSec: 3 },
    // Wider than the chip is high: the lowest sky in the north and in the south falls beside it.
    lens: {
      ...{ axisRow: 241.7, axisColumn: 263.4, radius: 254, cubic: -0.05, turnedDeg: -7.1, eastSide: 'right' },
      edgeLight: 0.45,
    },
    dark: [4, 5, 4],
    response: { green: [2.1, 9.4, 1.5], red: [9.2, 0.7, 0.2], blue: [0.6, 1.3, 7.6] },
    skyCounts: [6, 7.5, 6],
    townColour: [1, 0.72, 0.42],
    ...{ readNoise: 0.2, photonNoise: 0.002, starCounts: 700, townCounts: 16, delayUs: 172_780 },
    ...{ hasMoon: false, hasLamps: false, hasCloud: false },
  },
];

/** All of the event, the one to be looked at first in front. */
export const everyCamera: readonly (SampleCamera | ColourCamera)[] = [...cameras, ...colourCameras];
