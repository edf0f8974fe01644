/** What turns counts of one detector into Rayleighs, or evens out its picture. */
export type Calibration = RayleighsCalibration | FlatfieldCalibration;
export type CalibrationKind = Calibration['kind'];
export type CalibrationOf<Kind extends CalibrationKind> = Extract<Calibration, { readonly kind: Kind }>;

export interface RayleighsCalibration {
  readonly kind: 'rayleighs';
  /** File name on the archive, as shown to people. */
  readonly name: string;
  /** Rayleighs per count and second of exposure. */
  readonly rayleighsPerCountPerSecond: number;
  readonly author: string | null;
}

export interface FlatfieldCalibration {
  readonly kind: 'flatfield';
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** `[row][column]` in the order of the raw frames: what counts are multiplied by, around 1. */
  readonly multiplier: Float64Array<ArrayBuffer>;
  readonly author: string | null;
}

/** What the name of a calibration file says about it. */
export interface CalibrationName {
  readonly name: string;
  readonly kind: Calibration['kind'];
  /** The detector's number, `15651`; it ends with the three digits of the device, `rego-651`. */
  readonly detectorUid: string;
  /** First day of validity, UTC. */
  readonly startUs: number;
  /** Last day of validity as written, `+` for still valid, or null where the name has none. */
  readonly stop: string | null;
  readonly version: string;
}
