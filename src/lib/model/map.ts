import type { OverlapRule } from './mosaic';

/** How the Earth is laid flat; `magnetic` is a polar plot of AACGM latitude and magnetic local time. */
export type MapKind = 'stereographic' | 'equal-area' | 'orthographic' | 'plate-carree' | 'magnetic';

/** What may be drawn over a map. */
export type MapOverlay = 'graticule' | 'magnetic' | 'sites' | 'fields' | 'elevations' | 'sun' | 'moon';

/** A place of the ground, degrees, longitude −180…180, to a thousandth. */
export interface MapPlace {
  readonly latDeg: number;
  readonly lonDeg: number;
}

/** What a person has chosen of a map; altitude is the event's. */
export interface MapChoices {
  readonly kind: MapKind;
  /** The place in the middle of the picture; null for the middle of the event's sites. */
  readonly centre: MapPlace | null;
  /** How much of the map's plane the shorter side of the picture shows; null for what shows all sites. */
  readonly spanKm: number | null;
  /** Which camera is seen where several see the same place. */
  readonly overlap: OverlapRule;
  /** Pixels that look no higher than this are left out. */
  readonly elevationDeg: number;
  /** Each once, in the order of the type. */
  readonly overlays: readonly MapOverlay[];
  /** The place that is read closely; null for none. */
  readonly mark: MapPlace | null;
  /** What is measured: from the first to the second place; null where nothing is. */
  readonly ruler: readonly [from: MapPlace, to: MapPlace] | null;
}
