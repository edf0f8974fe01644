import type { FileProblem, Outcome } from './failure';
import type { HeaderLine } from './frames';
import type { RecognisedFile } from './own-file';
import type { Wish } from './work';

/** All that can be said about one file, whatever it is. */
export interface Inspection {
  readonly name: string;
  readonly bytes: number;
  /** Size of what was packed; null for a file that is not. */
  readonly unpackedBytes: number | null;
  /** `PGM frames, packed with gzip` */
  readonly format: string;
  readonly recognised: Outcome<RecognisedFile>;
  readonly metadata: readonly HeaderLine[];
  readonly structure: readonly StructureNode[];
  readonly pictures: InspectedPictures | null;
  readonly histogram: InspectedHistogram | null;
  /** In the order of their offsets; those without one last. */
  readonly problems: readonly InspectedProblem[];
  /** The first bytes, of the unpacked file. */
  readonly beginning: Uint8Array<ArrayBuffer>;
}

/** A part of a file. */
export interface StructureNode {
  readonly label: string;
  /** Type, shape, size, value: for people. */
  readonly detail: string;
  /** Where it begins in the unpacked file, in bytes; null where that is not known. */
  readonly offset: number | null;
  readonly children: readonly StructureNode[];
}

/** Frames made small, ready to be drawn: `[row][column][channel]`, rows and columns as stored. */
export interface InspectedPictures {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Size as stored, of which every `step`-th row and column is here. */
  readonly stored: { readonly height: number; readonly width: number };
  readonly step: number;
  /** How many there are in the file. */
  readonly total: number;
  readonly frames: readonly InspectedPicture[];
}

export interface InspectedPicture {
  /** What it shows: a time, or a quantity. */
  readonly label: string;
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** Values drawn as black and as white. */
  readonly range: readonly [number, number];
}

/** How often values occur, in bins of one width; of the pixels that are drawn. */
export interface InspectedHistogram {
  readonly bins: Uint32Array<ArrayBuffer>;
  /** Values at the edges of the first and the last bin. */
  readonly from: number;
  readonly to: number;
  /** Values that are none: NaN, empty cells. */
  readonly empty: number;
}

export interface InspectedProblem {
  readonly problem: FileProblem;
  /** Bytes of the unpacked file around the offset; null where there is no offset. */
  readonly around: { readonly start: number; readonly bytes: Uint8Array<ArrayBuffer> } | null;
}

/** Looks into a person's own files, in other threads: only a reference to a file crosses, its bytes are read there. */
export interface FileInspector {
  /** What a file is, by its content. @param path with or without directories */
  recognise(file: Blob, path: string, wish: Wish): Promise<Outcome<RecognisedFile>>;
  inspect(file: Blob, path: string, wish: Wish): Promise<Outcome<Inspection>>;
  /** One line of JSON, as `npm run -s inspect` prints it. */
  describe(file: Blob, path: string, wish: Wish): Promise<Outcome<string>>;
}
