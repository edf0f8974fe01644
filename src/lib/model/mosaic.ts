import type { GridBox } from './grid';

/**
 * Which camera is seen where several see the same place:
 * - `highest`: the one that sees it at the highest elevation;
 * - `nearest`: the one whose site is nearest to it on the ground;
 * - `order`: the last one of the list;
 * - `mean`, `maximum`: all of them together, as scaled for the eye (see `render/mosaic-painter`).
 */
export type OverlapRule = 'highest' | 'nearest' | 'order' | 'mean' | 'maximum';

/** A picture of a map: how large it is, and what of the projection's plane it shows. */
export interface MosaicView {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /**
   * From the plane (metres, y to the north of the map) to the picture: column = a x + b y + c, row = d x + e y + f.
   * (0, 0) is the upper left corner of the picture, (0.5, 0.5) the middle of its first pixel.
   */
  readonly fromPlane: readonly [a: number, b: number, c: number, d: number, e: number, f: number];
}

/** Coordinates in a projection's plane, metres; NaN where a place cannot be seen. */
export interface PlanePoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A map projection as the mosaic needs it. */
export interface MosaicProjection {
  /**
   * Many places at once: geodetic degrees, any longitude.
   *
   * @param altitudeKm of the places, where it is known and the projection asks for it
   */
  toPlane(
    latDeg: Float64Array<ArrayBuffer>,
    lonDeg: Float64Array<ArrayBuffer>,
    altitudeKm?: number | null,
  ): PlanePoints;
  /**
   * The same of places as directions: three numbers each, what is up there, Earth-fixed. Where that is faster.
   *
   * @param spare points that are not needed any more: their room may be used again
   */
  readonly vectorsToPlane?:
    ((vectors: Float64Array<ArrayBuffer>, spare: PlanePoints | null) => PlanePoints) | undefined;
  /**
   * After how many metres the plane repeats itself along x (plate carrée: once around the Earth); null where it does
   * not. A view of such a plane must not be turned.
   */
  readonly periodM: number | null;
}

/** A camera, a slit or a grid whose pixels lie on the map. */
export interface MosaicSource {
  readonly id: string;
  /** Pixels of its pictures, as stored. */
  readonly height: number;
  readonly width: number;
  /** Sources of a higher layer hide those below, whatever the overlap rule is: grids lie below cameras, slits above. */
  readonly layer: number;
}

/** What each pixel of a picture of a map shows: an exact, frame-independent list of candidates. */
export interface MosaicTable {
  readonly width: number;
  readonly height: number;
  readonly rule: OverlapRule;
  /** In the order of the request; `entries` say by their places here which is meant. */
  readonly sources: readonly MosaicSource[];
  /** Candidates of picture pixel p, `[row][column]`: `entries[offsets[p]]` to `entries[offsets[p + 1] - 1]`. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  /**
   * The best candidate of a pixel first, so that one without a frame is passed over; source and its pixel
   * (`[row][column]`) in one number: see `sourceOf` and `pixelOf`.
   */
  readonly entries: Uint32Array<ArrayBuffer>;
  /** Of the middle of the candidate's pixel, in the order of `entries`; −Infinity of grids. */
  readonly elevationDeg: Float32Array<ArrayBuffer>;
  /** The same listed by source, for when all of them have a frame; written over when some have not. */
  readonly runs?: MosaicRuns;
}

/** Which pixels of the picture are to be drawn from which source: of source s, those from `starts[s]` to `ends[s]`. */
export interface MosaicRuns {
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Pixel of the picture, and pixel of the source that it shows; what lies between the runs is not meant. */
  readonly places: Uint32Array<ArrayBuffer>;
  readonly pixels: Uint32Array<ArrayBuffer>;
}

/** What is to be laid on the map. */
export type MosaicRequestSource =
  | {
      readonly kind: 'skymap';
      readonly id: string;
      /** Name of the skymap file; of a spectrograph, whose bins become a band, as well as of a camera. */
      readonly skymap: string;
      readonly altitudeKm: number;
      /** Pixels whose middle is seen at this elevation or below are left out. */
      readonly minElevationDeg: number;
      /** Pixels to be left out, `[row][column]`, are not 0; null for none. */
      readonly mask: Uint8Array<ArrayBuffer> | null;
      readonly layer: number;
    }
  | {
      /** A grid file's cells: the whole Earth in equal steps of latitude and longitude, north-west first. */
      readonly kind: 'grid';
      readonly id: string;
      readonly height: number;
      readonly width: number;
      /** Only the cells of this part are ever filled; all may be unless given. */
      readonly box?: GridBox;
      /** Altitude that its cells are made for; that of the map unless given. */
      readonly altitudeKm?: number;
      readonly layer: number;
    };

/** @template Projection how a projection is told to the thread that makes the table */
export interface MosaicRequest<Projection> {
  readonly view: MosaicView;
  readonly projection: Projection;
  readonly rule: OverlapRule;
  readonly sources: readonly MosaicRequestSource[];
}

/** A file's name on the archive, and its bytes. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: ArrayBuffer;
}

/** Of a request whose skymaps are not all at hand, the names of those to be handed over. */
export type MosaicAnswer =
  | { readonly kind: 'table'; readonly table: MosaicTable }
  | { readonly kind: 'lacking'; readonly skymaps: readonly string[] };
